"""`player devices`: what sound can go to, and the option that chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from player.cli.terminal import say

Command = TypeVar("Command", bound=Callable[..., object])


@click.command("devices")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """List the sound devices that --device takes."""
    from player.outputs.devices import devices

    found = devices()
    if as_json:
        import json

        click.echo(json.dumps([device._asdict() for device in found], indent=1))
        return
    if not found:
        say("No sound device was found. Connect one, or play without: --output silent")
    rows = [
        (device.id, device.name, f"{device.backend}{', default' if device.default else ''}")
        for device in found
    ]
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for device_id, name, more in rows:
        say(f"{device_id:<{first}}  {name:<{second}}  {more}")


def device_option(command: Command) -> Command:
    """`--device`."""
    return click.option(
        "--device",
        default="",
        metavar="DEVICE",
        help="Sound device: its id, its name or a part of either; `player devices` lists them. "
        "Default: the system's.",
    )(command)
