"""Loudness by ITU-R BS.1770-4, and true peak, of mono sound at 48 kHz.

One channel is measured as one channel: a sine of 997 Hz at full scale reads -3.01 LUFS. The same
samples on both of two loudspeakers read 3.01 LU more.

The K-weighting is done in the frequency domain, with the response of the two filters that the
standard gives for 48 kHz; against the filters run sample by sample it is off by less than 0.001 LU.
All of it needs numpy only. The tests hold it against the signals of EBU Tech 3341 and against
another implementation.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32] | NDArray[np.float64]

SLICE = SAMPLE_RATE // 100
"""Samples in the finest stretch whose energy is told: 10 ms."""

BLOCK = 40
"""Slices in a block, the stretch whose loudness is judged as one: 400 ms (BS.1770-4, annex 1)."""

_STEP = 10
_OFFSET = -0.691
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
# Blocks begin every 100 ms, and are gated at these LUFS and LU: BS.1770-4, annex 1.

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
# Numerator and denominator of the two filters: BS.1770-4, annex 1, tables 1 and 2.

_TRANSFORM = 10240
_SEGMENT = 17 * SLICE
# What rings on after a segment has the samples between the two to die away in.

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


def slice_energies(samples: Samples, every: int = 1) -> NDArray[np.float64]:
    """Sum of the squares of the K-weighted samples of every 10 ms; silence fills up the last.

    Args:
        samples: The sound.
        every: Look at every so many samples only, where nothing in it is higher than what those
            can hold: 2 for sound below 12 kHz, which takes half as long.
    """
    transform, segment, width = _TRANSFORM // every, _SEGMENT // every, SLICE // every
    response = _weighting()[: transform // 2 + 1]
    count = -(-len(samples) // SLICE)
    thin = samples[::every]
    squares = np.zeros(count)
    rest: NDArray[np.float64] = np.zeros(0)
    for start in range(0, len(thin), segment):
        piece = np.fft.irfft(np.fft.rfft(thin[start : start + segment], transform) * response)
        piece[: len(rest)] += rest
        rest = piece[segment:]
        first = start // width
        whole = min(segment // width, count - first)
        shaped = piece[: whole * width].reshape(whole, width)
        squares[first : first + whole] = np.einsum("ij,ij->i", shaped, shaped)
    return squares * every


@cache
def _weighting() -> NDArray[np.complex128]:
    """The frequency response of the two filters in a row."""
    delay = np.exp(-2j * np.pi * np.arange(_TRANSFORM // 2 + 1) / _TRANSFORM)
    response = np.ones(len(delay), dtype=np.complex128)
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
    return response


def _moving(energies: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sums of `count` neighbours."""
    windows = np.lib.stride_tricks.sliding_window_view(energies, count)
    return np.asarray(windows.sum(axis=1), dtype=np.float64)


def true_peak(samples: Samples) -> float:
    """The true peak, full scale 1.0: of the samples and of three values between each two.

    Interpolation is linear, so the true peak of a sum is at most the sum of the true peaks.
    """
    highest = float(np.abs(samples).max(initial=0))
    return float(peaks(samples, highest).max(initial=0))


def peaks(samples: Samples, above: float) -> NDArray[np.float32]:
    """The true peak around every sample, exact wherever it is more than `above`.

    It is the greatest of the sample and the values between it and its neighbours. An interpolated
    value is at most the greatest of its samples times the sum of their weights, so that values
    are worked out only near samples which could lift one beyond `above`: about one in twenty.
    """
    found: NDArray[np.float32] = np.abs(samples).astype(np.float32)
    weights = _interpolation()
    # Window n, of the samples from n - 8 to n + 7, has the values between n - 1 and n.
    width = 2 * REACH
    near = np.zeros(len(found) + width, dtype=np.bool_)
    near[: len(found)] = found > above / float(np.abs(weights).sum(axis=0).max())
    for shift in (1, 2, 4, 8):
        near[shift:] |= near[:-shift].copy()
    places = np.flatnonzero(near[REACH - 1 : REACH + len(found)])
    if not len(places):
        return found
    padded = np.pad(samples.astype(np.float32, copy=False), REACH)
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)[places]
    first, second, third = np.abs(windows @ weights).T
    values = np.zeros(len(found) + 1, dtype=np.float32)
    values[places] = np.maximum(np.maximum(first, third), second)
    highest: NDArray[np.float32] = np.maximum(values[:-1], values[1:])
    np.maximum(highest, found, out=highest)
    return highest


@cache
def _interpolation() -> NDArray[np.float32]:
    """Weights of 16 samples for each of the values between the middle two: a windowed sinc."""
    share = np.arange(1, _PHASES) / _PHASES
    distance = np.arange(2 * REACH)[:, None] - (REACH - 1) - share
    inside = np.sqrt(np.maximum(0, 1 - np.square(distance / REACH)))
    weights: NDArray[np.float64] = np.sinc(distance) * np.i0(_KAISER_BETA * inside)
    return np.asarray(weights / weights.sum(axis=0), dtype=np.float32)
