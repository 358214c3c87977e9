from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import routines

from player.errors import RequestError
from player.routine.merging import leaves
from player.routine.model import COUNTED, WAITING, Breath, Dose, DoseKind, Leaf, Phase, Routine
from player.routine.reader import loads
from player.session.level import GRID, Tempo, at_level, at_pace
from player.session.plan import plan
from player.units import Range, read_duration, samples, seconds

pytestmark = pytest.mark.slow

TIMED = (DoseKind.HOLD, DoseKind.WORK, DoseKind.REST)
ends = st.tuples(st.integers(1, 200), st.integers(1, 200)).map(lambda pair: Range(*pair))
timed_ends = st.tuples(st.integers(1, samples(300)), st.integers(1, samples(300))).map(
    lambda pair: Range(*pair)
)
doses = st.one_of(
    st.tuples(st.sampled_from(TIMED), timed_ends),
    st.tuples(st.sampled_from(sorted(COUNTED)), ends),
).map(lambda pair: Dose(*pair))
levels = st.integers(0, 100)


def routine(*doses: Dose) -> Routine:
    steps = tuple(Leaf(str(number), "Step", dose) for number, dose in enumerate(doses, 1))
    return Routine("t", "T", steps)


def amount(found: Routine, number: int = 0) -> int:
    range_ = leaves(found.steps)[number].dose.amount
    assert range_.first == range_.last
    return range_.first


def at(written: str, level: int) -> float:
    dose = Dose(DoseKind.HOLD, read_duration(written))
    return seconds(amount(at_level(routine(dose), level)))


@pytest.mark.parametrize(
    ("written", "level", "expected"),
    [
        ("30-60s", 0, 30),
        ("30-60s", 50, 45),
        ("30-60s", 60, 50),
        ("30-60s", 100, 60),
        ("45-20s", 0, 45),
        ("45-20s", 50, 35),
        ("45-20s", 90, 25),
        ("45-20s", 100, 20),
        ("12.5-58s", 0, 12.5),
        ("12.5-58s", 1, 15),
        ("12.5-58s", 99, 58),
        ("12.5-58s", 100, 58),
        ("31-33s", 50, 31),
        ("40s", 70, 40),
    ],
)
def test_times_move_between_their_ends_in_steps_of_five_seconds(
    written: str, level: int, expected: float
) -> None:
    assert at(written, level) == expected


@pytest.mark.parametrize(
    ("ends", "level", "expected"),
    [
        (Range(8, 12), 0, 8),
        (Range(8, 12), 12, 8),
        (Range(8, 12), 13, 9),
        (Range(8, 9), 49, 8),
        (Range(8, 9), 50, 9),
        (Range(9, 8), 50, 9),
        (Range(9, 8), 51, 8),
        (Range(8, 12), 100, 12),
    ],
)
def test_reps_are_whole_and_a_half_is_rounded_up(ends: Range, level: int, expected: int) -> None:
    assert amount(at_level(routine(Dose(DoseKind.REPS, ends)), level)) == expected


@given(doses, levels)
def test_a_level_stays_within_the_range_on_the_grid_or_at_an_end(dose: Dose, level: int) -> None:
    found = amount(at_level(routine(dose), level))
    assert dose.amount.low <= found <= dose.amount.high
    assert dose.kind in COUNTED or found % GRID == 0 or found in dose.amount


@given(doses, levels, levels)
def test_doses_move_one_way_as_the_level_rises(dose: Dose, one: int, other: int) -> None:
    lower, higher = (amount(at_level(routine(dose), level)) for level in sorted((one, other)))
    assert lower <= higher if dose.amount.first <= dose.amount.last else lower >= higher


@given(doses)
def test_the_lowest_and_the_highest_level_are_the_ends_themselves(dose: Dose) -> None:
    assert amount(at_level(routine(dose), 0)) == dose.amount.first
    assert amount(at_level(routine(dose), 100)) == dose.amount.last


@given(doses, levels, levels)
def test_a_level_once_chosen_stays(dose: Dose, level: int, other: int) -> None:
    found = at_level(routine(dose), level)
    assert at_level(found, other) == found


@given(routines, levels)
def test_exact_routines_are_the_same_at_every_level(found: Routine, level: int) -> None:
    assert at_level(found, level) == found


def test_the_lowest_level_is_what_is_played_without_one() -> None:
    text = """
[[step]]
rounds = 2
  [[step.step]]
  name = "A"
  hold = "30-45s"
  sides = true
  [[step.step]]
  rest = "45-20s"
  [[step.step]]
  name = "B"
  reps = "8-12"
  [[step.step]]
  wait = "Lie down."
  [[step.step]]
  measure = "knee-to-wall"
  [[step.step]]
  say = "Well."
"""
    found = loads('title = "T"\n' + text, name="t")
    assert plan(at_level(found, 0)) == plan(found)
    raised = plan(at_level(found, 100))
    assert [one.length for one in raised.passes if one.name == "A"] == [samples(45)] * 4
    before, after = leaves(found.steps), leaves(at_level(found, 100).steps)
    fixed = WAITING | {DoseKind.SAY}
    assert [one for one in before if one.dose.kind in fixed] == [
        one for one in after if one.dose.kind in fixed
    ]


@pytest.mark.parametrize("level", [-1, 101])
def test_other_levels_are_refused(level: int) -> None:
    with pytest.raises(RequestError, match=str(level)):
        at_level(routine(), level)


def test_pace_changes_the_time_of_reps_and_of_nothing_else() -> None:
    text = """
[[step]]
name = "A"
reps = 5
tempo = "2s"
[[step]]
name = "B"
reps = 5
phases = [{ name = "up", time = "1s", breath = "in" }, { name = "down", time = "3s" }]
[[step]]
name = "C"
breaths = 5
breath = { in = 4, out = 6 }
[[step]]
name = "D"
hold = "30s"
breath = { in = 4, out = 6 }
[[step]]
name = "E"
work = "30s"
"""
    found = loads('title = "T"\n' + text, name="t")
    assert at_pace(found, Tempo.NORMAL) == found
    for tempo, scale in ((Tempo.SLOW, 1.25), (Tempo.BRISK, 0.8)):
        changed = at_pace(found, tempo)
        assert changed.steps[2:] == found.steps[2:]
        lengths = [one.length for one in plan(changed).passes]
        assert lengths[:2] == [samples(10 * scale), samples(20 * scale)]
    phases = leaves(at_pace(found, Tempo.SLOW).steps)[1].phases
    assert phases == (Phase("up", samples(1.25), Breath.IN), Phase("down", samples(3.75)))


@given(routines, st.sampled_from(Tempo))
def test_reps_stay_within_a_quarter_of_their_pace(found: Routine, tempo: Tempo) -> None:
    for before, after in zip(leaves(found.steps), leaves(at_pace(found, tempo).steps), strict=True):
        if before.dose.kind != DoseKind.REPS:
            assert after == before
            continue
        parts = max(1, len(before.phases))
        assert abs(after.rep_length - before.rep_length) <= before.rep_length / 4 + parts
        assert all(one.length >= 1 for one in after.phases)
        assert after._replace(tempo=before.tempo, phases=before.phases) == before


def test_the_shortest_phase_is_a_sample() -> None:
    leaf = Leaf("1", "A", Dose(DoseKind.REPS, Range(1, 1)), phases=(Phase("up", 1),))
    found = at_pace(Routine("t", "T", (leaf,)), Tempo.BRISK)
    assert leaves(found.steps)[0].phases == (Phase("up", 1),)
