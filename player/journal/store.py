"""The journal on disk: SQLite, brought up to date step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from player.errors import OutsideError

MIGRATIONS = (
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        routine TEXT NOT NULL,
        title TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        length INTEGER NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE measures (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES sessions (id),
        measure TEXT NOT NULL,
        side TEXT NOT NULL,
        figure REAL NOT NULL,
        taken TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE passes (
        session INTEGER NOT NULL REFERENCES sessions (id),
        number INTEGER NOT NULL,
        step TEXT NOT NULL,
        name TEXT NOT NULL,
        reps INTEGER NOT NULL,
        reps_done INTEGER NOT NULL DEFAULT 0,
        length INTEGER NOT NULL,
        length_done INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (session, number)
    ) STRICT
    """,
)
"""One step a version, in order; a step that has been published is never changed."""


class Entry(NamedTuple):
    """A session that was done or begun.

    Attributes:
        id: Its number in the journal.
        routine: Id or path of the routine.
        title: Its title.
        started: When, in ISO 8601, UTC.
        ended: When it was over or left; None if nobody could tell.
        length: Samples of the whole.
        position: Samples heard.
    """

    id: int
    routine: str
    title: str
    started: str
    ended: str | None
    length: int
    position: int


class Figure(NamedTuple):
    """A figure that was taken.

    Attributes:
        session: The number of the session it was taken in.
        measure: What was measured, by its id.
        side: The side, or empty.
        figure: The figure, in the measure's unit.
        taken: When, in ISO 8601, UTC.
    """

    session: int
    measure: str
    side: str
    figure: float
    taken: str


class Done(NamedTuple):
    """A pass, and how much of it was done.

    Attributes:
        number: Its place in the session, from 0.
        step: Path of its step.
        name: What it is, with side and direction.
        reps: Reps to do, 0 for a timed one.
        reps_done: Reps done.
        length: Samples to do.
        length_done: Samples done.
    """

    number: int
    step: str
    name: str
    reps: int
    reps_done: int
    length: int
    length_done: int


class Journal:
    """The record of one person.

    Args:
        path: The database; made if it is not there.
        now: Tells the time.

    Raises:
        OutsideError: If it cannot be opened; also by every method that then fails.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=5, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error
        try:
            self._migrate()
            # Where another player holds the file just now, that one makes the change.
            with suppress(sqlite3.OperationalError):
                self._database.execute("PRAGMA journal_mode = WAL").close()
        except OutsideError:
            self.close()
            raise

    def begin(self, routine: str, title: str, length: int) -> int:
        """Note that a session has begun; returns its number."""
        row = self._run(
            "INSERT INTO sessions (routine, title, started, length) VALUES (?, ?, ?, ?)"
            " RETURNING id",
            routine, title, self._time(), length,
        )  # fmt: skip
        return int(row[0][0])

    def reach(self, session: int, position: int) -> None:
        """Note how far a session has been heard."""
        self._run("UPDATE sessions SET position = ? WHERE id = ?", position, session)

    def end(self, session: int, position: int) -> None:
        """Note that a session is over or was left."""
        self._run(
            "UPDATE sessions SET position = ?, ended = ? WHERE id = ?",
            position, self._time(), session,
        )  # fmt: skip

    def done(self, session: int, one: Done) -> None:
        """Note how much of a pass has been done so far."""
        columns = ", ".join(Done._fields)
        places = ", ".join("?" * len(Done._fields))
        self._run(
            f"INSERT OR REPLACE INTO passes (session, {columns}) VALUES (?, {places})",  # noqa: S608 - our own names
            session, *one,
        )  # fmt: skip

    def passes(self, session: int) -> tuple[Done, ...]:
        """The passes of a session that were begun, in order."""
        columns = ", ".join(Done._fields)
        rows = self._run(
            f"SELECT {columns} FROM passes WHERE session = ? ORDER BY number",  # noqa: S608 - as above
            session,
        )
        return tuple(Done(*row) for row in rows)

    def measured(self, session: int, measure: str, side: str, figure: float) -> None:
        """Keep a figure that was taken in a session."""
        self._run(
            "INSERT INTO measures (session, measure, side, figure, taken) VALUES (?, ?, ?, ?, ?)",
            session, measure, side, figure, self._time(),
        )  # fmt: skip

    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order they were taken."""
        columns = ", ".join(Figure._fields)
        rows = self._run(f"SELECT {columns} FROM measures ORDER BY id")  # noqa: S608 - as below
        return tuple(Figure(*row) for row in rows)

    def times_done(self, routine: str) -> int:
        """How often a routine was begun."""
        return int(self._run("SELECT count(*) FROM sessions WHERE routine = ?", routine)[0][0])

    def entries(self) -> tuple[Entry, ...]:
        """All sessions, the latest first."""
        columns = ", ".join(Entry._fields)
        rows = self._run(f"SELECT {columns} FROM sessions ORDER BY id DESC")  # noqa: S608 - our own names
        return tuple(Entry(*row) for row in rows)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _run(self, statement: str, *values: str | float) -> list[tuple[Any, ...]]:
        try:
            with closing(self._database.execute(statement, values)) as cursor:
                return cursor.fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise self._failed(error) from error

    def _migrate(self) -> None:
        self._run("BEGIN IMMEDIATE")  # another player may be doing the same
        try:
            version = int(self._run("PRAGMA user_version")[0][0])
            for number, step in enumerate(MIGRATIONS[version:], version + 1):
                self._run(step)
                self._run(f"PRAGMA user_version = {number}")
        except OutsideError:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def _failed(self, error: Exception) -> OutsideError:
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        )
        return OutsideError(
            f"the journal cannot be used: {error}",
            place=str(self._path),
            mend="move that file away; a new one is begun"
            if damaged
            else "see that the folder can be written and that no other program holds the file",
        )
