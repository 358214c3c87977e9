"""How far pass, group and session have come."""

from __future__ import annotations

from support.scenes import scene, span, whole

from player.live.moment import Story
from player.live.screen.progress import Stretch, stretches
from player.units import samples

STORY = Story(whole())


def found(name: str, seconds: float, number: int = 0) -> tuple[Stretch, ...]:
    position = scene(name, seconds, number).position
    return stretches(STORY, STORY.moment(position), position)


def test_a_pass_in_a_group_has_three() -> None:
    now, group, session = found("Couch", 10)
    assert now == Stretch("Now", samples(10), samples(75))
    first, last = span("Couch"), span("Half", 3)
    assert group.name == "Hips"
    assert group.length == last.stop - first.lead
    assert group.done == first.start - first.lead + samples(10)
    assert session.length == whole().length


def test_before_its_start_nothing_of_a_pass_is_done() -> None:
    assert found("Couch", -2)[0] == Stretch("Now", 0, samples(75))


def test_rounds_without_a_title_are_told_round_by_round() -> None:
    one, two = found("Alphabet", 1)[1], found("Alphabet", 1, 1)[1]
    assert (one.name, two.name) == ("Round 1/2", "Round 2/2")
    second = span("Alphabet", 1)
    assert two.length == second.stop - second.lead


def test_a_step_outside_of_groups_has_no_group() -> None:
    assert [one.name for one in found("Squats", 1)] == ["Now", "Session"]


def test_what_waits_for_the_listener_has_no_length() -> None:
    assert found("Squats", 1)[0] == Stretch("Now", 0, 0, "at your own pace")


def test_a_rest_is_told_from_its_beginning_to_the_start_of_what_follows() -> None:
    rested = span("Half")
    position = rested.ready - samples(1)
    rest = stretches(STORY, STORY.moment(position), position)[0]
    assert rest == Stretch("Rest", position - rested.lead, rested.start - rested.lead)


def test_the_closing_has_the_session_alone() -> None:
    end = whole().length
    assert stretches(STORY, STORY.moment(end), end) == (Stretch("Session", end, end),)
