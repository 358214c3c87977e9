"""Lines of TOML: read as what was written, and written as a person would."""

from __future__ import annotations

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from player.routine.model import DoseKind
from player.routine.toml_lines import comment_lines, key_lines, written_amount, written_time
from player.units import Range, read_duration, samples

lengths = st.integers(1, samples(12 * 3600))
plain = st.text() | st.booleans() | st.integers(-(2**63), 2**63 - 1)


@given(lengths, lengths)
@example(samples(60), samples(120))
@example(samples(120), samples(180))
@example(samples(90), samples(90))
@example(samples(45), samples(20))
def test_times_are_written_so_that_they_are_read_the_same(first: int, last: int) -> None:
    assert read_duration(written_time(first, last)) == Range(first, last)


def test_times_are_written_as_a_person_would() -> None:
    assert written_time(samples(30), samples(45)) == "30-45s"
    assert written_time(samples(60)) == "60s"
    assert written_time(samples(120)) == "2min"
    assert written_time(samples(2.5)) == "2.5s"


def test_doses_are_numbers_ranges_or_times() -> None:
    assert written_amount(DoseKind.REPS, Range(10, 10)) == 10
    assert written_amount(DoseKind.BREATHS, Range(5, 8)) == "5-8"
    assert written_amount(DoseKind.HOLD, Range(samples(30), samples(45))) == "30-45s"


@given(st.dictionaries(st.text(), plain | st.lists(plain)))
@example({"a b": '"', "": "\x7f\u2028", "é": ["\\", True]})
def test_each_key_is_one_line_that_reads_as_its_value(values: dict[str, object]) -> None:
    lines = key_lines(values)
    assert len(lines) == len(values)
    assert not any("\n" in line for line in lines)
    assert tomllib.loads("\n".join(lines)) == values


@given(st.text())
def test_a_comment_is_nothing_but_a_comment(text: str) -> None:
    lines = comment_lines(text, "  ")
    assert all(line.startswith("  # ") and line.isprintable() for line in lines)
    assert tomllib.loads("\n".join(lines)) == {}
