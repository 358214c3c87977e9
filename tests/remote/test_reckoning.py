from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.compiling import timeline
from support.steered_session import ROUTINE

from player.live.controls import Now, State
from player.remote.reckoning import TOLERANCE, Reckoning, looked
from player.remote.shown import Shown, shown
from player.units import samples

FOUND = timeline(ROUTINE)
PLANK = FOUND.spans[2]


def at(position: int, state: State = State.PLAYING) -> Shown:
    return shown(Now(state, position, FOUND))


@given(st.lists(st.integers(1, samples(2)), max_size=20))
def test_a_session_that_plays_on_has_not_jumped(steps: list[int]) -> None:
    reckoning = Reckoning(at(0), 0)
    position = 0
    for step in steps:
        position += step
        reckoning, jumped = looked(reckoning, at(position), position)
        assert not jumped or position > FOUND.spans[0].stop


@given(st.integers(-samples(20), samples(20)))
def test_a_jump_within_a_pass_is_told_once(offset: int) -> None:
    begin = PLANK.start + samples(5)
    position = min(max(PLANK.lead, begin + offset), PLANK.stop - 1)
    reckoning = Reckoning(at(begin), 1000)
    reckoning, jumped = looked(reckoning, at(position), 1000)
    assert jumped is (abs(position - begin) > TOLERANCE)
    assert not looked(reckoning, at(position), 1000).jumped


def test_small_deviations_add_up_until_they_are_told() -> None:
    begin = PLANK.start
    reckoning = Reckoning(at(begin), 0)
    told = 0
    for look in range(1, 41):
        reckoning, jumped = looked(reckoning, at(begin + look * 12_000), look * 9_600)
        told += jumped
    assert told == 40 * 2_400 // (TOLERANCE + 2_400)


def test_a_pause_stands_still_and_going_on_starts_from_there() -> None:
    begin = PLANK.start
    reckoning = Reckoning(at(begin), 0)
    reckoning, jumped = looked(reckoning, at(begin + samples(1), State.PAUSED), samples(1.2))
    assert not jumped
    reckoning, jumped = looked(reckoning, at(begin + samples(1), State.PAUSED), samples(60))
    assert not jumped
    reckoning, jumped = looked(reckoning, at(begin + samples(1)), samples(61))
    assert not jumped
    assert not looked(reckoning, at(begin + samples(2)), samples(62)).jumped


def test_a_pass_that_begins_at_its_beginning_is_no_jump_and_one_amid_it_is() -> None:
    before = Reckoning(at(FOUND.spans[1].start), 0)
    assert not looked(before, at(PLANK.lead + samples(0.2)), samples(3)).jumped
    assert looked(before, at(PLANK.start + samples(3)), samples(3)).jumped


def test_what_moves_during_a_wait_is_no_jump() -> None:
    begin = PLANK.start
    before = Reckoning(at(begin, State.WAITING), 0)
    assert not looked(before, at(begin + samples(9), State.WAITING), samples(9)).jumped


def test_the_end_is_no_jump() -> None:
    before = Reckoning(at(PLANK.start), 0)
    assert not looked(before, at(PLANK.start, State.ENDED), samples(1)).jumped
