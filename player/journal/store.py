"""The journal on disk: sessions written as they happen, and read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from player.journal.database import JournalError, Trouble, damage, failure, opened, run
from player.journal.living import at_work
from player.journal.records import (
    About,
    Begun,
    Done,
    Ended,
    Entry,
    Figure,
    Measured,
    Note,
    Reached,
    Resume,
    Seen,
    Standing,
)

OFFERED_FOR = timedelta(hours=24)
"""How long a session that was left is offered where none was named."""

_ENTRIES = """
    SELECT id, routine, title, started, ended, length, position, heard, finished, level,
        (SELECT id FROM sessions AS earlier
            WHERE sessions.resumes != '' AND earlier.key = sessions.resumes),
        (SELECT count(*) FROM passes WHERE session = sessions.id AND skipped),
        (SELECT count(*) FROM passes WHERE session = sessions.id AND eased != ''),
        (SELECT ifnull(sum(pain), 0) FROM passes WHERE session = sessions.id)
    FROM sessions
"""

_LEFT = """
    SELECT id, key, started, position, pid, host, seen, ended,
        routine, title, length, content_hash, level, fit, pace, start_at, voice, rate,
        arguments, resumes,
        pass_number, pass_step, pass_name, pass_of_step, pass_position, pass_complete
    FROM sessions
    WHERE NOT finished AND pass_number IS NOT NULL AND position > 0
        AND NOT EXISTS (SELECT 1 FROM sessions AS onward
            WHERE onward.resumes = sessions.key
            AND onward.pass_number IS NOT NULL AND onward.position > 0)
        AND NOT EXISTS (SELECT 1 FROM sessions AS later
            WHERE later.routine = sessions.routine AND later.finished = 1
            AND (later.started, later.id) > (sessions.started, sessions.id))
    ORDER BY started DESC, id DESC
