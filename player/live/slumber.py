"""Notices that the system slept: a clock that stops in sleep falls behind one that goes on.

Which clocks these are differs by system:

- Linux: CLOCK_MONOTONIC stops while the system is suspended, CLOCK_BOOTTIME is the same clock with
  that time added. Setting the time of day moves neither, so the difference is exact.
- macOS: CLOCK_UPTIME_RAW stops in sleep, CLOCK_MONOTONIC_RAW goes on; both run at the same raw
  rate, and setting the time of day moves neither.
- Windows: QueryUnbiasedInterruptTime stops in sleep; the clock behind `time.monotonic` goes on.
- Elsewhere the time of day has to do as the clock that goes on. Setting it forward by more than
  THRESHOLD looks like sleep there; a session is paused once in vain.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

THRESHOLD = 2.0
"""Seconds of sleep that are too few to be told: a clock may be corrected by as much."""

Clock = Callable[[], float]
"""Gives seconds from any beginning."""


class Clocks(NamedTuple):
    """Two clocks of a system: one that stops while it sleeps, one that goes on."""

    awake: Clock
    always: Clock


class Slumber:
    """Tells how long the system slept between two looks.

    Args:
        monotonic: Seconds on a clock that stops while the system sleeps.
        wall: Seconds on a clock that goes on meanwhile.
    """

    def __init__(self, monotonic: Clock, wall: Clock) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._ahead = self._lead()

    def noticed(self) -> float:
        """Seconds slept since the last look; 0.0 for less than THRESHOLD."""
        before, self._ahead = self._ahead, self._lead()
        slept = self._ahead - before
        return slept if slept >= THRESHOLD else 0.0

    def _lead(self) -> float:
        """How far the clock that goes on is ahead of the other."""
        return self._wall() - self._monotonic()


def clocks() -> Clocks:
    """The clocks of this system."""
    if sys.platform == "win32":
        return Clocks(_unbiased_windows_clock(), time.monotonic)
    if sys.platform == "darwin":
        return Clocks(_reading(time.CLOCK_UPTIME_RAW), _reading(time.CLOCK_MONOTONIC_RAW))
    if sys.platform == "linux":
        return Clocks(_reading(time.CLOCK_MONOTONIC), _reading(time.CLOCK_BOOTTIME))
    return Clocks(time.monotonic, time.time)


def slumber_of_system() -> Slumber:
    """Slumber by the clocks of this system."""
    found = clocks()
    return Slumber(found.awake, found.always)


if sys.platform == "win32":

    def _unbiased_windows_clock() -> Clock:
        import ctypes

        ask = ctypes.windll.kernel32.QueryUnbiasedInterruptTime

        def read() -> float:
            units = ctypes.c_ulonglong()
            if not ask(ctypes.byref(units)):
                raise ctypes.WinError()
            return units.value / 10_000_000

        return read

else:

    def _reading(clock: int) -> Clock:
        return partial(time.clock_gettime, clock)
