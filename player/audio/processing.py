"""Recording to Clip: silence trimmed, onset measured, resampled once, loudness made alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from player.audio.clip import Clip, Recording
from player.audio.loudness import BLOCK, SLICE, gated, lufs, slice_peaks, true_peak, uneven
from player.audio.weighting import weighted_energies
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPEECH_LOUDNESS = -19.0
"""Loudness of every phrase in LUFS, of one channel; on two loudspeakers that is -16 LUFS."""

SPEECH_PEAK = 10 ** (-3 / 20)
"""No true peak of speech is beyond -3 dB of full scale, which leaves room for a chime on top."""

_HEARD = 10 ** (-70 / 20)
_AUDIBLE = 10 ** (-34 / 20)
_TRACE = 10 ** (-50 / 20)
_WINDOW_SECONDS = 0.002
_BEFORE_SECONDS = 0.005
_AFTER_SECONDS = 0.02

_FOR_A_WORD = 1.2
# Taken off wholly at 400 ms and less, less and less up to 800 ms.

_MOST_LIFT = 10 ** (4 / 20)
_ROUNDS = 4
_NEAR_ENOUGH = 0.05

_NEAR_THE_LIMIT = 10 ** (0.05 / 20)
# What a changing gain could lift a peak by is taken off, unless it is more: then it is measured.

_REACH = 2
# The gain at an edge is made of those of the two slices on either side, each the lowest within two
# slices of its own: so neither edge of a slice has more gain than the slice may have.

_PORTION = 4096
# Samples that are resampled at a time: memory for so many is had again without being cleared.


class SilentRecordingError(ValueError):
    """A recording in which nothing is heard."""


def to_clip(recording: Recording) -> Clip:
    """Make a clip of what an engine spoke.

    The onset is the first 2 ms window within 34 dB of the loudest; the clip begins 5 ms before
    the first window within 50 dB and ends 20 ms after the last, faded at both ends.

    Raises:
        SilentRecordingError: If nothing is heard in it.
    """
    rate = recording.rate
    samples = np.asarray(recording.samples, dtype=np.float32)
    window, before, after = (
        max(1, round(part * rate)) for part in (_WINDOW_SECONDS, _BEFORE_SECONDS, _AFTER_SECONDS)
    )
    levels = _levels(samples, window)
    highest = levels.max(initial=0)
    if not _HEARD <= highest < math.inf:
        raise SilentRecordingError("nothing is heard in the recording")
    traces = np.flatnonzero(levels > highest * _TRACE)
    audible = int(np.argmax(levels > highest * _AUDIBLE)) * window
    first, last = int(traces[0]) * window - before, int(traces[-1] + 1) * window + after
    made, length = _resampled(samples, first, last, rate)
    _fade(made[:length])
    _bring_to_level(made.reshape(-1, SLICE))
    return Clip(made[:length], round((audible - first) * SAMPLE_RATE / rate))


def level(energies: NDArray[np.float64]) -> float:
    """The loudness in LUFS by which phrases are made alike.

    It is the gated loudness of BS.1770-4, with a block beginning every 10 ms, so that it does not
    depend on where blocks happen to begin; of a phrase that has no whole block, all of it counts.
    Words by themselves are told to be softer than that, by up to 1.2 LU the shorter they are. For
    the pauses between words make a sentence less loud as a whole than its words are, and without
    it counts would be softer than the words of sentences.

    Args:
        energies: What `player.audio.loudness.slice_energies` gives.
    """
    count = len(energies)
    found = gated(energies) if count >= BLOCK else lufs(float(energies.sum()) / (count * SLICE))
    return found - _FOR_A_WORD * min(1, max(0, 2 - count / BLOCK))


def _levels(samples: NDArray[np.float32], window: int) -> NDArray[np.float32]:
    """Root mean square of each whole window."""
    windows = samples[: len(samples) // window * window].reshape(-1, window)
    levels: NDArray[np.float32] = np.sqrt(np.einsum("ij,ij->i", windows, windows) / window)
    return levels


def _resampled(
    samples: NDArray[np.float32], first: int, last: int, rate: int
) -> tuple[NDArray[np.float32], int]:
    """The stretch from `first` to `last` at the one rate, with silence beyond the ends.

    Returns:
        The samples, filled up with silence to whole slices, and how many they are without it.
    """
    inside = samples[max(0, first) : last]
    portions = [np.zeros(max(0, -first), dtype=np.float32)]
    portions += [inside[at : at + _PORTION] for at in range(0, len(inside), _PORTION)]
    portions.append(np.zeros(max(0, last - len(samples)), dtype=np.float32))
    most = -(-(last - first) * SAMPLE_RATE // rate) + 1
    made = np.zeros(-(-most // SLICE) * SLICE, dtype=np.float32)
    length = 0
    for portion in portions if rate == SAMPLE_RATE else _through_soxr(portions, rate):
        made[length : length + len(portion)] = portion
        length += len(portion)
    return made[: -(-length // SLICE) * SLICE], length


def _through_soxr(portions: list[NDArray[np.float32]], rate: int) -> Iterator[NDArray[np.float32]]:
    """The portions of a sound at the one rate."""
    import soxr

    stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
    for portion in portions:
        yield stream.resample_chunk(portion)
    yield stream.resample_chunk(portions[0][:0], last=True)


def _fade(samples: NDArray[np.float32]) -> None:
    before, after = (round(part * SAMPLE_RATE) for part in (_BEFORE_SECONDS, _AFTER_SECONDS))
    samples[:before] *= np.linspace(0, 1, before, dtype=np.float32)
    samples[len(samples) - after :] *= np.linspace(1, 0, after, dtype=np.float32)


def _bring_to_level(slices: NDArray[np.float32]) -> None:
    """Bring a phrase to the loudness of speech, its highest peaks gently held below the limit.

    Where a peak would be too high, the phrase is softer for some 40 ms around it. What loudness
    that takes is given back, by 4 dB at the most.

    Args:
        slices: The phrase, `SLICE` samples a row.
    """
    energies = weighted_energies(slices)
    full = math.sqrt(float(energies.max()) / SLICE)
    if not full > 0:
        raise SilentRecordingError("nothing is heard in the recording")
    energies /= full**2
    first = gain = 10 ** ((SPEECH_LOUDNESS - level(energies)) / 20)
    highest = slice_peaks(slices, full * SPEECH_PEAK / first) / np.float64(full)
    if gain * highest.max() <= SPEECH_PEAK:
        slices *= np.float32(gain / full)
        return
    for _ in range(_ROUNDS):
        edges = _held(gain * highest)
        means = (edges[:-1] + edges[1:]) / 2
        missing = SPEECH_LOUDNESS - level(energies * np.square(gain * means))
        if missing < _NEAR_ENOUGH:
            break
        gain = min(gain * 10 ** (missing / 20), first * _MOST_LIFT)
    edges = _held(gain * highest)
    beyond = 1 + _beyond(gain * highest, edges) / SPEECH_PEAK
    slices *= np.float32(gain / full / (beyond if beyond <= _NEAR_THE_LIMIT else 1))
    _soften(slices, edges)
    if beyond > _NEAR_THE_LIMIT:
        slices *= np.float32(min(1, SPEECH_PEAK / true_peak(slices.reshape(-1))))


def _held(highest: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth gain at both edges of each slice that leaves no peak of it above the limit."""
    count = len(highest)
    gains = np.ones(count + 2 * _REACH)
    np.divide(SPEECH_PEAK, np.maximum(highest, SPEECH_PEAK), out=gains[_REACH:-_REACH])
    lowest = np.ones(count + 4)
    inner = lowest[2:-2]
    for shift in range(2 * _REACH + 1):
        np.minimum(inner, gains[shift : shift + count], out=inner)
    lowest[:2], lowest[-2:] = inner[0], inner[-1]
    held: NDArray[np.float64] = (lowest[:-3] + 3 * (lowest[1:-2] + lowest[2:-1]) + lowest[3:]) / 8
    return held


