"""The real terminal: one updating line, and Ctrl-C typed on a keyboard."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.program import ROOT
from support.real import require_commands


class Terminal:
    """A tmux session of 100 by 12 characters."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._socket = f"player-{uuid.uuid4().hex[:8]}"
        self._environment = environment
        self._tmux("new-session", "-d", "-x", "100", "-y", "12", "-c", str(folder), "sh")

    def type(self, text: str, *, enter: bool = True) -> None:
        self._tmux("send-keys", text, *(["Enter"] if enter else []))

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def wait_for(self, text: str) -> str:
        """The screen once it shows a text; asks again as fast as tmux answers."""
        for _ in range(5000):
            screen = self.screen()
            if text in screen:
                return screen
        raise AssertionError(f"{text!r} never appeared:\n{screen}")

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            env=self._environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    require_commands("tmux")
    found = Terminal({**environment, "TERM": "xterm"}, tmp_path)
    yield found
    found.close()


def test_a_session_is_one_updating_line_and_ctrl_c_leaves_it(terminal: Terminal) -> None:
    terminal.type(f"PYTHONPATH={ROOT} {sys.executable} -m player.cli.main play demo --voice tone")
    screen = terminal.wait_for("| “1”")
    assert "No sound:" in screen
    lines = [line for line in screen.splitlines() if "[#" in line or "[-" in line]
    assert len(lines) == 1
    assert "Reach up" in lines[0]
    terminal.wait_for("15 s left | next: Heel lifts, left foot")
    terminal.type("C-c", enter=False)
    screen = terminal.wait_for("Stopped at 0:0")
    assert "in Reach up. To begin step 1 again: player play demo" in screen.replace("\n", " ")
    terminal.type("echo code $?")
    terminal.wait_for("code 130")


def test_the_session_waits_for_enter_and_takes_figures(
    terminal: Terminal, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "waits.toml").write_text(
        'title = "Waits"\n[cues]\ncountdown = 0\nstyle = "brief"\n'
        '[[step]]\nwait = "Sit."\n'
        '[[step]]\nmeasure = "cadence"\nsay = "Look."\n'
        '[[step]]\nname = "Squats"\nreps = 3\npace = "self"\n'
    )
    program = f"PYTHONPATH={ROOT} XDG_DATA_HOME={tmp_path} {sys.executable} -m player.cli.main"
    terminal.type(f"{program} play ./waits.toml --voice tone --output silent; echo code $?")
    terminal.wait_for("Sit. | Enter to go on")
    terminal.type("")
    terminal.wait_for("Cadence | Enter to go on")
    terminal.type("nine")
    terminal.wait_for("Type a figure from 60 to 260")
    terminal.type("172")
    terminal.wait_for("Squats | Enter to go on")
    terminal.type("")
    terminal.wait_for("code 0")
    listed = subprocess.run(
        [sys.executable, "-m", "player.cli.main", "log"],
        env={**environment, "XDG_DATA_HOME": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    assert "whole" in listed
    assert "Cadence: 172 steps a minute" in listed
