"""What the listener types while a session runs."""

from __future__ import annotations

import os
import pty
import sys

import pytest

from player.cli.answers import Answers, typed_lines
from player.routine.reader import loads
from player.session.model import Pass
from player.session.plan import plan

WAITING = plan(
    loads('title = "T"\n[[step]]\nwait = "Lie down."\n[[step]]\nmeasure = "knee-to-wall"\n',
          name="test")
).passes  # fmt: skip


class Listener:
    """Answers from a list of typed lines, with what was kept and told."""

    def __init__(self, *lines: str | None) -> None:
        self.lines = list(lines)
        self.kept: list[tuple[str, float]] = []
        self.told: list[str] = []
        self.answers = Answers(self.line, WAITING, self.keep, self.told.append)

    def line(self) -> str | None:
        return self.lines.pop(0) if self.lines else None

    def keep(self, one: Pass, figure: float) -> None:
        self.kept.append((one.side, figure))


def test_enter_goes_on_where_the_listener_is_waited_for_only() -> None:
    listener = Listener(None, "\n", "\n", "anything\n")
    assert [listener.answers.goes_on(at) for at in (0, 0, None, 0)] == [False, True, False, True]


def test_a_figure_is_kept_and_goes_on() -> None:
    listener = Listener("9.5\n", " 11,25 \n", "\n")
    assert [listener.answers.goes_on(at) for at in (1, 2, 2)] == [True, True, True]
    assert listener.kept == [("left foot", 9.5), ("right foot", 11.25)]


@pytest.mark.parametrize("typed", ["nine\n", "nan\n", "-1\n", "31\n", "inf\n", "9 cm\n"])
def test_an_odd_figure_is_told_and_asked_for_again(typed: str) -> None:
    listener = Listener(typed)
    assert not listener.answers.goes_on(1)
    assert "0 to 30 (centimetres)" in listener.told[0]
    assert listener.kept == []


def test_lines_are_read_from_a_terminal_and_from_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        line = typed_lines()
        assert line is not None
        assert line() is None
        os.write(keyboard, b"9.5\n")
        assert line() == "9.5\n"
    reading, writing = os.pipe()
    os.close(writing)
    os.close(keyboard)
    with os.fdopen(reading) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert typed_lines() is None
