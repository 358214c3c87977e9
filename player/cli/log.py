"""`player log`: the sessions that were done."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from player.cli.terminal import say
from player.journal.store import Entry, Figure, Journal
from player.routine.measures import MEASURES
from player.units import clock, seconds


def journal_path() -> Path:
    """Where this user's journal is."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("routine-player", appauthor=False)) / "journal.sqlite"


@click.command("log")
@click.option("--json", "as_json", is_flag=True, help="For programs; times in seconds.")
def command(as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """List the sessions that were done, the latest first."""
    entries: tuple[Entry, ...] = ()
    figures: tuple[Figure, ...] = ()
    if journal_path().exists():
        journal = Journal(journal_path())
        entries = journal.entries()
        figures = journal.figures()
        journal.close()
    if as_json:
        listed = [
            {
                **entry._asdict(),
                "length": round(seconds(entry.length), 1),
                "position": round(seconds(entry.position), 1),
                "measures": [one._asdict() for one in figures if one.session == entry.id],
            }
            for entry in entries
        ]
        click.echo(json.dumps(listed, indent=1))
        return
    if not entries:
        say("No sessions yet.")
    for entry in entries:
        done = "whole" if entry.position >= entry.length else f"left at {clock(entry.position)}"
        when = datetime.fromisoformat(entry.started).astimezone().strftime("%Y-%m-%d %H:%M")
        say(f"{entry.id:>5}  {when}  {clock(entry.length):>7}  {done:<16}  {entry.title}")
        for one in figures:
            if one.session == entry.id:
                measure = MEASURES[one.measure]
                what = ", ".join(part for part in (measure.name, one.side) if part)
                say(f"{'':>5}  {what}: {one.figure:g} {measure.unit}")
