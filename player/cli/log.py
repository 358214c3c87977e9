"""`player log`: the sessions that were done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from player.cli.terminal import say, tell
from player.errors import RequestError
from player.journal.database import JournalError, Trouble
from player.journal.records import Done, Entry, Figure
from player.routine.measures import MEASURES
from player.routine.place import printable
from player.units import clock, seconds

if TYPE_CHECKING:
    from player.journal.store import Journal
    from player.journal.writer import Places

NARROWEST = 80
"""Columns that a line may always have."""

_BEFORE_TITLE = 50
_MOST_NAME = 34
_LEAST_TITLE = 20


def journal_path() -> Path:
    """Where this user's journal is."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("routine-player", appauthor=False)) / "journal.sqlite"


def places() -> Places:
    """Where this user's sessions are kept: the journal, and side files beside it or elsewhere."""
    import tempfile

    from platformdirs import user_cache_dir

    from player.journal.writer import Places

    folders = [journal_path().parent, Path(user_cache_dir("routine-player", appauthor=False))]
    with suppress(FileNotFoundError):  # no folder for temporary files can be written
        folders.append(Path(tempfile.gettempdir()))
    return Places(journal_path(), tuple(folders))


def open_journal() -> Journal | None:
    """This user's journal, with side files taken in; None where nothing was ever kept.

    Where it cannot be written it is read as it is, and that is told.

    Raises:
        JournalError: If it cannot be used.
    """
    from player.journal.side_file import side_files, take_in
    from player.journal.store import Journal

    where = places()
    if not where.database.exists() and not side_files(where.folders):
        return None
    try:
        journal = Journal(where.database)
    except JournalError as error:
        if error.trouble in {Trouble.DAMAGED, Trouble.NEWER}:
            raise
        journal = _only_read(where.database, error)
        tell(f"{where.database}: the journal can only be read just now ({error.detail})")
        _tell_left_out(side_files(where.folders))
        return journal
    try:
        for told in take_in(journal, where.folders, datetime.now(UTC)):
            tell(told)
    except JournalError as error:
        tell(str(error))
        _tell_left_out(side_files(where.folders))
    return journal


def _only_read(path: Path, unwritable: JournalError) -> Journal:
    """The journal in a file that cannot be written.

    Raises:
        JournalError: The one that told so, if the file cannot be read either.
    """
    from player.journal.database import copied
    from player.journal.store import Journal

    try:
        return Journal(path, opening=copied)
    except JournalError as error:
        raise unwritable from error


def _tell_left_out(side_files: Sequence[Path]) -> None:
    for path in side_files:
        tell(f"  The session in {path} is not told here.")


class _Found(NamedTuple):
    """What is told of: sessions, those in progress, figures, and the passes of one session."""

    entries: tuple[Entry, ...]
    going_on: frozenset[int]
    figures: tuple[Figure, ...]
    passes: tuple[Done, ...]

    def figures_of(self, entry: Entry) -> list[Figure]:
        return [one for one in self.figures if one.session == entry.id]


