"""The pure part of steering: wherever commands lead, it is within the session, and on marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.strategies import routines

from player.live.controls import Command, State
from player.live.transport import (
    BEFORE,
    LOUDEST,
    MUSIC_LOUDEST,
    MUSIC_SOFTEST,
    SOFTEST,
    Transport,
    applied,
    following,
    marks,
    previous,
)
from player.routine.model import Routine

pytestmark = pytest.mark.slow

commands = st.lists(
    st.tuples(st.sampled_from(Command), st.integers(-(10**6), 10**8), st.integers(0, 200_000)),
    max_size=40,
)


@given(routines, commands, st.sampled_from([None, 0]))
def test_any_sequence_of_commands_stays_within_the_session(
    routine: Routine, asked: list[tuple[Command, int, int]], music: int | None
) -> None:
    found = compiled(routine)
    now = Transport(music=music)
    for command, amount, heard_for in asked:
        if now.state == State.PLAYING:
            now = now._replace(position=min(now.position + heard_for, found.length))
        before = now
        now = applied(now, command, found, now.position, amount)
        assert 0 <= now.position <= found.length
        assert SOFTEST <= now.volume <= LOUDEST
        assert (now.music is None) == (music is None)
        assert MUSIC_SOFTEST <= (now.music or 0) <= MUSIC_LOUDEST
        if command in {Command.SKIP, Command.BACK} and before.state != State.ENDED:
            assert now.position in {*marks(found), found.length}
        elif command != Command.SEEK:
            assert now.position == before.position
        if before.state == State.ENDED:
            assert now == before


@given(routines, st.integers(0, 100))
def test_skipping_leads_forward_and_back_leads_back(routine: Routine, share: int) -> None:
    found = compiled(routine)
    position = found.length * share // 100
    assert following(found, position) > position or position == found.length
    back = previous(found, position)
    assert back <= position
    assert back == 0 or position - back >= BEFORE or marks(found)[0] == back or (
        position - back > 0
    )  # fmt: skip


@given(routines)
def test_skipping_again_and_again_visits_every_mark_and_ends(routine: Routine) -> None:
    found = compiled(routine)
    position, visited = 0, [0]
    while position < found.length:
        position = following(found, position)
        visited.append(position)
    assert visited == [*marks(found), found.length]


@given(routines, st.integers(1, 8))
def test_back_restarts_and_soon_after_a_mark_goes_to_the_one_before(
    routine: Routine, index: int
) -> None:
    found = compiled(routine)
    places = marks(found)
    index = min(index, len(places) - 1)
    if index == 0:
        return
    assert previous(found, places[index]) == places[index - 1]
    end = places[index + 1] if index + 1 < len(places) else found.length
    if end - places[index] > BEFORE:
        assert previous(found, places[index] + BEFORE) == places[index]


def test_pause_and_resume_lose_nothing() -> None:
    now = Transport(position=12_345)
    found = timeline('[[step]]\nname = "Plank"\nhold = 30\n')
    paused = applied(now, Command.TOGGLE, found, 12_000)
    assert paused == now._replace(state=State.PAUSED)
    assert applied(paused, Command.TOGGLE, found, 12_000) == now
    assert applied(paused, Command.RESUME, found, 12_000) == now
    assert applied(now, Command.RESUME, found, 12_000) == now
    assert applied(paused, Command.PAUSE, found, 12_000) == paused
