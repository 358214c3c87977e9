from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.steered_session import ROUTINE
from support.strategies import routines

from player.live.controls import Now, State
from player.remote.mpris_properties import NO_TRACK, key_of, metadata, path_of, properties
from player.remote.shown import Status, microseconds, samples_of, shown, track_at
from player.routine.model import Routine
from player.units import samples

FOUND = timeline(ROUTINE)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.PLAYING, Status.PLAYING),
        (State.PAUSED, Status.PAUSED),
        (State.WAITING, Status.PAUSED),
        (State.MARKED, Status.PAUSED),
        (State.LOST, Status.PAUSED),
        (State.ENDED, Status.STOPPED),
    ],
)
def test_a_session_plays_pauses_or_has_stopped(state: State, status: Status) -> None:
    assert shown(Now(state, 0, FOUND)).status is status


def test_a_pass_is_a_track_with_its_lead() -> None:
    second = FOUND.spans[1]
    seen = shown(Now(State.PLAYING, second.start + samples(2), FOUND))
    assert seen.track is not None
    assert seen.track.title == "Squats, right leg"
    assert seen.track.album == "Title"
    assert seen.track.number == 2
    assert seen.track.length == second.stop - second.lead
    assert seen.position == second.start + samples(2) - second.lead


def test_the_closing_stays_with_the_last_pass_at_its_end() -> None:
    seen = shown(Now(State.PLAYING, FOUND.length, FOUND))
    assert seen.track is not None
    assert seen.track.number == len(FOUND.spans)
    assert seen.position == seen.track.length
    assert not seen.onward


def test_a_session_that_has_ended_shows_no_track() -> None:
    seen = shown(Now(State.ENDED, 100, FOUND))
    assert seen.track is None
    assert metadata(seen.track)["mpris:trackid"].value == NO_TRACK
    told = properties(seen)
    assert not any(told[name] for name in told if name.startswith("Can"))


def test_text_of_a_routine_reaches_no_terminal_with_control_characters() -> None:
    hostile = timeline('[[step]]\nname = "Plank"\nhold = "30s"\n')._replace(
        title="a\x1b]0;b\x07\nc\ud800\x00" + "d" * 400
    )
    album = track_at(hostile, 0).album
    assert album.isprintable()
    assert album.startswith("a ]0;b  c  d")
    assert len(album) == 200


@given(routines, st.integers(-10, 1010), st.sampled_from(State))
@settings(max_examples=50)
def test_whatever_the_place_what_is_shown_is_within_its_track(
    routine: Routine, share: int, state: State
) -> None:
    found = compiled(routine)
    position = found.length * share // 1000
    seen = shown(Now(state, position, found))
    if seen.track is None:
        assert state is State.ENDED
        return
    assert 0 <= seen.position <= seen.track.length
    span = found.spans[seen.track.number - 1]
    if span.lead <= position < span.stop:
        assert seen.track.start + seen.position == position
    assert seen.track.title.isprintable()


@given(routines)
@settings(max_examples=50)
def test_tracks_follow_each_other_and_have_paths_of_their_own(routine: Routine) -> None:
    found = compiled(routine)
    tracks = [track_at(found, index) for index in range(len(found.spans))]
    assert all(one.start + one.length == two.start for one, two in pairwise(tracks))
    paths = [path_of(track.key) for track in tracks]
    assert len(set(paths)) == len(paths)
    assert all(re.fullmatch(r"(/[A-Za-z0-9_]+)+", path) for path in paths)
    assert [key_of(path) for path in paths] == [track.key for track in tracks]


@pytest.mark.parametrize("path", ["/", NO_TRACK, "/other/0_1", "/routine_player/pass/0/1"])
def test_a_path_that_is_no_pass_is_known(path: str) -> None:
    assert key_of(path) == ""


@given(st.integers(-(2**63), 2**63 - 1))
def test_samples_survive_being_told_in_microseconds(count: int) -> None:
    assert samples_of(microseconds(count)) == count


@given(st.integers(-60, 12))
def test_volume_rises_with_its_decibels(volume: int) -> None:
    now = Now(State.PLAYING, 0, FOUND)
    factor = shown(now._replace(volume=volume)).volume
    assert 0 < factor < shown(now._replace(volume=volume + 1)).volume
    assert (factor == 1) is (volume == 0)
