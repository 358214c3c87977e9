"""A clock and an output for tests: time passes only when somebody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from player.outputs.output import Pull


class FakeClock:
    """Seconds that rise by what is waited, and by `lag` more each time."""

    def __init__(self, lag: float = 0.0) -> None:
        self.seconds = 100.0
        self.waits = 0
        self._lag = lag

    def now(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.waits += 1
        self.seconds += seconds + self._lag


class ScriptedOutput:
    """Pulls blocks of given sizes; an exception among them is raised instead."""

    name = "scripted"
    followed = False
    overruns = 0

    def __init__(self, *blocks: int | BaseException, live: bool = True) -> None:
        self.live = live
        self.heard: list[NDArray[np.int16]] = []
        self.closed = 0
        self._blocks = list(blocks)
        self._pull: Pull | None = None

    def start(self, pull: Pull) -> None:
        self._pull = pull

    def advance(self) -> int | None:
        block = self._blocks.pop(0) if self._blocks else 48_000
        if isinstance(block, BaseException):
            raise block
        assert self._pull is not None
        taken = self._pull(block)
        if not len(taken):
            return None
        self.heard.append(taken)
        return sum(len(one) for one in self.heard)

    def close(self) -> None:
        self.closed += 1
