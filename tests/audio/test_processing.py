from __future__ import annotations

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from player.audio.clip import Recording
from player.audio.loudness import BLOCK, SLICE, integrated, slice_energies, true_peak
from player.audio.processing import (
    SPEECH_LOUDNESS,
    SPEECH_PEAK,
    SilentRecordingError,
    _resampled,
    level,
    to_clip,
)
from player.units import SAMPLE_RATE

pytestmark = pytest.mark.slow


def burst(rate: int, silence: float, length: float, loudness: float) -> Recording:
    time = np.arange(round(length * rate)) / rate
    sound = loudness * np.sin(2 * np.pi * 300 * time)
    gap = np.zeros(round(silence * rate))
    return Recording(np.concatenate([gap, sound, gap]).astype(np.float32), rate)


@st.composite
def babble(draw: st.DrawFn) -> Recording:
    """Pulses through a resonance, in syllables: as spiky as speech, or more so."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    rate = draw(st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000]))
    count = round(draw(st.floats(0.1, 3)) * rate)
    pulses = np.zeros(count)
    pulses[:: rate // draw(st.integers(70, 250))] = 1
    time = np.arange(rate // 50) / rate
    ringing = np.exp(-time * draw(st.floats(100, 1500))) * np.sin(2 * np.pi * 700 * time)
    voice = np.convolve(pulses, ringing)[:count]
    syllables = np.repeat(random.uniform(0.02, 1, count // 1000 + 1), 1000)[:count]
    sound = voice * syllables + 0.01 * random.standard_normal(count)
    return Recording((draw(st.floats(0.05, 1)) * sound).astype(np.float32), rate)


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


@given(
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000]),
    st.integers(1, 20_000),
    st.floats(0, 1),
    st.integers(0, 500),
    st.integers(1, 15_000),
)
@settings(max_examples=60)
def test_a_stretch_is_resampled_as_it_would_be_at_once(
    rate: int, count: int, share: float, before: int, inside: int
) -> None:
    first, length = round(share * (count - 1)) - before, before + inside
    samples = np.random.default_rng(count).standard_normal(count).astype(np.float32)
    around = np.pad(samples, (500, 31_000))[500 + first : 500 + first + length]
    made, found = _resampled(samples, first, first + length, rate)
    at_once = soxr.resample(around, rate, SAMPLE_RATE) if rate != SAMPLE_RATE else around
    assert len(made) == -(-found // SLICE) * SLICE
    assert np.array_equal(made[:found], at_once)
    assert not made[found:].any()


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
@pytest.mark.parametrize("loudness", [0.001, 0.1, 1.0])
@pytest.mark.parametrize("length", [1, 3])
def test_loudness_is_alike_whatever_it_was(rate: int, loudness: float, length: float) -> None:
    clip = to_clip(burst(rate, 0.1, length, loudness))
    assert integrated(clip.samples) == pytest.approx(SPEECH_LOUDNESS, abs=0.3)


@pytest.mark.parametrize(
    ("length", "more"),
    [(0.1, 1.2), (0.2, 1.2), (0.37, 1.2), (0.575, 0.6), (0.675, 0.3), (0.9, 0), (3, 0)],
)
def test_a_word_by_itself_is_a_little_louder(length: float, more: float) -> None:
    samples = to_clip(burst(48_000, 0.1, length, 0.1)).samples
    block = BLOCK * SLICE
    filled = 10 * np.log10(min(1, len(samples) / block))
    heard = integrated(np.pad(samples, (0, max(0, block - len(samples)))))
    assert heard - filled == pytest.approx(SPEECH_LOUDNESS + more, abs=0.25)


@given(babble())
@settings(max_examples=80)
def test_no_true_peak_is_beyond_the_limit(recording: Recording) -> None:
    samples = to_clip(recording).samples
    assert true_peak(samples) <= SPEECH_PEAK * 1.00001
    everywhere = soxr.resample(np.pad(samples, 100), SAMPLE_RATE, 4 * SAMPLE_RATE, "VHQ")
    assert np.abs(everywhere).max() <= SPEECH_PEAK * 1.03


@given(babble())
@settings(max_examples=80)
def test_a_spiky_voice_is_as_loud_as_its_peaks_let_it_be(recording: Recording) -> None:
    samples = to_clip(recording).samples
    found = level(slice_energies(samples))
    assert found < SPEECH_LOUDNESS + 0.1
    assert found > SPEECH_LOUDNESS - 0.6 or true_peak(samples) > 0.9 * SPEECH_PEAK
    assert np.array_equal(samples, to_clip(recording).samples)


def test_peaks_are_held_down_gently() -> None:
    plain = burst(48_000, 0.1, 1, 0.1)
    spiky = burst(48_000, 0.1, 1, 0.1)
    spiky.samples[24_000:24_020] *= 12
    held = to_clip(spiky).samples
    gains = np.sqrt(energies(held)[5:-5] / energies(to_clip(plain).samples)[5:-5])
    around = np.flatnonzero(gains < 0.9 * gains[0])
    assert 4 <= len(around) <= 12, "so many slices of 10 ms are softer"
    far = np.delete(gains, range(around[0] - 2, around[-1] + 3))
    assert np.ptp(far) < 0.001
    assert np.abs(np.diff(gains / gains[0])).max() < 0.4
    assert true_peak(held) <= SPEECH_PEAK * 1.00001


def energies(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of every 10 ms."""
    whole = len(samples) // SLICE * SLICE
    squares = np.square(samples[:whole].astype(np.float64)).reshape(-1, SLICE)
    return np.asarray(squares.sum(axis=1))


def test_a_spike_takes_little_of_the_rest_away() -> None:
    recording = burst(48_000, 0.1, 1, 0.01)
    recording.samples[10_000] = 1.0
    samples = to_clip(recording).samples
    assert true_peak(samples) <= SPEECH_PEAK * 1.00001
    assert integrated(samples[20_000:]) > SPEECH_LOUDNESS - 4


def test_a_clip_ends_in_silence_without_a_click() -> None:
    samples = to_clip(burst(48_000, 0.1, 0.5, 0.5)).samples
    assert samples[0] == samples[-1] == 0
    assert np.abs(np.diff(samples[-960:])).max() < 0.02


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(48_000),
        np.zeros(0),
        np.full(48_000, 1e-6),
        np.full(4800, np.nan),
        np.full(4800, np.inf),
        np.append(np.full(959, 0.1), np.nan),
    ],
    ids=["silent", "empty", "all but silent", "not a number", "endless", "not a number at last"],
)
def test_nothing_heard_is_an_error(samples: NDArray[np.float64]) -> None:
    with pytest.raises(SilentRecordingError):
        to_clip(Recording(samples.astype(np.float32), 48_000))
