from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from player.audio.ducking import (
    AHEAD,
    FADE_IN,
    FADE_OUT,
    Envelope,
    in_rests,
    merged,
    under_chimes,
    under_speech,
)
from player.units import samples

LENGTH = samples(30)
DOWN = samples(0.25)
UP = samples(0.6)

positions = st.integers(0, LENGTH)
spans = st.lists(st.tuples(positions, st.integers(1, samples(4))), max_size=8).map(
    lambda pairs: [(start, min(LENGTH, start + length)) for start, length in pairs]
)
depths = st.floats(-30, -1)


def decibels(gains: NDArray[np.float32]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 20 * np.log10(np.maximum(gains.astype(np.float64), 1e-9))
    return found


@given(spans, spans, depths, st.lists(st.integers(-5000, LENGTH + 5000), max_size=12))
@settings(max_examples=50)
def test_blocks_of_any_sizes_are_the_whole_bit_for_bit(
    speech: list[tuple[int, int]], rests: list[tuple[int, int]], depth: float, cuts: list[int]
) -> None:
    duckings = [under_speech(speech, depth), under_chimes(rests, depth), in_rests(rests, depth)]
    envelope = Envelope(LENGTH, duckings)
    edges = [-5000, *sorted(cuts), LENGTH + 5000]
    whole = envelope.gains(-5000, LENGTH + 5000)
    pieces = [envelope.gains(*pair) for pair in pairwise(edges)]
    assert np.array_equal(whole, np.concatenate(pieces))


@given(spans, depths)
@settings(max_examples=50)
def test_it_is_down_while_anything_is_said_and_a_little_before(
    speech: list[tuple[int, int]], depth: float
) -> None:
    gains = decibels(Envelope(LENGTH, [under_speech(speech, depth)]).gains(0, LENGTH))
    for start, stop in speech:
        if start < stop:
            assert gains[max(0, start - AHEAD) : stop].max() <= depth + 0.01


@given(spans, depths)
@settings(max_examples=50)
def test_it_is_open_wherever_nothing_is_near(speech: list[tuple[int, int]], depth: float) -> None:
    gains = Envelope(LENGTH, [under_speech(speech, depth)]).gains(0, LENGTH)
    near = np.zeros(LENGTH, dtype=bool)
    for start, stop in merged(speech, samples(1.2)):
        near[max(0, start - AHEAD - DOWN) : stop + UP] = True
    near[:FADE_IN] = near[LENGTH - FADE_OUT :] = True
    assert (gains[~near] == 1).all()


@given(spans, depths)
@settings(max_examples=50)
def test_it_never_steps(speech: list[tuple[int, int]], depth: float) -> None:
    gains = decibels(
        Envelope(LENGTH, [under_speech(speech, depth)]).gains(FADE_IN, LENGTH - FADE_OUT)
    )
    steepest = -depth * np.pi / 2 / DOWN
    assert np.abs(np.diff(gains)).max() <= 1.01 * steepest + 1e-5


def test_a_phrase_alone_has_an_attack_before_it_and_a_release_after() -> None:
    start, stop = samples(10), samples(12)
    gains = decibels(Envelope(LENGTH, [under_speech([(start, stop)], -12)]).gains(0, LENGTH))
    began = start - AHEAD - DOWN
    assert gains[began - 1] == 0
    assert gains[began + DOWN // 2] == pytest.approx(-6, abs=0.1)
    assert gains[start - AHEAD] == pytest.approx(-12, abs=0.001)
    assert gains[stop - 1] == pytest.approx(-12, abs=0.001)
    assert gains[stop + UP // 2] == pytest.approx(-6, abs=0.1)
    assert gains[stop + UP] == 0


def test_it_stays_down_over_a_short_pause_and_comes_up_in_a_long_one() -> None:
    for pause, highest in ((1.1, -12), (1.3, 0)):
        speech = [(samples(8), samples(9)), (samples(9 + pause), samples(12))]
        gains = decibels(Envelope(LENGTH, [under_speech(speech, -12)]).gains(0, LENGTH))
        assert gains[samples(9) : samples(9 + pause)].max() == pytest.approx(highest, abs=0.01)


def test_chimes_and_rests_go_half_as_deep_and_speech_in_a_rest_all_the_way() -> None:
    speech, chimes, rests = (
        [(samples(14), samples(15))],
        [(samples(6), samples(7))],
        [(samples(12), samples(20))],
    )
    duckings = [under_speech(speech, -12), under_chimes(chimes, -12), in_rests(rests, -12)]
    gains = decibels(Envelope(LENGTH, duckings).gains(0, LENGTH))
    for second, expected in ((6.5, -6), (10, 0), (13, -6), (14.5, -12), (17, -6), (25, 0)):
        assert gains[samples(second)] == pytest.approx(expected, abs=0.01)


def test_it_fades_in_and_out_and_is_silent_outside() -> None:
    gains = Envelope(LENGTH, []).gains(-10, LENGTH + 10)
    assert not gains[:10].any()
    assert not gains[-10:].any()
    rising, falling = gains[10 : 10 + FADE_IN], gains[-10 - FADE_OUT : -10]
    assert (np.diff(rising) >= 0).all()
    assert (np.diff(falling) <= 0).all()
    assert max(rising[0], falling[-1]) < 1e-6
    assert (gains[10 + FADE_IN : -10 - FADE_OUT] == 1).all()


@pytest.mark.parametrize("length", [0, 1, 3, 1000, samples(2)])
def test_a_short_session_has_short_fades(length: int) -> None:
    gains = Envelope(length, [under_speech([(0, length)], -12)]).gains(0, length)
    assert len(gains) == length
    assert np.isfinite(gains).all()
    assert gains.max(initial=0) <= 1


@given(spans, st.integers(1, samples(2)))
def test_merged_spans_lie_apart_and_cover_the_same(
    given_spans: list[tuple[int, int]], gap: int
) -> None:
    found = merged(given_spans, gap)
    for (_, stop), (start, _) in pairwise(found):
        assert start - stop >= gap
    for start, stop in given_spans:
        if start < stop:
            assert any(low <= start and stop <= high for low, high in found)
