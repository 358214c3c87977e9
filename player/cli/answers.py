"""What the listener answers while a session runs: go on, or a figure."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from player.routine.measures import MEASURES

if TYPE_CHECKING:
    from player.session.model import Pass

Lines = Callable[[], "str | None"]
"""Gives the next line that was typed, or None at once where there is none."""


class Answers:
    """Takes lines as answers to the passes that wait for the listener.

    Args:
        lines: What is typed.
        waiting: The passes that wait, in order.
        keep: Takes a figure: the pass it belongs to, and the figure; None where none are kept.
        tell: Tells the listener what is odd about an answer.
    """

    def __init__(
        self,
        lines: Lines,
        waiting: Sequence[Pass],
        keep: Callable[[Pass, float], None] | None,
        tell: Callable[[str], None],
    ) -> None:
        self._lines = lines
        self._waiting = waiting
        self._keep = keep
        self._tell = tell

    def goes_on(self, number: int | None) -> bool:
        """Whether the listener says go on at the waiting pass of a number."""
        line = self._lines()
        if line is None or number is None:
            return False
        one = self._waiting[number]
        if one.measure and line.strip():
            return self._figure(one, line)
        return True

    def _figure(self, one: Pass, line: str) -> bool:
        measure = MEASURES[one.measure]
        try:
            figure = float(line.strip().replace(",", "."))
        except ValueError:
            figure = float("nan")
        if not measure.low <= figure <= measure.high:
            self._tell(
                f"Type a figure from {measure.low:g} to {measure.high:g} ({measure.unit}) "
                "and Enter; Enter alone leaves it out."
            )
            return False
        if self._keep is not None:
            self._keep(one, figure)
        return True


def typed_lines() -> Lines | None:
    """Lines typed at the terminal; None where nobody can type."""
    try:
        if not sys.stdin.isatty():
            return None
    except (AttributeError, ValueError):
        return None
    if sys.platform == "win32":
        return _console_lines()
    return _terminal_lines()


def _terminal_lines() -> Lines:
    import select

    def line() -> str | None:
        ready, _, _ = select.select([sys.stdin], [], [], 0)
        if not ready:
            return None
        typed = os.read(sys.stdin.fileno(), 4096)
        return typed.decode(errors="replace") if typed else None

    return line


def _console_lines() -> Lines:
    """Keys gathered until Enter, as the Windows console gives them one by one."""
    import msvcrt

    keys: list[str] = []

    def line() -> str | None:
        while msvcrt.kbhit():  # type: ignore[attr-defined] # Windows only
            key = msvcrt.getwche()  # type: ignore[attr-defined] # as above
            if key == "\r":
                typed = "".join(keys)
                keys.clear()
                return typed
            keys.append(key)
        return None

    return line
