from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.journal.records import Standing
from player.journal.resuming import GoingOn, Known, where_to_go_on

PASSES = (
    Known("1", "Squats"),
    Known("2.1", "Plank, left"),
    Known("2.1", "Plank, right"),
    Known("2.2", "Bridge, set 1 of 2"),
    Known("2.2", "Bridge, set 2 of 2"),
    Known("10", "Stretch"),
)


def standing(number: int, *, complete: bool = False) -> Standing:
    step, name = PASSES[number]
    of_step = sum(one.step == step for one in PASSES[:number])
    return Standing(number, step, name, of_step, 100, complete)


@given(st.integers(0, len(PASSES) - 1))
def test_it_goes_on_with_the_pass_that_was_being_done(number: int) -> None:
    assert where_to_go_on(standing(number), PASSES, changed=False) == GoingOn(number)


def test_it_goes_on_after_a_pass_that_was_complete() -> None:
    assert where_to_go_on(standing(3, complete=True), PASSES, changed=False) == GoingOn(4)
    assert where_to_go_on(standing(5, complete=True), PASSES, changed=False) is None


def test_the_same_pass_in_another_round_is_the_nearest_one() -> None:
    rounds = PASSES * 3
    later = standing(2)._replace(number=len(PASSES) + 2)
    assert where_to_go_on(later, rounds, changed=False) == GoingOn(len(PASSES) + 2)


def test_passes_that_were_left_out_in_between_come_back() -> None:
    after_leaving_out = standing(4)._replace(number=2)
    assert where_to_go_on(after_leaving_out, PASSES, changed=False) == GoingOn(4)


def test_a_pass_that_was_eased_is_known_by_its_step() -> None:
    eased = standing(4)._replace(name="Half bridge")
    assert where_to_go_on(eased, PASSES, changed=False) == GoingOn(4)
    more_sets = eased._replace(of_step=7)
    assert where_to_go_on(more_sets, PASSES, changed=False) == GoingOn(4)


def test_a_routine_that_was_changed_is_told() -> None:
    found = where_to_go_on(standing(3), PASSES, changed=True)
    assert found == GoingOn(3, "The routine has changed since then.")
    renamed = where_to_go_on(standing(3)._replace(name="Hips up"), PASSES, changed=True)
    assert renamed is not None
    assert renamed.number == 3
    assert "step 2.2 as it is now" in renamed.word


def test_a_step_that_is_gone_gives_way_to_the_next_one() -> None:
    gone = Standing(3, "2.3", "Gone", 0, 0, complete=False)
    found = where_to_go_on(gone, PASSES, changed=True)
    assert found is not None
    assert (found.number, "There is no step 2.3" in found.word) == (5, True)


def test_where_the_last_step_is_gone_nothing_is_left_to_do() -> None:
    gone = Standing(5, "11", "Gone", 0, 0, complete=False)
    assert where_to_go_on(gone, PASSES, changed=True) is None


steps = st.sampled_from(["1", "2", "2.1", "10"])
names = st.sampled_from(["a", "b", "c"])
standings = st.builds(
    Standing, st.integers(0, 99), steps, names, st.integers(0, 9), st.integers(), st.booleans()
)  # fmt: skip


@given(st.lists(st.builds(Known, steps, names), min_size=1), standings)
def test_whatever_became_of_the_routine_it_goes_on_within_it(
    passes: list[Known], where: Standing
) -> None:
    found = where_to_go_on(where, passes, changed=True)
    assert found is None or 0 <= found.number < len(passes)
    order = ["1", "2", "2.1", "10"]
    left_to_do = any(order.index(one.step) >= order.index(where.step) for one in passes)
    assert found is not None or where.complete or not left_to_do
