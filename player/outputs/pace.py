"""When a device asks for sound: what is heard between two times it asks, and if it ran dry."""

from __future__ import annotations

from typing import NamedTuple

from player.units import samples, seconds

STOOD_STILL_SECONDS = 1.0
"""Lateness from which the machine stood still: no buffer could have lasted that long."""

_FOLLOWING = 0.02
"""How much of a small lateness is taken for the device's clock being slower than the system's."""


class Pace(NamedTuple):
    """A device that asks for sound again and again.

    Attributes:
        held: Samples it has left when it asks in time.
        handed: Samples it was given so far.
        block: Samples it was given last.
        due: When it should have asked for them, in seconds of the clock.
        overruns: How often it asked so late that it had run dry.
    """

    held: int
    handed: int = 0
    block: int = 0
    due: float = 0.0
    overruns: int = 0


def asked(pace: Pace, count: int, now: float, *, heeded: bool = True) -> Pace:
    """The pace after the device asked once more.

    Args:
        pace: What it was.
        count: Samples asked for.
        now: Seconds of the clock.
        heeded: Whether running dry counts; silence before a session may have gaps.
    """
    expected = pace.due + seconds(pace.block) if pace.handed else now
    late = now - expected
    dry = late > seconds(pace.held)
    due = now if dry or late <= 0 else expected + _FOLLOWING * late
    counted = dry and heeded and late < STOOD_STILL_SECONDS
    return Pace(pace.held, pace.handed + count, count, due, pace.overruns + counted)


def heard(pace: Pace, now: float) -> int:
    """Samples that have been heard by now, of those handed over."""
    waiting = pace.block + pace.held
    gone = min(max(0, samples(now - pace.due)), waiting)
    return max(0, pace.handed - waiting + gone)
