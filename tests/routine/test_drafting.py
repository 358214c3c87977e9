"""Drafts of routines: written as a person would, and without fault."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.drafts import CATALOGUE, read, used

from player.routine.doings import as_catalogued, in_order
from player.routine.drafting import Heading, new_text
from player.routine.formatting import formatted
from player.routine.merging import leaves
from player.routine.model import Exercise
from player.routine.values import name as read_name
from player.units import Unreadable, samples

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=lambda one: one.id)
def test_every_exercise_is_written_with_the_dose_of_the_catalogue(one: Exercise) -> None:
    text = new_text(Heading("mine", "Mine", "any"), in_order([as_catalogued(one)]))
    routine = read(text)
    step = leaves(routine.steps)[-1]
    assert step.exercise == one
    assert step.dose == one.dose
    assert str(step.dose.kind) in tomllib.loads(text)["step"][-1]
    assert step.sets == one.step.get("sets", 1)
    assert formatted(text) == text
    assert one.name in text
    assert [leaf.say for leaf in leaves(routine.steps)[:-1]] == [
        f"You need {listed(one.equipment)}." for _ in one.equipment[:1]
    ]


def listed(equipment: tuple[str, ...]) -> str:
    return " and ".join(f"a {thing}" for thing in equipment)


@settings(max_examples=300)
@given(st.text())
@example('"')
@example("'''\"\"\"")
@example("back\\slash")
@example("ÄÖ ß\n東京 🏃")
@example("# no comment\r\n[[step]]")
@example("a\u2028b\x7f\x85")
def test_any_title_stands_in_the_text_as_it_is(title: str) -> None:
    text = new_text(Heading("mine", title), in_order([as_catalogued(CATALOGUE["ankle-circles"])]))
    assert tomllib.loads(text)["title"] == title
    try:
        folded = read_name(title)
    except Unreadable:
        return
    assert read(text).title == folded
    assert formatted(text) == text


@given(st.text())
def test_any_name_of_the_file_leaves_the_text_without_fault(name: str) -> None:
    text = new_text(Heading(name, "Mine"), in_order([as_catalogued(CATALOGUE["ankle-circles"])]))
    assert read(text).title == "Mine"


def test_what_is_left_out_of_a_new_routine_can_be_taken_in() -> None:
    text = new_text(Heading("mine", "Mine"), in_order([as_catalogued(CATALOGUE["ankle-circles"])]))
    assert "#countdown = 3" in text
    assert "#[defaults]" in text
    assert read(used(text)) == read(text)._replace(target=samples(600))


def test_the_opening_says_where_to_look() -> None:
    text = new_text(Heading("mine", "Mine"), in_order([as_catalogued(CATALOGUE["ankle-circles"])]))
    first, second, third = text.splitlines()[:3]
    assert first == "#:schema ./routine.schema.json"
    assert second == ("# `player exercises` lists exercises; `player check mine` finds mistakes.")
    assert third == 'title = "Mine"'


def test_a_summary_names_some_and_counts_the_rest() -> None:
    def summary(*ids: str) -> str:
        written = in_order([as_catalogued(CATALOGUE[one]) for one in ids])
        return read(new_text(Heading("mine", "Mine"), written)).summary

    assert summary("ankle-circles") == "Ankle circles."
    assert summary("ankle-circles", "glute-bridge") == "Ankle circles and Glute bridge."
    assert summary("ankle-circles", "ankle-circles") == "Ankle circles."
    many = ("ankle-circles", "glute-bridge", "seated-twists", "hip-hinge", "open-book")
    assert summary(*many) == "Ankle circles, Glute bridge, Seated twists and 2 more."
