from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.compiling import timeline

from player.audio.chimes import Chime, load_chimes
from player.audio.clip import Clip, Recording
from player.audio.loudness import true_peak
from player.audio.mix import CEILING, UNDER_SPEECH_GAIN, Mix, Part, parts_of
from player.audio.processing import SPEECH_PEAK, to_clip
from player.shipped import shipped_folder
from player.units import SAMPLE_RATE

LENGTH = 150_000
SETS = {name: load_chimes(shipped_folder("sounds") / name) for name in ("soft", "crisp")}


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
def test_no_true_peak_goes_beyond_the_ceiling(mix: Mix) -> None:
    assert true_peak(mix.floats(0, LENGTH + 40_000)) <= CEILING * 1.00001


@st.composite
def spoken(draw: st.DrawFn) -> Clip:
    """Spiky pulses, as a voice gives them, made a clip as a voice's are."""
    rate = draw(st.sampled_from([16_000, 22_050, 48_000]))
    pulses = np.zeros(draw(st.integers(rate // 4, rate)))
    pulses[:: rate // draw(st.integers(70, 250))] = draw(st.sampled_from([-1, 1]))
    time = np.arange(rate // 50) / rate
    ringing = np.exp(-time * 400) * np.sin(2 * np.pi * draw(st.floats(300, 3000)) * time)
    return to_clip(Recording(np.convolve(pulses, ringing).astype(np.float32), rate))


CHIMES = ("tick", "go", "stop", "switch", "inhale", "exhale", "finish", "inhale:30000")


@given(
    st.lists(st.tuples(st.integers(0, 60_000), spoken()), max_size=3),
    st.lists(st.tuples(st.integers(0, 60_000), st.sampled_from(CHIMES), st.booleans()), max_size=6),
    st.sampled_from(sorted(SETS)),
)
@settings(max_examples=60)
def test_what_meets_is_measured_below_the_ceiling_by_others_too(
    said: list[tuple[int, Clip]], sounded: list[tuple[int, str, bool]], name: str
) -> None:
    phrases = {str(number): clip for number, (_, clip) in enumerate(said)}
    placements: list[tuple[int, str | None, str | None, bool]] = [
        *((start, str(number), None, False) for number, (start, _) in enumerate(said)),
        *((start, None, chime, under) for start, chime, under in sounded),
    ]
    mix = Mix(LENGTH, parts_of(placements, phrases, SETS[name]))
    heard = mix.floats(-1000, LENGTH + 1000)
    assert true_peak(heard) <= CEILING * 1.00001
    everywhere = soxr.resample(heard, SAMPLE_RATE, 4 * SAMPLE_RATE, "VHQ")
    assert np.abs(everywhere).max() <= CEILING * 1.01


ROUTINES = {
    "spoken": 'style = "full"\nbreathing = "voice"',
    "sounded": 'style = "brief"\nbreathing = "sound"',
    "silent": 'style = "silent"\nbreathing = "sound"',
}


@pytest.mark.parametrize("cues", ROUTINES.values(), ids=ROUTINES)
@pytest.mark.parametrize("name", SETS)
def test_a_session_is_not_made_softer_for_what_meets_in_it(cues: str, name: str) -> None:
    found = timeline(
        f"[cues]\n{cues}\n"
        '[[step]]\nname = "Press"\nreps = 6\nsides = true\n'
        'phases = [{ name = "up", time = "2s", breath = "out" },'
        ' { name = "down", time = "3s", breath = "in" }]\n'
        '[[step]]\nname = "Hold"\nhold = "25s"\nbreath = "4-6"\ncues = ["Tall.", "Easy."]\n'
        '[[step]]\nname = "March"\nreps = 12\ntempo = "1s"\n'
    )
    phrases = {
        one.text: Clip(np.zeros(one.stop - one.start, dtype=np.float32), one.onset - one.start)
        for one in found.placements
        if one.text is not None
    }
    placed = [(one.start, one.text, one.sound, one.under_speech) for one in found.placements]
    parts = parts_of(placed, phrases, SETS[name])
    assert any(isinstance(part.sound, Chime) for part in parts)
    assert Mix(found.length, parts)._headroom == 1


def test_a_clip_is_heard_at_its_place_and_nowhere_else() -> None:
    clip = Clip(np.full(100, 0.5, dtype=np.float32), 0)
    mix = Mix(1000, [Part(300, clip)])
    heard = mix.floats(-50, 1050)
    assert np.array_equal(np.flatnonzero(heard), np.arange(350, 450))
    assert np.all(heard[350:450] == np.float32(0.5))


def test_sounds_that_follow_each_other_closely_meet() -> None:
    clip = Clip(np.full(100, 0.8, dtype=np.float32), 0)
    apart = Mix(1000, [Part(0, clip), Part(116, clip)])
    close = Mix(1000, [Part(0, clip), Part(115, clip)])
    assert close._headroom < 0.6 * apart._headroom


def test_a_chime_is_made_when_it_is_first_heard() -> None:
    asked: list[int] = []

    def make() -> NDArray[np.float32]:
        asked.append(1)
        return np.full(10, 0.1, dtype=np.float32)

    placements = [(100, None, "go", False), (200, None, "go", False)]
    mix = Mix(300, parts_of(placements, {}, {"go": Chime(10, 0.1, make)}))
    assert not mix.floats(0, 100).any()
    assert not asked
    assert np.count_nonzero(mix.floats(100, 300)) == 20
    assert len(asked) == 1


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
    samples = np.full(10, 0.2, dtype=np.float32)
    chime = Chime(10, 0.3, lambda: samples)
    placements = [(0, "word", None, False), (100, None, "go", True), (200, None, "go", False)]
    mix = Mix(300, parts_of(placements, {"word": Clip(samples, 0)}, {"go": chime}))
    heard = mix.floats(0, 300)
    assert SPEECH_PEAK < CEILING
    assert heard[0] == heard[200] == np.float32(0.2)
    assert np.isclose(heard[100], 0.2 * UNDER_SPEECH_GAIN)
