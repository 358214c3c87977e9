"""The program under test."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs `player` with arguments; named arguments are more of its environment."""


def listen_to_interrupts() -> None:
    """For `preexec_fn`: a shell starts what runs in the background deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
