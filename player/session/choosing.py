"""Doses that come to a time: as even as can be, on a grid of 5 seconds if they can.

Every dose begins as far between its shortest and its longest as its share stands. Then doses are
moved from there, those with the smallest steps first, no more of them and no further than need
be, until they come to what is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from player.routine.model import COUNTED
from player.session.costs import Choice
from player.session.level import GRID, within
from player.session.sums import Move, nearest_sum
from player.units import SAMPLE_RATE, samples

EXACT = samples(5)
"""A session this near to the wished time is as long as wished."""

CLOSE = samples(2)
"""Nearer than this no dose is moved for."""

_EVEN = 2
"""Steps of the grid that a dose may be from its place only to come nearer than exact."""

_REACHES = (1, 2, 4, 8, 16, 32)
"""Steps of the grid that a dose may be from its place, tried one after another."""

_MOST_MOVES = 256
"""Steps of a reach, times doses, that are chosen among at once: it bounds the time it takes."""


class Place(NamedTuple):
    """A step whose dose may be chosen, and the amount it would best have."""

    choice: Choice
    ideal: float

    @property
    def path(self) -> str:
        """The path of the step."""
        return self.choice.leaf.path

    @property
    def counted(self) -> bool:
        """Whether its amount is a number."""
        return self.choice.leaf.dose.kind in COUNTED

    def grid(self, timed: int) -> int:
        """What its amounts are multiples of, but for the ends, if times are multiples of a time."""
        return 1 if self.counted else timed

    def near(self, steps: int, grid: int) -> list[int]:
        """Amounts at most so many steps of a grid from the ideal one, the nearest first."""
        below = int(self.ideal // grid)
        ends = self.choice.leaf.dose.amount
        numbers = range(below - steps + 1, below + steps + 1)
        found = {within(number * grid, ends) for number in numbers}
        return sorted(found, key=lambda amount: (abs(amount - self.ideal), amount))


class Attempt(NamedTuple):
    """Moves to choose among, and whether the doses are as even as can be with any of them."""

    places: Sequence[Place]
    moves: list[list[Move]]
    even: bool


def ideal_places(
    choices: Sequence[Choice], share_of: Mapping[str, str], levels: Mapping[str, float]
) -> list[Place]:
    """Every choice at the level of its share."""
    found = []
    for choice in choices:
        ends = choice.leaf.dose.amount
        level = levels[share_of[choice.leaf.path]]
        found.append(Place(choice, ends.low + level * (ends.high - ends.low)))
    return found


def evenly(places: Sequence[Place], share_of: Mapping[str, str]) -> dict[str, int]:
    """Amounts next to the ideal ones that come to what these would take, share by share."""
    carried: dict[str, float] = {}
    found = {}
    for place in places:
        share, cost = share_of[place.path], place.choice.cost
        wanted = _at_ideal(place) + carried.get(share, 0.0)
        costs = {amount: cost(amount) for amount in place.near(1, place.grid(GRID))}
        amount = min(costs, key=lambda one: abs(costs[one] - wanted))
        carried[share] = wanted - costs[amount]
        found[place.path] = amount
    return found


def _at_ideal(place: Place) -> float:
    """What the ideal amount would take; it may lie between two that can be had."""
    ends, cost = place.choice.leaf.dose.amount, place.choice.cost
    low, high = cost(ends.low), cost(ends.high)
    return low + (high - low) * (place.ideal - ends.low) / (ends.high - ends.low)


def chosen(places: Sequence[Place], present: Mapping[str, int], wanted: int) -> dict[str, int]:
    """The amounts that come nearest to making the session longer by what is wanted.

    Args:
        places: The steps whose doses may be chosen.
        present: Amounts to begin with, by path.
        wanted: Samples; negative to make it shorter.
    """
    best, off = dict(present), abs(wanted)
    if off <= CLOSE:
        return best
    for attempt in _attempts(places, present):
        found = nearest_sum(attempt.moves, wanted, CLOSE)
        apart = abs(wanted - sum(move.longer for move in found))
        if apart < off:
            amounts = (move.amount for move in found)
            best = {
                **present,
                **dict(zip((one.path for one in attempt.places), amounts, strict=False)),
            }
            off = apart
        if off <= CLOSE or (off <= EXACT and not attempt.even):
            break
    return best


def _attempts(places: Sequence[Place], present: Mapping[str, int]) -> Iterator[Attempt]:
    """Further moves every time: on the grid; then by seconds for one dose, another one, or more."""
    finest = _finest_first(places, present, GRID)
    for reach in _REACHES:
        few = finest[: _MOST_MOVES // reach]
        moves = [_moves(place, present, reach, place.grid(GRID)) for place in few]
        yield Attempt(few, moves, even=reach < _EVEN)
    reach = _REACHES[-1]
    few = _finest_first(places, present, SAMPLE_RATE)[: _MOST_MOVES // reach]
    moves = [_moves(place, present, reach, place.grid(GRID)) for place in few]
    seconds = {
        at: own + _moves(place, present, reach, SAMPLE_RATE)
        for at, (place, own) in enumerate(zip(few, moves, strict=True))
        if not place.counted
    }
    timed = list(seconds)
    for some in (*([one] for one in timed), *(timed[:many] for many in range(2, len(timed) + 1))):
        mixed = [seconds[at] if at in some else own for at, own in enumerate(moves)]
        yield Attempt(few, mixed, even=False)


def _finest_first(places: Sequence[Place], present: Mapping[str, int], grid: int) -> list[Place]:
    """The places by the least that a move changes the length of the session by."""

    def finest(place: Place) -> int:
        moves = _moves(place, present, 1, place.grid(grid))
        return min((abs(move.longer) for move in moves if move.longer), default=0)

    return sorted(places, key=finest)


def _moves(place: Place, present: Mapping[str, int], steps: int, grid: int) -> list[Move]:
    """Staying first, then moving to each amount near."""
    now, cost = present[place.path], place.choice.cost
    stay = cost(now)
    others = (amount for amount in place.near(steps, grid) if amount != now)
    return [Move(now, 0), *(Move(amount, cost(amount) - stay) for amount in others)]
