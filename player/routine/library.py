"""Routines and exercises by name: the shipped ones, and files by path."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from player.errors import RequestError
from player.routine.model import Exercise, Routine
from player.routine.reader import load, load_exercises

_SUFFIX = ".toml"
_EXERCISES = "exercises"


class Library:
    """Folders of routines; a routine's id is its file's name without the ending.

    Args:
        folders: Where routines are looked up, in this order; exercises lie in a folder
            `exercises` within each.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._exercises: dict[str, Exercise] | None = None

    def ids(self) -> tuple[str, ...]:
        """The ids of all routines, sorted."""
        return tuple(sorted(set().union(*(_ids(folder) for folder in self._folders))))

    def exercises(self) -> Mapping[str, Exercise]:
        """The whole catalogue, by id; a later folder's entry replaces an earlier one's.

        Raises:
            RoutineError: If an entry is at fault.
        """
        if self._exercises is None:
            self._exercises = {}
            for folder in self._folders:
                for path in sorted((folder / _EXERCISES).glob(f"*{_SUFFIX}")):
                    self._exercises |= load_exercises(path)
        return self._exercises

    def read(self, wanted: str) -> Routine:
        """Read the routine of an id or a path.

        Raises:
            RequestError: If there is none.
            RoutineError: If it is at fault.
        """
        for folder in self._folders:
            if wanted in _ids(folder):
                path = folder / f"{wanted}{_SUFFIX}"
                return load(path, name=wanted, exercises=self.exercises)
        path = Path(wanted)
        if path.suffix == _SUFFIX or wanted != path.name:
            return load(path, exercises=self.exercises)
        near = difflib.get_close_matches(wanted, self.ids(), 1)
        mend = f'did you mean "{near[0]}"?' if near else "`player list` shows what there is."
        raise RequestError(
            f'there is no routine "{wanted}"',
            mend=f"{mend} A file is named by its path, such as ./mine.toml",
        )


def _ids(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob(f"*{_SUFFIX}")}
