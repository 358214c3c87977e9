"""Figures that are typed while a session runs."""

from __future__ import annotations

import pytest

from player.cli.figures import answered
from player.routine.reader import loads
from player.session.plan import plan

MEASURING = plan(
    loads('title = "T"\n[[step]]\nmeasure = "knee-to-wall"\n', name="test")
).passes  # fmt: skip


@pytest.mark.parametrize(("typed", "figure"), [("9.5", 9.5), (" 11,25 ", 11.25), ("30", 30)])
def test_a_figure_is_kept_for_its_side(typed: str, figure: float) -> None:
    kept: list[tuple[str, float]] = []
    assert answered(MEASURING[1], typed, lambda one, value: kept.append((one.side, value))) == ""
    assert kept == [("right foot", figure)]


@pytest.mark.parametrize("typed", ["nine", "nan", "-1", "31", "inf", "9 cm"])
def test_an_odd_figure_is_told_and_not_kept(typed: str) -> None:
    kept: list[float] = []
    odd = answered(MEASURING[0], typed, lambda _one, value: kept.append(value))
    assert "0 to 30 (centimetres)" in odd
    assert kept == []
