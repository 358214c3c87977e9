from __future__ import annotations

import pytest
from hypothesis import given
from support.strategies import routines

from player.errors import RequestError
from player.routine.bounds import size_faults
from player.routine.model import DoseKind, Leaf, Routine
from player.routine.reader import loads
from player.session.plan import plan
from player.units import samples


def passes(text: str, start_at: str = "") -> list[str]:
    session = plan(loads('title = "T"\n' + text, name="t"), start_at=start_at)
    return [
        " ".join(part for part in (one.name or one.say, one.side, one.direction) if part)
        + (f" {one.set}/{one.sets}" if one.sets > 1 else "")
        for one in session.passes
    ]


def test_all_directions_of_a_side_come_before_the_other_side_and_sides_before_sets() -> None:
    text = '[[step]]\nname = "Circle"\nreps = 3\nsides = true\ndirections = ["in", "out"]\nsets = 2'
    assert passes(text) == [
        "Circle left in 1/2",
        "Circle left out 1/2",
        "Circle right in 1/2",
        "Circle right out 1/2",
        "Circle left in 2/2",
        "Circle left out 2/2",
        "Circle right in 2/2",
        "Circle right out 2/2",
    ]


ROUNDS = """
[[step]]
rounds = 2
title = "Round"
  [[step.step]]
  name = "A"
  hold = "10s"
  say = "Like this."
  [[step.step]]
  rest = "20s"
  [[step.step]]
  rest = "5s"
[[step]]
name = "B"
hold = "10s"
"""


def test_rests_run_into_the_lead_of_what_follows_and_add_up() -> None:
    session = plan(loads('title = "T"' + ROUNDS, name="t"))
    assert [(one.name, one.rest.length if one.rest else 0) for one in session.passes] == [
        ("A", 0),
        ("A", samples(25)),
        ("B", samples(25)),
    ]


def test_instructions_are_said_in_the_first_round_only() -> None:
    session = plan(loads('title = "T"' + ROUNDS, name="t"))
    assert [one.say for one in session.passes] == ["Like this.", "", ""]
    assert [one.opens for one in session.passes] == [("Round",), (), ()]
    assert [one.opens_round for one in session.passes] == [False, True, False]


def test_a_rest_at_the_end_is_a_pass_of_its_own() -> None:
    text = '[[step]]\nname = "A"\nhold = "9s"\n[[step]]\nrest = "20s"'
    session = plan(loads('title = "T"\n' + text, name="t"))
    last = session.passes[-1]
    assert (last.kind, last.length, last.ready) == (DoseKind.REST, samples(20), 0)


def test_ranges_stand_at_their_first_value() -> None:
    text = '[[step]]\nname = "A"\nhold = "30-45s"\n[[step]]\nrest = "45-20s"\n[[step]]\n'
    session = plan(loads('title = "T"\n' + text + 'name = "B"\nreps = "8-12"', name="t"))
    first, second = session.passes
    assert first.length == samples(30)
    assert second.rest is not None
    assert second.rest.length == samples(45)
    assert second.reps == 8


@pytest.mark.parametrize("wanted", ["2", "B", " b "])
def test_a_session_can_begin_with_a_step_by_number_or_name(wanted: str) -> None:
    assert passes(ROUNDS, wanted) == ["B"]


@pytest.mark.parametrize("wanted", ["1", "round", "1.1"])
def test_a_session_can_begin_with_a_group_by_its_title(wanted: str) -> None:
    assert passes(ROUNDS, wanted) == ["A", "A", "B"]


def test_a_session_can_begin_with_a_rest() -> None:
    session = plan(loads('title = "T"' + ROUNDS, name="t"), start_at="1.3")
    assert [one.rest.length if one.rest else 0 for one in session.passes] == [
        samples(5), samples(25),
    ]  # fmt: skip


def test_a_session_that_begins_within_a_group_says_its_title() -> None:
    text = ROUNDS.replace('rest = "20s"', 'name = "C"\n  hold = "5s"')
    session = plan(loads('title = "T"' + text, name="t"), start_at="1.2")
    assert session.passes[0].name == "C"
    assert session.passes[0].opens == ("Round",)
    assert [one.order for one in session.passes] == list(range(len(session.passes)))


def test_an_unknown_step_is_told_with_those_there_are() -> None:
    with pytest.raises(RequestError) as caught:
        passes(ROUNDS, "7")
    with pytest.raises(RequestError):
        passes(ROUNDS, " ")
    assert '1.1 "A"' in caught.value.mend
    assert '2 "B"' in caught.value.mend


@given(routines)
def test_a_plan_does_all_that_was_written(routine: Routine) -> None:
    session = plan(routine)
    assert not size_faults(routine.steps)
    assert [one.order for one in session.passes] == list(range(len(session.passes)))
    written = _leaves(routine)
    for path, (leaf, times) in written.items():
        done = [one for one in session.passes if one.step == path]
        sides = max(1, len(leaf.sides)) * max(1, len(leaf.directions))
        if leaf.dose.kind in {DoseKind.REST, DoseKind.SAY}:
            continue
        assert len(done) == times * leaf.sets * sides
        assert {one.side for one in done} == set(leaf.sides or ("",))
        assert {one.direction for one in done} == set(leaf.directions or ("",))
        if leaf.dose.kind in {DoseKind.REPS, DoseKind.BREATHS}:
            assert all(one.reps * one.rep_length == one.length for one in done)
    rests = sum(
        leaf.dose.amount.first * times
        for leaf, times in written.values()
        if leaf.dose.kind == DoseKind.REST
    )
    merged = sum(one.rest.length for one in session.passes if one.rest)
    own = sum(one.length for one in session.passes if one.kind == DoseKind.REST)
    assert merged + own == rests


def _leaves(routine: Routine) -> dict[str, tuple[Leaf, int]]:
    found: dict[str, tuple[Leaf, int]] = {}
    waiting = [(step, 1) for step in routine.steps]
    while waiting:
        step, times = waiting.pop()
        if isinstance(step, Leaf):
            found[step.path] = (step, times)
        else:
            waiting += [(inner, times * step.rounds) for inner in step.steps]
    return found
