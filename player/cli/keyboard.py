"""Single keys at a terminal that shows plain lines: what they ask for is asked of the session."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from player.cli.terminal import in_front
from player.live.controls import Command, State
from player.live.keys import command_of

if TYPE_CHECKING:
    from player.live.controls import Controls

Read = Callable[[], str]
"""Gives what was typed since, at once; empty where nothing was."""

_SEQUENCES = {"\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
              "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
              "\r": "enter", "\n": "enter", " ": "space", "\x03": "ctrl+c"}  # fmt: skip
_UNFINISHED = re.compile(r"\x1b[\[O]?$")
_ESCAPED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~])?")
_ERASE = {"\x7f", "\x08"}
_LONGEST_FIGURE = 20


class Keyboard:
    """Turns keys into commands and, where a figure is asked for, into figures.

    Args:
        controls: The session.
        read: Gives what was typed.
        tell: Told what is odd about a figure.
        echo: Shows what is typed of a figure.
    """

    def __init__(
        self,
        controls: Controls,
        read: Read,
        tell: Callable[[str], None],
        echo: Callable[[str], None],
    ) -> None:
        self._controls = controls
        self._read = read
        self._tell = tell
        self._echo = echo
        self._figure = ""
        self._unfinished = ""

    def look(self) -> None:
        """Do what was typed since."""
        typed = self._unfinished + self._read()
        begun = _UNFINISHED.search(typed)
        self._unfinished = begun[0] if begun else ""
        for key in keys_of(typed.removesuffix(self._unfinished)):
            now = self._controls.now()
            if now.asks and now.state == State.WAITING:
                self._type(key)
            else:
                self._figure = ""
                command = command_of(key)
                if command is not None:
                    self._controls.ask(command)

    def _type(self, key: str) -> None:
        """One more character of a figure, or what ends it."""
        if key == "enter":
            self._echo("\n")
            odd = self._controls.answer(self._figure)
            self._figure = ""
            if odd:
                self._tell(odd)
        elif key in _ERASE:
            if self._figure:
                self._echo("\b \b")
            self._figure = self._figure[:-1]
        elif key == "ctrl+c":
            self._controls.ask(Command.QUIT)
        elif len(key) == 1 and key.isprintable() and len(self._figure) < _LONGEST_FIGURE:
            self._figure += key
            self._echo(key)
        elif (command := command_of(key)) is not None:
            self._controls.ask(command)


def keys_of(typed: str) -> Iterator[str]:
    """The names of the keys that text from a terminal stands for; those unknown are left out."""
    while typed:
        escaped = _ESCAPED.match(typed)
        one = escaped[0] if escaped else typed[0]
        if one in _SEQUENCES:
            yield _SEQUENCES[one]
        elif not escaped:
            yield one
        typed = typed[len(one) :]


@contextmanager
def typed_keys() -> Iterator[Read | None]:
    """Keys typed at the terminal, each at once; None where nobody can type, as in its background.

    The terminal is given back as it was.
    """
    if not in_front(sys.stdin):
        yield None
    elif sys.platform == "win32":
        yield _console
    else:
        with _unbuffered(sys.stdin.fileno()) as read:
            yield read


@contextmanager
def _unbuffered(descriptor: int) -> Iterator[Read]:
    """A terminal that hands over every key as it is typed, and shows none."""
    import select
    import termios
    import tty

    def read() -> str:
        try:
            ready, _, _ = select.select([descriptor], [], [], 0)
            if not ready or not in_front(sys.stdin):
                return ""
            return os.read(descriptor, 1024).decode(errors="replace")
        except OSError:  # the terminal is gone
            return ""

    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield read
    finally:
        if in_front(sys.stdin):
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _console() -> str:
    """What was typed at a Windows console since."""
    import msvcrt

    typed = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined] # Windows only
        key = msvcrt.getwch()  # type: ignore[attr-defined] # as above
        if key in {"\x00", "\xe0"}:
            code = msvcrt.getwch()  # type: ignore[attr-defined] # as above
            typed += {"H": "\x1b[A", "P": "\x1b[B", "M": "\x1b[C", "K": "\x1b[D"}.get(code, "")
        else:
            typed += key
    return typed
