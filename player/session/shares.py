"""Whose the time is: groups with a target share it in proportion, the other steps have a share too.

A share is named by the path of its group; that of the steps outside of such groups is "". A group
within another one has a share of its own, which the outer one's does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from player.routine.model import RESTING, Group, Leaf, Routine, Step
from player.session.costs import unit
from player.session.lengths import Slot

REFINEMENTS = 60
"""Halvings that find how much of the time falls to a share: more than a float can tell apart."""


def share_of_each(routine: Routine) -> dict[str, str]:
    """The share that each leaf belongs to, by paths."""
    return dict(_within(routine.steps, ""))


def _within(steps: tuple[Step, ...], share: str) -> Iterator[tuple[str, str]]:
    for step in steps:
        if isinstance(step, Leaf):
            yield step.path, share
        else:
            yield from _within(step.steps, step.path if step.target else share)


def weights(
    routine: Routine, passes: Sequence[Slot], share_of: Mapping[str, str]
) -> dict[str, int]:
    """How much falls to each share that these passes have a part in, in proportion to the others.

    What has no target, or nothing left of it by the targets within, weighs what its doses take
    when they stand halfway.
    """
    usual: dict[str, int] = {"": 0}
    for slot in passes:
        for leaf in (slot.leaf, *slot.rests):
            share = share_of[leaf.path]
            usual[share] = usual.get(share, 0) + _halfway(leaf)
    given: dict[str, int] = {}
    inner = _weigh(routine.steps, given)
    given[""] = routine.target - inner if routine.target else 0
    return {share: given[share] if given[share] > 0 else max(1, usual[share]) for share in usual}


def _halfway(leaf: Leaf) -> int:
    """Samples of a pass halfway between the ends of its dose, with time to get ready."""
    ends = leaf.dose.amount
    ready = 0 if leaf.dose.kind in RESTING else leaf.prepare
    return unit(leaf) * (ends.low + ends.high) // 2 + ready


def _weigh(steps: tuple[Step, ...], found: dict[str, int]) -> int:
    """Note the weights of groups; gives the targets that stand foremost among these steps."""
    total = 0
    for step in steps:
        if isinstance(step, Group):
            inner = _weigh(step.steps, found)
            if step.target:
                found[step.path] = step.target - inner
            total += step.target or inner
    return total


class Reach(NamedTuple):
    """The least and the most that a share can take, in samples."""

    low: int
    high: int


def levels(
    wished: int, weight_of: Mapping[str, int], reaches: Mapping[str, Reach]
) -> dict[str, float]:
    """How far each share's doses are from their shortest, 0, to their longest, 1.

    Every share takes its part of the time in proportion to its weight; one that cannot stays at
    its end, and the others take the rest in proportion.
    """
    low, high = 0.0, 1.0
    while _taken(high, weight_of, reaches) < min(
        wished, sum(reach.high for reach in reaches.values())
    ):
        high *= 2
    for _ in range(REFINEMENTS):
        middle = (low + high) / 2
        if _taken(middle, weight_of, reaches) < wished:
            low = middle
        else:
            high = middle
    return {
        share: (_part(high * weight_of[share], reach) - reach.low) / max(1, reach.high - reach.low)
        for share, reach in reaches.items()
    }


def _taken(scale: float, weight_of: Mapping[str, int], reaches: Mapping[str, Reach]) -> float:
    return sum(_part(scale * weight_of[share], reach) for share, reach in reaches.items())


def _part(wanted: float, reach: Reach) -> float:
    return min(max(wanted, reach.low), reach.high)


def in_proportion(routine: Routine, wished: int, weight_of: Mapping[str, int]) -> Routine:
    """The routine with the wished time as its target, and targets of groups in proportion."""
    whole = sum(weight_of.values())
    return routine._replace(target=wished, steps=_retargeted(routine.steps, wished, whole))


def _retargeted(steps: tuple[Step, ...], wished: int, whole: int) -> tuple[Step, ...]:
    return tuple(
        step
        if isinstance(step, Leaf)
        else step._replace(
            target=max(1, step.target * wished // whole) if step.target else None,
            steps=_retargeted(step.steps, wished, whole),
        )
        for step in steps
    )
