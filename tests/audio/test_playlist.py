from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from player.audio.playlist import LARGEST_PLAYLIST, tracks
from player.errors import OutsideError, RequestError


def unexpected(line: str) -> None:
    pytest.fail(f"told: {line}")


def test_a_file_is_itself_whatever_its_name_ends_in(tmp_path: Path) -> None:
    path = tmp_path / "take.aiff"
    path.touch()
    assert tracks(path, unexpected) == (path,)


def test_a_folder_is_its_music_at_any_depth_by_name_and_number(tmp_path: Path) -> None:
    names = (
        "10 end.mp3", "2 middle.OGG", "1 start.flac", "notes.txt", "cover.jpg", ".hidden.mp3",
        "b/1.wav", "B2/x.opus", ".cache/1.mp3", "b/._1.wav",
    )  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in tracks(tmp_path, unexpected)]
    assert found == ["1 start.flac", "2 middle.OGG", "10 end.mp3", "b/1.wav", "B2/x.opus"]


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "1.mp3").touch()
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(tracks(tmp_path, unexpected)) == 1


def test_a_playlist_is_its_lines_from_its_own_folder(tmp_path: Path) -> None:
    path = tmp_path / "list.m3u8"
    elsewhere = tmp_path / "elsewhere.mp3"
    text = f"\ufeff#EXTM3U\r\n#EXTINF:10,Somebody - Söng\r\n sub/söng.mp3 \r\n\r\n{elsewhere}\r\n"
    path.write_bytes(text.encode())
    assert tracks(path, unexpected) == (tmp_path / "sub" / "söng.mp3", elsewhere)


def test_addresses_in_a_playlist_are_left_out_with_a_word_each(tmp_path: Path) -> None:
    path = tmp_path / "list.m3u"
    path.write_text("https://example.org/a.mp3\nHTTPS://b\na.mp3\nhttps://example.org/a.mp3\n")
    told: list[str] = []
    assert tracks(path, told.append) == (tmp_path / "a.mp3",)
    assert told == [
        "Music: https://example.org/a.mp3 is left out: it is an address; only files are played.",
        "Music: HTTPS://b is left out: it is an address; only files are played.",
    ]


def test_what_cannot_be_the_name_of_a_file_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.m3u"
    path.write_text("a\0b.mp3\nc.mp3\n")
    told: list[str] = []
    assert tracks(path, told.append) == (tmp_path / "c.mp3",)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.mp3", None, "there is no such file or folder"),
        ("missing.m3u", None, "there is no such file or folder"),
        ("empty.m3u", b"#EXTM3U\n\n", "there is no music in it"),
        ("latin.m3u", b"s\xf6ng.mp3\n", "not written in UTF-8"),
        ("large.m3u", b"#" * (LARGEST_PLAYLIST + 1), "too large"),
    ],
)
def test_a_list_of_nothing_is_refused_with_a_mend(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RequestError, match=reason) as raised:
        tracks(path, unexpected)
    assert raised.value.mend
    assert raised.value.place == str(path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no music in it"):
        tracks(tmp_path, unexpected)


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be read, also by a superuser."""
    folder = tmp_path / "locked"
    folder.mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return folder


def test_a_folder_that_may_not_be_read_is_told(locked: Path) -> None:
    with pytest.raises(OutsideError, match="Permission denied") as raised:
        tracks(locked, unexpected)
    assert raised.value.place == str(locked)
    (locked.parent / "1.mp3").touch()
    told: list[str] = []
    assert tracks(locked.parent, told.append) == (locked.parent / "1.mp3",)
    assert told == [f"Music: {locked} is left out: Permission denied."]
