from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.outputs.pace import STOOD_STILL_SECONDS, Pace, asked, heard
from player.units import SAMPLE_RATE, samples, seconds

BLOCK, HELD = samples(0.06), samples(0.045)


def after(times: list[float], *, heeded: bool = True) -> Pace:
    pace = Pace(HELD)
    for time in times:
        pace = asked(pace, BLOCK, time, heeded=heeded)
    return pace


def every_period(count: int, start: float = 5.0) -> list[float]:
    return [start + seconds(BLOCK) * number for number in range(count)]


def test_a_device_in_time_never_runs_dry() -> None:
    assert after(every_period(1000)).overruns == 0


def test_lateness_that_the_buffer_outlasts_is_no_gap() -> None:
    times = every_period(20)
    times[10] += 0.04
    assert after(times).overruns == 0


def test_asking_after_the_buffer_ran_dry_is_counted_once() -> None:
    times = every_period(10) + every_period(10, 5.0 + 0.06 * 10 + 0.1)
    assert after(times).overruns == 1


def test_gaps_in_silence_before_a_session_are_not_counted() -> None:
    times = [1.0, 1.5, 1.9]
    assert after(times).overruns == 2
    assert after(times, heeded=False).overruns == 0


def test_a_machine_that_stood_still_is_no_matter_of_the_buffer() -> None:
    assert after([*every_period(10), 5.0 + 0.06 * 10 + STOOD_STILL_SECONDS]).overruns == 0


@pytest.mark.parametrize("error", [-200e-6, 200e-6])
def test_a_device_whose_clock_differs_is_followed_for_an_hour(error: float) -> None:
    times = [seconds(BLOCK) * (1 + error) * number for number in range(60_000)]
    pace = after(times)
    assert pace.overruns == 0
    assert heard(pace, times[-1]) == pytest.approx(pace.handed - BLOCK - HELD, abs=samples(0.002))


def test_what_is_heard_moves_on_between_two_times_a_device_asks() -> None:
    times = every_period(10)
    pace = after(times)
    for later in (0.0, 0.013, 0.05):
        assert heard(pace, times[-1] + later) == pytest.approx(
            10 * BLOCK - BLOCK - HELD + samples(later), abs=2
        )


def test_where_no_more_is_asked_for_all_that_was_handed_over_has_been_heard() -> None:
    assert heard(after(every_period(10)), 1000.0) == 10 * BLOCK


@given(
    st.lists(st.floats(min_value=0, max_value=0.5), min_size=1, max_size=30),
    st.floats(min_value=0, max_value=2),
)
def test_never_more_is_heard_than_was_handed_over(gaps: list[float], later: float) -> None:
    times = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    pace = after(times)
    assert pace.handed == len(gaps) * BLOCK
    assert 0 <= heard(pace, times[-1] + later) <= pace.handed
    assert pace.handed <= heard(pace, times[-1] + seconds(BLOCK + HELD) + 1 / SAMPLE_RATE)
