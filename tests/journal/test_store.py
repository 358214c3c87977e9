from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from support.journals import BEGAN, Time, begun, left, reached

from player.journal.database import JournalError, Trouble, copied
from player.journal.records import About, Begun, Done, Ended, Figure, Measured, Seen
from player.journal.schema import MIGRATIONS
from player.journal.store import Journal


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def journal(tmp_path: Path, time: Time) -> Iterator[Journal]:
    found = Journal(tmp_path / "deep" / "journal.sqlite", time)
    yield found
    found.close()


def test_a_session_is_kept_as_it_happens(journal: Journal) -> None:
    journal.note("a", [begun()])
    journal.note("a", [reached(400), Done(0, "1", "Squats", 5, 2, 500, 250)])
    other = Journal(journal.path)  # as after a crash: nothing was closed
    (entry,) = other.entries()
    assert (entry.routine, entry.title, entry.started) == (
        "demo",
        "Demo",
        "2026-03-01T07:30:00+00:00",
    )
    assert (entry.position, entry.heard, entry.length) == (400, 400, 1000)
    assert (entry.ended, entry.finished) == (None, False)
    assert other.passes(entry.id) == (Done(0, "1", "Squats", 5, 2, 500, 250),)
    journal.note("a", [Ended("2026-03-01T07:31:00+00:00", finished=True)])
    (entry,) = other.entries()
    assert (entry.ended, entry.finished) == ("2026-03-01T07:31:00+00:00", True)
    other.close()


def test_notes_that_are_written_again_change_nothing(journal: Journal) -> None:
    notes = (*left(), Measured(0, "knee-to-wall", "left", 11.5, "now"))
    journal.note("a", notes)
    before = (journal.entries(), journal.passes(1), journal.figures())
    journal.note("a", notes)
    assert (journal.entries(), journal.passes(1), journal.figures()) == before
    assert before[2] == (Figure(1, "knee-to-wall", "left", 11.5, "now"),)


def test_what_became_of_passes_is_counted_in_the_list(journal: Journal) -> None:
    passes = [
        Done(0, "1", "A", 0, 0, 10, 5, skipped=True),
        Done(1, "2", "B", 0, 0, 10, 5, eased="C", pain=2),
        Done(2, "3", "D", 0, 0, 10, 10, pain=1, repeated=1),
    ]
    journal.note("a", [begun(), *passes])
    (entry,) = journal.entries()
    assert (entry.skipped, entry.eased, entry.pain) == (1, 1, 3)
    assert journal.passes(entry.id) == tuple(passes)


def test_all_notes_of_one_writing_are_kept_or_none(journal: Journal) -> None:
    journal.note("a", [begun()])
    broken = Done(0, "1", None, 0, 0, 10, 5)  # type: ignore[arg-type]
    with pytest.raises(JournalError):
        journal.note("a", [reached(700), broken])
    assert journal.entries()[0].position == 0
    journal.note("a", [reached(700)])
    assert journal.entries()[0].position == 700


def test_to_go_on_with_a_session_is_not_to_begin_one(journal: Journal) -> None:
    journal.note("a", left())
    journal.note("b", [begun(resumes="a")])
    journal.note("c", [begun("other")])
    assert journal.times_done("demo") == 1
    assert journal.times_done("nobody") == 0


def test_what_was_left_is_offered_with_all_it_takes_to_begin_it_again(journal: Journal) -> None:
    about = About(
        "demo", "Demo", 1000, "ab12", 40, 900, "brisk", "2.1", "pyttsx3:de", 150,
        ("--music", "x y", "--output", "silent"),
    )  # fmt: skip
    _, *others = left()
    journal.note("a", [Begun(about, BEGAN.isoformat(), 1, "elsewhere"), *others])
    found = journal.unfinished("demo")
    assert found is not None
    assert (found.id, found.key, found.about, found.position) == (1, "a", about, 400)
    assert found.standing == reached(400).standing
    assert journal.unfinished("other") is None


def test_what_was_finished_or_gone_on_with_is_not_offered(journal: Journal, time: Time) -> None:
    journal.note("a", left())
    journal.note("b", [begun(resumes="a", at=time.now + timedelta(minutes=1)), reached(600)])
    found = journal.unfinished()
    assert found is not None
    assert found.key == "b"
    journal.note("b", [Ended(time.pass_by(minutes=2), finished=True)])
    assert journal.unfinished() is None
    assert [one.resumes for one in journal.entries()] == [1, None]


def test_a_session_is_offered_until_one_that_goes_on_with_it_stands_somewhere(
    journal: Journal, time: Time
) -> None:
    def offered() -> str | None:
        found = journal.unfinished()
        return found and found.key

    journal.note("a", left())
    journal.note("b", [begun(resumes="a", at=time.now + timedelta(minutes=1))])
    assert offered() == "a"
    journal.note("b", [reached(0), Ended("then", finished=False)])
    assert offered() == "a"
    journal.note("c", [begun(resumes="a", at=time.now + timedelta(minutes=2)), reached(400)])
    assert offered() == "c"
    # What lay in a side file is taken in after what came later.
    journal.note("d", [begun(resumes="a", at=time.now + timedelta(minutes=1))])
    assert offered() == "c"
    journal.note("c", [Ended("then", finished=True)])
    assert offered() is None


