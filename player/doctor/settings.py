"""Whether the listener's settings can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from player.doctor.checked import Checked, Standing


def config(file: Path, count: Callable[[], int]) -> Checked:
    """Read the settings.

    Args:
        file: Where they are.
        count: Reads them; how many are set.

    Raises:
        RequestError: If they are at fault.
    """
    found = count()
    number = {0: "nothing set", 1: "one setting"}.get(found, f"{found} settings")
    return Checked("config", Standing.OK, f"{number}, {file}")
