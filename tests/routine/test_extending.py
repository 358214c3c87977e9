"""Drafts made from another routine: the same as that one until something is changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drafts import CATALOGUE, LIBRARY, read, used
from support.strategies import preferences, routines

from player.routine.doings import as_catalogued, in_order
from player.routine.drafting import Heading
from player.routine.extending import extending_text
from player.routine.formatting import formatted
from player.routine.merging import leaves, renumbered
from player.routine.model import Count, CountMode, CuePreferences, Leaf, Routine
from player.units import samples

pytestmark = pytest.mark.slow

BASES = {name: LIBRARY.read(name) for name in LIBRARY.ids()}


def steps_of(routine: Routine) -> list[Leaf]:
    return [one._replace(place=()) for one in leaves(renumbered(routine.steps))]


def as_read(cues: CuePreferences) -> CuePreferences:
    """Preferences as they are when they have been read from a text."""
    counting = Count(CountMode.OFF) if cues.counting.mode == CountMode.OFF else cues.counting
    remaining = tuple(sorted(set(cues.remaining), reverse=True))
    return cues._replace(counting=counting, remaining=remaining)


def blocks(text: str) -> list[tuple[str, str]]:
    """The text with one of the examples taken in, for each; and what was taken in."""
    parts = text.split("\n\n")
    found = []
    for number, part in enumerate(parts):
        if used(part) != part and number:
            whole = "\n\n".join([*parts[:number], used(part), *parts[number + 1 :]])
            found.append((whole, used(part)))
    return found


@pytest.mark.parametrize("name", BASES)
def test_a_shipped_routine_that_is_extended_is_the_same_until_something_is_changed(
    name: str,
) -> None:
    base = BASES[name]
    text = extending_text(Heading("mine", "Mine"), name, base, in_order([]), CATALOGUE)
    routine = read(text, base)
    assert formatted(text) == text
    assert steps_of(routine) == steps_of(base)
    assert (routine.title, routine.when, routine.target) == ("Mine", base.when, base.target)
    for leaf in leaves(base.steps):
        assert (leaf.exercise.id if leaf.exercise else leaf.name) in text
    taken_in = blocks(text)
    for changed, _ in taken_in:
        assert read(changed, base).title == "Mine"
    left_out, spoken, replaced, added = (read(changed, base) for changed, _ in taken_in)
    assert len(leaves(left_out.steps)) < len(leaves(base.steps))
    assert spoken.cues == base.cues
    assert len(leaves(replaced.steps)) == len(leaves(base.steps))
    assert steps_of(replaced) != steps_of(base)
    assert len(leaves(added.steps)) > len(leaves(base.steps))
    assert len(leaves(read(used(text), base).steps)) > 1


@settings(max_examples=60)
@given(base=routines, cues=preferences)
def test_examples_work_for_any_routine_that_is_extended(
    base: Routine, cues: CuePreferences
) -> None:
    base = base._replace(cues=as_read(cues))
    text = extending_text(Heading("mine", "Mine"), "other", base, in_order([]), CATALOGUE)
    assert formatted(text) == text
    assert steps_of(read(text, base)) == steps_of(base)
    for changed, example_text in blocks(text):
        routine = read(changed, base)
        if "[cues]" in example_text:
            assert routine.cues == base.cues
    assert read(used(text), base).steps


def test_exercises_are_added_at_the_end_and_the_heading_goes_before_the_other_routine() -> None:
    base = BASES["pre-run"]
    written = in_order([as_catalogued(CATALOGUE["wall-slides"])])
    heading = Heading("mine", "Mine", "any", 9)
    routine = read(extending_text(heading, "pre-run", base, written, CATALOGUE), base)
    assert steps_of(routine)[:-1] == steps_of(base)
    last = steps_of(routine)[-1]
    assert last.exercise == CATALOGUE["wall-slides"]
    assert (routine.when, routine.target) == ("any", samples(540))


def test_a_routine_of_one_step_has_no_example_that_leaves_it_empty() -> None:
    base = read('title = "One"\n[[step]]\nname = "Plank"\nhold = "30s"')
    text = extending_text(Heading("mine", "Mine"), "one", base, in_order([]), {})
    assert "leave_out =" not in text
    assert "#[replace.Plank]" in text
    for changed, _ in blocks(text):
        assert read(changed, base).steps


def test_a_routine_of_sentences_has_nothing_to_replace() -> None:
    base = read('title = "Words"\n[[step]]\nsay = "Hello."\n[[step]]\nrest = "20s"')
    text = extending_text(Heading("mine", "Mine"), "words", base, in_order([]), CATALOGUE)
    assert "replace." not in text
    assert "“Hello.”" in text
    assert len(leaves(read(used(text), base).steps)) == 3


def test_a_very_long_routine_is_not_listed_whole() -> None:
    base = read('title = "Long"\n' + '[[step]]\nname = "Jump"\nreps = 3\n' * 150)
    text = extending_text(Heading("mine", "Mine"), "long", base, in_order([]), CATALOGUE)
    assert "#   100  Jump  (3 reps)" in text
    assert "#   … and 50 more" in text
    assert "#   101" not in text


@given(st.text())
def test_any_name_of_the_file_leaves_the_text_without_fault(name: str) -> None:
    written = in_order([as_catalogued(CATALOGUE["ankle-circles"])])
    text = extending_text(Heading(name, "Mine"), "other", BASES["pre-run"], written, CATALOGUE)
    assert read(text, BASES["pre-run"]).title == "Mine"
