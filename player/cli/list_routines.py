"""`player list`: the routines there are."""

from __future__ import annotations

import json

import click

from player.cli.options import Request, library
from player.cli.session import measured_or_estimated
from player.cli.terminal import say, tell
from player.config import own_config
from player.errors import PlayerError
from player.units import clock, seconds


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs; lengths in seconds.")
def command(as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """List the routines: name, when to do them, length and title."""
    own_config()  # told once here if it is at fault, not with every routine
    entries = []
    for name in library().ids():
        try:
            routine = library().read(name)
            timeline, _ = measured_or_estimated(Request(name), routine)
        except PlayerError:
            tell(f"{name} is at fault; `player check {name}` tells how.")
        else:
            entries.append((routine, timeline.length))
    if as_json:
        listed = [
            {
                "id": routine.name,
                "title": routine.title,
                "when": routine.when,
                "summary": routine.summary,
                "seconds": round(seconds(length), 1),
            }
            for routine, length in entries
        ]
        click.echo(json.dumps(listed, indent=1))
        return
    width = max((len(routine.name) for routine, _ in entries), default=0)
    for routine, length in entries:
        say(f"{routine.name:<{width}}  {clock(length):>6}  {routine.when:<9} {routine.title}")
        if routine.summary:
            say(f"{'':<{width}}  {'':>6}  {'':<9} {routine.summary}")
