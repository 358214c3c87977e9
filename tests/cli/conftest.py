"""Fixtures for commands that write into the listener's own folders."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from support.new_users import New, player


@pytest.fixture
def home(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a new user, with nothing set up."""
    return {**environment, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the user's own routines, which does not exist yet."""
    return tmp_path / "config" / "routine-player" / "routines"


@pytest.fixture
def new(home: dict[str, str], tmp_path: Path) -> New:
    """Runs `player new` without a terminal."""
    return partial(player, home, tmp_path, "new")
