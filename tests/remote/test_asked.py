from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.steered_session import ROUTINE
from support.strategies import routines

from player.live.controls import Command, Now, State
from player.remote.asked import Button, decibels, louder_or_softer, moved, placed, pressed
from player.remote.shown import shown
from player.routine.model import Routine
from player.units import samples

FOUND = timeline(ROUTINE)
GOING_ON = [State.PLAYING, State.PAUSED, State.LOST]


@pytest.mark.parametrize("state", GOING_ON)
@pytest.mark.parametrize(
    ("button", "command"),
    [
        (Button.PLAY, Command.RESUME),
        (Button.PAUSE, Command.PAUSE),
        (Button.TOGGLE, Command.TOGGLE),
        (Button.STOP, Command.QUIT),
        (Button.NEXT, Command.SKIP),
        (Button.PREVIOUS, Command.BACK),
    ],
)
def test_a_button_asks_what_it_says(state: State, button: Button, command: Command) -> None:
    assert pressed(button, Now(state, 0, FOUND)) == (command, 0)


@pytest.mark.parametrize("button", [Button.PLAY, Button.TOGGLE, Button.NEXT])
def test_a_wait_is_ended_by_any_button_that_leads_on(button: Button) -> None:
    assert pressed(button, Now(State.WAITING, 0, FOUND)) == (Command.GO_ON, 0)


def test_a_wait_can_be_paused_left_and_gone_back_from() -> None:
    now = Now(State.WAITING, 0, FOUND)
    assert [pressed(button, now) for button in (Button.PAUSE, Button.STOP, Button.PREVIOUS)] == [
        (Command.PAUSE, 0),
        (Command.QUIT, 0),
        (Command.BACK, 0),
    ]


def test_after_a_pain_mark_play_goes_on_and_next_skips() -> None:
    offers = (Command.EASIER, Command.SKIP, Command.GO_ON)
    now = Now(State.MARKED, 0, FOUND, offers=offers)
    assert pressed(Button.PLAY, now) == (Command.GO_ON, 0)
    assert pressed(Button.TOGGLE, now) == (Command.GO_ON, 0)
    assert pressed(Button.NEXT, now) == (Command.SKIP, 0)


@pytest.mark.parametrize("button", Button)
def test_nothing_is_asked_of_a_session_that_has_ended(button: Button) -> None:
    now = Now(State.ENDED, 0, FOUND)
    assert pressed(button, now) is None
    assert moved(samples(1), now) is None
    assert placed("0_1", 0, now) is None


def test_moving_back_stops_at_the_beginning_of_the_pass() -> None:
    second = FOUND.spans[1]
    now = Now(State.PLAYING, second.start, FOUND)
    assert moved(-samples(600), now) == (Command.SEEK, second.lead)


def test_moving_past_the_end_of_the_pass_is_the_next_one() -> None:
    now = Now(State.PLAYING, FOUND.spans[1].start, FOUND)
    assert moved(samples(600), now) == (Command.SKIP, 0)
    assert moved(samples(600), now._replace(state=State.WAITING)) == (Command.GO_ON, 0)


def test_a_place_in_another_pass_or_outside_asks_nothing() -> None:
    now = Now(State.PLAYING, FOUND.spans[1].start, FOUND)
    track = shown(now).track
    assert track is not None
    assert placed("0_1", 0, now) is None
    assert placed(track.key, -1, now) is None
    assert placed(track.key, track.length + 1, now) is None
    assert placed(track.key, samples(3), now) == (Command.SEEK, track.start + samples(3))


@given(routines, st.integers(0, 1000), st.integers(-(2**70), 2**70), st.sampled_from(State))
@settings(max_examples=50)
def test_whatever_is_asked_a_session_is_never_sent_out_of_its_pass(
    routine: Routine, share: int, amount: int, state: State
) -> None:
    found = compiled(routine)
    now = Now(state, found.length * share // 1000, found)
    track = shown(now).track
    key = track.key if track else ""
    for ask in (moved(amount, now), placed(key, amount, now)):
        if ask is not None and ask.command is Command.SEEK:
            assert track is not None
            assert track.start <= ask.amount <= track.start + track.length


@given(st.integers(-40, 12), st.floats(-60, 20), st.integers(1, 6))
def test_stepping_comes_as_near_to_a_volume_as_a_step_allows(
    volume: int, wanted: float, size: int
) -> None:
    change = 0
    for _ in range(200):
        step = louder_or_softer(volume, wanted, change)
        if step is None:
            break
        change = size if step is Command.LOUDER else -size
        volume += change
    assert step is None
    assert abs(volume - wanted) <= size / 2


def test_a_factor_in_decibels() -> None:
    assert decibels(1) == 0
    assert decibels(0.5) == pytest.approx(-6.02, abs=0.01)
    assert decibels(0) == decibels(-1) == -math.inf
    assert louder_or_softer(0, decibels(math.nan), 2) is None
