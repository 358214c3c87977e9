"""`player fmt`: routine files brought into one form."""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from player.atomic import whole_file
from player.cli.excerpt import told
from player.cli.terminal import say, tell
from player.errors import OutsideError, PlayerError, RequestError
from player.routine.formatting import formatted
from player.routine.reader import LARGEST_FILE, decoded, document_of

STDIN = "-"


@click.command("fmt")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE..."
)
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(files: tuple[str, ...], check: bool, diff: bool) -> int:  # noqa: FBT001 - click flags
    """Bring each FILE into one form: the order of keys, blank lines, spaces, quotes.

    Comments stay, and what the file says does not change. FILE ends in .toml; with - the text is
    read from standard input and written to standard output.
    """
    if STDIN in files:
        if len(files) > 1:
            raise click.UsageError("- stands alone: it reads standard input.")
        return _format_input(check=check, diff=diff)
    failed = 0
    for name in files:
        try:
            changes = _format_file(name, write=not (check or diff), show=diff)
        except PlayerError as error:
            tell(told(error))
            failed = max(failed, error.exit_code)
        else:
            failed = max(failed, int(check and changes))
    return failed


def _format_input(*, check: bool, diff: bool) -> int:
    place = "standard input"
    before = _read(sys.stdin.buffer, place)
    after = _formatted(before, place)
    if diff:
        _show(before, after, place)
    elif not check:
        _write_output(after)
    return int(check and before != after)


def _format_file(name: str, *, write: bool, show: bool) -> bool:
    """Format a file; whether that changes it."""
    path = Path(name)
    before = _contents(path, name)
    after = _formatted(before, name)
    changes = before != after
    if show:
        _show(before, after, name)
    elif not changes:
        say(f"{name}: unchanged")
    elif write:
        _replace(path, after, name)
        say(f"{name}: formatted")
    else:
        say(f"{name}: would be formatted")
    return changes


def _contents(path: Path, name: str) -> bytes:
    if path.suffix != ".toml":
        raise RequestError(
            "is not a routine file", place=name, mend="give the path of a file that ends in .toml"
        )
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "there is no such file"
            raise RequestError(reason, place=name, mend="check the name")
        with path.open("rb") as file:
            return _read(file, name)
    except OSError as error:
        raise RequestError(
            f"cannot be read: {error.strerror}",
            place=name,
            mend="check the name and permissions",
        ) from error


def _read(file: BinaryIO, place: str) -> bytes:
    data = file.read(LARGEST_FILE + 1)
    _check_size(data, place, "is larger than")
    return data


def _formatted(data: bytes, place: str) -> bytes:
    """The formatted text of a file.

    Raises:
        RequestError: If it is no text, or cannot be formatted.
        RoutineError: If it is no TOML, as `player check` tells it.
    """
    text = decoded(data, place)
    document_of(text, place)
    try:
        after = formatted(text).encode()
    except RequestError as error:
        raise RequestError(error.reason, place=place, mend=error.mend) from error
    _check_size(after, place, "formatted, would be larger than")
    return after


def _check_size(data: bytes, place: str, how: str) -> None:
    if len(data) > LARGEST_FILE:
        raise RequestError(
            f"{how} {LARGEST_FILE} bytes", place=place, mend="make two routines of it"
        )


def _replace(path: Path, data: bytes, name: str) -> None:
    """Put other contents in a file's place; a link stays, and what it leads to is replaced."""
    try:
        target = path.resolve(strict=True)
        with target.open("r+b"):  # a file that may not be written is not replaced either
            pass
        with whole_file(target) as file:
            shutil.copymode(target, file.name)
            file.write(data)
    except OSError as error:
        raise OutsideError(
            f"cannot be written: {error.strerror}",
            place=name,
            mend="check its permissions, or make room on the disk",
        ) from error


def _write_output(data: bytes) -> None:
    if sys.stdout.isatty():
        say(data.decode().removesuffix("\n"))
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _show(before: bytes, after: bytes, name: str) -> None:
    """Show a unified diff."""
    old, new = list(_lines(before.decode())), list(_lines(after.decode()))
    for line in difflib.unified_diff(old, new, name, name, lineterm=""):
        say(line)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; where the last one does not end, that is told."""
    *lines, last = text.split("\n")
    yield from lines
    if last:
        yield f"{last}\n\\ No newline at end of file"
