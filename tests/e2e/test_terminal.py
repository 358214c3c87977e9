"""The real terminal with plain lines: one updating line, keys, and Ctrl-C typed on a keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.program import ROOT
from support.real import require_commands
from support.terminal import Terminal

PLAY = f"PYTHONPATH={ROOT} {sys.executable} -m player.cli.main play"


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    require_commands("tmux")
    found = Terminal({**environment, "TERM": "xterm"}, tmp_path)
    yield found
    found.close()


def test_a_session_is_one_updating_line_and_ctrl_c_leaves_it(terminal: Terminal) -> None:
    terminal.type(f"{PLAY} demo --plain --voice tone")
    screen = terminal.wait_for("| “1”")
    assert "No sound:" in screen
    assert not terminal.alternate
    lines = [line for line in screen.splitlines() if "[#" in line or "[-" in line]
    assert len(lines) == 1
    assert "Reach up" in lines[0]
    terminal.wait_for("15 s left | next: Heel lifts, left foot")
    terminal.press("C-c")
    terminal.wait_until(lambda screen: "Stopped at 0:0" in screen and "--from" in screen)
    told = terminal.screen().replace("\n", "")
    assert "in Reach up. To go on: player play --resume. To begin step 1 again" in told
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
    terminal.type(
        f"XDG_DATA_HOME={tmp_path} {PLAY} ./waits.toml --plain --voice tone --output silent;"
        " echo code $?"
    )
    terminal.wait_for("Sit. | Enter to go on")
    terminal.press("Enter")
    terminal.wait_for("Cadence | Enter to go on")
    terminal.type("nine")
    terminal.wait_for("Type a figure from 60 to 260")
    terminal.type("172")
    terminal.wait_for("Squats | Enter to go on")
    terminal.press("Enter")
    terminal.wait_for("code 0")
    listed = subprocess.run(
        [sys.executable, "-m", "player.cli.main", "log", "show", "1"],
        env={**environment, "XDG_DATA_HOME": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    assert "whole" in listed
    assert "Cadence: 172 steps a minute" in listed
