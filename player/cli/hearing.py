"""Hearing a bit of a routine: a step, or an exercise of the catalogue."""

from __future__ import annotations

import sys

import click

from player.cli.main import INTERRUPTED
from player.cli.options import Request
from player.cli.progress import SpeakingBar
from player.cli.session import compiled
from player.cli.terminal import say, tell
from player.live.lines import CueLines, UpdatingLine
from player.outputs.choose import check_name, open_output
from player.routine.model import Routine


def hear(request: Request, output: str, routine: Routine | None = None) -> int:
    """Play what is asked for, without an entry in the journal; the exit code it ends with."""
    from player.live.performer import perform  # loads numpy, which the rest can do without

    check_name(output)
    bar = SpeakingBar()
    try:
        session = compiled(request, bar, routine)
    finally:
        bar.end()
    mix = session.mix()
    sink = open_output(output, tell)
    timeline = session.timeline
    lines = UpdatingLine(timeline, _write) if sys.stdout.isatty() else CueLines(timeline, say)
    return INTERRUPTED if perform(mix, sink, lines).left else 0


def _write(text: str) -> None:
    click.echo(text, nl=False)
