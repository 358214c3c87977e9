"""Recording to Clip: silence trimmed, onset measured, resampled once, loudness made alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from player.audio.clip import Clip, Recording
from player.audio.loudness import BLOCK, SLICE, gated, lufs, peaks, slice_energies, true_peak
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

_REACH = 2
_SMOOTHING = np.array([1, 3, 3, 1]) / 8
# The gain at an edge is made of those of the two slices on either side, each the lowest within two
# slices of its own: so neither edge of a slice has more gain than the slice may have.


class SilentRecordingError(ValueError):
    """A recording in which nothing is heard."""


def to_clip(recording: Recording) -> Clip:
    """Make a clip of what an engine spoke.

    The onset is the first 2 ms window within 34 dB of the loudest; the clip begins 5 ms before
    the first window within 50 dB and ends 20 ms after the last, faded at both ends.

    Raises:
        SilentRecordingError: If nothing is heard in it.
    """
    import soxr

    samples = recording.samples
    if recording.rate != SAMPLE_RATE:
        samples = soxr.resample(samples, recording.rate, SAMPLE_RATE)
    samples = np.asarray(samples, dtype=np.float32)
    window = round(_WINDOW_SECONDS * SAMPLE_RATE)
    levels = _levels(samples, window)
    if not len(levels) or not np.isfinite(levels).all() or levels.max() < _HEARD:
        raise SilentRecordingError("nothing is heard in the recording")
    traces = np.flatnonzero(levels > levels.max() * _TRACE)
    audible = int(np.argmax(levels > levels.max() * _AUDIBLE)) * window
    before, after = (round(part * SAMPLE_RATE) for part in (_BEFORE_SECONDS, _AFTER_SECONDS))
    first, last = int(traces[0]) * window, int(traces[-1] + 1) * window
    padded = np.pad(samples, (before, after))
    cut = _faded(padded[first : last + before + after], before, after)
    low = 2 * recording.rate <= SAMPLE_RATE
    return Clip(_levelled(cut, 2 if low else 1), audible - first + before)


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
    whole = len(samples) // window * window
    squares = np.square(samples[:whole]).reshape(-1, window)
    levels: NDArray[np.float32] = np.sqrt(squares.mean(axis=1))
    return levels


def _faded(samples: NDArray[np.float32], before: int, after: int) -> NDArray[np.float32]:
    faded = samples.copy()
    faded[:before] *= np.linspace(0, 1, before, dtype=np.float32)
    faded[len(faded) - after :] *= np.linspace(1, 0, after, dtype=np.float32)
    return faded


def _levelled(samples: NDArray[np.float32], every: int) -> NDArray[np.float32]:
    """Bring a phrase to the loudness of speech, its highest peaks gently held below the limit.

    Where a peak would be too high, the phrase is softer for some 40 ms around it. What loudness
    that takes is given back, by 4 dB at the most.

    Args:
        samples: The phrase.
        every: As `slice_energies` takes it.
    """
    samples = samples / np.abs(samples).max()
    energies = slice_energies(samples, every)
    found = level(energies)
    if math.isinf(found):
        raise SilentRecordingError("nothing is heard in the recording")
    first = gain = 10 ** ((SPEECH_LOUDNESS - found) / 20)
    highest = _highest(peaks(samples, SPEECH_PEAK / first), len(energies))
    if gain * highest.max() <= SPEECH_PEAK:
        return samples * np.float32(gain)
    for _ in range(_ROUNDS):
        edges = _held(gain * highest)
        means = (edges[:-1] + edges[1:]) / 2
        missing = SPEECH_LOUDNESS - level(energies * np.square(gain * means))
        if missing < _NEAR_ENOUGH:
            break
        gain = min(gain * 10 ** (missing / 20), first * _MOST_LIFT)
    made = samples * np.float32(gain) * _between(_held(gain * highest), len(samples))
    return made * np.float32(min(1, SPEECH_PEAK / true_peak(made)))


def _highest(around: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The highest peak of each slice."""
    padded = np.pad(around, (0, count * SLICE - len(around)))
    highest: NDArray[np.float32] = padded.reshape(count, SLICE).max(axis=1)
    return highest


def _held(highest: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """A smooth gain at both edges of each slice that leaves no peak of it above the limit."""
    gains = SPEECH_PEAK / np.maximum(highest, SPEECH_PEAK)
    wide = np.pad(gains, _REACH, constant_values=1)
    lowest = np.lib.stride_tricks.sliding_window_view(wide, 2 * _REACH + 1).min(axis=1)
    return np.convolve(np.pad(lowest, 2, mode="edge"), _SMOOTHING, mode="valid")


def _between(edges: NDArray[np.float64], length: int) -> NDArray[np.float32]:
    """A gain for each sample, along straight lines from edge to edge."""
    share = np.arange(SLICE) / SLICE
    lines = edges[:-1, None] + share * np.diff(edges)[:, None]
    return lines.reshape(-1)[:length].astype(np.float32)
