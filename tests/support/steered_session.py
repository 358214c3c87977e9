"""A session without sound that does what is asked of it at once, for tests of what steers it."""

from __future__ import annotations

import threading
from typing import Any

from player.live.controls import Command, Now, State
from player.timeline.model import Timeline
from support.compiling import timeline

ROUTINE = """
[[step]]
name = "Squats"
reps = 4
tempo = "2s"
sides = ["left leg", "right leg"]
[[step]]
name = "Plank"
hold = "30s"
"""

STEPS = {Command.LOUDER: 2, Command.SOFTER: -2}
"""dB a step of the volume."""


class SteeredSession:
    """Stands still unless a test moves it; keeps all that is asked.

    Args:
        one: What is heard.
    """

    def __init__(self, one: Timeline | None = None) -> None:
        self._lock = threading.Lock()
        self._now = Now(State.PLAYING, 0, one or timeline(ROUTINE))
        self.asks: list[tuple[Command, int]] = []

    def now(self) -> Now:
        with self._lock:
            return self._now

    def becomes(self, **changes: Any) -> None:
        with self._lock:
            self._now = self._now._replace(**changes)

    def ask(self, command: Command, amount: int = 0) -> None:
        with self._lock:
            self.asks.append((command, amount))
            self._now = _after(self._now, command, amount)

    def answer(self, text: str) -> str:
        return text


def _after(now: Now, command: Command, amount: int) -> Now:
    spans = now.timeline.spans
    index = max(0, sum(span.lead <= now.position for span in spans) - 1)
    playing = now.state is State.PLAYING
    volume = max(-20, min(6, now.volume + STEPS.get(command, 0)))
    changes: dict[Command, dict[str, Any]] = {
        Command.PAUSE: {"state": State.PAUSED},
        Command.RESUME: {"state": State.PLAYING},
        Command.GO_ON: {"state": State.PLAYING},
        Command.TOGGLE: {"state": State.PAUSED if playing else State.PLAYING},
        Command.SKIP: {"position": spans[index].stop},
        Command.BACK: {"position": spans[max(0, index - 1)].lead},
        Command.SEEK: {"position": amount},
        Command.LOUDER: {"volume": volume},
        Command.SOFTER: {"volume": volume},
        Command.QUIT: {"state": State.ENDED},
    }
    return now._replace(**changes.get(command, {}))
