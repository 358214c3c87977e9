from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from player.errors import OutsideError
from player.journal.store import MIGRATIONS, Entry, Journal

BEGAN = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


class Minutes:
    """A clock that is a minute on whenever it is asked."""

    def __init__(self) -> None:
        self._time = BEGAN - timedelta(minutes=1)

    def __call__(self) -> datetime:
        self._time += timedelta(minutes=1)
        return self._time


def test_a_session_is_kept_as_it_happens(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "journal.sqlite"
    journal = Journal(path, Minutes())
    first = journal.begin("demo", "Demo", 1000)
    journal.reach(first, 400)
    other = Journal(path)  # as after a crash: nothing was closed
    begun = Entry(first, "demo", "Demo", "2026-03-01T07:30:00+00:00", None, 1000, 400)
    assert other.entries() == (begun,)
    journal.end(first, 1000)
    second = journal.begin("rest-day", "Rest", 9)
    assert [entry.id for entry in other.entries()] == [second, first]
    assert other.entries()[1].ended == "2026-03-01T07:31:00+00:00"
    journal.close()
    other.close()


def test_an_older_journal_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    sqlite3.connect(path).close()
    Journal(path).close()
    Journal(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def _first_start(path: Path, barrier: threading.Barrier) -> None:
    barrier.wait()
    journal = Journal(path)
    journal.begin("demo", "Demo", 1)
    journal.close()


def test_several_first_starts_at_once_make_one_journal(tmp_path: Path) -> None:
    for round_number in range(5):
        path = tmp_path / f"{round_number}.sqlite"
        barrier = threading.Barrier(4)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(_first_start, [path] * 4, [barrier] * 4))
        journal = Journal(path)
        assert len(journal.entries()) == 4
        journal.close()


def test_a_name_that_cannot_be_stored_is_an_error_of_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    with pytest.raises(OutsideError):
        journal.begin("\udcff.toml", "Odd", 1)
    journal.close()


def test_a_damaged_journal_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(OutsideError) as caught:
        Journal(path)
    assert str(path) in str(caught.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutsideError, match="cannot be used"):
        Journal(tmp_path / "file" / "journal.sqlite")
