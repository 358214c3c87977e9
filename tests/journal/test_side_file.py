from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.journals import BEGAN, Time, begun, left, reached

from player.journal.condensing import condensed
from player.journal.living import this_host
from player.journal.records import (
    About,
    Begun,
    Done,
    Ended,
    Measured,
    Note,
    Reached,
    Seen,
    Standing,
)
from player.journal.side_file import (
    SideFile,
    line,
    read_line,
    read_side_file,
    side_files,
    take_in,
)
from player.journal.store import Journal

numbers = st.integers(-(2**63) + 1, 2**63 - 1)
abouts = st.builds(
    About, st.text(), st.text(), numbers, st.text(), numbers, st.none() | numbers, st.text(),
    st.text(), st.text(), st.none() | numbers, st.lists(st.text()).map(tuple), st.text(),
)  # fmt: skip
standings = st.builds(
    Standing, numbers, st.text(), st.text(), numbers, numbers, st.booleans()
)  # fmt: skip
notes = st.one_of(
    st.builds(Begun, abouts, st.text(), numbers, st.text()),
    st.builds(Reached, numbers, numbers, numbers, standings),
    st.builds(
        Done, numbers, st.text(), st.text(), numbers, numbers, numbers, numbers, st.booleans(),
        st.text(), numbers, numbers,
    ),
    st.builds(Measured, numbers, st.text(), st.text(), st.floats(-99, 99), st.text()),
    st.builds(Seen, st.text()),
    st.builds(Ended, st.text(), st.booleans()),
)  # fmt: skip


@given(st.text(), notes)
def test_a_note_comes_back_from_its_line(key: str, note: Note) -> None:
    written = line(key, note)
    assert written.endswith("\n")
    assert written.isascii()
    assert "\n" not in written[:-1]
    assert read_line(written) == (key, note)


@given(notes, st.integers(0, 400))
def test_a_line_that_was_broken_off_is_none(note: Note, length: int) -> None:
    written = line("key", note).rstrip("\n")
    if length < len(written):
        assert read_line(written[:length]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        '{"key": 1, "note": "seen", "when": "x"}',
        '{"key": "a", "note": "sung", "when": "x"}',
        '{"key": "a", "note": "seen"}',
        '{"key": "a", "note": "seen", "when": 3}',
        '{"key": "a", "note": "seen", "when": "x", "more": 1}',
        '{"key": "a", "note": "ended", "when": "x", "finished": 1}',
        '{"key": "a", "note": ["seen"], "when": "x"}',
        line("a", reached(3)).replace("3", "9" * 30, 1),
        line("a", reached(3)).replace('"Plank"', "null"),
        line("a", begun()).replace('"arguments": []', '"arguments": [1]'),
        "[" * 100_000,
    ],
)
def test_a_line_that_is_none_of_ours_is_passed_over(text: str) -> None:
    assert read_line(text) is None


@given(st.lists(notes, max_size=20))
def test_fewer_notes_tell_the_same(all_of_them: list[Note]) -> None:
    fewest = condensed(all_of_them)
    assert condensed(fewest) == fewest
    assert condensed([*fewest, *all_of_them]) == fewest
    assert set(fewest) <= set(all_of_them)
    if all_of_them:
        assert all_of_them[-1] in fewest


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    found = Journal(tmp_path / "journal.sqlite", Time())
    yield found
    found.close()


def _kept_beside(folder: Path, *which: Note, key: str = "a") -> Path:
    side = SideFile(folder, key, BEGAN, which)
    side.close()
    return side.path


def test_a_side_file_is_taken_in_and_removed(journal: Journal, tmp_path: Path) -> None:
    path = _kept_beside(tmp_path, *left())
    assert path.name == f"journal-side-20260301T073000.000000Z-{os.getpid()}.jsonl"
    assert path.stat().st_mode & 0o077 == 0
    assert take_in(journal, [tmp_path], BEGAN) == []
    (entry,) = journal.entries()
    assert (entry.routine, entry.position, entry.ended) == ("demo", 400, BEGAN.isoformat())
    assert [one.name for one in journal.passes(entry.id)] == ["Squats", "Plank"]
    assert not path.exists()


