"""Moments of one session that has every kind of pass, for tests of what shows it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from player.live.controls import Now, State
from player.timeline.model import Span, Timeline
from player.units import samples
from support.compiling import timeline

TEXT = """
[[step]]
title = "Hips"
rounds = 2
  [[step.step]]
  name = "Couch stretch"
  hold = "75s"
  sides = ["left leg", "right leg"]
  sets = 2
  breath = { in = 4, out = 6 }
  [[step.step]]
  name = "Cat-cow"
  reps = 6
  phases = [
    { name = "cow", time = "3s", breath = "in" },
    { name = "cat", time = "3s", breath = "out" },
  ]
  [[step.step]]
  name = "Water"
  rest = "30s"
  [[step.step]]
  name = "Half-kneeling hip flexor stretch with a long reach over the head and back"
  reps = 8
  tempo = "3s"
  sides = true
[[step]]
rounds = 2
  [[step.step]]
  name = "Alphabet"
  reps = 3
  tempo = "2s"
  labels = ["A", "B", "C"]
[[step]]
name = "Knee to wall"
measure = "knee-to-wall"
sides = true
[[step]]
wait = "Lie down on your right side."
[[step]]
name = "Squats"
reps = 12
pace = "self"
"""


@lru_cache(maxsize=1)
def whole() -> Timeline:
    return timeline(TEXT)


def span(name: str, number: int = 0) -> Span:
    """A pass by the beginning of its name; `number` is which of several."""
    found = [one for one in whole().spans if (one.doing.name or one.doing.say).startswith(name)]
    return found[number]


def scene(name: str, seconds: float, number: int = 0, **what: Any) -> Now:
    """The session so many seconds after the start of a pass, playing unless something else."""
    position = span(name, number).start + samples(seconds)
    return Now(what.pop("state", State.PLAYING), position, whole(), **what)
