"""What passes take, as whoever compiles them measures it, and which rests run into which pass.

The session room cannot compile: how long a lead is, its words decide. So lengths are measured by
a function that is handed in, and what it tells is laid beside the steps it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from player.routine.model import DoseKind, Group, Leaf, Routine, Step
from player.session.model import Pass


class PassLength(NamedTuple):
    """What one pass takes, in samples.

    Attributes:
        step: Path of its step.
        rest: The rest that runs into its lead; 0 for none.
        lead: From the stop of the pass before to its start, the rest among it.
        alone: The part of the lead from where its announcement begins: all that would be left
            without the rest.
        doing: From its start to its stop.
    """

    step: str
    rest: int
    lead: int
    alone: int
    doing: int


class Lengths(NamedTuple):
    """What a session takes, in samples: the whole, and its passes in order; at least one."""

    total: int
    passes: tuple[PassLength, ...]


Measured = Callable[[Routine], Lengths]
"""Gives the lengths of a routine whose ranges are all exact."""


class Slot(NamedTuple):
    """A pass before its length is known.

    Attributes:
        leaf: The step it comes from; the first of the rests where nothing follows them.
        number: Which of the passes of this leaf it is, from 0.
        rests: The rests that run into its lead.
    """

    leaf: Leaf
    number: int
    rests: tuple[Leaf, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by, whatever else is left out."""
        return self.leaf.path, self.number

    @property
    def closes(self) -> bool:
        """Whether it is nothing but rests that nothing follows."""
        return self.leaf.dose.kind == DoseKind.REST

    def resting(self, amounts: Mapping[str, int]) -> int:
        """Samples of its rests."""
        return sum(amounts[rest.path] for rest in self.rests)


class Start(NamedTuple):
    """Where a session begins: with which pass, and with how many of the rests before it."""

    key: tuple[str, int]
    rests: int


def slots(steps: tuple[Step, ...], start: Start | None = None) -> list[Slot]:
    """The passes of steps in the order they are done, from a start on."""
    found: list[Slot] = []
    rests: list[Leaf] = []
    passes: dict[str, int] = {}
    for leaf in _in_turn(steps):
        if leaf.dose.kind == DoseKind.REST:
            rests.append(leaf)
            continue
        for _ in range(leaf.times):
            number = passes.get(leaf.path, 0)
            passes[leaf.path] = number + 1
            found.append(Slot(leaf, number, tuple(rests)))
            rests.clear()
    if rests:
        found.append(Slot(rests[0], 0, tuple(rests)))
    return found if start is None else _from(found, start)


def start_of(
    all_of_them: Sequence[Slot], passes: Sequence[Pass], amounts: Mapping[str, int]
) -> Start:
    """Where planned passes, the last ones of all slots, begin."""
    first, planned = all_of_them[-len(passes)], passes[0]
    resting = planned.rest.length if planned.rest else planned.length if first.closes else 0
    rests = list(first.rests)
    while sum(amounts[rest.path] for rest in rests) > resting:
        del rests[0]
    return Start(first.key, len(rests))


def _from(found: list[Slot], start: Start) -> list[Slot]:
    where = next(number for number, slot in enumerate(found) if slot.key == start.key)
    first = found[where]
    kept = first.rests[len(first.rests) - start.rests :]
    leaf = kept[0] if first.closes else first.leaf
    return [first._replace(leaf=leaf, rests=kept), *found[where + 1 :]]


def _in_turn(steps: tuple[Step, ...]) -> list[Leaf]:
    """The leaves as often as rounds make them be done."""
    found: list[Leaf] = []
    for step in steps:
        if isinstance(step, Group):
            found += _in_turn(step.steps) * step.rounds
        else:
            found.append(step)
    return found
