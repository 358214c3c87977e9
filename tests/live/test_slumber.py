from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.live.slumber import THRESHOLD, Slumber, clocks, slumber_of_system


class System:
    """A computer whose clocks a test moves."""

    def __init__(self) -> None:
        self.awake = 1000.0
        self.slept = 250.0
        self.set_by = 0.0

    def works(self, seconds: float) -> None:
        self.awake += seconds

    def sleeps(self, seconds: float) -> None:
        self.slept += seconds

    def monotonic(self) -> float:
        return self.awake

    def boot(self) -> float:
        return self.awake + self.slept

    def time_of_day(self) -> float:
        return self.boot() + 1_700_000_000 + self.set_by


def test_a_system_that_stays_awake_is_never_said_to_have_slept() -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.boot)
    for seconds in (0.0, 0.1, 3600.0, 86_400.0):
        system.works(seconds)
        assert slumber.noticed() == 0.0


def test_sleep_is_told_once_with_its_length() -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.boot)
    system.works(5)
    system.sleeps(600)
    system.works(1)
    assert slumber.noticed() == pytest.approx(600)
    assert slumber.noticed() == 0.0
    system.sleeps(30)
    assert slumber.noticed() == pytest.approx(30)


@pytest.mark.parametrize(("seconds", "told"), [(THRESHOLD - 0.01, 0), (THRESHOLD + 0.01, 2.01)])
def test_sleep_shorter_than_the_threshold_is_passed_over(seconds: float, told: float) -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.boot)
    system.sleeps(seconds)
    assert slumber.noticed() == pytest.approx(told)


def test_setting_the_time_of_day_is_no_sleep_where_there_is_a_clock_since_boot() -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.boot)
    for step in (3600.0, -7200.0, 1.5):
        system.set_by += step
        system.works(1)
        assert slumber.noticed() == 0.0


def test_by_the_time_of_day_small_corrections_and_steps_back_are_no_sleep() -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.time_of_day)
    for step in (0.4, -0.4, 1.9, -7200.0):
        system.set_by += step
        system.works(1)
        assert slumber.noticed() == 0.0
    system.sleeps(60)
    assert slumber.noticed() == pytest.approx(60)


def test_a_clock_that_drifts_never_adds_up_to_sleep() -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.time_of_day)
    for _ in range(1000):
        system.set_by += 0.05
        system.works(1)
        assert slumber.noticed() == 0.0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), max_size=30))
def test_what_is_told_is_all_sleep_longer_than_the_threshold(
    stretches: list[tuple[bool, int]],
) -> None:
    system = System()
    slumber = Slumber(system.monotonic, system.boot)
    told = 0.0
    for asleep, seconds in stretches:
        (system.sleeps if asleep else system.works)(seconds)
        told += slumber.noticed()
    slept = [seconds for asleep, seconds in stretches if asleep and seconds >= THRESHOLD]
    assert told == pytest.approx(sum(slept))


def test_the_clocks_of_this_system_run_and_it_is_awake_now() -> None:
    awake, always = clocks()
    assert awake() <= awake()
    assert always() <= always()
    assert slumber_of_system().noticed() == 0.0


@pytest.mark.skipif(sys.platform != "linux", reason="these are the clocks of Linux")
def test_on_linux_the_clock_since_boot_is_taken() -> None:
    awake, always = clocks()
    assert time.monotonic() <= awake() <= time.monotonic()
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= always() <= time.clock_gettime(time.CLOCK_BOOTTIME)
