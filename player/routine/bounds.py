"""Limits of a routine, decided before anything is expanded."""

from __future__ import annotations

from typing import NamedTuple

from player.errors import Fault
from player.routine.model import COUNTED, Group, Leaf, Step
from player.units import samples

MOST_STEPS = 20_000
"""Steps a routine may have, those of the routines it takes from among them."""

MOST_PASSES = 10_000
"""Passes a routine may come to."""

MOST_CUES = 50_000
"""Counts, prompts and coaching sentences a routine may come to."""

LONGEST_HOURS = 12
"""Hours of doing and resting a routine may come to; a WAV file can hold as many."""


class _Size(NamedTuple):
    passes: int = 0
    cues: int = 0
    length: int = 0

    def times(self, count: int) -> _Size:
        return _Size(*(count * value for value in self))

    def plus(self, other: _Size) -> _Size:
        return _Size(*(one + another for one, another in zip(self, other, strict=True)))


def size_faults(steps: tuple[Step, ...]) -> list[Fault]:
    """The faults of a routine that would grow out of hand."""
    size = _size(steps)
    for number, most, what in (
        (size.passes, MOST_PASSES, "passes"),
        (size.cues, MOST_CUES, "counts and prompts"),
        (-(-size.length // samples(3600)), LONGEST_HOURS, "hours"),
    ):
        if number > most:
            message = f"the routine comes to {number} {what}, {most} are allowed"
            return [Fault("too-large", (), "the routine", message, "fewer rounds, sets or sides")]
    return []


def _size(steps: tuple[Step, ...]) -> _Size:
    """What steps come to, counted without expanding them."""
    total = _Size()
    for step in steps:
        if isinstance(step, Group):
            total = total.plus(_size(step.steps).times(step.rounds))
        else:
            total = total.plus(_one_pass(step).times(step.times))
    return total


def _one_pass(leaf: Leaf) -> _Size:
    amount = leaf.dose.amount.high
    if leaf.dose.kind not in COUNTED:
        breath = sum(phase.length for phase in leaf.breath)
        prompts = amount * len(leaf.breath) // breath if breath else 0
        return _Size(1, prompts + len(leaf.remarks), amount + leaf.prepare)
    cues = amount * max(1, len(leaf.paced_by)) + len(leaf.remarks)
    return _Size(1, cues, amount * leaf.rep_length + leaf.prepare)
