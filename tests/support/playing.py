"""The player at work in the background, what it writes read as it comes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from support.program import listen_to_interrupts
from support.terminal import eventually

BRIEF = """
[cues]
countdown = 0
style = "brief"
[defaults]
prepare = 0
"""
"""For the head of a routine, behind its title: next to nothing is said before a step begins."""

PLAYER = [sys.executable, "-m", "player.cli.main"]


class Playing:
    """A program that plays a session, with its lines.

    Args:
        command: The program.
        environment: Its environment.
        folder: Where it runs.

    Attributes:
        told: What it wrote to stdout so far.
        errors: What it wrote to stderr so far.
    """

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.told = self.errors = ""
        self.process = subprocess.Popen(
            command,
            env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, encoding="utf-8",
            preexec_fn=listen_to_interrupts,  # noqa: PLW1509 - it takes no lock
        )  # fmt: skip
        self._readers = [
            threading.Thread(target=self._read, args=(name, stream), daemon=True)
            for name, stream in (("told", self.process.stdout), ("errors", self.process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def wait_for(self, text: str, *, after: int = 0) -> int:
        """Wait until a text was written to stdout from somewhere on; where it ends."""
        eventually(lambda: text in self.told[after:], lambda: self.told + self.errors)
        return self.told.index(text, after) + len(text)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for its end; its exit code."""
        eventually(lambda: self.process.poll() is not None, lambda: self.told + self.errors)
        for reader in self._readers:
            reader.join()
        return self.process.returncode

    def close(self) -> None:
        """End it, if it goes on."""
        self.process.kill()
        self.end()

    def _read(self, name: str, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                setattr(self, name, getattr(self, name) + line)


def children(process: int, what: str) -> list[int]:
    """The child processes of a process whose command line has something in it."""
    found = subprocess.run(
        ["pgrep", "-f", "-P", str(process), what], capture_output=True, text=True, check=False
    )
    return [int(number) for number in found.stdout.split()]
