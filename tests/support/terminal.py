"""Real terminals: tmux, which shows a screen, and a bare pseudoterminal, which carries bytes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

PATIENCE = 30.0
"""Seconds in which anything must have come about on the slowest machine."""


def eventually(
    holds: Callable[[], object],
    told: Callable[[], object] = lambda: "",
    within: float = PATIENCE,
) -> None:
    """Ask again and again until something holds; `told` says what there is where it never does."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"it never came about:\n{told()}"
        threading.Event().wait(0.01)


class Terminal:
    """A tmux session with a shell in it.

    Args:
        environment: That of the shell.
        folder: Where it begins.
        size: Columns and rows.
    """

    def __init__(
        self, environment: dict[str, str], folder: Path, size: tuple[int, int] = (100, 12)
    ) -> None:
        self._socket = f"player-{uuid.uuid4().hex[:8]}"
        self._environment = environment
        width, height = map(str, size)
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height,
                   "-c", str(folder), "sh")  # fmt: skip

    def type(self, text: str) -> None:
        """Type a line."""
        self.press(text, "Enter")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self._tmux("send-keys", *keys)

    def screen(self, *, painted: bool = False) -> str:
        """What is on it; `painted` with its colours."""
        return self._tmux("capture-pane", "-p", *(["-e"] if painted else []))

    def wait_for(self, *texts: str) -> str:
        """The screen once it shows all texts; asks again as fast as tmux answers."""
        return self.wait_until(lambda screen: all(text in screen for text in texts), *texts)

    def wait_until(self, holds: Callable[[str], bool], *what: str) -> str:
        """The screen once something holds of it."""
        end = time.monotonic() + PATIENCE
        while not holds(screen := self.screen()):
            assert time.monotonic() < end, f"{what or 'it'} never appeared:\n{screen}"
        return screen

    def resize(self, width: int, height: int) -> None:
        """Take another size."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    @property
    def alternate(self) -> bool:
        """Whether a program has the whole screen to itself."""
        return self._tmux("display-message", "-p", "#{alternate_on}").strip() == "1"

    @property
    def cursor(self) -> bool:
        """Whether the cursor is seen."""
        return self._tmux("display-message", "-p", "#{cursor_flag}").strip() == "1"

    def shell(self) -> int:
        """The process of its shell."""
        return int(self._tmux("display-message", "-p", "#{pane_pid}"))

    def close(self) -> None:
        """Close it; a program in it is hung up on. May be closed already."""
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"],
            env=self._environment, capture_output=True, check=False,
        )  # fmt: skip

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            env=self._environment, capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip


class Pseudoterminal:
    """A program that has a terminal of its own, which shows nothing but passes bytes.

    Args:
        command: The program.
        environment: Its environment.
        folder: Where it runs.
    """

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        import fcntl
        import pty
        import termios

        self._keyboard, self._inner = pty.openpty()
        os.set_blocking(self._keyboard, False)
        self.before = termios.tcgetattr(self._inner)
        inner = self._inner
        self.process = subprocess.Popen(
            command,
            env=environment, cwd=folder, stdin=inner, stdout=inner, stderr=inner,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no lock
        )  # fmt: skip
        self.written = ""

    def press(self, keys: str) -> None:
        """Type characters; no Enter comes after them."""
        os.write(self._keyboard, keys.encode())

    def wait_for(self, text: str, *, after: int = 0) -> int:
        """Read on until a text was written from somewhere on; where it ends."""
        eventually(lambda: text in self.read()[after:], lambda: self.written)
        return self.written.index(text, after) + len(text)

    def end(self) -> int:
        """Read on until the program ends; its exit code."""
        eventually(lambda: self.read() and self.process.poll() is not None, lambda: self.written)
        return self.process.returncode

    def settings(self) -> object:
        """How the terminal is set just now; `before` is how it was."""
        import termios

        return termios.tcgetattr(self._inner)

    def hang_up(self) -> None:
        """Close the terminal."""
        for descriptor in (self._keyboard, self._inner):
            os.close(descriptor)

    def close(self) -> None:
        """End the program, if it goes on, and close the terminal."""
        self.process.kill()
        self.process.wait()
        try:
            self.hang_up()
        except OSError:  # the test has hung up
            return

    def read(self) -> str:
        """All that was written so far."""
        try:
            while found := os.read(self._keyboard, 65536):
                self.written += found.decode("utf-8", "replace")
        except OSError:  # nothing more just now
            return self.written
        return self.written
