"""Exercises that are given, with sets and doses that come to a time, within their ranges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drafts import CATALOGUE, apart, length, length_under

from player.routine.doings import Doing, Sections, all_in, as_catalogued, in_order
from player.routine.drafting import Heading, new_text
from player.routine.fitting_doses import NEAR, within_ranges
from player.units import samples

pytestmark = pytest.mark.slow

given_exercises = st.lists(st.sampled_from(sorted(CATALOGUE)), min_size=1, max_size=6)


def catalogued(*ids: str) -> Sections:
    return in_order([as_catalogued(CATALOGUE[one]) for one in ids])


def fitted_to(heading: Heading, written: Sections) -> Sections:
    return within_ranges(written, samples(60 * (heading.minutes or 0)), length_under(heading))


@settings(max_examples=40)
@given(given_exercises, st.integers(1, 30))
def test_exercises_given_keep_to_the_ranges_of_the_catalogue(ids: list[str], minutes: int) -> None:
    heading = Heading("mine", "Mine", "any", minutes)
    written = catalogued(*ids)
    fitted = fitted_to(heading, written)
    assert [one.exercise.id for one in all_in(fitted)] == ids
    assert fitted == written or apart(heading, fitted) <= NEAR
    for one, usual in zip(all_in(fitted), all_in(written), strict=True):
        assert usual.amount.first <= one.amount.first <= one.amount.last == usual.amount.last
        assert 1 <= one.sets <= usual.sets


def test_a_dose_grows_and_sets_shrink_towards_the_time_wanted() -> None:
    written = catalogued("hip-flexor-stretch-kneeling")

    def stretched(minutes: int) -> Doing:
        return all_in(fitted_to(Heading("mine", "Mine", "rest-day", minutes), written))[0]

    assert stretched(4).sets == 3
    assert stretched(5).amount.first > samples(30)
    assert stretched(3).sets == 2
    assert [stretched(20)] == all_in(written)


def test_what_is_near_the_time_wanted_already_stays_as_it_is() -> None:
    written = catalogued("hip-flexor-stretch-kneeling", "hip-flexor-stretch-kneeling")
    heading = Heading("mine", "Mine", "rest-day")
    heading = heading._replace(minutes=round(length(new_text(heading, written)) / samples(60)))
    assert apart(heading, written) <= NEAR, "the example is no longer near a whole minute"
    assert fitted_to(heading, written) == written
