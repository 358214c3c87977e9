"""`player new`: a first text for a routine of the listener's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from player.cli.asking import MOST_MINUTES, asked, listed_ids
from player.cli.options import Request, RoutineName, library
from player.cli.placing import Problem, path_of, place_problems, write_new, write_schema
from player.cli.session import measured_or_estimated
from player.cli.terminal import say
from player.errors import RequestError
from player.routine import values
from player.routine.choosing_exercises import chosen
from player.routine.doings import Sections, as_catalogued, in_order
from player.routine.drafting import SCHEMA_FILE, Heading, new_text
from player.routine.exercises import nearest
from player.routine.extending import extending_text
from player.routine.fields import OCCASIONS
from player.routine.fitting_doses import near, within_ranges
from player.routine.model import Exercise, Routine
from player.routine.others import no_others
from player.routine.place import printable
from player.routine.reader import loads
from player.units import Unreadable, clock, samples


@click.command("new")
@click.argument("name")
@click.option("--title", help="What it is called aloud. Default: NAME in words.")
@click.option("--when", type=click.Choice(OCCASIONS), help="When it is for. Default: any.")
@click.option("--minutes", type=click.IntRange(1, MOST_MINUTES), help="The time it should come to.")
@click.option(
    "--exercises",
    metavar="ID,ID,...",
    help="What is done, in this order; `player exercises` lists them. Default: the player chooses.",
)
@click.option(
    "--from",
    "base",
    type=RoutineName(),
    metavar="ROUTINE",
    help="Make it from another routine: `extends`, and how to change its steps.",
)
def command(
    name: str,
    title: str | None,
    when: str | None,
    minutes: int | None,
    exercises: str | None,
    base: str | None,
) -> None:
    """Write a routine to begin with, as a file to change.

    NAME is an id such as evening: the file goes to your own routines, and `player play evening`
    plays it. Or it is a path such as ./evening.toml. What is not given is asked on a terminal.
    Nothing is ever overwritten.
    """
    catalogue = library().exercises()
    path = path_of(name)
    ids = None if exercises is None else listed_ids(exercises)
    _raise_all([*place_problems(name, path), *_wish_problems(title, ids, catalogue)])
    based = _based(base, path) if base is not None else None
    wanted = asked(path.stem, title, when, minutes, ids, catalogue, based=based is not None)
    heading = Heading(name, wanted.title, wanted.when, wanted.minutes)
    written = in_order([as_catalogued(catalogue[one]) for one in wanted.exercises])
    if based is not None:
        text = extending_text(heading, *based, written, catalogue)
    else:
        text = new_text(heading, _fitting(heading, written, catalogue))
    length, measured = _measured(name, text, based)
    shadowed = library().path_of(name) is not None
    write_new(path, name, text)
    write_schema(path.with_name(SCHEMA_FILE))
    say(f"Written: {path}")
    if shadowed:
        say(f'A routine "{name}" comes with the player; yours goes before it.')
    about = "" if measured else "about "
    say(f"It comes to {about}{clock(length)}{_apart(length, wanted.minutes)}.")
    typed = f'"{name}"' if " " in name else name
    say(f"Next:\n  player check {typed}\n  player play {typed}")


class _Based(NamedTuple):
    """The routine that the new one is made from, and what it is called there."""

    extends: str
    routine: Routine


def _raise_all(problems: Sequence[Problem]) -> None:
    if len(problems) == 1:
        raise RequestError(problems[0].reason, mend=problems[0].mend)
    if problems:
        told = "\n  ".join(f"{one.reason}\n    {one.mend}" for one in problems)
        raise RequestError(f"{len(problems)} things stand in the way", mend=told)


def _wish_problems(
    title: str | None, ids: Sequence[str] | None, catalogue: Mapping[str, Exercise]
) -> Iterator[Problem]:
    if title is not None:
        try:
            values.name(title)
        except Unreadable as error:
            yield Problem(f"the title: {error.reason}", error.mend)
    if ids is not None and not ids:
        yield Problem("--exercises names none", "write ids with commas between")
    for one in dict.fromkeys(ids or ()):
        if one not in catalogue:
            yield Problem(f'there is no exercise "{printable(one)}"', nearest(one, catalogue))


def _based(base: str, path: Path) -> _Based:
    """The routine that the new one is made from.

    Raises:
        RequestError: If there is none, or a file at `path` could not name it.
        RoutineError: If it is at fault.
    """
    routine = library().read(base)
    if library().path_of(base) is not None:
        return _Based(base, routine)
    source, folder = Path(base).resolve(), path.parent.resolve()
    if not source.is_relative_to(folder):
        raise RequestError(
            "a routine is made from one that has an id, or lies in the same folder",
            place=printable(base),
            mend=f"write the new one beside it, as {source.with_name(path.name)}",
        )
    extends = source.relative_to(folder).as_posix()
    try:
        plain = values.name(extends) == extends
    except Unreadable:
        plain = False
    if not plain:
        raise RequestError(
            "a file of this name cannot be named in a routine",
            place=printable(base),
            mend="give it a shorter, plainer name",
        )
    return _Based(extends, routine)


def _fitting(heading: Heading, given: Sections, catalogue: Mapping[str, Exercise]) -> Sections:
    """The exercises that are given, or else chosen ones, at the minutes of the heading.

    Raises:
        RequestError: If there are none to choose from.
    """

    def length(sections: Sections) -> int:
        return _measured(heading.name, new_text(heading, sections))[0]

    target = samples(60 * (heading.minutes or 0))
    if any(section.doings for section in given):
        return within_ranges(given, target, length) if target else given
    found = chosen(heading.when, target, catalogue, length)
    if not found:
        raise RequestError(
            "the player finds no exercises for that", mend="name some with --exercises"
        )
    return found


def _measured(name: str, text: str, based: _Based | None = None) -> tuple[int, bool]:
    """Samples that the routine of a text takes, and whether they rest on measured lengths."""
    others = no_others if based is None else lambda _: based.routine
    routine = loads(text, name=name, exercises=library().exercises, others=others)
    timeline, measured = measured_or_estimated(Request(name), routine)
    return timeline.length, measured


def _apart(length: int, minutes: int | None) -> str:
    """How far a length is from the minutes wanted; empty where it is near."""
    target = samples(60 * (minutes or 0))
    apart = abs(length - target)
    if not target or near(apart, target):
        return ""
    if length > target:
        return f", {clock(apart)} longer than you wanted: leave steps out, or do less"
    return f", {clock(apart)} shorter than you wanted: add steps, or do more"