"""
"""What was left. A session that went on with another takes its place once it stands somewhere."""


class Journal:
    """The record of one person.

    Args:
        path: The database.
        now: Tells the time.
        opening: Opens it: `opened` makes it if it is not there, `copied` only reads it.

    Raises:
        JournalError: If it cannot be used; also by every method that then fails.
    """

    def __init__(
        self,
        path: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        opening: Callable[[Path], sqlite3.Connection] = opened,
    ) -> None:
        self.path = path
        self._now = now
        self._database = opening(path)

    def note(self, key: str, notes: Iterable[Note]) -> None:
        """Write notes of a session, all of them or none.

        Notes that were written before change nothing when they are written again in their order.

        Args:
            key: What the session is known by, here and in side files.
            notes: In the order they happened; the first of a session is `Begun`.
        """
        with self._failing(), self._whole():
            for note in notes:
                self._write(key, note)

    def passes(self, session: int) -> tuple[Done, ...]:
        """The passes of a session that were begun or skipped, in order."""
        columns = ", ".join(Done._fields)
        rows = self._read(
            f"SELECT {columns} FROM passes WHERE session = ? ORDER BY number",  # noqa: S608 - our own names
            session,
        )
        return tuple(
            (one := Done(*row))._replace(skipped=bool(one.skipped))
            for row in rows
        )  # fmt: skip

    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order they were taken."""
        columns = ", ".join(Figure._fields)
        rows = self._read(f"SELECT {columns} FROM measures ORDER BY id")  # noqa: S608 - as above
        return tuple(Figure(*row) for row in rows)

    def times_done(self, routine: str) -> int:
        """How often a routine was begun; to go on with a session is not to begin one."""
        return int(
            self._read("SELECT count(*) FROM sessions WHERE routine = ? AND resumes = ''", routine)[
                0
            ][0]
        )

    def entries(self) -> tuple[Entry, ...]:
        """All sessions, the latest first."""
        rows = self._read(f"{_ENTRIES} ORDER BY started DESC, id DESC")
        return tuple(_entry(row) for row in rows)

    def others(self) -> tuple[Entry, ...]:
        """The sessions that other players are at work on just now, the latest first."""
        now = self._now()
        rows = self._read("SELECT id, pid, host, seen FROM sessions WHERE ended IS NULL")
        numbers = {number for number, pid, host, seen in rows if at_work(pid, host, seen, now)}
        return tuple(one for one in self.entries() if one.id in numbers) if numbers else ()

    def unfinished(self, routine: str | None = None) -> Resume | None:
        """The latest session that was left or broken off.

        None that went on later, that another player is at work on or goes on with just now, or
        after which the same routine was done to its end. One that was begun more than a day ago
        is meant only where its routine is named: whoever just says go on means what they did
        just now.

        Args:
            routine: Id or path of the routine; None for any.
        """
        now = self._now()
        taken_up = self._taken_up(now)
        for row in self._read(_LEFT):
            one = _resume(row[:4], row[8:20], row[20:])
            pid, host, seen, ended = row[4:8]
            if one.key in taken_up or (ended is None and at_work(pid, host, seen, now)):
                continue
            if routine is None and not _begun_within(one.started, now, OFFERED_FOR):
                continue
            if routine is None or routine == one.about.routine:
                return one._replace(turn=self._turn(one))
        return None

    def check(self) -> None:
        """Look through the whole file.

        Raises:
            JournalError: If something in it is damaged.
        """
        with self._failing():
            found = damage(self._database)
        if found:
            raise JournalError(self.path, Trouble.DAMAGED, found[0])

    def close(self) -> None:
        """Give the file back."""
        with suppress(sqlite3.Error):
            self._database.close()

    def _write(self, key: str, note: Note) -> None:
        match note:
            case Begun():
                self._begin(key, note)
            case Reached(position, heard, length, standing):
                self._run(
                    "UPDATE sessions SET position = ?, heard = ?, length = ?, pass_number = ?,"
                    " pass_step = ?, pass_name = ?, pass_of_step = ?, pass_position = ?,"
                    " pass_complete = ? WHERE key = ?",
                    position, heard, length, *standing, key,
                )  # fmt: skip
            case Done():
                columns = ", ".join(Done._fields)
                places = ", ".join("?" * len(Done._fields))
                self._run(
                    f"INSERT OR REPLACE INTO passes (session, {columns})"  # noqa: S608 - our own names
                    f" SELECT id, {places} FROM sessions WHERE key = ?",
                    *note, key,
                )  # fmt: skip
            case Measured(number, measure, side, figure, taken):
                self._run(
                    "INSERT OR IGNORE INTO measures (key, session, measure, side, figure, taken)"
                    " SELECT ?, id, ?, ?, ?, ? FROM sessions WHERE key = ?",
                    f"{key}-{number}", measure, side, figure, taken, key,
                )  # fmt: skip
            case Ended(when, finished):
                self._run(
                    "UPDATE sessions SET ended = ?, finished = ? WHERE key = ?",
                    when, finished, key,
                )  # fmt: skip
            case Seen(when):
                self._run("UPDATE sessions SET seen = ? WHERE key = ?", when, key)

    def _begin(self, key: str, note: Begun) -> None:
        about = note.about._asdict() | {"arguments": json.dumps(note.about.arguments)}
        columns = ", ".join(about)
        places = ", ".join("?" * len(about))
        self._run(
            f"INSERT OR IGNORE INTO sessions (key, started, seen, pid, host, {columns})"  # noqa: S608 - our own names
            f" VALUES (?, ?, ?, ?, ?, {places})",
            key, note.started, note.started, note.pid, note.host, *about.values(),
        )  # fmt: skip

    def _taken_up(self, now: datetime) -> frozenset[str]:
        """Keys of the sessions that other players go on with just now."""
        rows = self._read(
            "SELECT resumes, pid, host, seen FROM sessions WHERE ended IS NULL AND resumes != ''"
        )
        return frozenset(key for key, pid, host, seen in rows if at_work(pid, host, seen, now))

    def _turn(self, one: Resume) -> int:
        """How often the routine had been begun when a session, or the one it resumed, was."""
        rows = self._read(
            "WITH RECURSIVE earlier (id, started, resumes) AS ("
            " SELECT id, started, resumes FROM sessions WHERE id = ?"
            " UNION SELECT sessions.id, sessions.started, sessions.resumes"
            " FROM sessions JOIN earlier ON sessions.key = earlier.resumes"
            " WHERE earlier.resumes != '')"
            " SELECT count(*) FROM sessions"
            " WHERE routine = ? AND resumes = ''"
            " AND (started, id) < (SELECT started, id FROM earlier ORDER BY started, id LIMIT 1)",
            one.id, one.about.routine,
        )  # fmt: skip
        return int(rows[0][0])

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All that is written within, or nothing."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._run("ROLLBACK")
            raise

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OverflowError) as error:
            raise failure(self.path, error) from error

    def _read(self, statement: str, *values: str | float | None) -> list[tuple[Any, ...]]:
        with self._failing():
            return self._run(statement, *values)

    def _run(self, statement: str, *values: str | float | None) -> list[tuple[Any, ...]]:
        return run(self._database, statement, *(_storable(value) for value in values))


def _storable(value: str | float | None) -> str | float | None:
    """A value as SQLite takes it: bytes of a file name that are no text become a mark."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _entry(row: tuple[Any, ...]) -> Entry:
    one = Entry(*row)
    return one._replace(finished=bool(one.finished))


def _resume(known: tuple[Any, ...], about: tuple[Any, ...], standing: tuple[Any, ...]) -> Resume:
    number, key, started, position = known
    where = Standing(*standing)
    return Resume(
        number,
        key,
        About._make((*about[:-2], _words(about[-2]), about[-1])),
        started,
        position,
        where._replace(complete=bool(where.complete)),
        0,
    )


def _words(stored: str) -> tuple[str, ...]:
    try:
        words = json.loads(stored)
    except ValueError:
        return ()
    return tuple(map(str, words)) if isinstance(words, list) else ()


def _begun_within(started: str, now: datetime, length: timedelta) -> bool:
    try:
        return now - datetime.fromisoformat(started) <= length
    except (TypeError, ValueError):
        return False
