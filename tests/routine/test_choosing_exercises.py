"""Exercises chosen for a time: as long as it should be, balanced, and without cause for advice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.compiling import compiled
from support.drafts import CATALOGUE, apart, length_under, read

from player.routine.advice import advice_on
from player.routine.choosing_exercises import AT_HAND, MOST_SETS, chosen
from player.routine.doings import Sections, all_in
from player.routine.drafting import Heading, new_text
from player.routine.fields import OCCASIONS
from player.routine.fitting_doses import NEAR
from player.routine.formatting import formatted
from player.routine.model import DoseKind
from player.timeline.advice import advice_on_timeline
from player.units import samples

pytestmark = pytest.mark.slow

FOR_ALL = 3
"""Minutes in which ankle, hip and upper back all have their turn."""

AT_LENGTH = 45
"""Minutes that the catalogue fills for every occasion."""


def chosen_for(when: str, minutes: int) -> tuple[Heading, Sections]:
    heading = Heading("mine", "Mine", when, minutes)
    return heading, chosen(when, samples(60 * minutes), CATALOGUE, length_under(heading))


def advised(text: str) -> list[str]:
    """Codes of all advice on a draft."""
    routine = read(text)
    timeline = compiled(routine)
    found = [*advice_on(routine, CATALOGUE)]
    found += advice_on_timeline(routine, timeline, measured=False)
    return [one.code for one in found]


@settings(max_examples=25)
@given(when=st.sampled_from(OCCASIONS), minutes=st.integers(FOR_ALL, AT_LENGTH))
@example(when="any", minutes=10)
def test_what_the_player_chooses_takes_the_time_it_should_and_gives_no_reason_for_advice(
    when: str, minutes: int
) -> None:
    heading, sections = chosen_for(when, minutes)
    text = new_text(heading, sections)
    assert apart(heading, sections) <= NEAR
    assert advised(text) == []
    assert formatted(text) == text
    for one in all_in(sections):
        assert {when, "any"} & set(one.exercise.when)
        assert set(one.exercise.equipment) <= AT_HAND
        assert when != "pre-run" or one.exercise.dose.kind != DoseKind.HOLD


@pytest.mark.parametrize("when", OCCASIONS)
def test_ten_minutes_are_for_all_three_joints_alike(when: str) -> None:
    _, sections = chosen_for(when, 10)
    joints = Counter(one.exercise.joints[0] for one in all_in(sections))
    assert set(joints) == {"ankle", "hip", "thoracic"}
    assert max(joints.values()) - min(joints.values()) <= 1


@pytest.mark.parametrize("when", OCCASIONS)
@pytest.mark.parametrize("minutes", [1, 2])
def test_even_a_minute_is_filled(when: str, minutes: int) -> None:
    assert apart(*chosen_for(when, minutes)) <= NEAR


def test_the_simplest_come_first_and_what_needs_a_mat_stands_together() -> None:
    _, sections = chosen_for("rest-day", 15)
    assert [section.title for section in sections] == ["To begin", "On the mat"]
    assert sections[0].doings[0].exercise.id == "ankle-circles"
    _, upwards = chosen_for("pre-run", 15)
    assert [one.title for one in upwards] == ["On the mat", "At the wall", "To finish"]


def test_where_there_is_not_enough_everything_is_done_as_much_as_makes_sense() -> None:
    found = all_in(chosen_for("any", 180)[1])
    for_any_time = [one for one in CATALOGUE.values() if "any" in one.when]
    assert len(found) == len(for_any_time)
    assert all(one.sets == MOST_SETS for one in found)
    assert all(one.amount.first == one.amount.last for one in found)


def test_an_empty_catalogue_gives_nothing() -> None:
    assert chosen("any", samples(600), {}, length_under(Heading("mine", "Mine"))) == ()
