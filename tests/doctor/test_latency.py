"""Taps to latency: whatever fingers do, what they tell is close, or nothing."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.doctor.clicks import COUNT, FIRST, PERIOD, clicks
from player.doctor.device import Reading
from player.doctor.latency import Estimate, estimate, heard_positions
from player.units import SAMPLE_RATE, samples, seconds

EXACT = [FIRST + number * PERIOD for number in range(COUNT)]


def found(taps: list[int]) -> Estimate | None:
    return estimate(FIRST, PERIOD, COUNT, sorted(taps))


@pytest.mark.parametrize("delay", [-0.15, 0, 0.04, 0.18, 0.3, 0.45, 0.54])
def test_exact_taps_tell_the_delay(delay: float) -> None:
    told = found([one + samples(delay) for one in EXACT])
    assert told == Estimate(samples(delay), 0, COUNT)


class Person(NamedTuple):
    """How somebody taps: how late and how unevenly in seconds, and what goes wrong how often."""

    late: float
    uneven: float
    missed: int
    doubled: int
    stray: int
    seed: int

    def taps(self) -> list[int]:
        chance = random.Random(self.seed)  # noqa: S311 - a person, not a secret
        taps = [one + samples(self.late + chance.gauss(0, self.uneven)) for one in EXACT]
        taps = chance.sample(taps, COUNT - self.missed)
        doubled = chance.sample(taps, self.doubled)
        taps += [one + samples(chance.uniform(0.04, 0.15)) for one in doubled]
        return taps + [chance.randrange(FIRST + COUNT * PERIOD) for _ in range(self.stray)]


PEOPLE = st.builds(
    Person, st.floats(-0.1, 0.45), st.floats(0, 0.03), st.integers(0, 6), st.integers(0, 6),
    st.integers(0, 3), st.integers(0, 2**32),
)  # fmt: skip


@given(PEOPLE)
def test_a_persons_taps_tell_about_the_delay(person: Person) -> None:
    told = found(person.taps())
    assert told is not None
    assert abs(seconds(told.delay) - person.late) <= 0.005 + person.uneven
    assert told.used >= COUNT // 2


@given(st.lists(st.integers(-(10**6), 10**7), max_size=60))
def test_any_taps_tell_something_within_reach_or_nothing(taps: list[int]) -> None:
    told = found(taps)
    if told is not None:
        assert -PERIOD < told.delay < 2 * PERIOD
        assert COUNT <= 2 * told.used <= 2 * COUNT
        assert told.spread >= 0
        assert told.suggested() >= 0


@pytest.mark.parametrize("taps", [[], [FIRST], EXACT[:9], [0] * 60, [FIRST - PERIOD] * 30])
def test_too_few_taps_tell_nothing(taps: list[int]) -> None:
    assert found(taps) is None


def test_half_of_the_taps_are_enough() -> None:
    assert found(EXACT[:10]) == Estimate(0, 0, 10)


def test_a_bounce_and_a_slip_do_not_count() -> None:
    late = [one + samples(0.2) for one in EXACT]
    slip = [*late[:5], late[5] + samples(0.2), *late[6:]]
    bounced = [*slip, late[8] + samples(0.06)]
    assert found(bounced) == Estimate(samples(0.2), 0, COUNT - 1)


@pytest.mark.parametrize(
    ("delay", "early", "suggested"),
    [(0.183, 0, 0.18), (0.187, 0, 0.19), (-0.03, 0, 0), (0.15, 0.03, 0.18), (0, 0, 0)],
)
def test_a_suggestion_is_rounded_and_never_below_zero(
    delay: float, early: float, suggested: float
) -> None:
    told = Estimate(samples(delay), 0, 10).suggested(samples(early))
    assert told == samples(suggested)


def test_positions_follow_the_usual_reading_not_the_late_one() -> None:
    readings = [Reading(100 + number / 25, samples(number / 25)) for number in range(1, 50)]
    late = [one._replace(at=one.at + 0.3) if one.position % 7 == 0 else one for one in readings]
    silent = [Reading(99.0, 0)] * 60
    assert heard_positions([100.5, 101.0], silent + late) == (24_000, 48_000)


def test_an_output_that_never_moved_tells_no_positions() -> None:
    assert heard_positions([1.0], [Reading(0.5, 0)]) == ()


def test_clicks_begin_at_once_where_they_should() -> None:
    mix = clicks(3)
    assert mix.length == FIRST + 3 * PERIOD
    sound = mix.floats(0, mix.length)
    for number in range(3):
        place = FIRST + number * PERIOD
        assert not sound[place - SAMPLE_RATE // 10 : place].any()
        assert max(abs(sound[place : place + SAMPLE_RATE // 1000])) > 0.25
    assert max(abs(sound)) <= 0.4
