"""Whether the record of sessions can be read, and is whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from player.doctor.checked import Checked, Standing
from player.doctor.folders import trial

_BEGIN_ANEW = "move that file away; a new one is begun"


class _Read(NamedTuple):
    """What a journal tells of itself."""

    version: int
    integrity: str
    sessions: int


def journal(path: Path, newest: int) -> Checked:
    """Look at the journal without changing it; there need be none yet.

    Args:
        path: The database.
        newest: The newest version of its tables that is known.
    """
    refused = trial(path.parent)
    if not path.exists():
        if refused is not None:
            reason = f"cannot be begun ({refused.strerror or refused})"
            return _fails(path, reason, "give yourself the right to write into its folder")
        return Checked("journal", Standing.OK, "no sessions yet")
    try:
        found = _read(path)
    except sqlite3.Error as error:
        return _fails(path, str(error), _BEGIN_ANEW)
    faults = (
        (found.integrity != "ok", f"damaged: {found.integrity}", _BEGIN_ANEW),
        (found.version > newest, "written by a newer player", "bring this player up to date"),
        (refused is not None or not os.access(path, os.W_OK), "cannot be written",
         "give yourself the right to write it"),
    )  # fmt: skip
    for at_fault, reason, mend in faults:
        if at_fault:
            return _fails(path, reason, mend)
    sessions = "one session" if found.sessions == 1 else f"{found.sessions} sessions"
    return Checked("journal", Standing.OK, f"{sessions}, whole")


def _read(path: Path) -> _Read:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        version, integrity, sessions = (
            database.execute(statement).fetchone()[0]
            for statement in (
                "PRAGMA user_version",
                "PRAGMA integrity_check(1)",
                "SELECT count(*) FROM sessions",
            )
        )
    return _Read(int(version), str(integrity), int(sessions))


def _fails(path: Path, found: str, mend: str) -> Checked:
    return Checked("journal", Standing.FAILS, f"{path}: {found}", mend)
