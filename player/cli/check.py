"""`player check`: what is wrong with routines, and what does not fit."""

from __future__ import annotations

from pathlib import Path

import click

from player.cli.options import RoutineName, voice_options
from player.cli.report import concession_line
from player.cli.session import Request, measured_or_estimated
from player.cli.terminal import say
from player.errors import PlayerError
from player.units import clock


@click.command("check")
@click.argument("routines", nargs=-1, required=True, type=RoutineName(), metavar="ROUTINE...")
@voice_options
def command(routines: tuple[str, ...], voice: str, rate: int | None) -> int:
    """Check each ROUTINE: a name, a file, or a folder of files.

    Nothing is spoken: lengths of phrases that were never spoken before are estimated.
    """
    failed = 0
    for name in _files(routines):
        try:
            _check(Request(name, voice=voice, rate=rate))
        except PlayerError as error:
            say(str(error))
            failed = max(failed, error.exit_code)
    return failed


def _files(named: tuple[str, ...]) -> list[str]:
    files: list[str] = []
    for name in named:
        folder = Path(name)
        if folder.is_dir():
            files += [str(path) for path in sorted(folder.glob("*.toml"))]
        else:
            files.append(name)
    return files


def _check(request: Request) -> None:
    timeline, measured = measured_or_estimated(request)
    about = "" if measured else "about "
    passes = "1 pass" if len(timeline.spans) == 1 else f"{len(timeline.spans)} passes"
    say(f"{timeline.routine}: ok, {about}{clock(timeline.length)}, {passes}")
    if timeline.concessions:
        basis = "" if measured else " (lengths estimated; `player show` measures them)"
        say(f"  what does not fit as it is written{basis}:")
        for one in timeline.concessions:
            say(f"    {concession_line(timeline, one)}")
