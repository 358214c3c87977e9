"""Level and pace: how much is done of what a routine allows, and how fast."""

from __future__ import annotations

from enum import StrEnum

from player.errors import RequestError
from player.routine.model import COUNTED, DoseKind, Leaf, Routine
from player.session.exact import changed, with_amounts
from player.units import Range, samples

HIGHEST = 100
"""The level at which every range stands at its last value; at level 0 it stands at its first."""

GRID = samples(5)
"""Times between the ends of a range are multiples of this."""


class Tempo(StrEnum):
    """How fast reps are led, against what the routine says."""

    SLOW = "slow"
    NORMAL = "normal"
    BRISK = "brisk"


_SCALES = {Tempo.SLOW: (5, 4), Tempo.NORMAL: (1, 1), Tempo.BRISK: (4, 5)}
"""By what the length of a rep is multiplied and divided: a quarter up, a fifth down."""


def at_level(routine: Routine, level: int) -> Routine:
    """The routine with every range at a level between its first and its last value.

    Times between the ends are multiples of 5 seconds, reps and breaths are whole. A falling range
    falls.

    Args:
        routine: What to change.
        level: From 0, the first values, to 100, the last ones.

    Raises:
        RequestError: If there is no such level.
    """
    if not 0 <= level <= HIGHEST:
        mend = f"levels go from 0 to {HIGHEST}"
        raise RequestError(f"there is no level {level}", place="--level", mend=mend)
    return with_amounts(routine, lambda leaf: _at(leaf, level))


def at_pace(routine: Routine, tempo: Tempo) -> Routine:
    """The routine with reps led slower, by a quarter, or faster, by a fifth.

    Breathing is not hurried: a `breath` during a hold, and breaths that are counted, stay.
    """
    if tempo == Tempo.NORMAL:
        return routine
    return changed(routine, lambda leaf: _paced(leaf, tempo))


def _at(leaf: Leaf, level: int) -> int:
    ends = leaf.dose.amount
    if level in {0, HIGHEST}:
        return ends.last if level else ends.first
    grid = 1 if leaf.dose.kind in COUNTED else GRID
    hundredfold = ends.first * (HIGHEST - level) + ends.last * level
    return within(nearest_multiple(hundredfold, grid * HIGHEST) // HIGHEST, ends)


def nearest_multiple(value: int, of: int) -> int:
    """The multiple of a number that is nearest to a value; the greater one of two."""
    return (2 * value + of) // (2 * of) * of


def within(value: int, ends: Range) -> int:
    """The value, or the end of a range that it lies beyond."""
    return min(max(value, ends.low), ends.high)


def _paced(leaf: Leaf, tempo: Tempo) -> Leaf:
    if leaf.dose.kind != DoseKind.REPS:
        return leaf
    return leaf._replace(
        tempo=_scaled(leaf.tempo, tempo) if leaf.tempo else 0,
        phases=tuple(one._replace(length=_scaled(one.length, tempo)) for one in leaf.phases),
    )


def _scaled(length: int, tempo: Tempo) -> int:
    times, parts = _SCALES[tempo]
    return max(1, nearest_multiple(length * times, parts) // parts)
