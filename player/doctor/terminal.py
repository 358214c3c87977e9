"""What the terminal can show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from player.doctor.checked import Checked, Standing

SMALLEST = (40, 12)
"""Columns and lines below which the screen of a session shows little more than a line."""

_DRAWN = "█▁·—…“”"
"""Some of what the screen of a session draws."""


class Terminal(NamedTuple):
    """What is known of a terminal.

    Attributes:
        is_one: Whether output goes to a terminal at all.
        columns: How wide it is, in characters.
        lines: How high it is.
        encoding: How characters are written to it.
        environment: Of the program; TERM, COLORTERM and NO_COLOR count.
    """

    is_one: bool
    columns: int
    lines: int
    encoding: str
    environment: Mapping[str, str]


def terminal(found: Terminal) -> Checked:
    """What a terminal can show of a session."""
    kind = found.environment.get("TERM", "")
    if not found.is_one:
        return Checked("terminal", Standing.OK, "none: sessions are shown as plain lines")
    told = f"{found.columns} by {found.lines}, {_colours(found.environment)}, {found.encoding}"
    if kind == "dumb":
        return Checked("terminal", Standing.NOTE, "TERM=dumb: sessions are shown as plain lines",
                       "set TERM to what the terminal is, such as xterm-256color")  # fmt: skip
    if not _drawable(found.encoding):
        return Checked("terminal", Standing.NOTE, f"{told}: it cannot show all characters",
                       "use UTF-8, such as LANG=C.UTF-8")  # fmt: skip
    if found.columns < SMALLEST[0] or found.lines < SMALLEST[1]:
        return Checked("terminal", Standing.NOTE, f"{told}: small",
                       f"make it {SMALLEST[0]} by {SMALLEST[1]} or larger")  # fmt: skip
    return Checked("terminal", Standing.OK, told)


def _colours(environment: Mapping[str, str]) -> str:
    kind = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return "no colours wanted"
    if environment.get("COLORTERM", "") in {"truecolor", "24bit"} or kind.endswith("-direct"):
        return "all colours"
    return "256 colours" if "256color" in kind else "few colours"


def _drawable(encoding: str) -> bool:
    try:
        _DRAWN.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
