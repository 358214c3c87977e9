"""A session that its listener changes while it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.strategies import leaves, routines, times

from player.routine.merging import leaves as every_leaf
from player.routine.model import DoseKind, Leaf
from player.routine.reader import loads
from player.routine.sides import side_of
from player.session.changes import LONGEST, TIMED, eased, lasting, resting, without
from player.session.model import Entry, Pass, Session
from player.session.plan import plan
from player.units import samples

pytestmark = pytest.mark.slow

sessions = routines.map(plan)
steps_by = st.integers(samples(-70), samples(70)) | times(3000, 4000)


@st.composite
def at_a_pass(draw: st.DrawFn) -> tuple[Session, int]:
    session = draw(sessions)
    return session, draw(st.integers(0, len(session.passes) - 1))


def session_of(text: str) -> Session:
    return plan(loads(f'title = "Title"\n{text}', name="test"))


Stretch = Callable[[Session, int, int, int], Session]


def lengths(session: Session, index: int, stretch: Stretch) -> int | None:
    """What is made longer or shorter; None where there is nothing."""
    one = session.passes[index]
    if stretch is lasting:
        return one.length if one.kind in TIMED and not one.waits else None
    return one.rest.length if one.rest is not None else None


@pytest.mark.parametrize("stretch", [lasting, resting])
@given(at=at_a_pass(), by=steps_by, least=times(0, 90))
def test_longer_and_shorter_keep_within_their_bounds(
    stretch: Stretch, at: tuple[Session, int], by: int, least: int
) -> None:
    session, index = at
    after = stretch(session, index, by, least)
    before, now = lengths(session, index, stretch), lengths(after, index, stretch)
    if before is None or now is None:
        assert after == session
        return
    if by < 0:
        assert before + by <= now <= before
        assert now >= min(before, least)
    else:
        assert before <= now <= before + by
        assert now <= max(before, LONGEST)
    others = [one for one in after.passes if one.order != index]
    assert others == [one for one in session.passes if one.order != index]


@pytest.mark.parametrize("stretch", [lasting, resting])
@given(at=at_a_pass())
def test_ten_seconds_more_and_ten_fewer_change_nothing(
    stretch: Stretch, at: tuple[Session, int]
) -> None:
    session, index = at
    by = samples(10)
    longer = stretch(session, index, by, 0)
    assert stretch(longer, index, -by, 0) == session


@given(at_a_pass())
def test_what_is_left_out_never_comes_again_and_all_else_does(at: tuple[Session, int]) -> None:
    session, index = at
    after = without(session, index)
    name = session.passes[index].name
    assert after.passes[: index + 1] == session.passes[: index + 1]
    later = after.passes[index + 1 :]
    if name:
        assert name not in {one.name for one in later}
    kept = [one for one in session.passes[index + 1 :] if not name or one.name != name]
    assert [unopened(one) for one in later] == [unopened(one) for one in kept]
    for one, before in zip(later, kept, strict=True):
        assert before.rest is None or (one.rest and one.rest.length >= before.rest.length)
    numbered(after)
    titles_are_told(session, after, index)


@given(at_a_pass(), leaves().filter(lambda one: one.name != ""))
def test_an_easier_step_takes_the_place_of_what_is_left_of_a_hard_one(
    at: tuple[Session, int], leaf: Leaf
) -> None:
    session, index = at
    one = session.passes[index]
    after = eased(session, index, leaf)
    assert after.passes[: index + 1] == session.passes[: index + 1]
    later = after.passes[index + 1 :]
    assert (later[0].name, later[0].entry) == (leaf.name, Entry.STEP)
    assert later[0].sets == (one.sets - one.set + 1 if one.sets > 1 else leaf.sets)
    if side_of(one.side) and side_of(one.side) in {side_of(side) for side in leaf.sides}:
        assert side_of(later[0].side) == side_of(one.side)
    others = [untitled(other) for other in session.passes[index + 1 :] if other.step != one.step]
    assert [untitled(other) for other in later if other.step != one.step] == others
    numbered(after)
    titles_are_told(session, after, index)


def untitled(one: Pass) -> Pass:
    return one._replace(opens=(), order=0)


def unopened(one: Pass) -> Pass:
    return untitled(one)._replace(opens_round=False, rest=None)


def numbered(session: Session) -> None:
    assert [one.order for one in session.passes] == list(range(len(session.passes)))


def titles_are_told(before: Session, after: Session, index: int) -> None:
    """No title is told more often than before, nor where its group is not."""
    was = [title for one in before.passes[index + 1 :] for title in one.opens]
    now = [title for one in after.passes[index + 1 :] for title in one.opens]
    for title in now:
        assert now.count(title) <= was.count(title)
    told = {unopened(one): one.opens for one in before.passes}
    for one in after.passes:
        handed_on = one.opens[: len(one.opens) - len(told.get(unopened(one), ()))]
        assert set(handed_on) <= set(one.groups)
        assert len(set(handed_on)) == len(handed_on)
    left = [one.groups for one in after.passes[index + 1 :]]
    for title in was:
        assert title in now or not any(title in groups for groups in left)


@given(at_a_pass(), st.integers(0, 30))
def test_who_leaves_out_one_thing_after_another_keeps_the_rest(
    at: tuple[Session, int], more: int
) -> None:
    session, index = at
    first = without(session, index)
    assume(index + more < len(first.passes))
    after = without(first, index + more)
    gone = {session.passes[index].name, first.passes[index + more].name}
    later = after.passes[index + more + 1 :]
    assert {one.name for one in later}.isdisjoint(gone - {""})
    numbered(after)


def opened(session: Session) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.opens) for one in session.passes]


def group(title: str, *names: str) -> str:
    held = "".join(f'[[step.step]]\nname = "{name}"\nhold = 20\n' for name in names)
    return f'[[step]]\ntitle = "{title}"\n{held}'


ALONE = '[[step]]\nname = "Plank"\nhold = 20\n'


def test_a_title_whose_first_pass_falls_away_is_told_with_the_next() -> None:
    session = session_of(ALONE + group("Core", "Plank", "Sit-ups", "Bridge"))
    assert opened(without(session, 0)) == [("Plank", ()), ("Sit-ups", ("Core",)), ("Bridge", ())]


def test_a_title_that_comes_again_is_told_once_for_each_group() -> None:
    session = session_of(ALONE + group("Core", "Plank") + group("Core", "Sit-ups", "Bridge"))
    assert opened(without(session, 0)) == [("Plank", ()), ("Sit-ups", ("Core",)), ("Bridge", ())]


def test_a_title_whose_passes_all_fall_away_is_not_told() -> None:
    session = session_of(ALONE + group("Core", "Plank") + group("Legs", "Squats"))
    assert opened(without(session, 0)) == [("Plank", ()), ("Squats", ("Legs",))]


def test_a_round_whose_first_pass_falls_away_begins_with_the_next() -> None:
    rounds = group("Core", "Plank", "Sit-ups", "Bridge").replace("title", "rounds = 3\ntitle")
    after = without(session_of(ALONE + rounds), 0)
    assert [(one.name, one.round) for one in after.passes if one.opens_round] == [
        ("Sit-ups", 2), ("Sit-ups", 3),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(DoseKind) - TIMED))
@given(at=at_a_pass())
def test_only_what_is_timed_lasts_longer(kind: DoseKind, at: tuple[Session, int]) -> None:
    session, index = at
    one = session.passes[index]._replace(kind=kind)
    passes = (*session.passes[:index], one, *session.passes[index + 1 :])
    session = session._replace(passes=passes)
    assert lasting(session, index, samples(10), 0) == session


ROUNDS = """
title = "Rounds"
[[step]]
rounds = 3
  [[step.step]]
  name = "A"
  hold = 20
  [[step.step]]
  name = "B"
  hold = 20
  [[step.step]]
  rest = 60
