"""Whether there is room, and whether a folder can be written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from player.doctor.checked import Checked, Standing

LEAST_FREE = 50_000_000
"""Bytes below which the disk counts as full: the phrases of a long routine take about as many."""


def disk(folders: Iterable[Path], free: Callable[[Path], int]) -> Checked:
    """How much room there is where the player writes.

    Args:
        folders: Where that is; they need not be there yet.
        free: Bytes that are free on the disk of a folder.

    Raises:
        OSError: If a disk does not tell.
    """
    least, where = min((free(standing(folder)), folder) for folder in folders)
    if least < LEAST_FREE:
        mend = "make room: delete or move what is not needed"
        return Checked("disk", Standing.FAILS, f"{size(least)} free at {where}", mend)
    return Checked("disk", Standing.OK, f"{size(least)} free")


def trial(folder: Path) -> OSError | None:
    """What stands in the way of writing into a folder, or of making it; None if nothing does."""
    try:
        with tempfile.TemporaryFile(dir=standing(folder)) as file:
            file.write(b"\0")
    except OSError as error:
        return error
    return None


def standing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next((one for one in (path, *path.parents) if one.exists()), path)


def size(count: int) -> str:
    """Bytes for a person: `38 MB`."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}" if count < 10 * unit else f"{count // unit} {name}"
    return f"{count // 1000} kB"
