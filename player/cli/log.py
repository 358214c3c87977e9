"""`player log`: the sessions that were done."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from player.cli.terminal import say
from player.errors import RequestError
from player.journal.store import Done, Entry, Figure, Journal
from player.routine.measures import MEASURES
from player.units import clock, seconds


def journal_path() -> Path:
    """Where this user's journal is."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("routine-player", appauthor=False)) / "journal.sqlite"


@click.command("log")
@click.argument("words", nargs=-1, metavar="[show N]")
@click.option("--json", "as_json", is_flag=True, help="For programs; times in seconds.")
def command(words: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """List the sessions that were done, the latest first; or tell all of one: log show N."""
    entries: tuple[Entry, ...] = ()
    figures: tuple[Figure, ...] = ()
    passes: dict[int, tuple[Done, ...]] = {}
    if journal_path().exists():
        journal = Journal(journal_path())
        entries = journal.entries()
        figures = journal.figures()
        if words:
            entries = (_wanted(words, entries),)
            passes = {one.id: journal.passes(one.id) for one in entries}
        journal.close()
    elif words:
        _wanted(words, ())
    if as_json:
        listed = [
            {
                **entry._asdict(),
                "length": round(seconds(entry.length), 1),
                "position": round(seconds(entry.position), 1),
                "measures": [one._asdict() for one in figures if one.session == entry.id],
                **({"passes": [_data(one) for one in passes[entry.id]]} if words else {}),
            }
            for entry in entries
        ]
        click.echo(json.dumps(listed, indent=1))
        return
    if not entries:
        say("No sessions yet.")
    for entry in entries:
        ended = "whole" if entry.position >= entry.length else f"left at {clock(entry.position)}"
        when = datetime.fromisoformat(entry.started).astimezone().strftime("%Y-%m-%d %H:%M")
        say(f"{entry.id:>5}  {when}  {clock(entry.length):>7}  {ended:<16}  {entry.title}")
        for done in passes.get(entry.id, ()):
            say(f"{'':>5}  {done.step:<5} {done.name}: {_amount(done)}")
        for one in figures:
            if one.session == entry.id:
                measure = MEASURES[one.measure]
                what = ", ".join(part for part in (measure.name, one.side) if part)
                say(f"{'':>5}  {what}: {one.figure:g} {measure.unit}")


def _wanted(words: tuple[str, ...], entries: tuple[Entry, ...]) -> Entry:
    """The session that `show N` means."""
    if words[0] != "show" or len(words) != len(("show", "N")):
        raise click.UsageError("write: player log, or player log show N")
    for entry in entries:
        if str(entry.id) == words[1]:
            return entry
    raise RequestError(f"there is no session {words[1]}", mend="`player log` lists them")


def _data(one: Done) -> dict[str, object]:
    return {
        **one._asdict(),
        "length": round(seconds(one.length), 1),
        "length_done": round(seconds(one.length_done), 1),
    }


def _amount(one: Done) -> str:
    if one.reps:
        return f"{one.reps_done} of {one.reps} reps"
    return f"{clock(one.length_done)} of {clock(one.length)}"
