"""Figures that the listener types while a session runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from player.routine.measures import MEASURES

if TYPE_CHECKING:
    from player.session.model import Pass

    Keep = Callable[[Pass, float], None]


def answered(one: Pass, text: str, keep: Keep) -> str:
    """Take a figure that was typed for a pass which asks for one.

    Args:
        one: The pass.
        text: What was typed.
        keep: Takes the figure.

    Returns:
        What is odd about it and how to write it; empty if it was taken.
    """
    measure = MEASURES[one.measure]
    try:
        figure = float(text.strip().replace(",", "."))
    except ValueError:
        figure = float("nan")
    if not measure.low <= figure <= measure.high:
        return (
            f"Type a figure from {measure.low:g} to {measure.high:g} ({measure.unit}) "
            "and Enter; Enter alone leaves it out."
        )
    keep(one, figure)
    return ""
