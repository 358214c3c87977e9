"""What a new routine should be: what the listener gave, and what is asked on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import click

from player.errors import RequestError
from player.routine import values
from player.routine.exercises import nearest
from player.routine.fields import OCCASIONS
from player.routine.model import Exercise
from player.routine.place import printable
from player.routine.proposing import proposed_id, proposed_title
from player.units import Unreadable

MOST_MINUTES = 180
USUAL_MINUTES = 10

_MOST_LIKE = 6


class Wanted(NamedTuple):
    """What the listener wants in it.

    Attributes:
        title: Its title.
        when: When it is for; empty for no word about it.
        minutes: The time it should come to, or None.
        exercises: Ids of exercises; empty where the player chooses.
    """

    title: str
    when: str
    minutes: int | None
    exercises: tuple[str, ...]


def asked(
    stem: str,
    title: str | None,
    when: str | None,
    minutes: int | None,
    exercises: tuple[str, ...] | None,
    catalogue: Mapping[str, Exercise],
    *,
    based: bool,
) -> Wanted:
    """What the listener gave, with what is asked on a terminal where it is None.

    Args:
        stem: The name of the file without its ending, from which a title is proposed.
        title: Its title.
        when: When it is for.
        minutes: The time it should come to.
        exercises: Ids of exercises.
        catalogue: Where exercises are looked up.
        based: Whether it is made from another routine, so that a title is all that is asked.

    Raises:
        RequestError: If something must be asked, and there is no terminal.
    """
    usual = _usual_title(stem)
    if not _at_terminal():
        if not based and minutes is None and exercises is None:
            raise RequestError(
                "what is to be in it is not said, and nobody can be asked without a terminal",
                mend="add --minutes 10, --exercises ankle-circles,glute-bridge or --from rest-day",
            )
        return Wanted(values.name(title or usual), when or "", minutes, exercises or ())
    if title is None:
        title = click.prompt("Title", default=usual, value_proc=_title, err=True)
    if not based:
        if when is None:
            choice = click.Choice(OCCASIONS)
            when = click.prompt("When is it for", default="any", type=choice, err=True)
        if minutes is None:
            minutes = _asked_minutes(open_ended=exercises is not None)
        if exercises is None:
            exercises = _asked_exercises(catalogue)
    return Wanted(values.name(title), when or "", minutes, exercises or ())


def listed_ids(typed: str) -> tuple[str, ...]:
    """What is typed with commas between."""
    return tuple(one.strip() for one in typed.split(",") if one.strip())


def _at_terminal() -> bool:
    try:
        return sys.stdin.isatty()
    except (AttributeError, ValueError):
        return False


def _usual_title(stem: str) -> str:
    try:
        return values.name(proposed_title(stem))
    except Unreadable:
        return "My routine"


def _title(typed: str) -> str:
    try:
        return values.name(typed)
    except Unreadable as error:
        raise click.UsageError(f"{error.reason}; {error.mend}") from error


def _asked_minutes(*, open_ended: bool) -> int | None:
    """Minutes; None, where they may be open, for as long as the exercises take."""
    within = click.IntRange(1, MOST_MINUTES)
    if open_ended:
        return click.prompt(
            "How many minutes (Enter: as many as they take)",
            default="", show_default=False, err=True,
            value_proc=lambda typed: within(typed) if typed else None,
        )  # fmt: skip
    return click.prompt("How many minutes", default=USUAL_MINUTES, type=within, err=True)


def _asked_exercises(catalogue: Mapping[str, Exercise]) -> tuple[str, ...]:
    return click.prompt(
        "Which exercises, with commas between (Enter: the player chooses)",
        default="", show_default=False, value_proc=partial(_meant, catalogue), err=True,
    )  # fmt: skip


def _meant(catalogue: Mapping[str, Exercise], typed: str) -> tuple[str, ...]:
    """The ids of exercises that are named by ids or words, with commas between.

    Raises:
        click.UsageError: If a name means none or several.
    """
    return tuple(one for named in listed_ids(typed) for one in _ids_of(catalogue, named))


def _ids_of(catalogue: Mapping[str, Exercise], named: str) -> list[str]:
    """The id that is named by itself or by words of it, or several ids with spaces between."""
    words = named.casefold().split()
    whole = proposed_id(named)
    if whole in catalogue:
        return [whole]
    if all(word in catalogue for word in words):
        return words
    like = [
        one.id
        for one in catalogue.values()
        if all(word in f"{one.id} {one.name}".casefold() for word in words)
    ]
    if len(like) > 1:
        told = f'which one is "{printable(named)}": {", ".join(like[:_MOST_LIKE])}?'
        raise click.UsageError(told)
    if not like:
        told = f'there is no exercise "{printable(named)}"; {nearest(whole, catalogue)}'
        raise click.UsageError(told)
    return like
