"""Real parts of the machine: skipped with a reason where they are missing, never silently in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def missing(reason: str) -> None:
    """Skip the test, or fail it where all parts are required."""
    if os.environ.get("PLAYER_REQUIRE_REAL") == "1":
        pytest.fail(f"{reason}, and PLAYER_REQUIRE_REAL=1 asks for it")
    pytest.skip(reason)


def require_commands(*commands: str) -> None:
    """Go on only where these commands exist."""
    for command in commands:
        if shutil.which(command) is None:
            missing(f"there is no {command} on this machine")
