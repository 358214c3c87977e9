"""How loud what plays under a session is, by position: softer under speech, faded at both ends.

A pure function of position, as the mix is: any stretch comes out the same in blocks of any size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Gains = NDArray[np.float32]

AHEAD = samples(0.02)
"""How long before a phrase the music is all the way down."""

FADE_IN = samples(1.5)
"""How long music takes to come up at the beginning."""

FADE_OUT = samples(3)
"""How long it takes to go at the end."""

_LARGEST_SHARE = 4
"""Each of the two fades takes at most this part of a session: a quarter."""


class Ducking(NamedTuple):
    """What makes the music softer, and in which way.

    Attributes:
        spans: Where: half-open stretches in samples, in any order.
        depth: How much softer, in dB below 0.
        attack: Samples it takes to go down; over before a span begins.
        release: Samples it takes to come up again.
        gap: Between spans that are nearer to each other than this it stays down.
    """

    spans: Sequence[tuple[int, int]]
    depth: float
    attack: int
    release: int
    gap: int


def under_speech(spans: Sequence[tuple[int, int]], depth: float) -> Ducking:
    """Down within 250 ms, and up within 600 ms; it stays down over pauses below 1.2 s."""
    return Ducking(spans, depth, samples(0.25), samples(0.6), samples(1.2))


def under_chimes(spans: Sequence[tuple[int, int]], depth: float) -> Ducking:
    """Half as deep as under speech, and quicker."""
    return Ducking(spans, depth / 2, samples(0.1), samples(0.3), samples(1.2))


def in_rests(spans: Sequence[tuple[int, int]], depth: float) -> Ducking:
    """Half as deep as under speech, and slow."""
    return Ducking(spans, depth / 2, samples(1), samples(1), samples(2.5))


class Envelope:
    """The gain of the music at every position of a session.

    Args:
        length: Samples of the session.
        duckings: What makes it softer; where several do, the deepest counts.
    """

    def __init__(self, length: int, duckings: Iterable[Ducking]) -> None:
        self._layers = [_Layer(ducking) for ducking in duckings if ducking.spans]
        fades = (min(fade, length // _LARGEST_SHARE) for fade in (FADE_IN, FADE_OUT))
        self._fade_in, self._fade_out = (_rise(fade).astype(np.float32) for fade in fades)
        self._length = length

    def gains(self, start: int, stop: int) -> Gains:
        """Gains of the half-open stretch, from 0 to 1; 0 outside the session."""
        found = np.ones(max(0, stop - start), dtype=np.float32)
        for layer in self._layers:
            layer.lower(found, start)
        rising, falling = self._fade_in, self._fade_out[::-1]
        _multiply(found, start, rising, 0)
        _multiply(found, start, falling, self._length - len(falling))
        found[: max(0, -start)] = 0
        found[max(0, self._length - start) :] = 0
        return found


def merged(spans: Iterable[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Spans by start, those less than `gap` samples apart made one."""
    found: list[tuple[int, int]] = []
    for start, stop in sorted(span for span in spans if span[0] < span[1]):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


class _Layer:
    """One ducking: its flanks as tables, so that every sample is looked up and none computed."""

    def __init__(self, ducking: Ducking) -> None:
        ahead, attack, release = AHEAD, ducking.attack, ducking.release
        spans = merged(ducking.spans, max(ducking.gap, ahead + attack + release))
        self._down = [start - ahead for start, _ in spans]
        self._up = [stop for _, stop in spans]
        self._ends = [stop + release for stop in self._up]
        self._depth = np.float32(10 ** (ducking.depth / 20))
        self._attack = _in_decibels(ducking.depth * _rise(attack))
        self._release = _in_decibels(ducking.depth * (1 - _rise(release)))

    def lower(self, gains: Gains, start: int) -> None:
        """Lower gains, whose first is that of position `start`, to what this layer lets through."""
        stop = start + len(gains)
        for index in range(bisect_right(self._ends, start), len(self._ends)):
            down, up = self._down[index], self._up[index]
            if down - len(self._attack) >= stop:
                break
            _lower(gains, start, self._attack, down - len(self._attack))
            flat = gains[max(0, down - start) : max(0, up - start)]
            np.minimum(flat, self._depth, out=flat)
            _lower(gains, start, self._release, up)


def _rise(length: int) -> NDArray[np.float64]:
    """A raised cosine from 0 to 1."""
    return 0.5 - 0.5 * np.cos(np.pi * np.arange(1, length + 1) / (length + 1))


def _in_decibels(decibels: NDArray[np.float64]) -> Gains:
    return np.power(10.0, decibels / 20).astype(np.float32)


def _overlap(block: Gains, start: int, table: Gains, at: int) -> tuple[Gains, Gains]:
    """The parts of a block from `start` on and a table from `at` on that lie on each other."""
    low, high = max(start, at), min(start + len(block), at + len(table))
    if low >= high:
        return block[:0], table[:0]
    return block[low - start : high - start], table[low - at : high - at]


def _lower(block: Gains, start: int, table: Gains, at: int) -> None:
    here, there = _overlap(block, start, table, at)
    np.minimum(here, there, out=here)


def _multiply(block: Gains, start: int, table: Gains, at: int) -> None:
    here, there = _overlap(block, start, table, at)
    here *= there
