"""The format in tables: which keys a table may have, what each means and how it is read.

One place says it all; reading and suggestions follow from it. The tables are
plain data rather than classes of a validation library, because every such library that reports
all faults at once costs more to import (22 ms and up) than all other work of `player check`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from player.routine import values
from player.routine.model import Breath, Breathing, DoseKind, Style

MOST_REPEATS = 100
"""How often a step or a group may be repeated."""

MOST_REPS = 1000
"""Reps one pass may have."""


class Field(NamedTuple):
    """One key of a table.

    Attributes:
        about: What it means, in one line.
        read: Checks and converts the value; None for a key that holds tables, read by the reader.
    """

    about: str
    read: Callable[[object], object] | None = None


Fields = dict[str, Field]

PHASE: Fields = {
    "name": Field("what this part of the rep is called", values.name),
    "time": Field("how long it lasts", values.exact),
    "breath": Field('"in" or "out"', values.member(Breath)),
}

REMARK: Fields = {
    "say": Field("the sentence", values.sentence),
    "at": Field("when: from the start, or from the end with a minus", values.moment),
}

CUES: Fields = {
    "style": Field("how much is said: full, brief or silent", values.member(Style)),
    "countdown": Field("seconds counted down before a pass; 0 is off", values.whole(0, 10)),
    "halfway": Field("tell the middle of passes: true from 20 s on, a time, false", values.halfway),
    "remaining": Field("times left that are told", values.moments_left),
    "count": Field('reps counted: "every", "every 5", "last 3", "off"', values.count_mode),
    "breathing": Field("breath prompts: voice, sound or off", values.member(Breathing)),
    "preview": Field("tell what comes next ahead of time", values.flag),
    "sounds": Field("the set of chimes", values.one_of("soft")),
}

VOICE: Fields = {
    "rate": Field("words a minute", values.whole(80, 400)),
    "name": Field("the voice, as `player play --voice` takes it", values.name),
}

DOSES: Fields = {
    DoseKind.HOLD: Field("hold still for a time", values.lasting),
    DoseKind.WORK: Field("move for a time", values.lasting),
    DoseKind.REPS: Field("do a number of reps", values.repetitions(MOST_REPS)),
    DoseKind.BREATHS: Field("breathe a number of times", values.repetitions(MOST_REPS)),
    DoseKind.REST: Field("rest for a time", values.lasting),
}

_PACE: Fields = {
    "sides": Field(
        "true for left and right, or their names", values.pair_or_names("left", "right")
    ),
    "directions": Field(
        "true for clockwise and counterclockwise, or their names",
        values.pair_or_names("clockwise", "counterclockwise"),
    ),
    "sets": Field("how often all of it is done", values.whole(1, MOST_REPEATS)),
    "tempo": Field("time a rep takes", values.exact),
    "phases": Field("named parts of a rep, each with its time"),
    "breath": Field("how a breath goes: { in = 4, out = 6 }", values.breath_pattern),
    "labels": Field('said instead of the numbers: "A-Z", or a list', values.labels),
}

_DOING: Fields = {
    **_PACE,
    "say": Field("an instruction; alone in a step, a sentence of its own", values.sentence),
    "prepare": Field("least time to get ready", values.pause),
    "switch": Field("least time to change side, direction or set", values.pause),
    "cues": Field('coaching: sentences, or { at = "-5s", say = "…" }'),
}

DEFAULTS: Fields = {**DOSES, **_DOING}

LEAF: Fields = {
    "name": Field("what is done, as it is spoken", values.name),
    "exercise": Field(
        "the id of an exercise, which brings all that is not written", values.identifier
    ),
    **DEFAULTS,
}

GROUP: Fields = {
    "title": Field("what the group is called, as it is spoken", values.name),
    "rounds": Field("how often the group is done", values.whole(1, MOST_REPEATS)),
    "step": Field("its steps, each a [[…step]] table"),
}

JOINTS = ("ankle", "hip", "thoracic", "trunk", "whole body")
OCCASIONS = ("pre-run", "post-run", "rest-day", "any")

EXERCISE: Fields = {
    "name": Field("its name, as it is shown", values.name),
    "spoken": Field("its name, as it is spoken, if that differs", values.name),
    "joint": Field("the joints it is for, the foremost first", values.some_of(*JOINTS)),
    "when": Field("when it is worth doing", values.some_of(*OCCASIONS)),
    **{kind: field for kind, field in DOSES.items() if kind != DoseKind.REST},
    "least": Field("the shortest dose that does anything", values.exact),
    **_PACE,
    "equipment": Field("what is needed for it", values.names(1, 5)),
    "instructions": Field("how to do it, said before the first pass", values.sentence),
    "cues": Field("coaching: sentences, at least two"),
    "caution": Field("what to beware of", values.sentence),
    "easier": Field("an easier way: a sentence, or another exercise", values.variant),
    "harder": Field("a harder way: a sentence, or another exercise", values.variant),
    "why": Field("what it does for a runner, in one line", values.sentence),
}

ROUTINE: Fields = {
    "title": Field("what the routine is called", values.name),
    "summary": Field("one line about it", values.sentence),
    "when": Field(
        "pre-run, post-run, rest-day or any",
        values.one_of(*OCCASIONS),
    ),
    "target": Field("time it should come to", values.exact),
    "language": Field("language of its text", values.one_of("en")),
    "voice": Field("the voice it would like; the listener's settings win"),
    "cues": Field("how it is spoken"),
    "defaults": Field("values for every step that does not have its own"),
    "exercise": Field("exercises of its own, each an [exercise.…] table"),
    "step": Field("its steps, each a [[step]] table"),
}

SLIPS: dict[str, str] = {
    "rep": "reps",
    "repeat": "sets",
    "repetitions": "reps",
    "duration": "hold",
    "seconds": "hold",
    "time": "hold",
    "length": "hold",
    "side": "sides",
    "direction": "directions",
    "steps": "step",
    "text": "say",
    "instruction": "say",
    "instructions": "say",
    "cue": "cues",
    "round": "rounds",
    "set": "sets",
    "pause": "rest",
    "break": "rest",
    "exercise_name": "exercise",
}
"""Keys that people write for others that exist; near misses are found by likeness."""
