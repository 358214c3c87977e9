"""TOML text to a Routine, or every fault in it at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from player.errors import Fault, RequestError, RoutineError
from player.routine.document import DocumentReader
from player.routine.exercises import Exercises, no_exercises, read_exercises
from player.routine.model import Exercise, Routine
from player.routine.tables import TableReader

LARGEST_FILE = 1 << 18
"""Bytes a routine file may have."""

_LONG_DOTTED_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){32}""")
"""A key of more parts than any routine has; tomllib takes memory by the square of their number."""

_UNQUOTED_TIME = re.compile(r"=\s*\d[\d:.]*(?:-\d[\d:.]*)?\s*(?:s|sec|m|min|h|[\d:])")


def load(path: Path, *, name: str = "", exercises: Exercises = no_exercises) -> Routine:
    """Read the routine in a file; `name` is what messages call it, its path if empty.

    Raises:
        RequestError: If the file cannot be read.
        RoutineError: If what it says is at fault.
    """
    name = name or str(path)
    return loads(_text(path, name), name=name, exercises=exercises)


def _text(path: Path, place: str) -> str:
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "there is no such file"
            raise RequestError(reason, place=place, mend="see `player list` for routines by name")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise RequestError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            place=place,
            mend="check the name and permissions",
        ) from error
    if len(data) > LARGEST_FILE:
        raise RequestError(f"is larger than {LARGEST_FILE} bytes", place=place)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(
            f"is not UTF-8 text (byte {error.start})", place=place, mend="save it as UTF-8"
        ) from error
    return text


def loads(text: str, *, name: str, exercises: Exercises = no_exercises) -> Routine:
    """Read a routine from TOML text.

    Args:
        text: The text.
        name: What messages call the routine.
        exercises: Gives the catalogue that its steps may refer to.

    Raises:
        RoutineError: With every fault found.
    """
    reader = DocumentReader(_document(text, name), exercises)
    routine = reader.routine(name)
    if routine is None:
        raise RoutineError(name, tuple(reader.faults))
    return routine


def load_exercises(path: Path) -> dict[str, Exercise]:
    """Read a file of the catalogue.

    Raises:
        RequestError: If the file cannot be read.
        RoutineError: With every fault found.
    """
    name = str(path)
    reader = TableReader(_document(_text(path, name), name))
    found = read_exercises(reader, reader.document, (), whole=True)
    if reader.faults:
        raise RoutineError(name, tuple(reader.faults))
    return found


def _document(text: str, name: str) -> dict[str, Any]:
    too_deep = Fault("too-deep", (), "the file", "tables or lists are nested too deeply")
    if _LONG_DOTTED_KEY.search(text):
        raise RoutineError(name, (too_deep,))
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        raise RoutineError(name, (too_deep,)) from error
    except ValueError as error:  # what tomllib raises, and int() for numbers of absurd length
        fault = Fault("toml-syntax", (), "the file", str(error), _syntax_mend(text, str(error)))
        raise RoutineError(name, (fault,)) from error
    return document


def _syntax_mend(text: str, message: str) -> str:
    """What to do about a syntax error, from the line that tomllib names."""
    where = re.search(r"at line (\d+)", message)
    lines = text.splitlines()
    line = lines[int(where[1]) - 1] if where and int(where[1]) <= len(lines) else ""
    if _UNQUOTED_TIME.search(line):
        return 'put the time in quotes, like "30s"'
    if re.match(r"\s*\[\w+(\.\w+)*\]\s*$", line):
        return "write it with two brackets, like [[step]]"
    return "mend this first, then check again"