def test_after_a_crash_half_way_it_is_taken_in_once(journal: Journal, tmp_path: Path) -> None:
    figure = Measured(0, "knee-to-wall", "left", 9.5, "then")
    path = _kept_beside(tmp_path, *left(), figure)
    content = path.read_bytes()
    take_in(journal, [tmp_path], BEGAN)
    before = (journal.entries(), journal.passes(1), journal.figures())
    path.write_bytes(content)  # as if the player had ended before it was removed
    take_in(journal, [tmp_path], BEGAN)
    assert (journal.entries(), journal.passes(1), journal.figures()) == before
    assert len(before[2]) == 1
    assert not path.exists()


def test_a_session_that_moved_to_a_side_file_stays_one_session(
    journal: Journal, tmp_path: Path
) -> None:
    journal.note("a", [begun(), reached(100)])
    _kept_beside(tmp_path, *left())
    take_in(journal, [tmp_path], BEGAN)
    assert [one.position for one in journal.entries()] == [400]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_last_line_that_was_broken_off_is_passed_over(
    journal: Journal, tmp_path: Path, cut: int
) -> None:
    path = _kept_beside(tmp_path, begun(), reached(300), reached(400))
    path.write_bytes(path.read_bytes()[:-cut])
    take_in(journal, [tmp_path], BEGAN)
    assert [one.position for one in journal.entries()] == [300]


def test_lines_of_rubbish_do_no_harm(journal: Journal, tmp_path: Path) -> None:
    path = _kept_beside(tmp_path, begun(), reached(300))
    path.write_bytes(b"\xff\x00\n" + path.read_bytes().replace(b"\n", b"\n{}\nnull\n\xfe\n"))
    other = line("somebody-else", reached(900))
    with path.open("a") as file:
        file.write(other)
    take_in(journal, [tmp_path], BEGAN)
    assert [one.position for one in journal.entries()] == [300]


def test_a_file_that_tells_of_nothing_is_put_aside_once_it_is_old(
    journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "journal-side-x.jsonl"
    path.write_text("{broken\n")
    empty = tmp_path / "journal-side-y.jsonl"
    empty.touch()
    for one in (path, empty):
        os.utime(one, (BEGAN.timestamp(),) * 2)
    assert take_in(journal, [tmp_path], BEGAN) == []
    assert path.exists()
    assert empty.exists()
    (told,) = take_in(journal, [tmp_path], BEGAN + timedelta(hours=1))
    assert f"{path} holds no session" in told
    assert path.with_name("journal-side-x.jsonl.unreadable").exists()
    assert not empty.exists()
    assert journal.entries() == ()


def test_what_another_player_is_writing_is_left_to_it(journal: Journal, tmp_path: Path) -> None:
    parent = begun(pid=os.getppid())
    path = _kept_beside(tmp_path, parent, reached(300))
    take_in(journal, [tmp_path], BEGAN)
    assert path.exists()
    assert journal.entries() == ()
    take_in(journal, [tmp_path], BEGAN + timedelta(hours=1))
    assert not path.exists()


def test_a_writer_notices_that_its_file_was_taken(tmp_path: Path) -> None:
    side = SideFile(tmp_path, "a", BEGAN, [begun()])
    side.path.unlink()
    with pytest.raises(FileNotFoundError):
        side.note([reached(3)])
    side.close()


def test_files_of_others_and_links_and_folders_are_not_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    target = _kept_beside(elsewhere, begun())
    (tmp_path / "journal-side-link.jsonl").symlink_to(target)
    (tmp_path / "journal-side-folder.jsonl").mkdir()
    foreign = tmp_path / "journal-side-foreign.jsonl"
    foreign.write_text(line("a", begun()))
    if os.getuid() == 0:
        os.chown(foreign, 65534, 65534)
        assert side_files([tmp_path, tmp_path / "none"]) == []
    assert side_files([elsewhere, elsewhere]) == [target]


def test_a_file_with_another_key_first_is_read_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "journal-side-x.jsonl"
    path.write_text(line("b", reached(1)) + line("a", begun()) + line("a", reached(2)))
    found = read_side_file(path)
    assert found is not None
    assert (found[0], found[1]) == ("a", (begun(), reached(2)))
    assert this_host() == socket.gethostname()
