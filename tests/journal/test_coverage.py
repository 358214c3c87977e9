from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.journal.coverage import Attempts, Coverage

LENGTH = 60

stretches = st.lists(
    st.tuples(st.integers(0, LENGTH + 10), st.integers(0, LENGTH + 10)), max_size=12
)


@given(stretches, st.integers(0, LENGTH), st.integers(0, 20))
def test_what_was_heard_is_counted_sample_by_sample(
    heard: list[tuple[int, int]], length: int, each: int
) -> None:
    coverage = Coverage()
    samples: set[int] = set()
    for start, stop in heard:
        coverage = coverage.heard(start, stop)
        samples |= set(range(start, stop))
    assert coverage.within(length) == len(samples & set(range(length)))
    whole = [
        first
        for first in range(0, length - each + 1, each or 1)
        if each and samples >= set(range(first, first + each))
    ]
    assert coverage.reps(length, each) == len(whole)
    assert all(
        one[1] < other[0]
        for one, other in zip(coverage.stretches, coverage.stretches[1:], strict=False)
    )


def test_of_several_times_the_one_that_came_furthest_counts() -> None:
    one = Attempts().heard(0, 40).again(LENGTH, 10).heard(0, 25)
    assert one.most(LENGTH, 10) == (40, 4)
    assert one.times == 2
    assert one.heard(25, 60).most(LENGTH, 10) == (60, 6)


def test_who_returns_before_a_pass_has_begun_does_not_repeat_it() -> None:
    assert Attempts().again(LENGTH, 0).heard(0, 9).times == 1


def test_a_pass_made_shorter_is_done_no_longer_than_it_is() -> None:
    one = Attempts().heard(0, 50).again(LENGTH, 10)
    assert one.most(30, 10) == (30, 3)
