"""The texts of a moment."""

from __future__ import annotations

import pytest
from support.compiling import timeline
from support.scenes import scene, span, whole

from player.live.controls import Now, State
from player.live.moment import Story
from player.live.screen.telling import Told, told
from player.units import samples


def telling(now: Now, typed: str = "") -> Told:
    return told(now, Story(now.timeline).moment(now.position), typed)


def test_a_hold_tells_the_time_left_rounded_up() -> None:
    about = telling(scene("Couch", 9.5))
    assert about == Told(
        name="Couch stretch",
        side="left leg",
        turn="set 1 of 2, round 1 of 2",
        figure="1:06",
        caption="to go",
        brief="1:06 to go",
        alert=False,
        following="Couch stretch, right leg, set 1 of 2, round 1 of 2",
    )
    assert telling(scene("Couch", 15)).figure == "1:00"
    assert telling(scene("Couch", 15.1)).figure == "1:00"
    assert telling(scene("Couch", 16)).brief == "59 seconds to go"
    assert telling(scene("Couch", 74.5)).brief == "1 second to go"


def test_a_lead_counts_down_to_the_start() -> None:
    assert telling(scene("Couch", -2.5)).brief == "3 seconds until it starts"


def test_reps_tell_the_rep_being_done() -> None:
    assert telling(scene("Cat", 0)).brief == "1 of 6 reps"
    assert telling(scene("Cat", 35.9)).brief == "6 of 6 reps"


def test_labels_are_told_in_place_of_numbers() -> None:
    about = telling(scene("Alphabet", 2.5))
    assert (about.figure, about.caption) == ("B", "2 of 3")


def test_reps_counted_down_tell_how_many_are_left() -> None:
    found = timeline('[[step]]\nname = "A"\nreps = 5\ntempo = "2s"\ncues.count = "down"\n')
    now = Now(State.PLAYING, found.spans[0].start + samples(3), found)
    assert telling(now).brief == "4 reps to go"


def test_breaths_and_units_have_their_own_word() -> None:
    found = timeline(
        '[[step]]\nname = "A"\nbreaths = 1\n'
        '[[step]]\nname = "B"\nreps = 4\ntempo = "2s"\nunit = "circles"\n'
    )
    first, second = found.spans
    assert telling(Now(State.PLAYING, first.start, found)).brief == "1 of 1 breath"
    assert telling(Now(State.PLAYING, second.start, found)).brief == "1 of 4 circles"


def test_a_rest_is_told_by_name_and_what_it_leads_to_is_next() -> None:
    rested = span("Half")
    about = telling(Now(State.PLAYING, rested.ready - samples(1), whole()))
    assert about.name == "Water"
    assert about.caption == "seconds of rest"
    assert about.following.startswith("Half-kneeling")
    assert about.side == ""


def test_the_end_is_told() -> None:
    about = telling(Now(State.PLAYING, whole().length - 1, whole()))
    assert (about.name, about.figure, about.following) == ("Finished", "DONE", "")


@pytest.mark.parametrize(
    ("state", "figure", "brief"),
    [
        (State.PAUSED, "PAUSED", "PAUSED, 1:05 to go"),
        (State.MARKED, "MARKED", "MARKED, choose:"),
        (State.LOST, "NO SOUND", "NO SOUND, device gone"),
    ],
)
def test_where_the_session_stands_still_a_word_says_why(
    state: State, figure: str, brief: str
) -> None:
    about = telling(scene("Couch", 10, state=state))
    assert (about.figure, about.brief, about.alert) == (figure, brief, True)
    assert about.name == "Couch stretch"


def test_waiting_says_how_to_go_on() -> None:
    wait = telling(scene("Lie", 1, state=State.WAITING))
    assert (wait.name, wait.figure) == ("Lie down on your right side.", "ENTER")
    assert wait.brief == "Enter to go on"
    reps = telling(scene("Squats", 1, state=State.WAITING))
    assert (reps.figure, reps.caption) == ("12", "reps at your own pace. Enter to go on.")


def test_a_figure_that_is_asked_for_is_shown_as_it_is_typed() -> None:
    now = scene("Knee", 1, state=State.WAITING, asks="Knee to wall, left (cm)")
    assert telling(now).figure == "?"
    assert telling(now, "9.5").figure == "9.5"


def test_a_pass_at_ones_own_pace_counts_nothing_by_the_clock() -> None:
    playing = telling(scene("Squats", 9))
    assert playing.brief == "12, Enter to go on"
    paused = telling(scene("Squats", 9, state=State.PAUSED))
    assert (paused.figure, paused.caption, paused.brief) == ("PAUSED", "Space to go on.", "PAUSED")
