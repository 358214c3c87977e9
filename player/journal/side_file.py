"""Sessions kept in files of their own while the journal cannot be written, and taken in later.

A line a note, each a JSON object with the key of the session. Lines are only ever appended; one
that was broken off is passed over.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

from player.journal.condensing import Session, beginning, condensed, last_seen
from player.journal.living import SILENT_FOR, at_work
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
from player.journal.store import Journal

PATTERN = "journal-side-*.jsonl"

LARGEST_BYTES = 64 * 1024 * 1024
"""Bytes of a side file that are read; no session comes near."""

_KINDS: dict[str, type[Any]] = {
    "begun": Begun,
    "reached": Reached,
    "done": Done,
    "measured": Measured,
    "seen": Seen,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_GREATEST = 2**63 - 1


class SideFile:
    """A session in a file of its own.

    Args:
        folder: Where it is; made if it is not there.
        key: What the session is known by.
        started: When it began.
        session: What is known of it so far.

    Raises:
        OSError: If it cannot be written, and then none is left; also by `note`.
    """

    def __init__(self, folder: Path, key: str, started: datetime, session: Iterable[Note]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        moment = started.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        self.path = folder / f"journal-side-{moment}-{os.getpid()}.jsonl"
        self._key = key
        self._file: BinaryIO = self._opened()
        try:
            self.note(session)
        except OSError:
            self.close()
            self.path.unlink(missing_ok=True)
            raise

    def note(self, notes: Iterable[Note]) -> None:
        """Append notes, and bring them to the disk."""
        for note in notes:
            self._file.write(line(self._key, note).encode("ascii"))
            self._file.flush()
        os.fsync(self._file.fileno())
        if os.fstat(self._file.fileno()).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, "it was removed", str(self.path))

    def close(self) -> None:
        """Give the file back."""
        with suppress(OSError):
            self._file.close()

    def _opened(self) -> BinaryIO:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self.path, flags, 0o600), "wb")


def take_in(journal: Journal, folders: Sequence[Path], now: datetime) -> list[str]:
    """Take the side files of players that are no longer at work into the journal.

    Each is written in one transaction and then removed. If the player ends in between, that is
    done once more the next time, and changes nothing.

    Args:
        journal: Where they go.
        folders: Where they lie.
        now: The time.

    Returns:
        What the listener should know, each in a sentence.

    Raises:
        JournalError: If the journal cannot be written.
    """
    told: list[str] = []
    for path in side_files(folders):
        try:
            found = read_side_file(path)
        except OSError as error:
            told.append(f"The side file {path} cannot be read ({error}); it stays where it is.")
            continue
        if found is None:
            told += _set_aside(path, now)
            continue
        key, session, begun = found
        if at_work(begun.pid, begun.host, last_seen(session), now):
            continue
        journal.note(key, session)
        with suppress(OSError):  # taking it in again changes nothing
            path.unlink()
    return told


def side_files(folders: Sequence[Path]) -> list[Path]:
    """The side files in some folders: this person's own, none twice, by name."""
    found: dict[Path, None] = {}
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            found |= dict.fromkeys(one for one in sorted(folder.glob(PATTERN)) if _is_own(one))
    return list(found)


def read_side_file(path: Path) -> tuple[str, Session, Begun] | None:
    """A session from a side file: its key, its notes, and how it began.

    None if nothing in the file tells what session it is.

    Raises:
        OSError: If it cannot be read.
    """
    found = list(_notes(path))
    key = next((key for key, note in found if isinstance(note, Begun)), None)
    session = condensed(note for other, note in found if other == key)
    begun = beginning(session)
    return (key, session, begun) if key is not None and begun is not None else None


def line(key: str, note: Note) -> str:
    """A note of a session as a line."""
    fields: dict[str, Any] = {
        name: value._asdict() if isinstance(value, About | Standing) else value
        for name, value in note._asdict().items()
    }
    return json.dumps({"key": key, "note": _NAMES[type(note)], **fields}) + "\n"


def read_line(text: str) -> tuple[str, Note] | None:
    """The key of a session and a note of it from a line; None if it is none of ours."""
    try:
        fields = json.loads(text)
        key, kind = fields.pop("key"), _KINDS[fields.pop("note")]
        note: Note = _read(kind, fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return (key, note) if isinstance(key, str) else None


def _notes(path: Path) -> Iterator[tuple[str, Note]]:
    with path.open("rb") as file:
        for raw in file.read(LARGEST_BYTES).splitlines(keepends=True):
            found = read_line(raw.decode("ascii", "replace")) if raw.endswith(b"\n") else None
            if found is not None:
                yield found


def _read(kind: type[Any], fields: dict[str, Any]) -> Any:
    """A named tuple from the fields of an object, each of the type it should be.

    Raises:
        TypeError: If a field is missing, unknown or of another type.
    """
    types = get_type_hints(kind)
    return kind(**{name: _value(types.get(name), value) for name, value in fields.items()})


def _value(expected: Any, value: Any) -> Any:
    if expected in {About, Standing}:
        return _read(expected, value)
    if not _IS[expected](value):
        raise TypeError(expected)
    return tuple(value) if expected == tuple[str, ...] else value


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) <= _GREATEST


_IS: dict[Any, Callable[[Any], bool]] = {
    int: _is_number,
    int | None: lambda value: value is None or _is_number(value),
    float: lambda value: type(value) is float or _is_number(value),
    bool: lambda value: type(value) is bool,
    str: lambda value: type(value) is str,
    tuple[str, ...]: lambda value: type(value) is list and all(type(one) is str for one in value),
}
"""By the type of a field: whether a value of an object is of that type."""


def _is_own(path: Path) -> bool:
    """Whether a path is a plain file of this person; others may write where it may lie."""
    with suppress(OSError):
        found = path.lstat()
        mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        return stat.S_ISREG(found.st_mode) and mine
    return False


def _set_aside(path: Path, now: datetime) -> list[str]:
    """Put a side file that tells of nothing out of the way, unless it has only just been made."""
    with suppress(OSError):
        found = path.stat()
        if now.timestamp() - found.st_mtime < SILENT_FOR.total_seconds():
            return []
        if found.st_size == 0:
            path.unlink()
            return []
        unread = path.with_name(f"{path.name}.unreadable")
        path.replace(unread)
        return [f"The side file {path} holds no session that can be read: it is now {unread}."]
    return []
