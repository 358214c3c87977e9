"""Which sums can be had by choosing one move for each of some steps.

The sums that can be had are the bits of one number, one for every tenth of a second: a step
shifts it by each of its moves. So hundreds of steps are gone through in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from player.units import SAMPLE_RATE

_TICK = SAMPLE_RATE // 10


class Move(NamedTuple):
    """An amount for a step, and how much longer the session is with it, in samples."""

    amount: int
    longer: int


def nearest_sum(moves: Sequence[Sequence[Move]], wanted: int, close: int) -> list[Move]:
    """One move for each of the first steps, together nearest to what is wanted.

    Args:
        moves: The moves of every step, those that are liked best first.
        wanted: Samples that they should come to.
        close: A sum as near as this, in samples, is near enough to let further steps alone.

    Returns:
        The moves of the first steps.
    """
    goal = round(wanted / _TICK)
    near = close // _TICK
    sums = 1
    passed: list[tuple[int, list[int]]] = []
    for own in moves:
        ticks = [round(move.longer / _TICK) for move in own]
        least = min(ticks)
        shifts = [tick - least for tick in ticks]
        passed.append((sums, shifts))
        goal -= least
        sums = reduce(or_, (sums << shift for shift in set(shifts)))
        if goal >= near and sums >> (goal - near) & ((1 << (2 * near + 1)) - 1):
            break
    at = _nearest_bit(sums, goal)
    found = []
    for own, (before, shifts) in zip(moves[len(passed) - 1 :: -1], reversed(passed), strict=True):
        for move, shift in zip(own, shifts, strict=True):
            if shift <= at and before >> (at - shift) & 1:
                at -= shift
                found.append(move)
                break
    return found[::-1]


def _nearest_bit(bits: int, place: int) -> int:
    """The one among a number's bits that is nearest to a place; the number is not 0."""
    above = bits >> max(0, place)
    below = bits & ((1 << max(0, place)) - 1)
    up = max(0, place) + (above & -above).bit_length() - 1
    down = below.bit_length() - 1
    if above and below:
        return down if place - down < up - place else up
    return up if above else down
