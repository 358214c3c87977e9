"""Waiting for routines to be saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from player.routine.library import SUFFIX


def saved(paths: Iterable[Path]) -> Iterator[None]:
    """Yield at once, and again whenever a routine in the folders of these paths is saved.

    Whole folders are watched, as editors put a new file in the place of the old one, and a
    routine may be made from others beside it.
    """
    from watchfiles import watch

    folders = {path if path.is_dir() else path.absolute().parent for path in paths}
    yield
    for _ in watch(*folders, watch_filter=_is_routine, recursive=False):
        yield


def _is_routine(_: object, path: str) -> bool:
    return path.endswith(SUFFIX)
