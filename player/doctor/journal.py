"""Whether the record of sessions can be read, and is whole."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from player.doctor.checked import Checked, Standing
from player.doctor.folders import trial
from player.journal.database import WAITS, JournalError, Trouble, damage, failure, run

_NONE_YET = Checked("journal", Standing.OK, "no sessions yet")
_FULL = {errno.ENOSPC, errno.EDQUOT}


def journal(path: Path, newest: int) -> Checked:
    """Look at the journal without changing it; there need be none yet.

    Args:
        path: The database.
        newest: The newest version of its tables that is known.

    Raises:
        JournalError: If the next session could not use it as it is.
    """
    count = _sessions(path, newest) if path.exists() else None
    _writable(path)
    if count is None:
        return _NONE_YET
    return Checked("journal", Standing.OK, f"{_counted(count)}, whole")


def _sessions(path: Path, newest: int) -> int | None:
    """How many sessions it holds; None where its tables are not made yet."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, timeout=WAITS, uri=True)) as database:
            version = int(run(database, "PRAGMA user_version")[0][0])
            if version > newest:
                raise JournalError(path, Trouble.NEWER, f"version {version}")
            found = _damage(database, version, newest)
            if found:
                raise JournalError(path, Trouble.DAMAGED, found)
            if version == 0:
                return None
            return int(run(database, "SELECT count(*) FROM sessions")[0][0])
    except sqlite3.Error as error:
        raise failure(path, error) from error


def _damage(database: sqlite3.Connection, version: int, newest: int) -> str:
    """The first thing that keeps a session from using it; empty where nothing does."""
    if version == newest:
        found = next(iter(damage(database)), "")
    else:
        (told,) = run(database, "PRAGMA integrity_check(1)")[0]
        found = "" if told == "ok" else str(told)
    if not found and (version < 0 or (version == 0 and _has_sessions(database))):
        return f"version {version}"
    return " ".join(found.split())


def _has_sessions(database: sqlite3.Connection) -> bool:
    return bool(run(database, "SELECT 1 FROM sqlite_schema WHERE name = 'sessions'"))


def _writable(path: Path) -> None:
    """See that a session can be written.

    Raises:
        JournalError: If it cannot.
    """
    refused = trial(path.parent)
    if refused is not None:
        trouble = Trouble.FULL if refused.errno in _FULL else Trouble.UNREACHABLE
        raise JournalError(path, trouble, refused.strerror or str(refused))
    if path.exists() and not os.access(path, os.W_OK):
        raise JournalError(path, Trouble.READ_ONLY)


def _counted(sessions: int) -> str:
    return "one session" if sessions == 1 else f"{sessions} sessions"
