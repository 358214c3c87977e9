from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.units import SAMPLE_RATE, Range, Unreadable, clock, read_count, read_duration, samples


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        (90, 90, 90),
        (1.5, 1.5, 1.5),
        ("90s", 90, 90),
        ("90 s", 90, 90),
        ("1m30s", 90, 90),
        ("1min 30s", 90, 90),
        ("1:30", 90, 90),
        ("0:07.5", 7.5, 7.5),
        ("1.5min", 90, 90),
        ("5min", 300, 300),
        ("1h", 3600, 3600),
        ("60-90s", 60, 90),
        ("45-20s", 45, 20),
        ("1-2min", 60, 120),
        ("45s-1m30s", 45, 90),
        ("1:00-1:30", 60, 90),
        ("60–90s", 60, 90),  # noqa: RUF001 - an en dash, as word processors write it
        (0, 0, 0),
    ],
)
def test_durations_are_read_in_samples(written: object, first: float, last: float) -> None:
    assert read_duration(written) == Range(samples(first), samples(last))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("90", "no-unit"),
        ("60-90", "no-unit"),
        ("1-2m30s", "no-unit"),
        ("", "not-a-time"),
        ("soon", "not-a-time"),
        ("1:75", "not-a-time"),
        ("s", "not-a-time"),
        ("-5s", "not-positive"),
        ("1s30m", "not-a-time"),
        (True, "wrong-type"),
        (None, "wrong-type"),
        ([], "wrong-type"),
        (float("nan"), "out-of-bounds"),
        (float("inf"), "out-of-bounds"),
        (10**400, "out-of-bounds"),
        ("25h", "out-of-bounds"),
    ],
)
def test_what_is_no_duration_says_why(written: object, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_duration(written)
    assert caught.value.code == code
    assert caught.value.mend


@pytest.mark.parametrize(
    ("written", "first", "last"), [(10, 10, 10), ("10", 10, 10), ("10-15", 10, 15), ("8 - 6", 8, 6)]
)
def test_counts_are_read(written: object, first: int, last: int) -> None:
    assert read_count(written) == Range(first, last)


@pytest.mark.parametrize("written", ["ten", "1.5", 1.5, True, "", "-3", "1-2-3", None])
def test_what_is_no_count_is_refused(written: object) -> None:
    with pytest.raises(Unreadable):
        read_count(written)


@given(st.integers(0, 24 * 3600 - 1))
def test_a_clock_time_reads_back_as_itself(second: int) -> None:
    minutes, rest = divmod(second, 60)
    assert read_duration(f"{minutes}:{rest:02}" if minutes < 1000 else f"{second}s") == Range(
        second * SAMPLE_RATE, second * SAMPLE_RATE
    )


def test_clock_rounds_down_and_shows_hours_only_when_there_are_any() -> None:
    assert clock(samples(59.99)) == "0:59"
    assert clock(samples(61)) == "1:01"
    assert clock(samples(3661)) == "1:01:01"
