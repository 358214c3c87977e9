"""Recording to Clip: silence trimmed, onset measured, resampled once, loudness made alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from player.audio.clip import Clip, Recording
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPEECH_LEVEL = 10 ** (-20 / 20)
"""Root mean square of the loud parts of speech: -20 dB of full scale."""

SPEECH_PEAK = 10 ** (-3 / 20)
"""Highest sample of speech: -3 dB of full scale, which leaves room for a chime on top."""

_AUDIBLE = 10 ** (-34 / 20)
_TRACE = 10 ** (-50 / 20)
_WINDOW_SECONDS = 0.002
_LEVEL_WINDOW_SECONDS = 0.02
_BEFORE_SECONDS = 0.005
_AFTER_SECONDS = 0.02


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
    if not len(levels) or not np.isfinite(levels).all() or levels.max() < _TRACE * SPEECH_LEVEL:
        raise SilentRecordingError("nothing is heard in the recording")
    traces = np.flatnonzero(levels > levels.max() * _TRACE)
    audible = int(np.argmax(levels > levels.max() * _AUDIBLE)) * window
    before, after = (round(part * SAMPLE_RATE) for part in (_BEFORE_SECONDS, _AFTER_SECONDS))
    first, last = int(traces[0]) * window, int(traces[-1] + 1) * window
    padded = np.pad(samples, (before, after))
    cut = _faded(padded[first : last + before + after], before, after)
    return Clip(_levelled(cut), audible - first + before)


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


def _levelled(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring the parts within 20 dB of the loudest to the speech level, below the peak."""
    levels = _levels(samples, round(_LEVEL_WINDOW_SECONDS * SAMPLE_RATE))
    if not len(levels):
        levels = np.array([np.sqrt(np.square(samples).mean())], dtype=np.float32)
    loud = levels[levels > levels.max() / 10]
    level = float(np.sqrt(np.square(loud).mean()))
    peak = float(np.abs(samples).max())
    gain = min(SPEECH_LEVEL / level, SPEECH_PEAK / peak)
    return (samples * np.float32(gain)).astype(np.float32)
