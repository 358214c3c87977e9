"""The journal as `player doctor` finds it, and as the next session would."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.journals import begun

from player.doctor import journal as looking
from player.doctor.checked import Checked, Standing, examined
from player.doctor.journal import journal
from player.journal.database import JournalError, Trouble, set_aside
from player.journal.schema import MIGRATIONS
from player.journal.store import Journal

NEWEST = len(MIGRATIONS)


def made(path: Path, sessions: int = 3, name: str = "demo") -> Path:
    """A journal as sessions leave it."""
    with closing(Journal(path)) as kept:
        for number in range(sessions):
            kept.note(f"{number}", [begun(name)])
    return path


def changed(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
    return path


def at_version(path: Path, version: int) -> Path:
    """A journal that an older player wrote, without sessions."""
    steps = [statement for step in MIGRATIONS[:version] for statement in step]
    return changed(path, *steps, f"PRAGMA user_version = {version}")


def trouble(path: Path) -> Trouble:
    with pytest.raises(JournalError) as caught:
        journal(path, NEWEST)
    assert caught.value.place == str(path)
    return caught.value.trouble


def found(path: Path) -> Checked:
    return examined("journal", lambda: journal(path, NEWEST))


def test_no_journal_is_no_fault_and_none_is_made(tmp_path: Path) -> None:
    none = tmp_path / "data" / "journal.sqlite"
    assert journal(none, NEWEST)[1:3] == (Standing.OK, "no sessions yet")
    assert not list(tmp_path.iterdir())


def test_a_journal_whose_tables_are_not_made_yet_is_none_and_is_left_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.touch()
    assert journal(path, NEWEST)[1:] == (Standing.OK, "no sessions yet", "")
    assert path.read_bytes() == b""
    assert set_aside(path, datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("sessions", "told"), [(0, "0 sessions"), (1, "one session"), (3, "3 sessions")]
)
def test_sessions_of_the_journal_are_counted(sessions: int, told: str, tmp_path: Path) -> None:
    path = made(tmp_path / "a journal?#.sqlite", sessions)
    before = path.read_bytes()
    assert journal(path, NEWEST) == ("journal", Standing.OK, f"{told}, whole", "")
    assert path.read_bytes() == before


def test_a_journal_that_is_being_written_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.sqlite")
    with closing(sqlite3.connect(path)) as player:
        player.execute("DELETE FROM sessions WHERE id = 1")
        assert journal(path, NEWEST).found == "3 sessions, whole"
        player.commit()
        assert journal(path, NEWEST).found == "2 sessions, whole"


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_an_older_journal_is_whole_as_the_next_session_brings_it_up_to_date(
    version: int, tmp_path: Path
) -> None:
    path = at_version(tmp_path / "journal.sqlite", version)
    assert journal(path, NEWEST).found == "0 sessions, whole"
    assert set_aside(path, datetime.now(UTC)) is None


def test_a_journal_that_is_held_is_told_so_and_nothing_of_moving_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "WAITS", 0.01)
    path = made(tmp_path / "journal.sqlite")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE sessions SET title = 'held'")
        told = found(path)
    assert told.standing == Standing.FAILS
    assert "another program holds it" in told.found
    assert "close" in told.mend
    assert journal(path, NEWEST).standing == Standing.OK


def test_a_journal_that_cannot_be_written_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "journal.sqlite")
    monkeypatch.setattr(os, "access", lambda place, _: place != path)  # root may write all
    told = found(path)
    assert "it cannot be written" in told.found
    assert told.mend == "give yourself the right to write it"


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (OSError(28, "No space left on device"), Trouble.FULL),
        (OSError(30, "Read-only file system"), Trouble.UNREACHABLE),
    ],
)
@pytest.mark.parametrize("sessions", [0, 1], ids=["none yet", "one"])
def test_a_folder_that_cannot_be_written_is_told_with_its_reason(
    refused: OSError, why: Trouble, sessions: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "journal.sqlite"
    if sessions:
        made(path, sessions)
    monkeypatch.setattr(looking, "trial", lambda _: refused)
    assert trouble(path) is why
    assert str(refused.strerror) in found(path).found


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert trouble(tmp_path / "file" / "x" / "j.sqlite") is Trouble.UNREACHABLE


def test_a_folder_in_place_of_the_journal_is_told(tmp_path: Path) -> None:
    assert trouble(tmp_path) is Trouble.UNREACHABLE


def test_a_newer_journal_is_told_with_its_mend(tmp_path: Path) -> None:
    path = changed(made(tmp_path / "journal.sqlite"), f"PRAGMA user_version = {NEWEST + 1}")
    assert trouble(path) is Trouble.NEWER
    assert "bring this player up to date" in found(path).mend


def _rubbish(path: Path) -> Path:
    path.write_bytes(b"no database at all, that is sure" * 40)
    return path


def _cut_short(path: Path) -> Path:
    path.write_bytes(b"SQLite format 3\0")
    return path


def _overwritten(path: Path) -> Path:
    data = bytearray(made(path, 100, "x" * 3000).read_bytes())
    data[4096 * 20 : 4096 * 60] = b"\xff" * (4096 * 40)
    path.write_bytes(data)
    return path


def _without_a_table(path: Path) -> Path:
    return changed(made(path), "DROP TABLE measures")


def _without_a_column(path: Path) -> Path:
    return changed(made(path), "ALTER TABLE passes DROP COLUMN repeated")


def _foreign(path: Path) -> Path:
    return changed(path, "CREATE TABLE sessions (id INTEGER)")


def _older_without_sessions(path: Path) -> Path:
    return changed(at_version(path, 2), "DROP TABLE sessions")


def _of_no_version(path: Path) -> Path:
    return changed(made(path), "PRAGMA user_version = -1")


@pytest.mark.parametrize(
    "damaged",
    [
        _rubbish, _cut_short, _overwritten, _without_a_table, _without_a_column, _foreign,
        _older_without_sessions, _of_no_version,
    ],
)  # fmt: skip
def test_what_the_next_session_sets_aside_is_told_and_left_alone(
    damaged: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = damaged(tmp_path / "journal.sqlite")
    before = path.read_bytes()
    assert trouble(path) is Trouble.DAMAGED
    assert path.read_bytes() == before
    told = found(path)
    assert told.standing == Standing.FAILS
    assert told.mend == "the next session sets it aside and begins a new one"
    assert set_aside(path, datetime.now(UTC)) is not None
