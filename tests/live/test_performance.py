"""What a listener asks for while a session is heard, at any moment and in blocks of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from player.audio.clip import Clip
from player.audio.mix import Mix, Part
from player.live.edges import JUMP_FADE
from player.live.gates import Gate
from player.live.performance import FADE, Performance
from player.live.stretches import Inserted

pytestmark = pytest.mark.slow

LENGTH = 60_000
EDGE = 480


def tone(length: int, pitch: int, loudness: float = 0.2) -> Clip:
    """A sound that comes and goes as softly as a phrase does."""
    samples = loudness * np.sin(2 * np.pi * pitch * np.arange(length) / 48_000)
    edge = 0.5 - 0.5 * np.cos(np.pi * (np.arange(EDGE) + 0.5) / EDGE)
    samples[:EDGE] *= edge
    samples[-EDGE:] *= edge[::-1]
    return Clip(samples.astype(np.float32), 0)


def mix_of(length: int, *places: tuple[int, int, int, bool]) -> Mix:
    """Tones at their places: start, length, pitch and whether they are words."""
    parts = [
        Part(start, tone(long, pitch), peak=0.25, spoken=words)
        for start, long, pitch, words in places
    ]
    return Mix(length, parts)


MIX = mix_of(LENGTH, (2000, 14_000, 300, True), (12_000, 9000, 410, False),
             (24_000, 12_000, 350, True), (40_000, 3000, 500, False),
             (43_500, 15_000, 270, True))  # fmt: skip
OTHER = mix_of(LENGTH + 9000, (2000, 14_000, 300, True), (12_000, 9000, 410, False),
               (33_000, 12_000, 350, True), (49_000, 3000, 500, False))  # fmt: skip
RINGING = Inserted(
    mix_of(9000, (300, 4000, 320, True), (4500, 4500, 450, False)), 6000, goes_on=True, words="So."
)
STAYING = RINGING._replace(goes_on=False, words="Still.")
GATES = (Gate(21_500, 23_000), Gate(36_500, 39_000))
LATER = (Gate(21_500, 23_000), Gate(45_500, 48_000))
"""Gates of the one and of the other; nothing sounds over the end of one, as in a session."""

RINGS = RINGING.mix.length - RINGING.length
"""Samples that something said between rings on, which is longer than any fade."""

STEP = 0.2 * 2 * np.pi * 500 / 48_000 * 32_767
"""The largest step from sample to sample within any of the sounds."""

MET = 3
"""Sounds that may be heard at once: one that goes, one that comes, one that rings on."""


class Act(NamedTuple):
    """Something that is asked after so many samples of output."""

    after: int
    name: str
    value: object = None


def acted(performance: Performance, act: Act) -> None:
    method: Callable[..., None] = getattr(performance, act.name)
    match act.value:
        case None:
            method()
        case (mix, gates):
            method(mix, gates)
        case value:
            method(value)


places = st.integers(0, LENGTH)
asks = st.one_of(
    st.tuples(st.sampled_from(["stand", "go_on", "fade_out"]), st.none()),
    st.tuples(st.just("move"), st.none() | places),
    st.tuples(st.just("place"), places),
    st.tuples(st.just("insert"), st.sampled_from([RINGING, STAYING])),
    st.tuples(st.just("exchange"), st.sampled_from([(MIX, GATES), (OTHER, LATER), (MIX, ())])),
    st.tuples(st.just("say_words"), st.booleans()),
    st.tuples(st.just("loudness"), st.floats(0.05, 1)),
)
acts = st.lists(
    st.builds(lambda after, ask: Act(after, *ask), st.integers(0, 9000), asks), max_size=12
)
blocks = st.lists(st.integers(1, 5000), min_size=1, max_size=6).map(lambda one: [*one, 3000])


def heard(
    performance: Performance, asked: Sequence[Act], sizes: Sequence[int], most: int = 150_000
) -> NDArray[np.int16]:
    """What is handed out in blocks of these sizes, over and over, with acts at their samples."""
    taken = [np.empty(0, np.int16)]
    count = number = 0
    due = 0
    waiting = list(asked)
    while count < most:
        while waiting and due + waiting[0].after <= count:
            due += waiting[0].after
            acted(performance, waiting.pop(0))
        until = due + waiting[0].after if waiting else most
        wanted = min(sizes[number % len(sizes)], until - count)
        block = performance.pull(wanted)
        number += 1
        count += len(block)
        taken.append(block)
        if len(block) < wanted:
            break
    return np.concatenate(taken)


@given(acts, blocks, st.sampled_from([(), GATES]), places)
def test_what_is_heard_is_the_same_in_blocks_of_any_size(
    asked: list[Act], sizes: list[int], gates: tuple[Gate, ...], start: int
) -> None:
    one = heard(Performance(MIX, gates, start=start), asked, sizes)
    whole = heard(Performance(MIX, gates, start=start), asked, [150_000])
    assert np.array_equal(one, whole)


@given(acts, st.sampled_from([(), GATES]), places)
def test_nothing_steps_farther_than_the_sounds_themselves(
    asked: list[Act], gates: tuple[Gate, ...], start: int
) -> None:
    sound = heard(Performance(MIX, gates, start=start), asked, [4096]).astype(int)
    # A fade of its own adds at most as much as the loudest sound falls in one sample of it.
    fading = MET * 0.2 * np.pi / 2 / JUMP_FADE * 32_767
    steps = np.abs(np.diff(sound, prepend=0))
    assert steps.max(initial=0) <= MET * STEP + fading + 2
    if len(sound) < 150_000:
        assert abs(int(sound[-1]) if len(sound) else 0) <= MET * STEP + fading + 2


@given(acts, blocks, st.sampled_from([(), GATES]))
def test_what_is_told_to_be_heard_is_what_was_handed_out(
    asked: list[Act], sizes: list[int], gates: tuple[Gate, ...]
) -> None:
    other = {"exchange", "say_words", "loudness", "fade_out"}
    plain = [act for act in asked if act.name not in other and act.value != LENGTH]
    performance = Performance(MIX, gates)
    sound = heard(performance, plain, sizes, most=120_000)
    expected = MIX.int16(0, LENGTH)
    looked = range(0, len(sound), 97)
    told = [performance.heard_at(output) for output in looked]
    for output, before, one in zip(looked[1:], told, told[1:], strict=False):
        assert 0 <= one.since <= one.position <= LENGTH
        if not one.moves:
            still = (before.position, before.inserted) == (one.position, one.inserted)
            if still and one.inserted is None and steady(performance, output):
                assert abs(int(sound[output])) <= 2  # dither, and the last of a fade
        elif steady(performance, output):
            assert one.position == performance.heard_at(output - RINGS).position + RINGS
            assert sound[output] == expected[one.position]


def steady(performance: Performance, output: int) -> bool:
    """Whether nothing began or ended so lately that it may still fade or ring on."""
    before, now = performance.heard_at(max(0, output - RINGS)), performance.heard_at(output)
    gone = RINGS if now.moves else 0
    return (now.inserted, now.moves, now.since, now.position) == (
        before.inserted, before.moves, before.since, before.position + gone,
    )  # fmt: skip


@given(places, st.integers(1, 20_000), blocks)
def test_a_pause_loses_not_a_sample(at: int, long: int, sizes: list[int]) -> None:
    sound = heard(Performance(MIX), [Act(at, "stand"), Act(long, "move")], sizes)
    whole = MIX.int16(0, LENGTH)
    assert len(sound) == LENGTH + long
    assert np.array_equal(sound[:at], whole[:at])
    assert not sound[at + JUMP_FADE : at + long].any()
    assert np.array_equal(sound[at + long + JUMP_FADE :], whole[at + JUMP_FADE :])


@given(places, st.sampled_from([RINGING, STAYING]), st.integers(6000, 20_000), blocks)
def test_what_is_said_between_loses_not_a_sample(
    at: int, inserted: Inserted, long: int, sizes: list[int]
) -> None:
    asked = [Act(at, "insert", inserted), *([] if inserted.goes_on else [Act(long, "move")])]
    sound = heard(Performance(MIX), asked, sizes)
    between = inserted.length if inserted.goes_on else long
    whole = MIX.int16(0, LENGTH)
    ringing = inserted.mix.length - inserted.length
    over = max(0, at + ringing - LENGTH)
    assert 0 <= len(sound) - LENGTH - between <= over
    assert np.array_equal(sound[:at], whole[:at])
    calm = at + between + ringing
    assert np.array_equal(sound[calm : LENGTH + between], whole[at + ringing :])
    said = inserted.mix.floats(0, inserted.length)[JUMP_FADE:] * 32_767
    assert np.abs(sound[at + JUMP_FADE : at + inserted.length] - said).max(initial=0) <= 2


@given(places)
def test_the_same_sound_in_exchange_is_not_noticed(at: int) -> None:
    sound = heard(Performance(MIX), [Act(at, "exchange", (MIX, ()))], [1000])
    assert np.abs(sound.astype(int) - MIX.int16(0, LENGTH)).max() <= 1


@given(st.integers(0, RINGING.length))
def test_an_exchange_while_something_is_said_between_is_not_noticed(after: int) -> None:
    begun = [Act(20_000, "insert", RINGING)]
    with_it = heard(Performance(MIX), [*begun, Act(after, "exchange", (MIX, ()))], [1000])
    without = heard(Performance(MIX), begun, [1000])
    until = 20_000 + RINGING.length
    assert np.array_equal(with_it[:until], without[:until])


@given(st.integers(0, RINGING.length))
def test_words_said_between_leave_when_words_are_switched_off(after: int) -> None:
    asked = [Act(20_000, "insert", RINGING), Act(after, "say_words", value=False)]
    sound = heard(Performance(MIX), asked, [1000])
    off = 20_000 + after + JUMP_FADE
    alone = RINGING.mix.floats(0, RINGING.length, words=False)
    told = sound[off : 20_000 + RINGING.length] / 32_767
    assert np.abs(told - alone[after + JUMP_FADE :]).max(initial=0) < 1e-3


@given(places)
def test_words_leave_and_chimes_stay_when_words_are_switched_off(at: int) -> None:
    sound = heard(Performance(MIX), [Act(at, "say_words", value=False)], [1000])
    alone = MIX.quantized(MIX.floats(0, LENGTH, words=False), 0)
    assert np.array_equal(sound[:at], MIX.int16(0, LENGTH)[:at])
    assert np.array_equal(sound[at + JUMP_FADE :], alone[at + JUMP_FADE :])


@given(st.floats(0.05, 1), places, blocks)
def test_a_loudness_is_reached_within_a_jump(gain: float, at: int, sizes: list[int]) -> None:
    sound = heard(Performance(MIX), [Act(at, "loudness", gain)], sizes)
    calm = at + JUMP_FADE
    expected = MIX.quantized(MIX.floats(0, LENGTH) * np.float32(gain), 0)
    assert np.abs(sound[calm:].astype(int) - expected[calm:]).max(initial=0) <= 1


@pytest.mark.parametrize("at", [3000, 22_000, 50_000, 59_990])
def test_skipping_to_the_end_fades(at: int) -> None:
    sound = heard(Performance(MIX), [Act(at, "move", LENGTH)], [1000])
    assert len(sound) == min(at + FADE, LENGTH)
    assert abs(int(sound[-1])) <= STEP + 2


def test_a_session_begun_in_the_middle_of_a_word_fades_in() -> None:
    sound = Performance(MIX, start=9000).pull(10)
    assert np.abs(sound).max() < 10


def test_a_device_that_is_back_begins_in_silence() -> None:
    performance = Performance(MIX)
    performance.pull(9000)
    performance.begin_anew(8000)
    assert not performance.pull(1000).any()
    assert performance.heard_at(500).position == 8000
    performance.move()
    rest = performance.pull(LENGTH)
    assert np.abs(rest[:10]).max() < 10
    assert np.array_equal(rest[JUMP_FADE:], MIX.int16(8000 + JUMP_FADE, LENGTH))


def test_a_session_begun_behind_a_gate_does_not_wait_at_it() -> None:
    stop = GATES[0].stop
    assert np.array_equal(
        Performance(MIX, GATES, start=stop).pull(10_000), MIX.int16(stop, stop + 10_000)
    )


def test_a_pause_at_a_gate_does_not_open_it() -> None:
    performance = Performance(MIX, GATES)
    performance.pull(30_000)
    performance.stand()
    performance.pull(1000)
    performance.place(performance.position)
    performance.move()
    performance.pull(10_000)
    assert performance.position == GATES[0].stop
    performance.go_on(0)
    performance.pull(10)
    assert performance.position == GATES[0].stop + 10


def test_who_goes_on_twice_passes_one_gate() -> None:
    gates = (Gate(21_500, 23_000), Gate(23_000, 23_500))
    performance = Performance(MIX, gates)
    performance.pull(30_000)
    first = performance.gate_at(performance.position_at(29_999))
    performance.go_on(first)
    performance.pull(100)
    performance.go_on(first)
    performance.pull(30_000)
    assert performance.position == 23_500


def test_going_on_does_not_wait_for_a_reminder_to_end() -> None:
    performance = Performance(MIX, GATES)
    performance.pull(30_000)
    performance.insert(RINGING)
    performance.pull(1000)
    performance.go_on()
    rest = performance.pull(5000)
    begin = GATES[0].stop
    assert np.array_equal(rest[JUMP_FADE:], MIX.int16(begin + JUMP_FADE, begin + 5000))


def test_sounds_that_meet_at_a_jump_never_wrap() -> None:
    loud = Mix(
        20_000,
        [
            Part(0, tone(9000, 300, 0.85), peak=0.85),
            Part(10_000, Clip(np.full(5000, 0.85, np.float32), 0), peak=0.85),
        ],
    )
    performance = Performance(loud)
    before = performance.pull(4000 + 40)
    performance.move(10_000)
    sound = np.concatenate([before, performance.pull(2000)]).astype(int)
    assert np.abs(sound).max() <= 29_300
    assert sound[4100:].min() > 0
