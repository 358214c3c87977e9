"""`player check`: what is wrong with routines, and what does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import click

from player.cli.options import RoutineName, library, voice_options
from player.cli.report import concession_line
from player.cli.session import Request, measured_or_estimated
from player.cli.terminal import say
from player.errors import PlayerError, RequestError
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
    known = set(library().ids())
    for name in named:
        if name in known or not os.path.isdir(name):  # noqa: PTH112 - no error for odd names
            files.append(name)
            continue
        within = [str(path) for path in sorted(Path(name).glob("*.toml"))]
        if not within:
            raise RequestError("there are no routines in this folder", place=name)
        files += within
    return files


def _check(request: Request) -> None:
    timeline, measured = measured_or_estimated(request)
    about = "" if measured else "about "
    passes = "1 pass" if len(timeline.spans) == 1 else f"{len(timeline.spans)} passes"
    say(f"{timeline.routine}: ok, {about}{clock(timeline.length)}, {passes}")
    if timeline.target and abs(timeline.length - timeline.target) > timeline.target // 10:
        say(f"  it should come to {clock(timeline.target)}: that is more than a tenth away")
    if timeline.concessions:
        basis = "" if measured else " (lengths estimated; `player show` measures them)"
        say(f"  what does not fit as it is written{basis}:")
        for one in timeline.concessions:
            say(f"    {concession_line(timeline, one)}")
