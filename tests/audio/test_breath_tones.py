from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from player.audio.breath_tones import exhale, inhale
from player.audio.chimes import LIMITS, LOUD_PART
from player.audio.loudness import loudest, true_peak
from player.audio.processing import SPEECH_LOUDNESS
from player.units import SAMPLE_RATE, samples

LENGTHS = [0.5, 1, 2, 4, 7.3, 15]


def pitch(part: NDArray[np.float32]) -> float:
    """The strongest frequency of a stretch, in Hz."""
    size = 1 << 19
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), size))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / size


def thirds(tone: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return np.array_split(tone, 3)


def energy(part: NDArray[np.float32]) -> float:
    return float(np.square(part).mean())


@pytest.mark.parametrize("seconds", LENGTHS)
def test_an_inhale_rises_and_swells(seconds: float) -> None:
    first, middle, last = thirds(inhale(samples(seconds)))
    assert pitch(first) < pitch(middle) < pitch(last)
    assert pitch(last) > 1.5 * pitch(first)
    assert energy(first) < energy(middle)
    assert energy(last) > 3 * energy(first)


@pytest.mark.parametrize("seconds", LENGTHS)
def test_an_exhale_falls_and_fades(seconds: float) -> None:
    first, middle, last = thirds(exhale(samples(seconds)))
    assert pitch(first) > pitch(middle) > pitch(last)
    assert pitch(first) > 1.5 * pitch(last)
    assert energy(first) > energy(middle) > energy(last)


@pytest.mark.parametrize("seconds", LENGTHS)
@pytest.mark.parametrize("tone", [inhale, exhale])
def test_it_is_a_little_softer_than_speech(
    tone: Callable[[int], NDArray[np.float32]], seconds: float
) -> None:
    made = tone(samples(seconds))
    assert loudest(made, LOUD_PART) == pytest.approx(SPEECH_LOUDNESS - 3, abs=0.6)
    assert true_peak(made) <= 10 ** (-16 / 20) < LIMITS["inhale"].peak


@given(st.integers(samples(0.5), samples(4)))
@settings(max_examples=40)
def test_it_is_as_long_as_asked_and_has_no_edge(length: int) -> None:
    for tone in (inhale(length), exhale(length)):
        assert len(tone) == length
        assert tone.dtype == np.float32
        assert true_peak(tone) < LIMITS["inhale"].peak
        assert np.abs(np.diff(np.pad(tone, 1))).max() < 0.02
        assert math.sqrt(energy(tone[:48])) < 1e-3
        assert math.sqrt(energy(tone[-48:])) < 1e-3


@pytest.mark.parametrize("length", [0, 1, 2, 9, 100])
def test_even_a_length_nobody_breathes_is_kept(length: int) -> None:
    for tone in (inhale(length), exhale(length)):
        assert len(tone) == length
        assert np.isfinite(tone).all()


@pytest.mark.parametrize("seconds", LENGTHS)
def test_the_two_are_unlike(seconds: float) -> None:
    one, other = inhale(samples(seconds)), exhale(samples(seconds))
    size = 1 << (2 * len(one)).bit_length()
    match = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    alike = np.abs(match).max() / math.sqrt(np.square(one).sum() * np.square(other).sum())
    assert alike < 0.4
