from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from player.audio.clip import Recording
from player.audio.processing import SPEECH_LEVEL, SPEECH_PEAK, SilentRecordingError, to_clip
from player.units import SAMPLE_RATE


def burst(rate: int, silence: float, length: float, loudness: float) -> Recording:
    time = np.arange(round(length * rate)) / rate
    sound = loudness * np.sin(2 * np.pi * 300 * time)
    gap = np.zeros(round(silence * rate))
    return Recording(np.concatenate([gap, sound, gap]).astype(np.float32), rate)


def level(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(samples).mean()))


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_silence_is_trimmed_and_the_onset_measured(rate: int) -> None:
    clip = to_clip(burst(rate, 0.4, 0.5, 0.1))
    assert len(clip.samples) / SAMPLE_RATE == pytest.approx(0.525, abs=0.01)
    assert clip.onset / SAMPLE_RATE == pytest.approx(0.005, abs=0.002)


def test_a_recording_without_silence_keeps_its_first_sound() -> None:
    clip = to_clip(burst(48_000, 0, 0.5, 0.1))
    before = clip.samples[: clip.onset]
    assert clip.onset == round(0.005 * SAMPLE_RATE)
    assert not before.any()


def test_loudness_is_alike_whatever_it_was() -> None:
    quiet, loud = (to_clip(burst(22_050, 0.1, 1, loudness)) for loudness in (0.01, 0.9))
    middle = slice(10_000, 30_000)
    assert level(quiet.samples[middle]) == pytest.approx(SPEECH_LEVEL, rel=0.02)
    assert level(loud.samples[middle]) == pytest.approx(SPEECH_LEVEL, rel=0.02)


def test_a_spiky_recording_stays_below_the_peak() -> None:
    recording = burst(48_000, 0.1, 1, 0.01)
    recording.samples[10_000] = 1.0
    assert np.abs(to_clip(recording).samples).max() <= SPEECH_PEAK * 1.0001


def test_a_clip_ends_in_silence_without_a_click() -> None:
    samples = to_clip(burst(48_000, 0.1, 0.5, 0.5)).samples
    assert samples[0] == samples[-1] == 0
    assert np.abs(np.diff(samples[-960:])).max() < 0.02


@pytest.mark.parametrize(
    "samples",
    [np.zeros(48_000), np.zeros(0), np.full(48_000, 1e-6), np.full(4800, np.nan)],
    ids=["silent", "empty", "all but silent", "not a number"],
)
def test_nothing_heard_is_an_error(samples: NDArray[np.float64]) -> None:
    with pytest.raises(SilentRecordingError):
        to_clip(Recording(samples.astype(np.float32), 48_000))
