"""What the whole screen takes of a core while a session is heard; see `test_speed`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.program import ROOT
from support.real import require_commands
from support.sound_server import SoundServer
from support.terminal import Terminal, eventually

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(sys.platform == "win32", reason="processor time is read the POSIX way"),
]

SPENT = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
ended = subprocess.run(sys.argv[2:]).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1] + ".part", "w") as file:
    json.dump([ended, usage.ru_utime + usage.ru_stime, time.perf_counter() - began], file)
import os
os.replace(sys.argv[1] + ".part", sys.argv[1])
"""

Spent = tuple[float, float]
"""Seconds of a core, and seconds."""


@pytest.fixture
def terminal(server: SoundServer, tmp_path: Path) -> Iterator[Terminal]:
    require_commands("tmux")
    (tmp_path / "spent.py").write_text(SPENT)
    found = Terminal({**server.environment, "TERM": "xterm-256color"}, tmp_path, (80, 24))
    yield found
    found.close()


def spent(terminal: Terminal, folder: Path, name: str, *arguments: str) -> Spent:
    """What `player play demo` takes at a terminal."""
    found = folder / f"{name}.json"
    words = [sys.executable, "spent.py", str(found), sys.executable, "-m", "player.cli.main"]
    terminal.type(f"clear; PYTHONPATH={ROOT} {' '.join([*words, 'play', 'demo', *arguments])}")
    eventually(found.exists, terminal.screen, within=120)
    code, processor, wall = json.loads(found.read_text())
    assert code == 0, terminal.screen()
    return processor, wall


def test_the_screen_takes_little_of_a_core(
    terminal: Terminal, server: SoundServer, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "player.cli.main", "show", "demo", "--json"],
        env=server.environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    start, _ = spent(terminal, tmp_path, "start", "--output", "null")
    whole, wall = spent(terminal, tmp_path, "whole")
    share = (whole - start) / wall
    print(f"\nscreen: {100 * share:.1f} % of a core; {whole:.2f} s in {wall:.1f} s")  # noqa: T201
    assert share < 0.06
