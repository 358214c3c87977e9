"""Loudness by ITU-R BS.1770-4, and true peak, of mono sound at 48 kHz.

One channel is measured as one channel: a sine of 997 Hz at full scale reads -3.01 LUFS. The same
samples on both of two loudspeakers read 3.01 LU more.

All of it needs numpy only. The tests hold it against the signals of EBU Tech 3341 and against
another implementation.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from player.audio import weighting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32] | NDArray[np.float64]
    Slices = NDArray[np.float32]

SLICE = weighting.SLICE
"""Samples in the finest stretch whose energy is told: 10 ms."""

BLOCK = 40
"""Slices in a block, the stretch whose loudness is judged as one: 400 ms (BS.1770-4, annex 1)."""

_STEP = 10
_OFFSET = -0.691
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
# Blocks begin every 100 ms, and are gated at these LUFS and LU: BS.1770-4, annex 1.

REACH = 8
"""Samples on either side that an interpolated value is made of: beyond them a clip has no peak."""

_PHASES = 4
_KAISER_BETA = 5.0
# Three values are interpolated between two samples.


def integrated(samples: Samples) -> float:
    """Integrated loudness in LUFS, gated; minus infinity where no block of 400 ms is heard."""
    energies = slice_energies(samples)[: len(samples) // SLICE]
    return gated(energies, step=_STEP)


def gated(energies: NDArray[np.float64], step: int = 1) -> float:
    """Loudness in LUFS of slices, gated; minus infinity where no block is heard.

    Args:
        energies: What `slice_energies` gives.
        step: Slices from the start of a block to that of the next; 10 in the standard.
    """
    if len(energies) < BLOCK:
        return -math.inf
    blocks = _moving(energies, BLOCK)[::step] / (BLOCK * SLICE)
    heard = blocks[blocks > 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)]
    if not len(heard):
        return -math.inf
    gate = float(heard.mean()) * 10 ** (_RELATIVE_GATE / 10)
    return lufs(float(heard[heard > gate].mean()))


def loudest(samples: Samples, length: int) -> float:
    """Loudness in LUFS of the loudest stretch of `length` samples, in whole slices; not gated.

    Sound shorter than that is measured as if silence followed.
    """
    count = max(1, length // SLICE)
    energies = slice_energies(samples)
    padded = np.pad(energies, (0, max(0, count - len(energies))))
    return lufs(float(_moving(padded, count).max()) / (count * SLICE))


def lufs(energy: float) -> float:
    """The loudness in LUFS of a mean square of K-weighted samples."""
    return _OFFSET + 10 * math.log10(energy) if energy > 0 else -math.inf


def slice_energies(samples: Samples) -> NDArray[np.float64]:
    """Sum of the squares of the K-weighted samples of every 10 ms; silence fills up the last."""
    return weighting.weighted_energies(_slices(samples))


def _slices(samples: Samples) -> Slices:
    rest = -len(samples) % SLICE
    whole = np.pad(samples, (0, rest)) if rest else samples
    return np.ascontiguousarray(whole, dtype=np.float32).reshape(-1, SLICE)


def _moving(energies: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sums of `count` neighbours."""
    sums = np.zeros(len(energies) + 1)
    np.cumsum(energies, out=sums[1:])
    return sums[count:] - sums[:-count]


def true_peak(samples: Samples) -> float:
    """The true peak, full scale 1.0: of the samples and of three values between each two.

    Interpolation is linear, so the true peak of a sum is at most the sum of the true peaks.
    """
    slices = _slices(samples)
    return float(slice_peaks(slices, float(_highest(slices).max(initial=0))).max(initial=0))


def slice_peaks(slices: Slices, above: float) -> NDArray[np.float32]:
    """The true peak of every 10 ms, exact wherever it is more than `above`.

    It is the greatest of the samples and the values between two of them; a value between two
    slices is one of both. An interpolated value is at most the greatest of its samples times the
    sum of their weights, so that values are worked out only near samples which could lift one
    beyond `above`: about one in twenty.

    Args:
        slices: The sound, `SLICE` samples a row.
        above: Full scale 1.0.
    """
    found = _highest(slices)
    places = _near(slices, found, above / _most())
    if len(places):
        values = _interpolated(slices.reshape(-1), places)
        of = np.minimum(places // SLICE, len(found) - 1)
        firsts = np.flatnonzero(np.diff(of, prepend=-1))
        found[of[firsts]] = np.maximum(found[of[firsts]], np.maximum.reduceat(values, firsts))
        edges = np.flatnonzero((places % SLICE == 0) & (places > 0))
        earlier = places[edges] // SLICE - 1
        found[earlier] = np.maximum(found[earlier], values[edges])
    return found


def _highest(slices: Slices) -> NDArray[np.float32]:
    """The highest sample of each slice."""
    highest: NDArray[np.float32] = np.maximum(slices.max(axis=1), -slices.min(axis=1))
    return highest


def _near(slices: Slices, highest: NDArray[np.float32], low: float) -> NDArray[np.intp]:
    """Where values have a sample higher than `low` among those they are made of, in order.

    A place is the number of the sample after it: the value at n is made of those from n - 8 to
    n + 7.
    """
    loud = np.flatnonzero(highest > low)
    rows, columns = np.nonzero(np.abs(slices[loud]) > low)
    if not len(rows):
        return rows
    lasts = loud[rows] * SLICE + columns + REACH
    counts = np.minimum(np.diff(lasts, prepend=lasts[0] - 2 * REACH), 2 * REACH)
    ends = np.cumsum(counts)
    places = np.repeat(lasts - ends + 1, counts) + np.arange(ends[-1])
    inside: NDArray[np.intp] = places[(places >= 0) & (places <= slices.size)]
    return inside


def _interpolated(samples: NDArray[np.float32], places: NDArray[np.intp]) -> NDArray[np.float32]:
    """The highest of the three values between each place's sample and the one before it."""
    firsts = places - REACH
    if firsts[0] < 0 or firsts[-1] + 2 * REACH > len(samples):
        samples, firsts = np.pad(samples, REACH), places
    windows = np.lib.stride_tricks.sliding_window_view(samples, 2 * REACH)
    values = _interpolation().T @ windows[firsts].T
    highest: NDArray[np.float32] = np.maximum(values.max(axis=0), -values.min(axis=0))
    return highest


@cache
def _most() -> float:
    """What a value between two samples is at most, of samples within full scale."""
    return float(np.abs(_interpolation()).sum(axis=0).max())


@cache
def uneven() -> float:
    """How far a value between two samples may be off where their gains are not the same.

    Of samples within full scale, each with a gain that differs from that of the value by at most
    1.0 for every sample that it is away.
    """
    away = np.abs(_distances())
    return float((np.abs(_interpolation()) * away).sum(axis=0).max())


@cache
def _interpolation() -> NDArray[np.float32]:
    """Weights of 16 samples for each of the values between the middle two: a windowed sinc."""
    distance = _distances()
    inside = np.sqrt(np.maximum(0, 1 - np.square(distance / REACH)))
    weights: NDArray[np.float64] = np.sinc(distance) * np.i0(_KAISER_BETA * inside)
    return np.asarray(weights / weights.sum(axis=0), dtype=np.float32)


def _distances() -> NDArray[np.float64]:
    """How many samples each of the 16 lies after each of the values between the middle two."""
    share = np.arange(1, _PHASES) / _PHASES
    return np.asarray(np.arange(2 * REACH)[:, None] - (REACH - 1) - share)
