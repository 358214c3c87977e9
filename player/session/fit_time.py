"""A routine made to come to a time: doses within their ranges, and optional steps left out.

What a session takes is known by compiling it only, for its words decide how long its leads are.
So it is measured with its shortest doses, others are chosen by what that told, the choice is
measured, and so on, until it is as long as wished or no measurement brings it nearer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import NamedTuple

from player.routine.merging import leaves
from player.routine.model import COUNTED, Group, Routine, Step
from player.session.choosing import CLOSE, EXACT, chosen, evenly, ideal_places
from player.session.costs import Choice, Costs
from player.session.exact import with_amounts, without
from player.session.leaving_out import Excess, order_of_leaving
from player.session.lengths import Measured, Slot, Start, slots, start_of
from player.session.plan import plan
from player.session.shares import Reach, in_proportion, levels, share_of_each, weights
from player.units import SAMPLE_RATE, clock, samples, seconds

MEASUREMENTS = 6
"""A routine is compiled so often at the most."""

PATIENCE = 4
"""Measurements after which a session that is exact, but not close, is good enough."""

LITTLE = samples(30)
"""A session as near as this is put right from the doses it has, not chosen anew."""

NARROW = samples(10)
"""A decision as near as this to going the other way is not left to what was reckoned."""

LONGEST_NAME = 60
"""Characters of a sentence that a step without a name is known by."""


class Fitted(NamedTuple):
    """A routine that comes to a time.

    Attributes:
        routine: The routine with exact doses; paths are those it had. Its target is the wished
            time, those of its groups are in proportion.
        length: Samples it comes to.
        left_out: The steps left out, as a person knows them, in the order of the file.
        note: Why it does not come to the wished time, if it does not.
    """

    routine: Routine
    length: int
    left_out: tuple[str, ...]
    note: str


def fit_to(routine: Routine, wished: int, measured: Measured, *, start_at: str = "") -> Fitted:
    """Choose doses, and leave out as few optional steps as need be, to come to a time.

    Args:
        routine: The routine.
        wished: The time it should come to, in samples.
        measured: Measures a routine whose ranges are all exact.
        start_at: The step that what is measured begins with, as `plan` takes it. It stays, and
            what is before it is neither counted nor left out.

    Raises:
        RequestError: If there is no such step.
    """
    return _Fitting(routine, wished, measured, start_at).fitted()


class _Try(NamedTuple):
    """How many steps were left out, the amounts of the others, and the length of it all."""

    out: int
    amounts: Mapping[str, int]
    length: int


class _Fitting:
    """The state of one fitting: what was measured, and what that told."""

    def __init__(self, routine: Routine, wished: int, measured: Measured, start_at: str) -> None:
        self.routine = routine
        self.wished = wished
        self.measured = measured
        self.costs = Costs()
        self.share_of = share_of_each(routine)
        self.lowest = {leaf.path: leaf.dose.amount.low for leaf in leaves(routine.steps)}
        self.highest = {leaf.path: leaf.dose.amount.high for leaf in leaves(routine.steps)}
        self.tries: list[_Try] = []
        self.order: list[Step] = []
        self.start = self.start_of(start_at) if start_at else None
        self.passes = {0: slots(routine.steps, self.start)}
        self.weights = weights(routine, self.passes[0], self.share_of)
        self.measure(0, self.lowest)
        if self.tries[0].length > wished + EXACT:
            self.order = self.leaving()

    def start_of(self, start_at: str) -> Start:
        """Where the session begins."""
        shortest = with_amounts(self.routine, lambda leaf: leaf.dose.amount.low)
        planned = plan(shortest, start_at=start_at).passes
        return start_of(slots(self.routine.steps), planned, self.lowest)

    def leaving(self) -> list[Step]:
        """Optional steps in the order they are left out."""
        whole = sum(self.weights.values())
        parts = {share: self.wished * weight // whole for share, weight in self.weights.items()}
        passes = self.passes[0]
        shares = self.costs.shares(passes, self.lowest, self.share_of)
        excess = Excess(
            {share: spent - parts[share] for share, spent in shares.items()},
            self.costs.savings(passes, self.lowest),
            self.share_of,
        )
        done = {slot.leaf.path for slot in passes}
        done.update(rest.path for slot in passes for rest in slot.rests)
        kept = self.lowest.keys() - done
        if self.start is not None:
            kept |= {passes[0].leaf.path, *(rest.path for rest in passes[0].rests)}
        return order_of_leaving(self.routine.steps, excess, done, kept)

    def fitted(self) -> Fitted:
        """Choose and measure until it is as long as wished, or no choice brings it nearer."""
        while len(self.tries) < MEASUREMENTS and not self.good_enough():
            following = self.following()
            if following is None:
                break
            self.measure(*following)
        best = min(self.tries, key=self.worse)
        gone = {step.path for step in self.order[: best.out]}
        return Fitted(
            routine=self.resolved(best.out, best.amounts),
            length=best.length,
            left_out=tuple(_named(one) for one in _steps(self.routine.steps) if one.path in gone),
            note=self.note(best),
        )

    def good_enough(self) -> bool:
        """Whether it is as long as wished, or, after a while, exact at least."""
        if len(self.tries) >= PATIENCE and self.off() <= EXACT:
            return True
        return self.off() <= CLOSE

    def off(self) -> int:
        """Samples from the wished time, as near as it came."""
        return min(abs(one.length - self.wished) for one in self.tries)

    def worse(self, one: _Try) -> tuple[int, int, int]:
        """How bad it is: too far from the wished time, then with much left out."""
        off = abs(one.length - self.wished)
        return max(0, off - EXACT), one.out, off

    def following(self) -> tuple[int, Mapping[str, int]] | None:
        """What to measure next; None where nothing promises to come nearer."""
        out = bisect_left(
            range(len(self.order)), True, key=lambda out: self.shortest(out) <= self.wished + EXACT
        )
        before = out - 1
        wanted: list[tuple[int, Mapping[str, int]]] = []
        if before >= 0 and self.shortest(before) <= self.wished + EXACT + NARROW:
            wanted.append((before, self.lowest))
        amounts = self.amounts(out)
        if abs(self.costs.total(self.passes_without(out), amounts) - self.wished) < self.off():
            wanted.append((out, amounts))
        if before >= 0 and abs(self.shortest(before) - self.wished) < self.off():
            wanted.append((before, self.lowest))
        tried = [(one.out, one.amounts) for one in self.tries]
        return next((one for one in wanted if one not in tried), None)

    def shortest(self, out: int) -> int:
        """Samples of the shortest doses with so many steps left out, as far as that is known."""
        for one in self.tries:
            if one.out == out and one.amounts == self.lowest:
                return one.length
        return self.costs.total(self.passes_without(out), self.lowest)

    def passes_without(self, out: int) -> list[Slot]:
        """The passes with so many steps left out."""
        if out not in self.passes:
            gone = without(self.routine, {step.path for step in self.order[:out]})
            self.passes[out] = slots(gone.steps, self.start)
        return self.passes[out]

    def measure(self, out: int, amounts: Mapping[str, int]) -> None:
        """Measure doses with so many steps left out, and learn from it."""
        lengths = self.measured(self.resolved(out, amounts))
        self.costs.learn(self.passes_without(out), amounts, lengths)
        self.tries.append(_Try(out, amounts, lengths.total))

    def resolved(self, out: int, amounts: Mapping[str, int]) -> Routine:
        """The routine with so many steps left out, these doses, and the targets of today."""
        kept = without(self.routine, {step.path for step in self.order[:out]})
        exact = with_amounts(kept, lambda leaf: amounts[leaf.path])
        return in_proportion(exact, self.wished, self.weights)

    def amounts(self, out: int) -> Mapping[str, int]:
        """The doses that should come to the wished time with so many steps left out."""
        passes = self.passes_without(out)
        low = self.costs.shares(passes, self.lowest, self.share_of)
        high = self.costs.shares(passes, self.highest, self.share_of)
        if self.wished <= sum(low.values()):
            return self.lowest
        if self.wished >= sum(high.values()):
            return self.highest
        reaches = {share: Reach(low[share], max(low[share], high[share])) for share in low}
        level_of = levels(self.wished, self.weights, reaches)
        places = ideal_places(self.costs.choices(passes, self.lowest), self.share_of, level_of)
        present = self.near(out) or {**self.lowest, **evenly(places, self.share_of)}
        costs = {one.leaf.path: one for one in self.costs.choices(passes, present)}
        places = [place._replace(choice=costs[place.path]) for place in places]
        return chosen(places, present, self.wished - self.costs.total(passes, present))

    def near(self, out: int) -> Mapping[str, int] | None:
        """The doses measured last, where little is left to be put right."""
        last = self.tries[-1]
        if last.out != out or last.amounts == self.lowest:
            return None
        return last.amounts if abs(last.length - self.wished) <= LITTLE else None

    def note(self, best: _Try) -> str:
        """Why it does not come to the wished time; empty where it does."""
        if abs(best.length - self.wished) <= EXACT:
            return ""
        return f"The nearest that can be had is {clock(best.length)}: {self.reason(best)}."

    def reason(self, best: _Try) -> str:
        """What keeps it from coming nearer."""
        choices = self.costs.choices(self.passes_without(best.out), best.amounts)
        ends = [(best.amounts[one.leaf.path], one.leaf.dose.amount) for one in choices]
        if best.length > self.wished and all(amount == range_.low for amount, range_ in ends):
            doses = "all doses stand at their shortest" if ends else "no dose has a range"
            if best.out < len(self.order):
                return f"{doses}, and without {_named(self.order[best.out])} it gets too short"
            if best.out:
                return f"{doses} and no more steps may be left out"
            return f"{doses} and no step may be left out"
        if best.length < self.wished and all(amount == range_.high for amount, range_ in ends):
            doses = "all doses stand at their longest" if ends else "no dose has a range"
            if best.out:
                return f"{doses}, and with {_named(self.order[best.out - 1])} it gets too long"
            return doses
        step = min(_least_step(one) for one in choices)
        return f"doses move in steps of {seconds(step):.3g} s here"


def _least_step(choice: Choice) -> int:
    """By how much a dose changes the length of the session when it moves by its least."""
    ends = choice.leaf.dose.amount
    least = 1 if choice.leaf.dose.kind in COUNTED else min(SAMPLE_RATE, ends.high - ends.low)
    return choice.each * least


def _steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """All steps of a tree in the order of the file."""
    for step in steps:
        yield step
        if isinstance(step, Group):
            yield from _steps(step.steps)


def _named(step: Step) -> str:
    """A step as a person knows it."""
    title = step.title if isinstance(step, Group) else step.name or step.say or step.dose.kind
    return (
        f'step {step.path} "{shorten(title, LONGEST_NAME, placeholder="…")}"'
        if title
        else f"step {step.path}"
    )
