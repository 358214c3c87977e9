"""`player` as a new user runs it, who has nothing set up."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PLAYER = [sys.executable, "-m", "player.cli.main"]

New = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs `player new` with arguments, without a terminal; named arguments go to the process."""


def player(
    home: dict[str, str], folder: Path, *arguments: str, **more: object
) -> subprocess.CompletedProcess[str]:
    """Run `player` in a folder, without a terminal."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # options of any kind
        [*PLAYER, *arguments], cwd=folder, env=home, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, **more,
    )  # fmt: skip


def comes_to(told: str) -> float:
    """Minutes that the closing message of `player new` tells."""
    found = re.search(r"It comes to (?:about )?(\d+):(\d\d)", told)
    assert found, told
    return int(found[1]) + int(found[2]) / 60
