"""The measures, held against the standards' signals and against other implementations."""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.real import missing

from player.audio.loudness import (
    BLOCK,
    SLICE,
    _interpolation,
    gated,
    integrated,
    loudest,
    slice_energies,
    slice_peaks,
    true_peak,
    uneven,
)
from player.units import SAMPLE_RATE

pytestmark = pytest.mark.slow

Sound = NDArray[np.float64]

ONE_CHANNEL = 20 * math.log10(math.sqrt(2))
"""EBU Tech 3341 has its tones on two channels; one channel alone has to be so many dB louder."""


def tone(hertz: float, seconds: float, decibels: float, degrees: float = 0.0) -> Sound:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * hertz * time + math.radians(degrees)
    return np.asarray(10 ** (decibels / 20) * np.sin(phase), dtype=np.float64)


def tones(*parts: tuple[float, float]) -> Sound:
    """Tones of 1 kHz in a row: seconds and dB of full scale, as if on two channels."""
    return np.concatenate([tone(1000, length, level + ONE_CHANNEL) for length, level in parts])


def faded(sound: Sound, seconds: float = 0.05) -> Sound:
    count = round(seconds * SAMPLE_RATE)
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
    sound[:count] *= ramp
    sound[-count:] *= ramp[::-1]
    return sound


@pytest.mark.parametrize(("decibels", "lufs"), [(0, -3.01), (-20, -23.01), (-40, -43.01)])
def test_the_tone_of_the_standard_reads_what_it_says(decibels: float, lufs: float) -> None:
    assert integrated(tone(997, 5, decibels)) == pytest.approx(lufs, abs=0.01)


