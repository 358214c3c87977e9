"""Limits of a routine, decided before anything is expanded."""

from __future__ import annotations

from player.errors import Fault
from player.routine.model import DoseKind, Group, Step

MOST_PASSES = 20_000
"""Passes a routine may come to."""

MOST_REPS_IN_ALL = 200_000
"""Reps a routine may come to."""


def size_faults(steps: tuple[Step, ...]) -> list[Fault]:
    """The faults of a routine that would grow out of hand."""
    passes, reps = _size(steps)
    for number, most, what in (
        (passes, MOST_PASSES, "passes"),
        (reps, MOST_REPS_IN_ALL, "reps"),
    ):
        if number > most:
            message = f"the routine comes to {number} {what}, {most} are allowed"
            return [Fault("too-large", (), "the routine", message, "fewer rounds, sets or sides")]
    return []


def _size(steps: tuple[Step, ...]) -> tuple[int, int]:
    """Passes and reps that steps come to, counted without expanding them."""
    passes = reps = 0
    for step in steps:
        if isinstance(step, Group):
            inner_passes, inner_reps = _size(step.steps)
            passes += step.rounds * inner_passes
            reps += step.rounds * inner_reps
        else:
            times = step.sets * max(1, len(step.sides)) * max(1, len(step.directions))
            passes += times
            reps += times * step.dose.amount.high if step.dose.kind == DoseKind.REPS else 0
    return passes, reps
