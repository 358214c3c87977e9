from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from player.audio.clip import Clip
from player.audio.mix import CEILING, UNDER_SPEECH_GAIN, Mix, Part, parts_of

LENGTH = 150_000


@st.composite
def mixes(draw: st.DrawFn) -> Mix:
    parts = []
    for _ in range(draw(st.integers(0, 8))):
        seed = draw(st.integers(0, 1000))
        size = draw(st.integers(1, 40_000))
        loudness = draw(st.floats(0.01, 1))
        samples = np.random.default_rng(seed).uniform(-loudness, loudness, size)
        start = draw(st.integers(0, LENGTH))
        parts.append(Part(start, Clip(samples.astype(np.float32), 0), draw(st.floats(0.1, 1))))
    return Mix(LENGTH, parts)


@given(mixes(), st.lists(st.integers(0, LENGTH), max_size=12))
@settings(max_examples=60)
def test_blocks_of_any_sizes_are_the_whole_bit_for_bit(mix: Mix, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), LENGTH]
    pairs = list(pairwise(edges))
    whole = mix.floats(0, LENGTH)
    assert np.array_equal(whole, np.concatenate([mix.floats(*pair) for pair in pairs]))
    whole16 = mix.int16(0, LENGTH)
    assert np.array_equal(whole16, np.concatenate([mix.int16(*pair) for pair in pairs]))


@given(mixes())
@settings(max_examples=60)
def test_nothing_clips(mix: Mix) -> None:
    assert np.abs(mix.floats(0, LENGTH)).max(initial=0) <= CEILING * 1.0001


def test_a_clip_is_heard_at_its_place_and_nowhere_else() -> None:
    clip = Clip(np.full(100, 0.5, dtype=np.float32), 0)
    mix = Mix(1000, [Part(300, clip)])
    heard = mix.floats(-50, 1050)
    assert np.array_equal(np.flatnonzero(heard), np.arange(350, 450))
    assert np.all(heard[350:450] == np.float32(0.5))


def test_the_dither_is_at_most_one_step_and_never_still() -> None:
    silence = Mix(LENGTH, []).int16(0, LENGTH)
    assert set(np.unique(silence)) == {-1, 0, 1}
    assert abs(float(silence.mean())) < 0.01


def test_rounding_errors_do_not_follow_the_sound() -> None:
    time = np.arange(48_000) / 48_000
    quiet = (1e-4 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    mix = Mix(48_000, [Part(0, Clip(quiet, 0))])
    error = mix.int16(0, 48_000) / 32767 - mix.floats(0, 48_000)
    likeness = float(np.corrcoef(error, quiet)[0, 1])
    assert abs(likeness) < 0.05


def test_a_chime_under_speech_is_softer() -> None:
    clip = Clip(np.full(10, 0.5, dtype=np.float32), 0)
    placements = [(0, "word", None, False), (100, None, "go", True), (200, None, "go", False)]
    mix = Mix(300, parts_of(placements, {"word": clip}, {"go": clip}))
    heard = mix.floats(0, 300)
    assert heard[0] == heard[200] == np.float32(0.5)
    assert np.isclose(heard[100], 0.5 * UNDER_SPEECH_GAIN)
