"""Fixtures for all tests: nothing of the person's own folders is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.program import ROOT, Run
from support.real import require_commands
from support.sound_server import SoundServer

# How long an example takes is measured by the benchmarks, not by chance. Elsewhere every run looks
# at new examples; in CI at the same ones, so that what fails there is the change, and at fewer on
# all Pythons but the first.
settings.register_profile(
    "player",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
    max_examples=int(os.environ.get("PLAYER_EXAMPLES", "100")),
)
settings.load_profile("player")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of programs under test: a home, cache and runtime folder of their own."""
    home = tmp_path_factory.mktemp("home")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("XDG_", "PULSE_", "PLAYER_", "PYTHON", "LC_", "LANG"))
    }
    return {
        **kept,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PULSE_SERVER": f"unix:{home}/no-server",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs `player` with arguments, in a folder of its own, and gives the finished process."""

    def runner(*arguments: str, **more_environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "player.cli.main", *arguments],
            cwd=tmp_path,
            env={**environment, **more_environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return runner


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[SoundServer]:
    """A private sound server, started; its folder's name is short, as a socket's must be."""
    require_commands("pulseaudio", "pactl", "parec", "pacat")
    with tempfile.TemporaryDirectory(prefix="ears-") as folder:
        found = SoundServer(Path(folder), environment)
        found.start()
        yield found
        found.kill()