@pytest.mark.parametrize(
    ("sound", "lufs"),
    [
        (tones((20, -23)), -23),
        (tones((20, -33)), -33),
        (tones((10, -36), (60, -23), (10, -36)), -23),
        (tones((10, -72), (10, -36), (60, -23), (10, -36), (10, -72)), -23),
        (tones((20, -26), (20.1, -20), (20, -26)), -23),
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_the_signals_of_tech_3341_read_what_it_says(sound: Sound, lufs: float) -> None:
    assert integrated(sound) == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize(
    ("sound", "dbtp"),
    [
        (tone(12_000, 0.5, -6.02, 0), -6),
        (tone(12_000, 0.5, -6.02, 45), -6),
        (tone(8_000, 0.5, -6.02, 60), -6),
        (tone(6_000, 0.5, -6.02, 67.5), -6),
        (tone(12_000, 0.5, 2.98, 45), 3),
    ],
    ids=["15", "16", "17", "18", "19"],
)
def test_the_true_peaks_of_tech_3341_read_what_it_says(sound: Sound, dbtp: float) -> None:
    found = 20 * math.log10(true_peak(faded(sound)))
    assert dbtp - 0.4 <= found <= dbtp + 0.2


def test_nothing_to_be_heard_has_no_loudness() -> None:
    assert integrated(np.zeros(SAMPLE_RATE)) == -math.inf
    assert integrated(tone(1000, 1, -80)) == -math.inf
    assert integrated(tone(1000, 0.39, 0)) == -math.inf
    assert loudest(np.zeros(0), SAMPLE_RATE // 10) == -math.inf
    assert true_peak(np.zeros(0)) == true_peak(np.zeros(100)) == 0


def test_the_loudest_stretch_is_found_wherever_it_lies() -> None:
    for place in (0, 7, 30):
        sound = np.zeros(SAMPLE_RATE)
        sound[place * SLICE : (place + 20) * SLICE] = tone(997, 0.2, -10)
        assert loudest(sound, SAMPLE_RATE // 10) == pytest.approx(-13.01, abs=0.1)
        assert loudest(sound, 2 * SAMPLE_RATE // 5) == pytest.approx(-16.02, abs=0.1)


def weighted_one_by_one(sound: Sound) -> Sound:
    """The two filters of BS.1770-4 run as they are written there."""
    for (b0, b1, b2), (a1, a2) in (
        (
            (1.53512485958697, -2.69169618940638, 1.19839281085285),
            (-1.69065929318241, 0.73248077421585),
        ),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ):
        x1 = x2 = y1 = y2 = 0.0
        out = np.empty_like(sound)
        for place, x in enumerate(sound.tolist()):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            out[place] = y
        sound = out
    return sound


def test_the_weighting_is_that_of_the_filters_run_sample_by_sample() -> None:
    noise = np.random.default_rng(1).standard_normal(SAMPLE_RATE) * np.geomspace(1, 1e-3, 48_000)
    one_by_one = np.square(weighted_one_by_one(noise)).reshape(-1, SLICE).sum(axis=1)
    off = 10 * np.log10(slice_energies(noise) / one_by_one)
    assert np.abs(off).max() < 0.001


def test_what_is_heard_hardly_depends_on_the_numbers_being_short() -> None:
    random = np.random.default_rng(3)
    quiet = 1e-4 * random.standard_normal(SAMPLE_RATE) + 0.5 * tone(30, 1, 0)
    one_by_one = np.square(weighted_one_by_one(quiet)).reshape(-1, SLICE).sum(axis=1)
    off = 10 * np.log10(slice_energies(quiet.astype(np.float32)) / one_by_one)
    assert np.abs(off).max() < 0.001


def test_a_sound_is_weighted_alike_wherever_it_lies() -> None:
    noise = np.random.default_rng(4).standard_normal(100 * SLICE)
    late = slice_energies(np.concatenate([np.zeros(150 * SLICE), noise]))
    assert late[:150].max() == 0
    assert late[150:] == pytest.approx(slice_energies(noise), rel=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_another_implementation_reads_the_same(seed: int) -> None:
    if find_spec("pyloudnorm") is None:
        missing("pyloudnorm is not installed")
    pyloudnorm = import_module("pyloudnorm")  # it ships no type information
    random = np.random.default_rng(seed)
    # Whole steps: a block that the sound ends in counts there as a whole one.
    sound = random.standard_normal(random.integers(5, 80) * 10 * SLICE)
    sound *= np.repeat(10 ** random.uniform(-3, 0, len(sound) // 800), 800)
    meter = pyloudnorm.Meter(SAMPLE_RATE, filter_class="DeMan")
    assert integrated(sound) == pytest.approx(meter.integrated_loudness(sound), abs=0.001)


def interpolated_everywhere(samples: NDArray[np.float32]) -> float:
    """The highest of four times as many samples, by a resampler that knows no short cuts."""
    padded = np.pad(samples, 200)
    return float(np.abs(soxr.resample(padded, SAMPLE_RATE, 4 * SAMPLE_RATE, "VHQ")).max())


@st.composite
def sounds(draw: st.DrawFn) -> NDArray[np.float32]:
    """Sparse peaks in silence, or noise, in the band in which interpolation is exact."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    sparse = random.standard_normal(400) * (random.random(400) < draw(st.floats(0.005, 1)))
    low = soxr.resample(np.pad(sparse, 50), 36_000, SAMPLE_RATE, "VHQ")
    return np.asarray(low * draw(st.floats(0.01, 2)), dtype=np.float32)


@given(sounds())
@settings(max_examples=150)
def test_the_true_peak_is_that_of_a_full_resampling(samples: NDArray[np.float32]) -> None:
    expected = interpolated_everywhere(samples)
    assert true_peak(samples) == pytest.approx(expected, rel=0.02, abs=1e-6)


def in_slices(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.pad(samples, (0, -len(samples) % SLICE)).reshape(-1, SLICE)


def values_between(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest value between each sample and the one before it, worked out everywhere."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, 8), 16)
    values: NDArray[np.float32] = np.abs(windows @ _interpolation()).max(axis=1)
    return values


@given(sounds(), st.floats(0, 1.5))
@settings(max_examples=100)
def test_peaks_are_exact_above_what_is_asked(samples: NDArray[np.float32], share: float) -> None:
    slices = in_slices(samples)
    between = values_between(slices.reshape(-1))
    around = np.maximum(between[:-1], between[1:]).reshape(-1, SLICE)
    highest = np.maximum(around, np.abs(slices)).max(axis=1)
    above = share * float(np.abs(samples).max())
    found = slice_peaks(slices, above)
    assert found[highest > above] == pytest.approx(highest[highest > above], rel=1e-5)
    assert (found <= highest * 1.00001).all()
    assert (found >= np.abs(slices).max(axis=1)).all()


@given(sounds(), st.floats(0, 1), st.floats(-1, 1))
@settings(max_examples=100)
def test_a_gain_that_changes_evenly_lifts_no_value_farther_than_told(
    samples: NDArray[np.float32], gain: float, step: float
) -> None:
    """From the first sample of 16 to the last the gain changes by so much."""
    gains = np.float32(gain) + np.float32(step / 15) * np.arange(16, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, 16)
    highest = np.abs(windows).max(axis=1, keepdims=True)
    share = np.arange(1, 4, dtype=np.float32) / 4
    even = (windows @ _interpolation()) * (gains[7] + share * np.float32(step / 15))
    off = np.abs((windows * gains) @ _interpolation() - even)
    assert (off <= uneven() * abs(step) / 15 * highest + 1e-5).all()


@given(sounds(), sounds(), st.integers(-600, 600))
@settings(max_examples=150)
def test_the_true_peak_of_a_sum_is_at_most_the_sum_of_the_true_peaks(
    one: NDArray[np.float32], other: NDArray[np.float32], shift: int
) -> None:
    first, second = max(0, -shift), max(0, shift)
    together = np.zeros(len(one) + len(other) + abs(shift), dtype=np.float32)
    together[first : first + len(one)] += one
    together[second : second + len(other)] += other
    assert true_peak(together) <= true_peak(one) + true_peak(other) + 1e-5


def test_gating_by_every_slice_is_gating_by_every_tenth_on_average() -> None:
    sound = tones((1, -30), (1.37, -20), (0.6, -50), (2, -23))
    energies = slice_energies(sound)
    assert gated(energies) == pytest.approx(integrated(sound), abs=0.2)
    assert gated(energies[: BLOCK - 1]) == -math.inf
