"""Other routines that a routine is made from."""

from __future__ import annotations

from collections.abc import Callable

from player.routine.model import Routine
from player.units import Unreadable

Others = Callable[[str], Routine]
"""Gives the routine of an id or of a file's name beside the one that is read.

Raises `Unreadable` where it may not be had, and what reading it raises.
"""


def no_others(wanted: str) -> Routine:
    """There are no others."""
    raise Unreadable(
        "no-such-routine", f'there is no routine "{wanted[:40]}" to take from', "leave it out"
    )
