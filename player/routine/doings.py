"""Exercises as they are to be written in a routine: each with its dose and sets, in sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from player.routine.model import Exercise
from player.units import Range


class Doing(NamedTuple):
    """An exercise with the dose and the sets that are written for it."""

    exercise: Exercise
    amount: Range
    sets: int


class Section(NamedTuple):
    """Exercises that stand together, under a title if it is not empty."""

    title: str
    doings: tuple[Doing, ...]


Sections = tuple[Section, ...]

Length = Callable[[Sections], int]
"""Gives the samples that a routine of these exercises takes."""


def usual_sets(exercise: Exercise) -> int:
    """How often the catalogue has an exercise done."""
    sets: int = exercise.step.get("sets", 1)
    return sets


def as_catalogued(exercise: Exercise) -> Doing:
    """An exercise as much as the catalogue has it."""
    return Doing(exercise, exercise.dose.amount, usual_sets(exercise))


def in_order(doings: Sequence[Doing]) -> Sections:
    """Exercises in the order they are given."""
    return (Section("", tuple(doings)),)


def all_in(sections: Sections) -> list[Doing]:
    """The exercises of all sections."""
    return [one for section in sections for one in section.doings]
