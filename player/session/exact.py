"""Routine to Routine: ranges made exact, steps left out. Paths stay those of the file."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from player.routine.model import Group, Leaf, Routine, Step
from player.units import Range


def with_amounts(routine: Routine, amount_of: Callable[[Leaf], int]) -> Routine:
    """The routine with one amount, in the unit of its dose, in place of every range."""

    def exact(leaf: Leaf) -> Leaf:
        amount = amount_of(leaf)
        return leaf._replace(dose=leaf.dose._replace(amount=Range(amount, amount)))

    return changed(routine, exact)


def changed(routine: Routine, change: Callable[[Leaf], Leaf]) -> Routine:
    """The routine with every leaf changed."""
    return routine._replace(steps=_changed(routine.steps, change))


def without(routine: Routine, paths: AbstractSet[str]) -> Routine:
    """The routine without the steps of some paths; groups left empty go as well."""
    return routine._replace(steps=_without(routine.steps, paths)) if paths else routine


def _changed(steps: tuple[Step, ...], change: Callable[[Leaf], Leaf]) -> tuple[Step, ...]:
    return tuple(
        step._replace(steps=_changed(step.steps, change))
        if isinstance(step, Group)
        else change(step)
        for step in steps
    )


def _without(steps: tuple[Step, ...], paths: AbstractSet[str]) -> tuple[Step, ...]:
    found: list[Step] = []
    for step in steps:
        if step.path in paths:
            continue
        if isinstance(step, Leaf):
            found.append(step)
        elif within := _without(step.steps, paths):
            found.append(step._replace(steps=within))
    return tuple(found)
