"""What a session would take with other doses, or with steps left out: learned by measuring.

Doing takes what the doses say. A lead takes what its words need, and those may name the dose; so
it is taken to be what it was when it was measured last, with the same dose if it ever was. A rest
before it makes it longer only where the words need less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from player.routine.model import COUNTED, DoseKind, Leaf
from player.session.lengths import Lengths, Slot

Amounts = Mapping[str, int]
"""The amount of every leaf by its path, in the unit of its dose."""

_EXACT = frozenset({DoseKind.HOLD, DoseKind.WORK, DoseKind.REPS, DoseKind.BREATHS})
"""Doses that say how long their passes are; others are measured."""


class Choice(NamedTuple):
    """A step whose dose may be chosen.

    Attributes:
        leaf: The step.
        each: Samples that one more of its amount takes, words and leads aside.
        cost: What the session takes for it, in samples, by its amount. Only differences count.
    """

    leaf: Leaf
    each: int
    cost: Callable[[int], int]


class Costs:
    """What was learned of leads and passes."""

    def __init__(self) -> None:
        self._closing = 0
        self._alone: dict[tuple[str, int], int] = {}
        self._after_rest: dict[tuple[str, int], int] = {}
        self._unused: dict[tuple[str, int], int] = {}
        self._doing: dict[tuple[str, int], int] = {}
        self._worded: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)

    def learn(self, passes: Sequence[Slot], amounts: Amounts, lengths: Lengths) -> None:
        """Take in a measurement of these passes with these amounts.

        Raises:
            ValueError: If other passes were measured.
        """
        if [slot.leaf.path for slot in passes] != [one.step for one in lengths.passes]:
            raise ValueError("the passes measured are not those of the routine")
        spent = 0
        for slot, measured in zip(passes, lengths.passes, strict=True):
            key = slot.key
            spent += measured.lead + measured.doing
            if slot.closes:
                continue
            lead, alone, resting = measured.lead, measured.alone, slot.resting(amounts)
            self._doing[key] = measured.doing
            self._alone[key] = alone
            self._worded[key][amounts[slot.leaf.path]] = alone
            if lead > resting:
                self._after_rest[key] = lead
            else:
                self._unused[key] = resting - lead
                self._after_rest[key] = min(lead, self._after_rest.get(key, alone))
        self._closing = lengths.total - spent

    def lead(self, slot: Slot, amounts: Amounts) -> int:
        """Samples of the lead of a pass."""
        if slot.rests:
            return max(slot.resting(amounts) - self.unused(slot), self.needed(slot))
        return self.alone(slot, amounts[slot.leaf.path])

    def alone(self, slot: Slot, amount: int) -> int:
        """Samples of the lead of a pass that no rest runs into."""
        key = slot.key
        return self._worded[key].get(amount, self._alone.get(key, 0))

    def needed(self, slot: Slot) -> int:
        """Samples of the lead of a pass after a rest that is as short as can be."""
        if slot.closes:
            return 0
        return self._after_rest.get(slot.key, self._alone.get(slot.key, 0))

    def unused(self, slot: Slot) -> int:
        """Samples of the rest that are left when its pass begins: a sentence is said within it."""
        return self._unused.get(slot.key, 0)

    def doing(self, slot: Slot, amounts: Amounts) -> int:
        """Samples of a pass itself."""
        if slot.closes:
            return 0
        if slot.leaf.dose.kind in _EXACT:
            return amounts[slot.leaf.path] * unit(slot.leaf)
        return self._doing[slot.key]

    def shares(
        self, passes: Iterable[Slot], amounts: Amounts, share_of: Mapping[str, str]
    ) -> dict[str, int]:
        """Samples by the share that each step belongs to; a rest's own are those of its step."""
        found: dict[str, int] = defaultdict(int)
        found[""] += self._closing
        for slot in passes:
            for rest in slot.rests:
                found[share_of[rest.path]] += amounts[rest.path]
            spent = self.lead(slot, amounts) + self.doing(slot, amounts)
            found[share_of[slot.leaf.path]] += spent - slot.resting(amounts)
        return found

    def total(self, passes: Iterable[Slot], amounts: Amounts) -> int:
        """Samples of the whole session."""
        spent = (self.lead(slot, amounts) + self.doing(slot, amounts) for slot in passes)
        return self._closing + sum(spent)

    def savings(self, passes: Iterable[Slot], amounts: Amounts) -> dict[str, int]:
        """Samples that leaving out a single leaf would save, about, by its path."""
        found: dict[str, int] = defaultdict(int)
        for slot in passes:
            lead, resting = self.lead(slot, amounts), slot.resting(amounts)
            for rest in slot.rests:
                kept = resting - amounts[rest.path]
                instead = max(kept, self.needed(slot)) if kept else 0
                found[rest.path] += lead - max(instead, self._alone.get(slot.key, 0))
            found[slot.leaf.path] += lead - resting + self.doing(slot, amounts)
        return found

    def choices(self, passes: Iterable[Slot], amounts: Amounts) -> list[Choice]:
        """The steps whose dose is a range, each with its cost while the others stay."""
        leaves: dict[str, Leaf] = {}
        own: dict[str, list[Slot]] = defaultdict(list)
        before: dict[str, list[Slot]] = defaultdict(list)
        for slot in passes:
            for path, rest in {rest.path: rest for rest in slot.rests}.items():
                leaves[path] = rest
                before[path].append(slot)
            if not slot.closes:
                leaves[slot.leaf.path] = slot.leaf
                own[slot.leaf.path].append(slot)
        return [
            self._rest(leaf, before[path], amounts)
            if path in before
            else self._step(leaf, own[path])
            for path, leaf in leaves.items()
            if leaf.dose.amount.low < leaf.dose.amount.high
        ]

    def _rest(self, leaf: Leaf, before: list[Slot], amounts: Amounts) -> Choice:
        """The choice of a rest: it takes no time where words take more."""
        path = leaf.path
        leads = []
        for slot in before:
            times = sum(rest.path == path for rest in slot.rests)
            others = slot.resting(amounts) - self.unused(slot) - times * amounts[path]
            leads.append((others, times, self.needed(slot)))

        def cost(amount: int) -> int:
            return sum(max(others + times * amount, needed) for others, times, needed in leads)

        return Choice(leaf, sum(times for _, times, _ in leads), cost)

    def _step(self, leaf: Leaf, own: list[Slot]) -> Choice:
        """The choice of a step with something to do."""
        each = len(own) * unit(leaf)
        spoken = [slot for slot in own if not slot.rests]
        known = {amount for slot in spoken for amount in self._worded[slot.key]}
        worded = {amount: sum(self.alone(slot, amount) for slot in spoken) for amount in known}
        usual = sum(self._alone.get(slot.key, 0) for slot in spoken)
        return Choice(leaf, each, lambda amount: amount * each + worded.get(amount, usual))


def unit(leaf: Leaf) -> int:
    """Samples that one of the amount of a dose takes."""
    return leaf.rep_length if leaf.dose.kind in COUNTED else 1
