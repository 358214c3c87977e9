"""What music there is: a file, the files in a folder, or those a playlist names, in order."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from player.errors import OutsideError, PlayerError, RequestError

SUFFIXES = (".mp3", ".ogg", ".oga", ".opus", ".flac", ".wav")
"""Names of music in a folder end so. A file that is named itself may end in anything."""

PLAYLISTS = (".m3u", ".m3u8")

LARGEST_PLAYLIST = 4 * 1024 * 1024
"""Bytes of a playlist at the most."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_MEND = f"name a file, a folder with {', '.join(SUFFIXES)} in it, or a playlist (.m3u)"


def tracks(path: Path, tell: Callable[[str], None]) -> tuple[Path, ...]:
    """The files of the music that a person named, in the order they are played in.

    Whether they hold music shows when they are opened.

    Args:
        path: A file; a folder, whose files are found at any depth and ordered by name, hidden
            ones left out; or a playlist, whose relative entries start at its own folder.
        tell: Told in one line of every entry that is left out.

    Raises:
        RequestError: If there is nothing of that name, or nothing in it to play.
        OutsideError: If it may not be read.
    """
    try:
        if path.is_dir():
            found = tuple(_in_folder(path, tell))
        elif path.suffix.lower() in PLAYLISTS:
            found = tuple(_in_playlist(path, tell))
        else:
            path.stat()
            found = (path,)
    except FileNotFoundError as error:
        raise RequestError(
            "there is no such file or folder", place=str(path), mend=_MEND
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not found:
        raise RequestError("there is no music in it", place=str(path), mend=_MEND)
    return found


def unreadable(path: Path, error: OSError) -> PlayerError:
    """What a person is told of music that may not be read."""
    reason = f"cannot be read: {error.strerror or error}"
    return OutsideError(reason, place=str(path), mend="see who may read it, or name other music")


def _in_folder(folder: Path, tell: Callable[[str], None]) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error
        tell(f"Music: {error.filename} is left out: {error.strerror}.")

    found = []
    for here, folders, names in os.walk(folder, onerror=failed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(here, name)
            for name in names
            if name.lower().endswith(SUFFIXES) and not name.startswith(".")
        ]
    yield from sorted(found, key=lambda path: _order(path.relative_to(folder)))


def _order(path: Path) -> list[list[tuple[int, int, str]]]:
    """By name without regard to case, and numbers in names by their value: 2 before 10."""
    return [
        [
            (0, int(part), "") if part.isdecimal() else (1, 0, part)
            for part in re.split(r"(\d+)", name.casefold())
            if part
        ]
        for name in path.parts
    ]


def _in_playlist(path: Path, tell: Callable[[str], None]) -> Iterator[Path]:
    with path.open("rb") as file:
        content = file.read(LARGEST_PLAYLIST + 1)
    if len(content) > LARGEST_PLAYLIST:
        raise RequestError("is too large for a playlist", place=str(path), mend=_MEND)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(
            "the playlist is not written in UTF-8", place=str(path), mend="save it as UTF-8"
        ) from error
    left_out = set()
    for line in text.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if _ADDRESS.match(entry):
            reason = "is an address; only files are played"
        elif "\0" in entry:
            reason = "is not the name of a file"
        else:
            yield path.parent / entry
            continue
        if entry not in left_out:
            left_out.add(entry)
            tell(f"Music: {entry} is left out: it {reason}.")
