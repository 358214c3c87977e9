"""Bars of progress and of breath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.live.breathing import Lungs, Part
from player.live.screen.bars import breath_bar, progress_bars
from player.live.screen.pieces import Line, Role, width_of
from player.live.screen.progress import Stretch
from player.units import samples


def text(line: Line) -> str:
    return "".join(piece.text for piece in line)


HALF = Stretch("Now", samples(15), samples(30))
WHOLE = Stretch("Session", samples(600), samples(600))


def test_bars_are_of_one_length_between_their_names_and_times() -> None:
    lines = [text(line) for line in progress_bars((HALF, WHOLE), 50)]
    assert lines == [
        "Now       ━━━━━━━━━━━━╸────────────    0:15 / 0:30",
        "Session   ━━━━━━━━━━━━━━━━━━━━━━━━━  10:00 / 10:00",
    ]


def test_a_long_name_is_cut_and_few_columns_have_times_alone() -> None:
    long = Stretch("Hips and upper back", 0, samples(60))
    assert text(progress_bars((long,), 40)[0]).startswith("Hips an…  ─")
    assert text(progress_bars((HALF,), 16)[0]) == "0:15 / 0:30"


def test_a_stretch_without_a_length_says_why() -> None:
    line = text(progress_bars((Stretch("Now", 0, 0, "at your own pace"),), 50)[0])
    assert line.endswith("at your own pace")
    assert "━" not in line


@given(st.integers(1, 10**9), st.floats(0, 1), st.integers(30, 200))
def test_a_bar_never_goes_beyond_its_room(length: int, share: float, width: int) -> None:
    stretch = Stretch("Now", int(length * share), length)
    assert width_of(progress_bars((stretch,), width)[0]) <= width


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_a_breath_fills_the_rows_it_is_given_and_stays_within_its_columns(
    rows: int, width: int
) -> None:
    for fullness in (0, 0.01, 0.33, 0.5, 0.99, 1):
        for part in Part:
            lines = breath_bar(Lungs(part, fullness, samples(4)), width, rows)
            assert len(lines) == rows
            assert all(width_of(line) <= width for line in lines)


def test_a_breath_swells_evenly_from_the_middle_and_its_word_stays_in_place() -> None:
    empty, half, full = (
        text(breath_bar(Lungs(Part.IN, fullness, samples(2.5)), 40, 1)[0])
        for fullness in (0, 0.5, 1)
    )
    assert empty == "IN     3  " + "·" * 30
    assert full == "IN     3  " + "█" * 30
    assert half == "IN     3  " + "·" * 7 + "▐" + "█" * 14 + "▌" + "·" * 7


@given(st.floats(0, 1), st.integers(10, 150))
def test_a_fuller_breath_is_never_shorter(fullness: float, width: int) -> None:
    shorter, longer = (
        text(breath_bar(Lungs(Part.IN, level, 1), width, 1)[0]).count("█")
        for level in (fullness / 2, fullness)
    )
    assert shorter <= longer


def test_each_part_has_its_word_beside_its_colour() -> None:
    words = {part: text(breath_bar(Lungs(part, 0.5, 1), 60, 1)[0])[:5] for part in Part}
    assert words == {Part.IN: "IN   ", Part.HOLD: "HOLD ", Part.OUT: "OUT  ", Part.PAUSE: "PAUSE"}
    roles = {part: breath_bar(Lungs(part, 0.5, 1), 60, 1)[0][0].role for part in Part}
    assert roles[Part.IN] == Role.IN
    assert roles[Part.OUT] == Role.OUT
