"""Opening the database of the journal, and telling what is wrong with it in plain words."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from player.errors import OutsideError
from player.journal.schema import MIGRATIONS

WAITS = 1.0
"""Seconds that another program may hold the file before it counts as locked."""


class Trouble(StrEnum):
    """Why the journal cannot be used."""

    DAMAGED = "damaged"
    NEWER = "newer"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    FULL = "full"
    UNREACHABLE = "unreachable"


_TOLD = {
    Trouble.DAMAGED: ("it is damaged", "the next session sets it aside and begins a new one"),
    Trouble.NEWER: (
        "it was written by a newer player",
        "bring this player up to date: pip install --upgrade routine-player",
    ),
    Trouble.LOCKED: ("another program holds it", "close what else has opened it"),
    Trouble.READ_ONLY: ("it cannot be written", "give yourself the right to write it"),
    Trouble.FULL: ("the disk is full", "make room there"),
    Trouble.UNREACHABLE: (
        "it cannot be reached",
        "see that its folder is there and that you may write into it",
    ),
}

_TROUBLES = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNREACHABLE,
    sqlite3.SQLITE_AUTH: Trouble.UNREACHABLE,
    sqlite3.SQLITE_NOMEM: Trouble.UNREACHABLE,
    sqlite3.SQLITE_PROTOCOL: Trouble.LOCKED,
}
"""By SQLite's primary result codes. Whatever else fails is about what the file holds."""


class JournalError(OutsideError):
    """The journal cannot be used.

    Args:
        path: The database.
        trouble: Why.
        detail: What the system says.
    """

    def __init__(self, path: Path, trouble: Trouble, detail: str = "") -> None:
        why, mend = _TOLD[trouble]
        told = f"the journal cannot be used: {why}"
        super().__init__(f"{told} ({detail})" if detail else told, place=str(path), mend=mend)
        self.trouble = trouble
        self.detail = detail


