"""Music brought to one level, whatever the level of its file.

A track gets one gain, from its loudest parts; where it grows louder than that allows, the gain
goes down ahead of it and comes up again slowly. So what is asked for in dB against speech holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = NDArray[np.float32]

LEVEL = 10 ** (-24 / 20)
"""Root mean square of music between phrases: some 5 dB below speech, which is at -19 LUFS."""

LOUDEST = LEVEL * 10 ** (2 / 20)
"""Root mean square of any 400 ms of it at the most: 2 dB above the level."""

PEAK = 10 ** (-8 / 20)
"""Highest sample of music: -8 dB of full scale."""

MOST_GAIN = 10 ** (30 / 20)
"""A track is made at most 30 dB louder."""

MEASURED = 30
"""Seconds at the beginning of a track that its level is taken from."""

_WINDOW = samples(0.1)
_PAGE = _WINDOW * 10
_WINDOWS = 4
"""Windows in the 400 ms over which loudness is judged."""

_BESIDE = _WINDOWS - 1
"""Windows on either side of one that are judged together with it."""

_RISE = 10 ** (0.15 / 20)
"""How much the gain comes up from window to window: 1.5 dB a second."""

_SILENCE = 1e-6
"""Mean square of what counts as silence: -60 dB."""

_SOFT = 0.1
"""What is 10 dB below the mean does not count either, as in ITU-R BS.1770."""

_TINY = 1e-12
"""Keeps a division by the level of silence from failing."""

_RAMP = np.arange(_WINDOW, dtype=np.float32) / np.float32(_WINDOW)


def level_of(blocks: Iterable[Block], rate: int) -> float:
    """Root mean square of the loud parts of a sound, 0 if it is silent.

    Args:
        blocks: Mono samples at `rate` Hz.
        rate: Samples a second.
    """
    window = max(1, _WINDOW * _WINDOWS * rate // SAMPLE_RATE)
    squares = np.array([float(np.square(page).mean()) for page in _cut(blocks, window)])
    loud = squares[squares > _SILENCE]
    if not len(loud):
        return 0.0
    loud = loud[loud > _SOFT * loud.mean()]
    return float(np.sqrt(loud.mean()))


def levelled(blocks: Iterable[Block], level: float) -> Iterator[Block]:
    """The same sound at the level of music, in as many samples.

    Args:
        blocks: Mono samples at 48 kHz.
        level: Its level as `level_of` has it; 0 leaves it as it is.
    """
    most = min(LEVEL / level, MOST_GAIN) if level else 1.0
    pages = _cut(blocks, _PAGE)
    page = next(pages, None)
    if page is None:
        return
    measured = _measured(page)
    before, gain = _Measures(np.zeros(_BESIDE), np.zeros(0)), np.inf
    while page is not None:
        following = next(pages, None)
        after = _measured(following) if following is not None else _Measures.of_nothing()
        allowed = _allowed(before, measured, after, most)
        gains = [min(gain, float(allowed[0]))]
        for here, there in pairwise(allowed):
            gains.append(min(gains[-1] * _RISE, float(here), float(there)))
        yield _applied(page, np.array(gains, dtype=np.float32))
        gain = gains[-1]
        page, before, measured = following, measured, after


class _Measures(NamedTuple):
    """Mean square and highest sample of every window."""

    squares: NDArray[np.float64]
    peaks: NDArray[np.float64]

    @classmethod
    def of_nothing(cls) -> _Measures:
        return cls(np.zeros(_WINDOWS), np.zeros(1))


def _measured(page: Block) -> _Measures:
    windows = np.pad(page, (0, -len(page) % _WINDOW)).reshape(-1, _WINDOW)
    squares = np.einsum("ij,ij->i", windows, windows, dtype=np.float64) / _WINDOW
    return _Measures(squares, np.abs(windows).max(axis=1).astype(np.float64))


def _allowed(
    before: _Measures, page: _Measures, after: _Measures, most: float
) -> NDArray[np.float64]:
    """The highest gain of each window of a page, and of the one after."""
    count = len(page.squares) + 1
    around = np.concatenate(
        [before.squares[-_BESIDE:], page.squares, after.squares, np.zeros(_WINDOWS)]
    )
    means = sliding_window_view(around, _WINDOWS).mean(axis=1)
    loudest = sliding_window_view(means, _WINDOWS).max(axis=1)[:count]
    peaks = np.append(page.peaks, after.peaks[0])
    limits = np.minimum(LOUDEST / np.sqrt(loudest + _TINY), PEAK / (peaks + _TINY))
    allowed: NDArray[np.float64] = np.minimum(limits, most)
    return allowed


def _applied(page: Block, gains: NDArray[np.float32]) -> Block:
    """A page times gains that run from the beginning of a window to that of the next."""
    factors = gains[:1]
    if not (gains == gains[0]).all():
        ramps = gains[:-1, None] + np.diff(gains)[:, None] * _RAMP
        factors = ramps.reshape(-1)[: len(page)]
    found: Block = page * factors
    return found


def _cut(blocks: Iterable[Block], length: int) -> Iterator[Block]:
    """The same samples in blocks of a length; the last may be shorter."""
    held: list[Block] = []
    count = 0
    for block in blocks:
        held.append(block)
        count += len(block)
        if count < length:
            continue
        whole = np.concatenate(held)
        for start in range(0, count - length + 1, length):
            yield whole[start : start + length]
        held = [whole[count - count % length :]]
        count %= length
    if count:
        yield np.concatenate(held)
