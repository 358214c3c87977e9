"""Faults of the journal, each made for real: no session is stopped, none is lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.journals import BEGAN, Time, begun, kept, left, places, reached
from support.real import missing, require_commands

from player.journal.database import JournalError
from player.journal.records import About, Begun, Done, Ended, Measured, Note
from player.journal.schema import MIGRATIONS
from player.journal.side_file import read_side_file, side_files, take_in
from player.journal.store import Journal
from player.journal.writer import Places, Writer

ABOUT = About("demo", "Demo", 1000)
NOTES: tuple[Note, ...] = (
    reached(300),
    Done(0, "1", "Squats", 5, 5, 500, 500),
    Done(1, "2", "Plank", 0, 0, 400, 100),
    Measured(0, "knee-to-wall", "left", 9.5, "then"),
    reached(400),
    Ended("later", finished=False),
)
LONG = 60.0
"""Seconds that a busy machine may take; nothing is expected to take them."""


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return places(tmp_path)


def written(where: Places, *, open_journal: Callable[[Path], Journal] = Journal) -> list[str]:
    """Write a session; what the listener is told."""
    writer = Writer(where, ABOUT, Time(), open_journal)
    for note in NOTES:
        writer.note(note)
    writer.close(LONG)
    return writer.told()


def in_journal(where: Places) -> list[tuple[object, ...]]:
    """What the journal holds of its sessions, once side files have been taken in."""
    with closing(kept(where)) as journal:
        assert take_in(journal, where.folders, BEGAN) == []
        journal.check()
        return [
            (
                one.routine,
                one.position,
                one.ended,
                [(each.name, each.length_done) for each in journal.passes(one.id)],
                [figure.figure for figure in journal.figures() if figure.session == one.id],
            )
            for one in journal.entries()
        ]


WHOLE = ("demo", 400, "later", [("Squats", 500), ("Plank", 100)], [9.5])


def test_a_session_is_written(where: Places) -> None:
    assert written(where) == []
    assert in_journal(where) == [WHOLE]
    assert side_files(where.folders) == []


def test_what_is_noted_is_on_the_disk_while_the_session_goes_on(where: Places) -> None:
    opened: list[Journal] = []
    done = threading.Event()

    class Watched(Journal):
        def note(self, key: str, notes: object) -> None:
            super().note(key, notes)  # type: ignore[arg-type]
            if any(note == reached(300) for note in notes):  # type: ignore[attr-defined]
                done.set()

    def open_journal(path: Path) -> Journal:
        opened.append(Watched(path))
        return opened[-1]

    writer = Writer(where, ABOUT, Time(), open_journal)
    writer.note(reached(300))
    assert done.wait(LONG)
    with closing(kept(where)) as journal:
        assert [one.position for one in journal.entries()] == [300]
    writer.close(LONG)


def damaged_copies(whole: bytes, count: int) -> Iterator[bytes]:
    """A database with random bytes at every kind of place, cut short, or nothing of the kind."""
    chance = random.Random(5)  # noqa: S311 - places, no secrets
    yield b"this is no database" * 100
    yield chance.randbytes(5000)
    yield whole[: len(whole) // 2]
    yield whole[:100]
    yield whole[:7]
    yield whole + chance.randbytes(4096)
    pages = len(whole) // 4096
    for number in range(count):
        start = 4096 * (number % pages) + chance.choice([0, 8, 100, 1000, 4000])
        length = chance.choice([1, 16, 100, 4096])
        broken = bytearray(whole)
        broken[start : start + length] = chance.randbytes(len(broken[start : start + length]))
        yield bytes(broken)


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """A journal of some years."""
    where = places(tmp_path / "whole")
    with closing(kept(where)) as journal:
        for number in range(60):
            journal.note(f"{number}", left())
        for number in range(60, 70):
            passes = [Done(at, f"{at}", f"Pass {at}", 0, 0, 9, 9) for at in range(40)]
            journal.note(f"{number}", [begun(), *passes, Measured(0, "pulse", "", 60, "then")])
    return where.database.read_bytes()


def test_whatever_is_damaged_the_session_is_kept(where: Places, whole: bytes) -> None:
    aside = 0
    for content in damaged_copies(whole, 40):
        shutil.rmtree(where.database.parent, ignore_errors=True)
        where.database.parent.mkdir(parents=True)
        where.database.write_bytes(content)
        told = written(where)
        assert len(told) <= 1
        assert WHOLE in in_journal(where)
        found = list(where.database.parent.glob("journal.sqlite.damaged-*"))
        assert bool(found) == bool(told)
        if found:
            (path,) = found
            assert path.name == "journal.sqlite.damaged-20260301T073000"
            assert path.read_bytes()[:64] == content[:64] or len(content) < 64
            assert str(path) in told[0]
            assert "a new journal is begun" in told[0]
            assert in_journal(where) == [WHOLE]
            aside += 1
    assert aside > 20


def test_a_damaged_journal_leaves_nothing_that_a_new_one_could_trip_over(where: Places) -> None:
    where.database.parent.mkdir(parents=True)
    for ending in ("", "-wal", "-shm"):
        where.database.with_name(f"journal.sqlite{ending}").write_bytes(b"rubbish" * 999)
    older = where.database.with_name("journal.sqlite.damaged-20260301T073000")
    older.write_text("an older one")
    written(where)
    assert in_journal(where) == [WHOLE]
    assert older.read_text() == "an older one"
    assert where.database.with_name(f"{older.name}-2").read_bytes() == b"rubbish" * 999


def test_a_journal_that_is_removed_in_mid_session_is_written_anew(where: Places) -> None:
    writer = Writer(where, ABOUT, Time())
    while not where.database.exists():
        writer.note(reached(1))
    for note in NOTES:
        writer.note(note)
    where.database.unlink()
    writer.close(LONG)
    assert in_journal(where) == [WHOLE]


def test_damage_in_mid_session_costs_nothing_of_this_session(where: Places) -> None:
    """Another program writes rubbish into the file while the session goes on."""

    class Broken(Journal):
        def note(self, key: str, notes: object) -> None:
            if any(isinstance(note, Done) for note in notes):  # type: ignore[attr-defined]
                where.database.write_bytes(b"rubbish" * 9999)
            super().note(key, notes)  # type: ignore[arg-type]

    opened: list[Journal] = []

    def open_journal(path: Path) -> Journal:
        opened.append(Broken(path) if not opened else Journal(path))
        return opened[-1]

    (told,) = written(where, open_journal=open_journal)
    assert "a new journal is begun" in told
    assert in_journal(where) == [WHOLE]


def held(where: Places) -> sqlite3.Connection:
    """Another program that holds the database for itself."""
    kept(where).close()
    holder = sqlite3.connect(where.database, isolation_level=None, check_same_thread=False)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    return holder


def test_a_locked_journal_gets_the_session_later(where: Places) -> None:
    with closing(held(where)):
        (told,) = written(where)
        (side,) = side_files(where.folders)
        assert "another program holds it" in told
        assert f"This session is kept in {side}" in told
        assert side.parent == where.database.parent
    assert in_journal(where) == [WHOLE]
    assert side_files(where.folders) == []


def test_a_lock_in_mid_session_moves_all_of_it_to_a_side_file(where: Places) -> None:
    holders: list[sqlite3.Connection] = []

    class Locked(Journal):
        def note(self, key: str, notes: object) -> None:
            if any(isinstance(note, Done) for note in notes):  # type: ignore[attr-defined]
                holder = sqlite3.connect(
                    where.database, isolation_level=None, check_same_thread=False
                )
                holder.execute("BEGIN EXCLUSIVE")
                holders.append(holder)
            super().note(key, notes)  # type: ignore[arg-type]

    (told,) = written(where, open_journal=Locked)
    assert "database is locked" in told
    holders[0].close()
    assert in_journal(where) == [WHOLE]


def test_the_live_loop_never_waits_for_a_lock(where: Places) -> None:
    """A thousand notes are taken while the database is held: none of them is written then."""
    with closing(held(where)) as holder:
        writer = Writer(where, ABOUT, Time())
        for position in range(1000):
            writer.note(reached(position))
        holder.execute("ROLLBACK")
    writer.close(LONG)
    assert [row[1] for row in in_journal(where)] == [999]


def test_a_newer_journal_is_left_as_it_is(where: Places) -> None:
    kept(where).close()
    with closing(sqlite3.connect(where.database)) as database:
        database.execute("PRAGMA user_version = 99")
    (told,) = written(where)
    assert "written by a newer player" in told
    assert not list(where.database.parent.glob("*.damaged-*"))
    (side,) = side_files(where.folders)
    assert read_side_file(side) is not None
    with closing(sqlite3.connect(where.database)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (99,)
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    assert in_journal(where) == [WHOLE]


def test_a_folder_in_place_of_the_journal_is_told(where: Places) -> None:
    where.database.mkdir(parents=True)
    (told,) = written(where)
    assert "cannot be reached (unable to open database file)" in told
    where.database.rmdir()
    assert in_journal(where) == [WHOLE]


def test_where_its_folder_cannot_be_made_the_next_one_is_taken(where: Places) -> None:
    where.database.parent.write_text("in the way")
    where.folders[1].write_text("in the way as well")
    (told,) = written(where)
    (side,) = side_files(where.folders)
    assert side.parent == where.folders[2]
    assert str(side) in told
    where.database.parent.unlink()
    assert in_journal(where) == [WHOLE]


def test_where_nothing_can_be_written_the_session_goes_on_unkept(where: Places) -> None:
    for folder in where.folders:
        folder.write_text("in the way")
    (told,) = written(where)
    assert "this session is not kept" in told


def _setting(name: str, value: str) -> Callable[[Path], Journal]:
    def open_journal(path: Path) -> Journal:
        journal = Journal(path)
        journal._database.execute(f"PRAGMA {name} = {value}")
        return journal

    return open_journal


def test_a_journal_that_may_only_be_read_gets_the_session_later(where: Places) -> None:
    kept(where).close()
    (told,) = written(where, open_journal=_setting("query_only", "ON"))
    assert "cannot be written" in told
    assert in_journal(where) == [WHOLE]


def test_a_full_journal_gets_the_session_later(where: Places) -> None:
    with closing(kept(where)) as journal:
        for number in range(40):
            journal.note(f"{number}", left())
        pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
        free = journal._database.execute("PRAGMA freelist_count").fetchone()[0]
    many = [Done(at, "1", "x" * 4000, 0, 0, 9, 9) for at in range(60)]
    writer = Writer(where, ABOUT, Time(), _setting("max_page_count", f"{pages + free}"))
    for note in many:
        writer.note(note)
    writer.close(LONG)
    (told,) = writer.told()
    assert "the disk is full" in told
    assert len(in_journal(where)[-1][3]) in {2, 60}  # type: ignore[arg-type]
    assert 60 in {len(row[3]) for row in in_journal(where)}  # type: ignore[arg-type]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 KB."""
    require_commands("mount", "umount")
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        missing("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_moves_the_session_to_another_one(small_disk: Path, tmp_path: Path) -> None:
    where = places(small_disk)._replace(folders=(small_disk / "data", tmp_path / "cache"))
    kept(where).close()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while shutil.disk_usage(small_disk).free:
            file.write(bytes(shutil.disk_usage(small_disk).free))
    (told,) = written(where)
    (side,) = side_files(where.folders)
    assert side.parent == tmp_path / "cache"
    assert str(side) in told
    filler.unlink()
    assert in_journal(where) == [WHOLE]


def test_a_disk_that_fills_up_in_mid_session_costs_nothing(
    small_disk: Path, tmp_path: Path
) -> None:
    where = places(small_disk)._replace(folders=(small_disk / "data", tmp_path / "cache"))
    writer = Writer(where, ABOUT, Time())
    for number in range(2000):
        writer.note(Done(number, "1", "x" * 200, 0, 0, 9, 9))
    writer.note(NOTES[-1])
    writer.close(LONG)
    (told, *more) = writer.told()
    assert more == []
    assert "This session is kept in" in told
    (side,) = side_files(where.folders)
    roomy = places(tmp_path)
    with closing(kept(roomy)) as journal:
        take_in(journal, [side.parent], BEGAN)
        assert len(journal.passes(1)) == 2000
        assert journal.entries()[0].ended == "later"


def _may_not_write(folder: Path) -> Callable[[], None]:
    def less_rights() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        assert not os.access(folder, os.W_OK)

    return less_rights


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_journal_and_folder_without_the_right_to_write() -> None:
    """A process without rights writes a session, and one with them takes it in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        where = places(folder)
        kept(where).close()
        where.database.chmod(0o444)
        where.database.parent.chmod(0o555)
        where.folders[2].mkdir()
        where.folders[2].chmod(0o777)
        before = where.database.read_bytes()
        process = os.fork()
        if process == 0:
            try:
                _may_not_write(where.database.parent)()
                told = written(where)
                os._exit(0 if len(told) == 1 and str(where.folders[2]) in told[0] else 1)
            except BaseException:  # noqa: BLE001 - a forked test must end here
                os._exit(2)
        assert os.waitpid(process, 0)[1] == 0
        assert where.database.read_bytes() == before
        (side,) = where.folders[2].glob("journal-side-*.jsonl")
        if os.getuid() == 0:
            os.chown(side, 0, 0)
        where.database.parent.chmod(0o755)
        where.database.chmod(0o644)
        assert in_journal(where) == [WHOLE]


def test_a_disk_that_hangs_does_not_keep_the_player(where: Places) -> None:
    goes_on = threading.Event()

    class Hanging(Journal):
        def note(self, key: str, notes: object) -> None:
            if any(isinstance(note, Done | Ended) for note in notes):  # type: ignore[attr-defined]
                assert goes_on.wait(LONG)
            super().note(key, notes)  # type: ignore[arg-type]

    writer = Writer(where, ABOUT, Time(), Hanging)
    for note in NOTES:
        writer.note(note)
    writer.close(within=0.01)
    (told,) = writer.told()
    assert "takes too long" in told
    (side,) = side_files(where.folders)
    assert side.parent == where.folders[-1]
    goes_on.set()
    writer._thread.join(LONG)
    assert not writer._thread.is_alive()
    assert in_journal(where) == [WHOLE]


def test_an_unexpected_error_keeps_the_session_beside_and_says_so(where: Places) -> None:
    class Faulty(Journal):
        def note(self, key: str, notes: object) -> None:  # noqa: ARG002
            raise ZeroDivisionError("by chance")

    (told,) = written(where, open_journal=Faulty)
    assert "an unexpected ZeroDivisionError: by chance" in told
    assert in_journal(where) == [WHOLE]


def test_a_side_file_that_fails_gives_way_to_another(where: Places) -> None:
    with closing(held(where)):
        writer = Writer(where, ABOUT, Time())
        told: list[str] = []
        while not told:
            told = writer.told()
        (first,) = side_files(where.folders)
        first.unlink()
        for note in NOTES:
            writer.note(note)
        writer.close(LONG)
        assert len(side_files(where.folders)) == 1
    assert in_journal(where) == [WHOLE]


def test_what_stayed_in_a_side_file_is_taken_in_by_the_next_session(where: Places) -> None:
    with closing(held(where)):
        written(where)
    assert written(where) == []
    assert in_journal(where) == [WHOLE, WHOLE]
    assert side_files(where.folders) == []


def test_two_players_write_into_one_journal(where: Places) -> None:
    writers = [Writer(where, ABOUT._replace(routine=f"{number}"), Time()) for number in range(4)]
    for note in NOTES:
        for writer in writers:
            writer.note(note)
    for writer in writers:
        writer.close(LONG)
    assert [told for writer in writers for told in writer.told()] == []
    assert sorted(str(row[0]) for row in in_journal(where)) == ["0", "1", "2", "3"]
    assert all(row[1:] == WHOLE[1:] for row in in_journal(where))


def test_the_player_that_writes_is_told_of_in_the_journal(where: Places) -> None:
    writer = Writer(where, ABOUT, Time())
    writer.close(LONG)
    with closing(sqlite3.connect(where.database)) as database:
        assert database.execute("SELECT pid FROM sessions").fetchone() == (os.getpid(),)
    assert isinstance(writer._session[0], Begun)


def test_errors_of_the_journal_tell_why(where: Places) -> None:
    with closing(held(where)), pytest.raises(JournalError, match="another program holds it"):
        kept(where)
