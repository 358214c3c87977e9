"""Files are whole or not there, and new ones are put over nothing."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from player.atomic import new_file, whole_file

Writer = Callable[[Path], AbstractContextManager[BinaryIO]]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(params=["with hard links", "without hard links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system with hard links, and one without."""
    if request.param == "without hard links":
        monkeypatch.setattr(Path, "hardlink_to", refuse)


def full() -> None:
    raise OSError(errno.ENOSPC, "the disk is full")


def refuse(*_: object) -> None:
    raise PermissionError(errno.EPERM, "no hard links here")


def nothing() -> None:
    pass


def write(writer: Writer, path: Path, then: Callable[[], object] = nothing) -> None:
    """Write "ours", and do something else before the file is closed."""
    with writer(path) as file:
        file.write(b"ours")
        then()


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("writer", [whole_file, new_file])
def test_a_file_is_there_only_when_it_is_whole(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    seen: list[bool] = []
    write(writer, path, lambda: seen.append(path.exists()))
    assert seen == [False]
    assert contents(tmp_path) == {"a.toml": b"ours"}


@pytest.mark.parametrize("writer", [whole_file, new_file])
@pytest.mark.parametrize("failure", [OSError, KeyboardInterrupt])
def test_a_failure_leaves_nothing_behind(
    writer: Writer, failure: type[BaseException], tmp_path: Path
) -> None:
    def fail() -> None:
        raise failure

    with pytest.raises(failure):
        write(writer, tmp_path / "a.toml", fail)
    assert contents(tmp_path) == {}


def test_a_whole_file_replaces_what_was_there_unless_it_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="full"):
        write(whole_file, path, full)
    assert contents(tmp_path) == {"a.toml": b"before"}
    write(whole_file, path)
    assert contents(tmp_path) == {"a.toml": b"ours"}


@pytest.mark.usefixtures("links")
def test_a_name_taken_at_the_last_moment_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with pytest.raises(FileExistsError):
        write(new_file, path, lambda: path.write_bytes(b"theirs"))
    assert contents(tmp_path) == {"a.toml": b"theirs"}


@pytest.mark.usefixtures("links")
def test_a_link_that_leads_nowhere_takes_a_name_as_well(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(FileExistsError):
        write(new_file, path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.is_symlink()


def test_a_copy_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_a_copy(*_: object) -> None:
        assert path.exists(), "the copy has not begun"
        full()

    path = tmp_path / "a.toml"
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr("shutil.copyfileobj", half_a_copy)
    with pytest.raises(OSError, match="full"):
        write(new_file, path)
    assert contents(tmp_path) == {}
