"""The screen on a real terminal: it is given back as it was, whatever happens."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are made this way on POSIX only", allow_module_level=True)

import fcntl
import pty
import struct
import subprocess
import termios

TESTS = Path(__file__).resolve().parents[2]

PROGRAM = """
import signal, sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from support.controls import FakeControls
from support.scenes import scene
from player.live.controls import Command
from player.live.screen import run

class Session(FakeControls):
    def now(self):
        if {fails} and self.looks == 5:
            raise RuntimeError("the session broke")
        return super().now()
    def ask(self, command, amount=0):
        super().ask(command, amount)
        if command is Command.QUIT:
            self.end()

session = Session(scene("Couch", 20))
try:
    run(session, theme="dark")
except RuntimeError as error:
    print("raised:", error, flush=True)
Path({kept!r}).write_text("left")
print("left:", *session.commands, flush=True)
"""

GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l")
"""The usual screen, the cursor, and pasting as usual."""

PATIENCE = 60


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], keyboard: int, kept: Path) -> None:
        self.process = process
        self.written = b""
        self.kept = kept
        self._keyboard = keyboard

    def await_text(self, text: bytes) -> None:
        """Read until a text has been written."""
        until = time.monotonic() + PATIENCE
        while text not in self.written:
            assert time.monotonic() < until, f"no {text!r} in {self.written[-500:]!r}"
            if select.select([self._keyboard], [], [], 0.2)[0]:
                self.written += self._read()

    def press(self, keys: bytes) -> None:
        os.write(self._keyboard, keys)

    @property
    def open(self) -> bool:
        return self._keyboard >= 0

    def close(self) -> None:
        os.close(self._keyboard)
        self._keyboard = -1

    def end(self) -> int:
        """Wait for the end of the program; its exit code."""
        while block := self._read():
            self.written += block
        return self.process.wait(PATIENCE)

    def _read(self) -> bytes:
        try:
            return os.read(self._keyboard, 65536)
        except OSError:  # what Linux says where others say nothing is left
            return b""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts a session on a terminal of 80 by 24; `fails` is whether it breaks soon."""
    started: list[Terminal] = []

    def starting(*, fails: bool = False) -> Terminal:
        keyboard, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        kept = tmp_path / "kept"
        code = PROGRAM.format(tests=str(TESTS), root=str(TESTS.parent), fails=fails, kept=str(kept))
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        os.close(other)
        started.append(Terminal(process, keyboard, kept))
        return started[-1]

    yield starting
    for one in started:
        one.process.kill()
        one.process.wait()
        if one.open:
            one.close()


Start = Callable[..., Terminal]


def test_keys_reach_the_session_and_the_terminal_is_given_back(start: Start) -> None:
    found = start()
    found.await_text(b"Couch stretch, right leg")
    found.press(b"n")
    found.press(b"\x1b[D")
    found.press(b" ")
    found.press(b"q")
    found.await_text(b"left: skip back toggle quit")
    assert found.end() == 0
    assert all(sequence in found.written for sequence in GIVEN_BACK)


def test_the_terminal_is_given_back_where_the_session_fails(start: Start) -> None:
    found = start(fails=True)
    found.await_text(b"raised: the session broke")
    assert found.end() == 0
    before, _, after = found.written.partition(b"raised:")
    assert all(sequence in before for sequence in GIVEN_BACK)
    assert b"Traceback" not in found.written
    assert b"left:" in after


def test_the_terminal_is_given_back_after_an_interrupt_from_elsewhere(start: Start) -> None:
    found = start()
    found.await_text(b"Couch stretch, right leg")
    found.process.send_signal(signal.SIGINT)
    found.end()
    assert all(sequence in found.written for sequence in GIVEN_BACK)


def test_a_session_whose_terminal_is_closed_is_left_at_once(start: Start) -> None:
    found = start()
    found.await_text(b"Couch stretch, right leg")
    found.close()
    found.process.wait(PATIENCE)
    assert found.kept.read_text() == "left"
