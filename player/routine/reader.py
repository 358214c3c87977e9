"""TOML text to a Routine, or every fault in it at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from player.errors import Fault, RequestError, RoutineError
from player.routine.codes import CODES
from player.routine.document import DocumentReader
from player.routine.exercises import Exercises, no_exercises, read_exercises
from player.routine.model import Exercise, Routine
from player.routine.others import Others, no_others
from player.routine.tables import TableReader, TooManyFaultsError

LARGEST_FILE = 1 << 18
"""Bytes a routine file may have."""

MOST_PARTS = 32
"""Parts a dotted key may have; tomllib takes memory by the square of their number."""

_LONG_DOTTED_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:[\w-]++[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}", re.MULTILINE
)
_STRING_OR_COMMENT = re.compile(  # to its end, or as far as it goes
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5})?|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'''(?:[^']|'{1,2}(?!'))*+(?:'{3,5})?|'[^'\n]*+'?|#[^\n]*+",
    re.DOTALL,
)


def load(
    path: Path, *, name: str = "", exercises: Exercises = no_exercises, others: Others = no_others
) -> Routine:
    """Read the routine in a file; `name` is what it is called, its path if empty.

    Raises:
        RequestError: If the file cannot be read.
        RoutineError: If what it says is at fault.
    """
    file = str(path)
    text = text_of(path, file)
    return loads(text, name=name or file, file=file, exercises=exercises, others=others)


def text_of(path: Path, place: str) -> str:
    """The text of a file, no larger than a routine may be, without a byte order mark.

    Raises:
        RequestError: If it cannot be read or is no text; `place` is what messages call it.
    """
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
    return decoded(data, place)


def decoded(data: bytes, place: str) -> str:
    """The text that bytes are, without a byte order mark.

    Raises:
        RequestError: If they are no UTF-8; `place` is what messages call them.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RequestError(
            f"is not UTF-8 text (line {line}, byte {error.start})",
            place=place,
            mend="save it as UTF-8",
        ) from error


def loads(
    text: str,
    *,
    name: str,
    file: str = "",
    exercises: Exercises = no_exercises,
    others: Others = no_others,
) -> Routine:
    """Read a routine from TOML text.

    Args:
        text: The text.
        name: What the routine is called: its id or path.
        file: What messages call the text; `name` if empty.
        exercises: Gives the catalogue that its steps may refer to.
        others: Gives the routines it may be made from.

    Raises:
        RoutineError: With every fault found.
    """
    file = file or name
    reader = DocumentReader(document_of(text, file), exercises, others)
    routine = None
    with suppress(TooManyFaultsError):
        routine = reader.routine(name)
    if routine is None:
        raise RoutineError(file, located(reader.faults, text), text)
    return routine


def load_exercises(path: Path) -> dict[str, Exercise]:
    """Read a file of the catalogue.

    Raises:
        RequestError: If the file cannot be read.
        RoutineError: With every fault found.
    """
    name = str(path)
    text = text_of(path, name)
    reader = TableReader(document_of(text, name))
    found: dict[str, Exercise] = {}
    with suppress(TooManyFaultsError):
        found = read_exercises(reader, reader.document, (), whole=True)
    if reader.faults:
        raise RoutineError(name, located(reader.faults, text), text)
    return found


def document_of(text: str, name: str) -> dict[str, Any]:
    """The values of TOML text.

    Raises:
        RoutineError: If it is no TOML, or nested too deeply.
    """
    too_deep = Fault("too-deep", (), "the file", "tables or lists are nested too deeply")
    if _has_long_key(text):
        raise RoutineError(name, (too_deep,))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise RoutineError(name, (too_deep,)) from error
    except ValueError as error:  # what tomllib raises, and int() for numbers of absurd length
        from player.routine.syntax import syntax_slip

        slip = syntax_slip(text, str(error))
        place = f"line {slip.span.line}"
        fault = Fault("toml-syntax", (), place, slip.message, slip.mend, slip.span)
        raise RoutineError(name, (fault,), text) from error


def _has_long_key(text: str) -> bool:
    """Whether a key, which stands in one line, has more parts than any routine has."""
    if all(line.count(".") < MOST_PARTS for line in text.split("\n")):
        return False
    plain = _STRING_OR_COMMENT.sub(lambda found: "" if found[0][0] == "#" else "s", text)
    return bool(_LONG_DOTTED_KEY.search(plain))


def located(faults: Iterable[Fault], text: str) -> tuple[Fault, ...]:
    """Faults with their places in the text, in the order they stand there."""
    from player.routine.positions import Positions

    positions = Positions(text)
    found = [one._replace(span=positions.of(one.path, CODES[one.code].part)) for one in faults]
    return tuple(sorted(found, key=lambda one: one.span or ()))