@click.command("log")
@click.argument("words", nargs=-1, metavar="[show N]")
@click.option("--json", "as_json", is_flag=True, help="For programs; times in seconds.")
def command(words: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """List the sessions that were done, the latest first; or tell all of one: log show N."""
    found = _found(words)
    if as_json:
        listed = [_data(entry, found, passes=bool(words)) for entry in found.entries]
        click.echo(json.dumps(listed, indent=1))
    elif words:
        _tell_one(found.entries[0], found)
    else:
        _list(found)


def _found(words: tuple[str, ...]) -> _Found:
    """All sessions, or the one that `show N` means.

    Raises:
        RequestError: If there is none of that number.
        JournalError: If the journal cannot be used.
    """
    if words and (words[0] != "show" or len(words) != len(("show", "N"))):
        raise click.UsageError("write: player log, or player log show N")
    found = _Found((), frozenset(), (), ())
    if journal := open_journal():
        try:
            entries = journal.entries()
            if words:
                entries = tuple(one for one in entries if str(one.id) == words[1])
            passes = journal.passes(entries[0].id) if words and entries else ()
            going_on = frozenset(one.id for one in journal.others())
            found = _Found(entries, going_on, journal.figures(), passes)
        finally:
            journal.close()
    if words and not found.entries:
        raise RequestError(f"there is no session {words[1]}", mend="`player log` lists them")
    return found


def _data(entry: Entry, found: _Found, *, passes: bool) -> dict[str, object]:
    data: dict[str, object] = {
        **entry._asdict(),
        **{name: _seconds(getattr(entry, name)) for name in ("length", "position", "heard")},
        "measures": [one._asdict() for one in found.figures_of(entry)],
    }
    if passes:
        data["passes"] = [
            {
                **one._asdict(),
                "length": _seconds(one.length),
                "length_done": _seconds(one.length_done),
            }
            for one in found.passes
        ]
    return data


def _seconds(count: int) -> float:
    return round(seconds(count), 1)


def _list(found: _Found) -> None:
    if not found.entries:
        say("No sessions yet.")
        return
    width = max(NARROWEST, shutil.get_terminal_size((NARROWEST, 24)).columns)
    say(f"{'No':>4}  {'Begun':<16}  {'Done':>7}  {'':<15}  Routine")
    for entry in found.entries:
        row = (
            f"{entry.id:>4}  {_when(entry.started):<16}  {clock(entry.heard):>7}"
            f"  {_outcome(entry, found.going_on):<15}  "
        )
        marks = _marks(entry)
        room = width - _BEFORE_TITLE
        beside = room - len(marks) - 2
        if marks and beside >= min(len(entry.title), _LEAST_TITLE):
            say(f"{row}{printable(entry.title, beside)}  {marks}")
            continue
        say(f"{row}{printable(entry.title, room)}")
        if marks:
            say(f"{'':<{_BEFORE_TITLE}}{marks}")


def _tell_one(entry: Entry, found: _Found) -> None:
    say(f"{entry.id}  {entry.title} ({entry.routine})")
    told = [f"begun {_when(entry.started)}", _outcome(entry, found.going_on)]
    told.append(f"{clock(entry.heard)} heard of {clock(entry.length)}")
    told += [f"level {entry.level}"] if entry.level else []
    told += [f"goes on from {entry.resumes}"] if entry.resumes else []
    say(f"    {', '.join(told)}")
    if found.passes:
        say()
        say(f"    {'Step':<6}  {'What':<{_MOST_NAME}}  {'Planned':>9}  {'Done':>9}")
    for one in found.passes:
        name = printable(one.name, _MOST_NAME)
        planned, done = _amounts(one)
        row = f"    {one.step:<6}  {name:<{_MOST_NAME}}  {planned:>9}  {done:>9}  {_flags(one)}"
        say(row.rstrip())
        if one.eased:
            say(f"{'':<12}eased to {one.eased}")
    figures = found.figures_of(entry)
    if figures:
        say()
    for figure in figures:
        measure = MEASURES.get(figure.measure)
        name = measure.name if measure else figure.measure
        what = ", ".join(part for part in (name, figure.side) if part)
        say(f"    {what}: {figure.figure:g} {measure.unit if measure else ''}".rstrip())


def _when(started: str) -> str:
    try:
        return datetime.fromisoformat(started).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return "?"


def _outcome(entry: Entry, going_on: frozenset[int]) -> str:
    if entry.finished:
        return "whole"
    if entry.id in going_on:
        return f"now at {clock(entry.position)}"
    return f"left at {clock(entry.position)}"


def _marks(entry: Entry) -> str:
    told = [
        f"{count} {what}"
        for count, what in (
            (entry.skipped, "skipped"), (entry.eased, "eased"), (entry.pain, "pain"),
        )
        if count
    ]  # fmt: skip
    return ", ".join([*([f"from {entry.resumes}"] if entry.resumes else []), *told])


def _amounts(one: Done) -> tuple[str, str]:
    """What was to be done of a pass, and what was."""
    if one.reps:
        return _reps(one.reps), _reps(one.reps_done)
    return clock(one.length), clock(one.length_done)


def _reps(count: int) -> str:
    return f"{count} rep" if count == 1 else f"{count} reps"


def _flags(one: Done) -> str:
    told = ["skipped"] if one.skipped else []
    if one.pain:
        told.append("pain" if one.pain == 1 else f"pain x{one.pain}")
    if one.repeated:
        told.append("twice" if one.repeated == 1 else f"{one.repeated + 1} times")
    return ", ".join(told)
