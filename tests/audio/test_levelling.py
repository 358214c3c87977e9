from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tunes import Samples, level, tone, tune

from player.audio.levelling import LEVEL, LOUDEST, MOST_GAIN, PEAK, level_of, levelled
from player.units import samples

pytestmark = pytest.mark.slow

TUNE = tune(12)


def cut(sound: Samples, sizes: list[int]) -> Iterator[Samples]:
    start = 0
    while start < len(sound):
        size = sizes[start % len(sizes)]
        yield sound[start : start + size]
        start += size


def whole(sound: Samples, measured: float) -> Samples:
    return np.concatenate(list(levelled(iter([sound]), measured)))


def loudest(sound: Samples) -> float:
    """The highest root mean square of any 400 ms."""
    sums = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=np.float64))])
    width = samples(0.4)
    return float(np.sqrt((sums[width:] - sums[:-width]).max() / width))


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=5))
@settings(max_examples=30)
def test_the_same_comes_out_in_whatever_blocks_it_comes_in(sizes: list[int]) -> None:
    assert np.array_equal(np.concatenate(list(levelled(cut(TUNE, sizes), 0.1))), whole(TUNE, 0.1))


@pytest.mark.parametrize("loudness", [0.003, 0.05, 1.0])
def test_music_of_any_loudness_comes_to_the_same_level(loudness: float) -> None:
    sound = tone(4, level=loudness)
    heard = whole(sound, level_of([sound], 48_000))
    assert level(heard) == pytest.approx(20 * np.log10(LEVEL), abs=0.1)


@given(st.integers(0, 1000), st.floats(0.001, 4), st.floats(0, 1))
@settings(max_examples=40)
def test_it_is_never_louder_than_agreed_whatever_was_measured(
    seed: int, loudness: float, measured: float
) -> None:
    random = np.random.default_rng(seed)
    steps = np.repeat(random.uniform(0, 1, 24) ** 3, samples(0.25))
    sound = (loudness * steps * random.uniform(-1, 1, len(steps))).astype(np.float32)
    heard = whole(sound, measured)
    assert len(heard) == len(sound)
    assert np.abs(heard).max() <= PEAK * 1.001
    # The windows it is judged by begin every 100 ms; one between them may lie a little higher.
    assert loudest(heard) <= LOUDEST * 10 ** (1 / 20)


def test_a_gain_that_does_not_change_leaves_the_sound_as_it_is() -> None:
    sound = tone(3.21)
    measured = level_of([sound], 48_000)
    heard = whole(sound, measured)
    assert np.allclose(heard, sound * np.float32(LEVEL / measured), atol=1e-6)


def test_the_gain_goes_down_before_a_loud_part_and_comes_up_slowly_after_it() -> None:
    sound = np.concatenate([tone(4, level=0.05), tone(2, level=0.5), tone(6, level=0.05)])
    measured = level_of([sound[: samples(4)]], 48_000)
    heard = whole(sound, measured)
    gains = [level(part) - level(raw) for part, raw in zip(
        heard.reshape(-1, 4800), sound.reshape(-1, 4800), strict=True
    )]  # fmt: skip
    assert gains[0] == pytest.approx(gains[30], abs=0.01)
    assert gains[40] == pytest.approx(gains[59], abs=0.1)
    assert gains[30] - gains[40] == pytest.approx(18, abs=0.3)
    assert gains[90] - gains[70] == pytest.approx(3, abs=0.1)


def test_silence_has_no_level_and_stays_silent() -> None:
    silence = np.zeros(samples(2), dtype=np.float32)
    assert level_of([silence], 48_000) == 0
    assert not whole(silence, 0).any()
    assert not list(levelled(iter([]), 0.1))


def test_a_whisper_is_not_made_endlessly_loud() -> None:
    sound = tone(2, level=0.002)
    heard = whole(sound, level_of([sound], 48_000))
    assert np.allclose(heard, sound * np.float32(MOST_GAIN), atol=1e-6)


def test_pauses_do_not_count_for_the_level() -> None:
    sound = np.concatenate([tone(2), np.zeros(samples(6), dtype=np.float32), tone(2)])
    assert level_of([sound], 48_000) == pytest.approx(level_of([tone(4)], 48_000), rel=0.01)


def test_the_level_is_the_same_at_any_rate() -> None:
    assert level_of([tone(2, rate=8000)], 8000) == pytest.approx(
        level_of([tone(2)], 48_000), rel=0.01
    )
