"""TOML text to a Routine, or every fault in it at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

from player.errors import Fault, RequestError, RoutineError
from player.routine.document import DocumentReader
from player.routine.model import Routine

LARGEST_FILE = 1 << 20
"""Bytes a routine file may have."""


def load(path: Path, *, name: str = "") -> Routine:
    """Read the routine in a file; `name` is what messages call it, its path if empty.

    Raises:
        RequestError: If the file cannot be read.
        RoutineError: If what it says is at fault.
    """
    place = name or str(path)
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "there is no such file"
            raise RequestError(reason, place=place, mend="see `player list` for routines by name")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RequestError(
            f"cannot be read: {error.strerror}", place=place, mend="check the name and permissions"
        ) from error
    if len(data) > LARGEST_FILE:
        raise RequestError(f"is larger than {LARGEST_FILE} bytes", place=place)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(
            f"is not UTF-8 text (byte {error.start})", place=place, mend="save it as UTF-8"
        ) from error
    return loads(text, name=place)


def loads(text: str, *, name: str) -> Routine:
    """Read a routine from TOML text; `name` is what messages call it.

    Raises:
        RoutineError: With every fault found.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(
            "toml-syntax", (), "the file", str(error), "mend this first, then check again"
        )
        raise RoutineError(name, (fault,)) from error
    except RecursionError as error:
        fault = Fault("too-deep", (), "the file", "tables or lists are nested too deeply")
        raise RoutineError(name, (fault,)) from error
    reader = DocumentReader(document)
    routine = reader.routine(name)
    if routine is None:
        raise RoutineError(name, tuple(reader.faults))
    return routine
