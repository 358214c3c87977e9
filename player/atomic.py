"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def whole_file(path: Path) -> AbstractContextManager[BinaryIO]:
    """Write a file beside its place, and give it its name at the end.

    If anything fails, what was there before stays and nothing is left behind.

    Raises:
        OSError: If it cannot be written.
    """
    return _written_beside(path, lambda part: part.replace(path))


def new_file(path: Path) -> AbstractContextManager[BinaryIO]:
    """As `whole_file`, but over nothing: not even what takes the name at the last moment.

    Where the file system has no hard links, the name is there before the file is whole.

    Raises:
        FileExistsError: If the name is taken, be it by a link that leads nowhere.
        OSError: If it cannot be written.
    """

    def named(part: Path) -> None:
        try:
            path.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:  # no hard links here
            _copy(part, path)

    return _written_beside(path, named)


@contextmanager
def _written_beside(path: Path, named: Callable[[Path], object]) -> Iterator[BinaryIO]:
    """Write a file beside a path, hand it on to be named, and leave nothing else behind."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as file:
            yield file
        named(part)
    finally:
        with suppress(OSError):
            part.unlink()


def _copy(part: Path, path: Path) -> None:
    """Copy a file to a name that is free, or leave nothing there."""
    import shutil

    with part.open("rb") as source, ExitStack() as undo:
        with path.open("xb") as file:
            undo.callback(path.unlink)
            shutil.copyfileobj(source, file)
        undo.pop_all()
