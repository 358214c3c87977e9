from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tunes import Samples

from player.audio.blend import QUICKLY, SLOWLY, Blend
from player.audio.ducking import Envelope, under_speech
from player.audio.mix import CEILING
from player.units import samples

LENGTH = samples(20)
SPEECH = [(samples(6), samples(9)), (samples(14), samples(15))]
ENVELOPE = Envelope(LENGTH, [under_speech(SPEECH, -12)])
OPEN, SPOKEN = samples(4), samples(7)


class Steady:
    """Music that is the same number for ever, so that its gain can be read off."""

    def __init__(self, value: float = 0.1) -> None:
        self.value = np.float32(value)
        self.taken = 0

    def take(self, count: int) -> Samples:
        self.taken += count
        return np.full(count, self.value)

    def close(self) -> None:
        """Nothing is open."""


def silence(count: int) -> Samples:
    return np.zeros(count, dtype=np.float32)


def gains_of(blend: Blend, count: int, position: int | None) -> Samples:
    return blend.under(silence(count), position) / np.float32(0.1)


def played_to(position: int) -> Blend:
    blend = Blend(Steady(), ENVELOPE)
    gains_of(blend, position, 0)
    return blend


@given(st.lists(st.integers(1, samples(3)), min_size=1, max_size=12))
@settings(max_examples=30)
def test_what_is_played_in_order_is_a_function_of_position(sizes: list[int]) -> None:
    blend, start = Blend(Steady(), ENVELOPE), 0
    for size in sizes:
        voice = np.full(size, 0.2, dtype=np.float32)
        expected = voice + np.float32(0.1) * ENVELOPE.gains(start, start + size)
        assert np.array_equal(blend.under(voice, start), expected)
        start += size


def test_the_volume_makes_music_louder_and_leaves_the_voice() -> None:
    blend = Blend(Steady(), ENVELOPE, volume=6)
    voice = np.full(OPEN + 10, 0.2, dtype=np.float32)
    heard = blend.under(voice, 0)
    assert heard[OPEN] == pytest.approx(0.2 + 0.1 * 10 ** (6 / 20), abs=1e-4)


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, LENGTH), st.integers(1, 9000)), min_size=1, max_size=30
    )
)
@settings(max_examples=50)
def test_wherever_the_session_jumps_or_waits_the_gain_never_steps(
    moves: list[tuple[int | None, int]],
) -> None:
    blend = Blend(Steady(), ENVELOPE)
    gains = np.concatenate([gains_of(blend, count, position) for position, count in moves])
    assert gains.min() >= 0
    assert gains.max() <= 1.0001
    decibels = 20 * np.log10(gains + 1e-3)
    assert np.abs(np.diff(decibels)).max(initial=0) < 60 * np.pi / 2 / QUICKLY + 0.02


def test_while_the_session_waits_music_comes_up_and_goes_on() -> None:
    blend = played_to(SPOKEN)
    waiting = gains_of(blend, samples(2), None)
    assert waiting[0] == pytest.approx(10 ** (-12 / 20), abs=0.01)
    assert (np.diff(waiting) >= 0).all()
    assert waiting[SLOWLY] == pytest.approx(1, abs=1e-4)
    again = gains_of(blend, samples(0.5), SPOKEN)
    assert again[0] == pytest.approx(1, abs=0.01)
    assert again[QUICKLY] == pytest.approx(10 ** (-12 / 20), abs=1e-4)


def test_a_jump_to_speech_goes_down_quickly_and_one_from_it_up_slowly() -> None:
    down = gains_of(played_to(OPEN), samples(1), SPOKEN)
    assert down[0] == pytest.approx(1, abs=0.01)
    assert down[QUICKLY] == pytest.approx(10 ** (-12 / 20), abs=1e-4)
    up = gains_of(played_to(SPOKEN), samples(1), OPEN)
    assert up[0] == pytest.approx(10 ** (-12 / 20), abs=0.01)
    assert up[SLOWLY // 2] < 0.6
    assert up[SLOWLY] == pytest.approx(1, abs=1e-4)


def test_a_slide_is_the_same_in_blocks_of_any_size() -> None:
    whole, pieces = played_to(OPEN), played_to(OPEN)
    expected = gains_of(whole, 9000, SPOKEN)
    found = [gains_of(pieces, 900, SPOKEN + start) for start in range(0, 9000, 900)]
    assert np.array_equal(np.concatenate(found), expected)


@given(st.floats(0.5, CEILING), st.floats(0.1, 2))
def test_voice_and_music_together_stay_below_the_ceiling(voice: float, music: float) -> None:
    blend = Blend(Steady(music), ENVELOPE)
    loud = np.full(OPEN + 10, voice, dtype=np.float32)
    assert np.abs(blend.under(loud, 0)).max() <= CEILING * 1.000001


def test_nothing_is_taken_for_nothing() -> None:
    music = Steady()
    assert len(Blend(music, ENVELOPE).under(silence(0), 0)) == 0
    assert music.taken == 0
