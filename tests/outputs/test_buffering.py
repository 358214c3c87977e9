from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.outputs.buffering import (
    CLEAN_SESSIONS,
    CORE_AUDIO,
    PULSEAUDIO,
    SHORTEST_SESSION,
    SIZES,
    Remembered,
    after_session,
    backends,
    held,
    shape_for,
)
from player.units import samples

LONG = SHORTEST_SESSION

remembered = st.builds(
    Remembered, st.sampled_from(SIZES), st.integers(min_value=0, max_value=CLEAN_SESSIONS)
)


def test_a_gap_makes_the_next_buffer_larger_until_the_largest() -> None:
    known = Remembered()
    sizes = []
    for _ in range(len(SIZES)):
        known = after_session(known, 1, 0)
        sizes.append(known.buffer)
    assert sizes == [*SIZES[1:], SIZES[-1]]


def test_many_sessions_without_a_gap_make_it_smaller_by_one() -> None:
    known = Remembered(SIZES[2])
    for _ in range(CLEAN_SESSIONS - 1):
        known = after_session(known, 0, LONG)
        assert known.buffer == SIZES[2]
    assert after_session(known, 0, LONG) == Remembered(SIZES[1])


def test_a_gap_begins_the_count_anew() -> None:
    assert after_session(Remembered(SIZES[1], CLEAN_SESSIONS - 1), 3, LONG) == Remembered(SIZES[2])


def test_a_short_session_without_a_gap_says_nothing() -> None:
    known = Remembered(SIZES[1], CLEAN_SESSIONS - 1)
    assert after_session(known, 0, LONG - 1) == known


@given(remembered, st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=10**9))
def test_the_buffer_moves_by_one_size_at_the_most(
    known: Remembered, overruns: int, length: int
) -> None:
    after = after_session(known, overruns, length)
    moved = SIZES.index(after.buffer) - SIZES.index(known.buffer)
    assert abs(moved) <= 1
    assert moved <= 0 or overruns
    assert moved >= 0 or not overruns
    assert 0 <= after.clean <= CLEAN_SESSIONS


@pytest.mark.parametrize("backend", [PULSEAUDIO, CORE_AUDIO, "ALSA", "WASAPI", ""])
@pytest.mark.parametrize("buffer", SIZES)
def test_no_device_holds_more_than_its_buffer_when_it_asks(backend: str, buffer: int) -> None:
    shape = shape_for(backend, buffer)
    assert shape.backend == backend
    assert 0 < held(backend, shape.period, shape.periods) <= buffer


@pytest.mark.parametrize(
    ("milliseconds", "left"),
    [(20, 15), (40, 30), (60, 45), (80, 60), (120, 80), (200, 120), (400, 220)],
)
def test_what_a_pulseaudio_server_holds_is_what_was_measured(milliseconds: int, left: int) -> None:
    shape = shape_for(PULSEAUDIO, samples(milliseconds / 1000))
    assert held(PULSEAUDIO, shape.period, shape.periods) == samples(left / 1000)


@pytest.mark.parametrize(
    ("platform", "first"), [("linux", PULSEAUDIO), ("darwin", CORE_AUDIO), ("win32", "")]
)
def test_every_platform_has_its_ways_to_a_device(platform: str, first: str) -> None:
    assert backends(platform)[0] == first
