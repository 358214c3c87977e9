"""Routines and exercises by name: the shipped ones, the listener's own, and files by path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

from player.errors import PlayerError, RequestError
from player.routine.languages import DEFAULT_LANGUAGE
from player.routine.model import Exercise, Routine
from player.routine.reader import load, load_exercises, text_of
from player.units import Unreadable

SUFFIX = ".toml"
EXERCISES = "exercises"

DEEPEST_TRAIL = 8
"""Routines that may be made from one another in a row."""

MOST_FILES = 50
"""Files that one routine may be made from."""


class Library:
    """Folders of routines; a routine's id is its file's name without the ending.

    Args:
        shipped: The folder that comes with the player.
        own: The listener's own folders, whose routines and exercises go before the shipped ones;
            exercises lie in a folder `exercises` within each folder.
        tell: Told of an own file of exercises that is at fault, and therefore left out.
    """

    def __init__(
        self, shipped: Path, *own: Path, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self._shipped = shipped
        self._folders = (shipped, *own)
        self._tell = tell
        self._exercises: dict[str, Exercise] | None = None

    def ids(self) -> tuple[str, ...]:
        """The ids of all routines, sorted."""
        return tuple(sorted(set().union(*(_ids(folder) for folder in self._folders))))

    def exercises(self) -> Mapping[str, Exercise]:
        """The whole catalogue, by id; an own entry replaces a shipped one.

        Raises:
            RoutineError: If a shipped entry is at fault.
        """
        if self._exercises is None:
            found: dict[str, Exercise] = {}
            for folder in self._folders:
                for path in sorted((folder / EXERCISES).glob(f"*{SUFFIX}")):
                    found |= self._read_exercises(path, own=folder != self._shipped)
            self._exercises = found
        return self._exercises

    def _read_exercises(self, path: Path, *, own: bool) -> dict[str, Exercise]:
        try:
            found = load_exercises(path)
        except PlayerError as error:
            if not own:
                raise
            self._tell(f"Its exercises are left out: {error}")
            return {}
        if own:
            return found
        return {key: one._replace(language=DEFAULT_LANGUAGE) for key, one in found.items()}

    def read(self, wanted: str) -> Routine:
        """Read the routine of an id or a path.

        Raises:
            RequestError: If there is none.
            RoutineError: If it is at fault.
        """
        found = self._called(wanted)
        if found:
            return self._load(found[0], wanted, _Reading())
        path = Path(wanted)
        if path.suffix == SUFFIX or wanted != path.name:
            return self._load(path, str(path), _Reading())
        import difflib

        near = difflib.get_close_matches(wanted, self.ids(), 1)
        mend = f'did you mean "{near[0]}"?' if near else "`player list` shows what there is."
        raise RequestError(
            f'there is no routine "{wanted}"',
            mend=f"{mend} A file is named by its path, such as ./mine.toml",
        )

    def path_of(self, wanted: str) -> Path | None:
        """The file of an id; None if it is none."""
        return next(iter(self._called(wanted)), None)

    def source(self, wanted: str) -> tuple[str, str]:
        """The file of an id or a path, as messages call it, and its text.

        Raises:
            RequestError: If it cannot be read.
        """
        path = self.path_of(wanted) or Path(wanted)
        return str(path), text_of(path, str(path))

    def _called(self, wanted: str) -> list[Path]:
        """The files of an id, the one that counts first."""
        return [
            folder / f"{wanted}{SUFFIX}"
            for folder in reversed(self._folders)
            if wanted in _ids(folder)
        ]

    def _load(self, path: Path, name: str, reading: _Reading) -> Routine:
        def beside(wanted: str) -> Routine:
            return self._beside(wanted, path.parent, within)

        within = reading.within(path)
        return load(path, name=name, exercises=self.exercises, others=beside)

    def _beside(self, wanted: str, folder: Path, reading: _Reading) -> Routine:
        """A routine that another one is made from: of an id, or a file in the same folder.

        Raises:
            Unreadable: If it may not be had.
        """
        called = self._called(wanted)
        path = next((one for one in called if not reading.passed(one)), None)
        if path is None:
            path = called[0] if called else _file_within(folder, wanted, self.ids())
        if reading.passed(path):
            raise Unreadable(
                "circle", f'"{wanted}" is made from this one in turn', "leave one of them out"
            )
        if len(reading.trail) >= DEEPEST_TRAIL:
            raise Unreadable(
                "too-deep", f"routines made from routines: {DEEPEST_TRAIL} are allowed in a row"
            )
        key = _real(path)
        if key not in reading.read:
            if len(reading.read) >= MOST_FILES:
                raise Unreadable("too-large", f"more than {MOST_FILES} files come together here")
            try:
                reading.read[key] = self._load(path, wanted, reading)
            except PlayerError as error:  # kept too, so that nothing is read over and over
                reading.read[key] = error
        found = reading.read[key]
        if isinstance(found, PlayerError):
            raise found
        return found


class _Reading:
    """The reading of one routine: the files it came through, and what it has read on the way."""

    def __init__(
        self,
        trail: tuple[Path, ...] = (),
        read: dict[Path, Routine | PlayerError] | None = None,
    ) -> None:
        self.trail = trail
        self.read: dict[Path, Routine | PlayerError] = {} if read is None else read

    def within(self, path: Path) -> _Reading:
        """The reading of what a file is made from."""
        return _Reading((*self.trail, _real(path)), self.read)

    def passed(self, path: Path) -> bool:
        """Whether the reading came through a file."""
        return _real(path) in self.trail


def _real(path: Path) -> Path:
    """A path with its symbolic links followed, as far as that can be done."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # a loop of links, or a name that cannot be
        return path.absolute()


def _file_within(folder: Path, wanted: str, ids: tuple[str, ...]) -> Path:
    """A file in a folder or beneath it, symbolic links followed.

    Raises:
        Unreadable: If it lies elsewhere or is not named as a file.
    """
    if PurePath(wanted).suffix != SUFFIX:
        mend = f"write an id that `player list` shows, or the name of a file with its {SUFFIX}"
        raise Unreadable(
            "no-such-routine",
            f'there is no routine "{wanted}"',
            _likely(wanted.casefold().replace(" ", "-"), ids) or mend,
        )
    path = folder / wanted
    inside = _real(path).is_relative_to(_real(folder))
    if PurePath(wanted).is_absolute() or not inside:
        raise Unreadable(
            "outside-folder",
            f'"{wanted}" is not within the folder of this routine',
            "put it beside this file",
        )
    if not path.exists():
        raise Unreadable(
            "no-such-routine",
            f'there is no file "{wanted}" in the folder of this routine',
            _likely(wanted, (f"{one}{SUFFIX}" for one in sorted(_ids(folder))))
            or "put it beside this file, or write an id that `player list` shows",
        )
    return path


def _likely(wanted: str, names: Iterable[str]) -> str:
    """A mend that names what was likely meant; empty if nothing was."""
    import difflib

    near = difflib.get_close_matches(wanted, names, 1)
    return f'did you mean "{near[0]}"?' if near else ""


def _ids(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob(f"*{SUFFIX}")}