"""
SIDES = """
title = "Sides"
[[step]]
name = "A"
reps = 5
sides = true
first = "right"
sets = 2
"""
EASY = 'title = "Easy"\n[[step]]\nname = "Easy"\nreps = 5\nsides = true\n'


def planned(text: str) -> Session:
    return plan(loads(text, name="test"))


def easy(text: str = EASY) -> Leaf:
    return next(iter(every_leaf(loads(text, name="easy").steps)))


def test_the_rest_before_what_is_left_out_is_taken_before_what_follows() -> None:
    after = without(planned(ROUNDS), 0)
    rests = [one.rest.length // 48_000 if one.rest else 0 for one in after.passes]
    assert [one.name for one in after.passes] == ["A", "B", "B", "B", ""]
    assert rests == [0, 0, 60, 60, 0]


def test_an_easier_way_holds_in_later_rounds_and_keeps_their_rests() -> None:
    after = eased(planned(ROUNDS), 0, easy('title = "E"\n[[step]]\nname = "Easy"\nhold = 9\n'))
    assert [one.name for one in after.passes] == [
        "A", "Easy", "B", "Easy", "B", "Easy", "B", "",
    ]  # fmt: skip
    assert [bool(one.rest) for one in after.passes] == [
        False, False, False, True, False, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("index", "sides"),
    [(0, "right left right left"), (1, "left right left"), (2, "right left"), (3, "left")],
)
def test_an_easier_way_does_every_side_that_is_left_in_the_same_order(
    index: int, sides: str
) -> None:
    after = eased(planned(SIDES), index, easy())
    later = after.passes[index + 1 :]
    assert [one.side.split()[0] for one in later] == sides.split()


def test_what_has_not_begun_gives_its_place_and_its_rest_to_the_easier_way() -> None:
    session = planned(ROUNDS)
    index = next(one.order for one in session.passes if one.rest)
    leaf = easy('title = "E"\n[[step]]\nname = "Easy"\nhold = 9\n')
    after = eased(session, index, leaf, begun=False)
    assert after.passes[:index] == session.passes[:index]
    assert after.passes[index].name == "Easy"
    assert after.passes[index].rest == session.passes[index].rest
    assert after.passes[index].opens_round