def test_what_another_player_has_just_begun_to_go_on_with_is_not_offered(
    journal: Journal, other_player: subprocess.Popen[bytes]
) -> None:
    journal.note("a", left())
    journal.note("b", [begun(resumes="a", pid=other_player.pid)])
    assert journal.unfinished() is None
    other_player.communicate()
    assert journal.unfinished() is not None


def _effort(path: Path, sessions: int) -> int:
    """Hundreds of steps of SQLite's machine to find what was left among so many sessions."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with closing(Journal(path, Time())) as journal:
        rows = [
            (
                f"{number}",
                (BEGAN + timedelta(hours=number)).isoformat(),
                number < sessions / 2,
                f"{number - 1}" if number % 5 else "",
            )
            for number in range(sessions)
        ]
        journal._database.execute("BEGIN")
        journal._database.executemany(
            "INSERT INTO sessions (routine, title, length, position, pass_number, ended,"
            " key, started, finished, resumes) VALUES ('demo', '', 9, 5, 0, '', ?, ?, ?, ?)",
            rows,
        )
        journal._database.execute("COMMIT")
        journal._database.set_progress_handler(count, 100)
        journal.unfinished("other")
    return steps


def test_the_effort_to_find_what_was_left_grows_no_faster_than_the_journal(tmp_path: Path) -> None:
    few, many = (_effort(tmp_path / f"{count}.sqlite", count) for count in (500, 2000))
    assert few > 50
    assert many < 6 * few


def test_what_was_left_before_the_routine_was_done_whole_is_not_offered(journal: Journal) -> None:
    journal.note("a", left())
    later = begun(at=BEGAN + timedelta(hours=1))
    journal.note("b", [later, reached(1000), Ended("then", finished=True)])
    assert journal.unfinished("demo") is None
    journal.note("c", [begun("other", at=BEGAN - timedelta(hours=1)), reached(9)])
    found = journal.unfinished()
    assert found is not None
    assert found.about.routine == "other"


def test_after_a_day_only_a_routine_that_is_named_is_offered(journal: Journal, time: Time) -> None:
    journal.note("a", left())
    time.pass_by(hours=23)
    assert journal.unfinished() is not None
    time.pass_by(hours=2)
    assert journal.unfinished() is None
    assert journal.unfinished("demo") is not None


def test_a_session_of_which_nothing_was_heard_is_not_offered(journal: Journal) -> None:
    journal.note("a", [begun()])
    assert journal.unfinished() is None


def test_sides_that_alternate_begin_as_they_did(journal: Journal) -> None:
    for number in range(3):
        at = BEGAN + timedelta(minutes=number)
        journal.note(f"{number}", [begun(at=at), Ended("then", finished=True)])
    journal.note("a", [begun(at=BEGAN + timedelta(minutes=3)), reached(400)])
    journal.note("b", [begun(at=BEGAN + timedelta(minutes=4), resumes="a"), reached(500)])
    found = journal.unfinished()
    assert found is not None
    assert (found.key, found.turn) == ("b", 3)


@pytest.fixture
def other_player() -> Iterator[subprocess.Popen[bytes]]:
    waits = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", waits], stdin=subprocess.PIPE) as process:
        yield process


def test_what_another_player_does_now_is_told_and_not_offered(
    journal: Journal, time: Time, other_player: subprocess.Popen[bytes]
) -> None:
    journal.note("a", [begun(pid=other_player.pid), reached(400)])
    assert [one.id for one in journal.others()] == [1]
    assert journal.unfinished() is None
    other_player.communicate()
    assert journal.others() == ()
    assert journal.unfinished() is not None
    assert time() == BEGAN


def test_a_player_that_has_been_silent_for_long_is_not_at_work(
    journal: Journal, time: Time, other_player: subprocess.Popen[bytes]
) -> None:
    journal.note("a", [begun(pid=other_player.pid), reached(400)])
    time.pass_by(minutes=5)
    assert journal.others() == ()
    journal.note("a", [Seen(time.pass_by(seconds=1))])
    assert len(journal.others()) == 1


def test_a_session_of_this_player_is_none_of_others(journal: Journal) -> None:
    journal.note("a", [begun(pid=os.getpid())])
    assert journal.others() == ()


def test_a_copy_for_reading_tells_all_and_takes_nothing(journal: Journal) -> None:
    journal.note("a", left())
    with closing(Journal(journal.path, opening=copied)) as copy:
        assert copy.entries() == journal.entries()
        assert copy.passes(1) == journal.passes(1)
        with pytest.raises(JournalError) as caught:
            copy.note("a", [reached(700)])
    assert caught.value.trouble == Trouble.READ_ONLY
    assert journal.entries()[0].position == 400


def test_a_copy_of_a_journal_of_the_first_releases_is_up_to_date(tmp_path: Path) -> None:
    path = _first_release(tmp_path)
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError) as caught:
            Journal(path)
        assert caught.value.trouble == Trouble.LOCKED
        with closing(Journal(path, opening=copied)) as copy:
            assert [one.heard for one in copy.entries()] == [40, 100]
    assert path.read_bytes() == before


def test_what_nobody_else_may_look_at_is_not_copied(tmp_path: Path) -> None:
    path = _first_release(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalError) as caught:
            Journal(path, opening=copied)
    assert caught.value.trouble == Trouble.LOCKED


@pytest.mark.parametrize("content", [b"this is no database" * 100, None], ids=["rubbish", "none"])
def test_what_is_no_journal_is_not_copied(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "journal.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(JournalError) as caught:
        Journal(path, opening=copied)
    assert caught.value.trouble == (Trouble.UNREACHABLE if content is None else Trouble.DAMAGED)
    assert path.exists() == (content is not None)


def test_an_empty_file_becomes_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.touch()
    Journal(path).close()
    Journal(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def _first_release(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite"
    database = sqlite3.connect(path, isolation_level=None)
    for (statement,) in MIGRATIONS[:3]:
        database.execute(statement)
    database.execute("PRAGMA user_version = 3")
    row = "INSERT INTO sessions (routine, title, started, ended, length, position) VALUES"
    database.execute(f"{row} ('demo', 'Demo', '2026-03-01T07:30:00+00:00', 'then', 100, 100)")
    database.execute(f"{row} ('demo', 'Demo', '2026-03-02T07:30:00+00:00', NULL, 100, 40)")
    database.execute("INSERT INTO passes VALUES (2, 0, '1', 'Squats', 5, 2, 50, 20)")
    database.execute("INSERT INTO measures VALUES (7, 1, 'knee-to-wall', 'left', 9.5, 'then')")
    database.close()
    return path


def test_a_journal_of_the_first_releases_is_brought_up_to_date(tmp_path: Path) -> None:
    journal = Journal(_first_release(tmp_path))
    journal.check()
    assert [(one.finished, one.heard) for one in journal.entries()] == [(False, 40), (True, 100)]
    assert journal.passes(2) == (Done(0, "1", "Squats", 5, 2, 50, 20),)
    assert journal.figures() == (Figure(1, "knee-to-wall", "left", 9.5, "then"),)
    assert journal.unfinished("demo") is None  # where it stood is not known
    assert journal.times_done("demo") == 2
    journal.close()


def _first_start(path: Path, barrier: threading.Barrier) -> None:
    barrier.wait()
    journal = Journal(path)
    journal.note(f"{threading.get_ident()}", [begun()])
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


def test_a_name_that_is_no_text_is_kept_with_a_mark(journal: Journal) -> None:
    journal.note("a", [begun("\udcff-é.toml")])
    assert journal.entries()[0].routine == "?-é.toml"


def _broken(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(content)
    return path


def _database(tmp_path: Path, statement: str) -> Path:
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
    return path


def _folder_in_its_place(tmp_path: Path) -> Path:
    (tmp_path / "journal.sqlite").mkdir()
    return tmp_path / "journal.sqlite"


def _file_for_a_folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "journal.sqlite"


@pytest.mark.parametrize(
    ("make", "trouble"),
    [
        (lambda folder: _broken(folder, b"this is no database" * 100), Trouble.DAMAGED),
        (lambda folder: _database(folder, "CREATE TABLE sessions (what)"), Trouble.DAMAGED),
        (lambda folder: _database(folder, "PRAGMA user_version = 99"), Trouble.NEWER),
        (_folder_in_its_place, Trouble.UNREACHABLE),
        (_file_for_a_folder, Trouble.UNREACHABLE),
    ],
    ids=["no database", "of another program", "newer", "a folder", "a file for a folder"],
)
def test_what_cannot_be_used_is_told_with_place_reason_and_mend(
    tmp_path: Path, make: object, trouble: Trouble
) -> None:
    assert callable(make)
    path = make(tmp_path)
    with pytest.raises(JournalError) as caught:
        Journal(path)
    assert caught.value.trouble == trouble
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith(f"{path}: the journal cannot be used: ")
    assert caught.value.mend


def test_a_journal_that_lacks_a_table_is_damaged(journal: Journal) -> None:
    journal.check()
    database = sqlite3.connect(journal.path)
    database.execute("DROP TABLE measures")
    database.close()
    with pytest.raises(JournalError) as caught:
        journal.check()
    assert caught.value.trouble == Trouble.DAMAGED
    assert "measures" in str(caught.value)