def failure(path: Path, error: Exception) -> JournalError:
    """An error of SQLite or of the system, told."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        return JournalError(path, _TROUBLES.get(code & 0xFF, Trouble.DAMAGED), str(error))
    return JournalError(path, Trouble.UNREACHABLE, str(error))


def opened(path: Path) -> sqlite3.Connection:
    """The database, brought up to date; made if it is not there.

    After a crash of the player nothing that was written is lost; after a loss of power nothing
    but the last moments: a journal of SQLite's write-ahead kind, each transaction brought to the
    disk before the next one. That takes some milliseconds, for which no sound waits.

    Raises:
        JournalError: If it cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(path, timeout=WAITS, isolation_level=None)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise failure(path, error) from error
    try:
        database.text_factory = _readable
        run(database, "PRAGMA synchronous = FULL")
        run(database, "PRAGMA foreign_keys = ON")
        _bring_up_to_date(path, database)
        # Where another player holds the file just now, that one makes the change.
        with suppress(sqlite3.OperationalError):
            run(database, "PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        database.close()
        raise failure(path, error) from error
    except JournalError:
        database.close()
        raise
    return database


def copied(path: Path) -> sqlite3.Connection:
    """A copy in memory of a database that cannot be written, for reading only.

    It is brought up to date there; the file stays as it is.

    Raises:
        JournalError: If it cannot be read, or not as a whole.
    """
    try:
        try:
            database = _in_memory(path)
        except sqlite3.OperationalError as error:
            # A file that somebody holds is not looked at behind their back.
            if failure(path, error).trouble is Trouble.LOCKED:
                raise
            database = _in_memory_from_elsewhere(path)
    except (OSError, sqlite3.Error) as error:
        raise failure(path, error) from error
    try:
        database.text_factory = _readable
        _bring_up_to_date(path, database)
        broken = damage(database)
        run(database, "PRAGMA query_only = ON")
    except sqlite3.Error as error:
        database.close()
        raise failure(path, error) from error
    except JournalError:
        database.close()
        raise
    if broken:
        database.close()
        raise JournalError(path, Trouble.DAMAGED, broken[0])
    return database


def _in_memory_from_elsewhere(path: Path) -> sqlite3.Connection:
    """The same where SQLite, which reads a write-ahead log only where it may write, cannot read."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="routine-player-") as folder:
        elsewhere = Path(folder) / "journal.sqlite"
        shutil.copyfile(path, elsewhere)
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}-wal", f"{elsewhere}-wal")
        return _in_memory(elsewhere)


def _in_memory(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        file = sqlite3.connect(address, timeout=WAITS, isolation_level=None, uri=True)
        with closing(file):
            # Once it can be read it stays so; to copy what is locked would never end.
            run(file, "BEGIN")
            run(file, "SELECT count(*) FROM sqlite_schema")
            file.backup(memory)
    except BaseException:
        memory.close()
        raise
    return memory


def run(
    database: sqlite3.Connection, statement: str, *values: str | float | None
) -> list[tuple[Any, ...]]:
    """Run one statement; all rows it gives.

    Raises:
        sqlite3.Error: If it fails.
    """
    with closing(database.execute(statement, values)) as cursor:
        return cursor.fetchall()


def damage(database: sqlite3.Connection) -> tuple[str, ...]:
    """What a look through the whole file finds wrong with it.

    Raises:
        sqlite3.Error: If it cannot be read at all.
    """
    found = (str(row[0]) for row in run(database, "PRAGMA integrity_check(20)"))
    broken = tuple(one for one in found if one != "ok")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole:
        _migrate(whole, 0)
        missing = _columns(whole) - _columns(database)
    return (*broken, *(f"there is no {name}" for name in sorted(missing)))


def _columns(database: sqlite3.Connection) -> set[str]:
    """The columns of all tables, as table.column."""
    rows = run(
        database,
        "SELECT tables.name, columns.name FROM sqlite_schema AS tables,"
        " pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
    )
    return {f"{table}.{column}" for table, column in rows}


def set_aside(path: Path, now: datetime) -> Path | None:
    """Give a damaged database another name, with what belongs to it.

    Args:
        path: The database.
        now: The time, which becomes part of the name.

    Returns:
        Its new place; None where it is whole after all, as another player has begun a new one.

    Raises:
        OSError: If it cannot be renamed.
    """
    if not _is_damaged(path):
        return None
    moment = now.strftime("%Y%m%dT%H%M%S")
    names = (path.with_name(f"{path.name}.damaged-{moment}{end}") for end in _endings())
    aside = next(name for name in names if not name.exists())
    # The database goes last: a new one must not find the log of the old one.
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def _endings() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in itertools.count(2))


def _is_damaged(path: Path) -> bool:
    try:
        with closing(opened(path)) as database:
            return bool(damage(database))
    except JournalError as error:
        return error.trouble is Trouble.DAMAGED
    except sqlite3.Error as error:
        return failure(path, error).trouble is Trouble.DAMAGED


def _bring_up_to_date(path: Path, database: sqlite3.Connection) -> None:
    if _version(path, database) == len(MIGRATIONS):
        return
    run(database, "BEGIN IMMEDIATE")  # another player may be doing the same
    try:
        _migrate(database, _version(path, database))
        run(database, "COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            run(database, "ROLLBACK")
        raise


def _migrate(database: sqlite3.Connection, version: int) -> None:
    for number, statements in enumerate(MIGRATIONS[version:], version + 1):
        for statement in statements:
            run(database, statement)
        run(database, f"PRAGMA user_version = {number}")


def _version(path: Path, database: sqlite3.Connection) -> int:
    version = int(run(database, "PRAGMA user_version")[0][0])
    if version > len(MIGRATIONS):
        raise JournalError(path, Trouble.NEWER, f"version {version}")
    if version < 0:
        raise JournalError(path, Trouble.DAMAGED, f"version {version}")
    return version


def _readable(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")
