"""Where the file of a new routine goes, whether it may, and writing it over nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from player.atomic import new_file, whole_file
from player.cli.options import own_folder
from player.cli.terminal import tell
from player.errors import OutsideError, RequestError
from player.routine.library import SUFFIX
from player.routine.place import printable
from player.routine.proposing import proposed_id
from player.routine.schema import schema

_LONGEST_PATH = 200


class Problem(NamedTuple):
    """What is wrong with a request, and its mend."""

    reason: str
    mend: str


def path_of(name: str) -> Path:
    """The file that is meant: of an id in the listener's own folder, of a path itself."""
    return Path(name) if _is_path(name) else own_folder() / f"{name}{SUFFIX}"


def place_problems(name: str, path: Path) -> list[Problem]:
    """Why no file of this name can be made."""
    shown = printable(name)
    if _is_path(name):
        if path.suffix != SUFFIX:
            reason = f'"{shown}": the file of a routine ends in {SUFFIX}'
            return [Problem(reason, f"write {printable(str(path))}{SUFFIX}")]
        if not os.path.isdir(path.parent):  # noqa: PTH112 - no error for odd names
            return [Problem(f"there is no folder {printable(str(path.parent))}", "make it first")]
    elif not name or name != proposed_id(name):
        return [Problem(f'"{shown}" cannot be an id', _plain_id(name))]
    return [_taken(path, name)] if os.path.lexists(path) else []


def write_new(path: Path, name: str, text: str) -> None:
    """Put a new file in its place, whole or not at all, and over nothing.

    Raises:
        RequestError: If there is a file of that name by now.
        OutsideError: If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path) as file:
            file.write(text.encode())
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            reason, mend = _taken(path, name)
            raise RequestError(reason, mend=mend) from error
        raise OutsideError(
            f"cannot be written: {error.strerror or error}",
            place=str(path),
            mend="check the folder and its permissions",
        ) from error


def write_schema(path: Path) -> None:
    """Have the schema that a routine names beside it; it is generated, so it is kept current."""
    data = json.dumps(schema(), indent=1).encode() + b"\n"
    try:
        if not path.is_file() or path.read_bytes() != data:
            with whole_file(path) as file:
                file.write(data)
    except OSError as error:
        tell(
            f"{path}: cannot be written: {error.strerror or error}\n"
            "  Editors will not explain the keys of the routine; it plays all the same."
        )


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith(SUFFIX)


def _plain_id(name: str) -> str:
    """How an id is written, and where what was written for it can go."""
    proposed = proposed_id(name)
    mend = f"take small letters, digits and hyphens, such as {proposed or 'evening'}"
    return f'{mend}; "{printable(name)}" can be its title (--title)' if proposed else mend


def _taken(path: Path, name: str) -> Problem:
    """There is a file already; the mend is a name that is free."""
    number = 2
    while os.path.lexists(path.with_stem(f"{path.stem}-{number}")):
        number += 1
    free = path.with_stem(f"{path.stem}-{number}")
    shown = str(free) if _is_path(name) else free.stem
    return Problem(
        f"{printable(str(path), _LONGEST_PATH)} is there already, and nothing is overwritten",
        f"take another name, such as {printable(shown)}",
    )