def _beyond(highest: NDArray[np.float64], edges: NDArray[np.float64]) -> float:
    """How far a true peak may be beyond the limit at the most, for the gain is not constant.

    A value between two samples is made of samples with other gains than its own; they differ by
    the slope of the gain in its slice or those beside it.
    """
    steps = np.abs(np.diff(edges)) / SLICE
    return uneven() * float((_of_three(steps) * _of_three(highest)).max())


def _of_three(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The greatest of each value and its neighbours."""
    greatest = values.copy()
    np.maximum(greatest[1:], values[:-1], out=greatest[1:])
    np.maximum(greatest[:-1], values[1:], out=greatest[:-1])
    return greatest


def _soften(slices: NDArray[np.float32], edges: NDArray[np.float64]) -> None:
    """Give each sample its gain, along straight lines from edge to edge."""
    softer = np.minimum(edges[:-1], edges[1:]) < 1
    turns = np.flatnonzero(np.diff(softer, prepend=False, append=False)).tolist()
    share = np.arange(SLICE, dtype=np.float32) / np.float32(SLICE)
    begins, steps = edges[:-1, None].astype(np.float32), np.diff(edges)[:, None].astype(np.float32)
    for first, last in zip(turns[::2], turns[1::2], strict=True):
        gains = steps[first:last] * share
        gains += begins[first:last]
        slices[first:last] *= gains
