"""Sets and doses of the exercises of a draft, so that they come to a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from player.routine.doings import Doing, Length, Sections, all_in, usual_sets
from player.routine.leaves import DEFAULT_BREATH, DEFAULT_TEMPO
from player.routine.model import COUNTED, Dose, Leaf
from player.units import Range, samples

NEAR = 0.05
"""How far a length may be from its target, as a share of the target."""

_TIME_STEPS = (samples(10), samples(5))
"""Steps in which times grow, the one to be tried first at the front."""


class Fitted(NamedTuple):
    """Exercises that were fitted, and the samples they are off their target."""

    apart: int
    sections: Sections


def near(apart: int, target: int) -> bool:
    """Whether what is so many samples off a target is near it."""
    return apart <= NEAR * target


def within_ranges(sections: Sections, target: int, length: Length) -> Sections:
    """Exercises that come to a target in samples; as they are if they cannot.

    Doses are taken from within the ranges they have, and sets are left out, at the most.
    """
    if near(abs(length(sections) - target), target):
        return sections
    found = fitted(sections, target, length)
    return found.sections if near(found.apart, target) else sections


def fitted(sections: Sections, target: int, length: Length, *, sets_allowed: int = 1) -> Fitted:
    """Exercises as near to a target in samples as sets and doses allow.

    First come the sets, up to those of the catalogue and then up to those that are allowed
    everywhere; what time is left is taken up by doses that begin later in their ranges.
    """

    def too_long(sets: Sequence[int]) -> bool:
        return length(_changed(sections, sets, 0)) > target

    ladder = _ladder(sections, sets_allowed)
    sets = ladder[max(0, bisect_left(ladder, True, key=too_long) - 1)]
    lowest = _changed(sections, sets, 0)
    room = _growth(lowest, _changed(sections, sets, 1))
    share = min(1.0, max(0.0, (target - length(lowest)) / room)) if room else 0.0
    tries: list[Fitted] = []
    for step in _TIME_STEPS:
        found = _changed(sections, sets, share, step)
        tries.append(Fitted(abs(length(found) - target), found))
        if near(tries[-1].apart, target):
            break
    return min(tries, key=lambda one: one.apart)


def _ladder(sections: Sections, sets_allowed: int) -> list[tuple[int, ...]]:
    """Sets for all exercises, from one each, one set more from entry to entry."""
    usual = [usual_sets(one.exercise) for one in all_in(sections)]
    found = [(1,) * len(usual)]
    for highest in (usual, [max(sets, sets_allowed) for sets in usual]):
        for number in range(2, max(highest, default=1) + 1):
            for place, limit in enumerate(highest):
                if found[-1][place] < number <= limit:
                    found.append((*found[-1][:place], number, *found[-1][place + 1 :]))
    return found


def _changed(sections: Sections, sets: Sequence[int], share: float, time_step: int = 1) -> Sections:
    """All with other sets, and with doses that begin at a share of their ranges."""
    each = iter(sets)
    return tuple(
        section._replace(
            doings=tuple(
                Doing(one.exercise, _beginning_at(one.exercise.dose, share, time_step), next(each))
                for one in section.doings
            )
        )
        for section in sections
    )


def _beginning_at(dose: Dose, share: float, time_step: int) -> Range:
    """A dose that begins at a share of its range, a time in whole steps; a falling one stays."""
    first, last = dose.amount
    if first >= last:
        return dose.amount
    step = 1 if dose.kind in COUNTED else time_step
    return Range(min(first + round(share * (last - first) / step) * step, last), last)


def _growth(lowest: Sections, highest: Sections) -> int:
    """Samples between two versions of the same exercises with the same sets."""
    pairs = zip(all_in(lowest), all_in(highest), strict=True)
    return sum((high.amount.first - low.amount.first) * _unit(low) for low, high in pairs)


def _unit(doing: Doing) -> int:
    """Samples that one more of the dose takes, over all passes."""
    dose, step = doing.exercise.dose, doing.exercise.step
    own = {"tempo": DEFAULT_TEMPO, "breath": DEFAULT_BREATH, **step, "sets": doing.sets}
    leaf = Leaf("", doing.exercise.name, dose, **own)
    return leaf.times * (leaf.rep_length if dose.kind in COUNTED else 1)
