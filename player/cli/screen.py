"""What a session looks like: one updating line on a terminal, a line a cue elsewhere."""

from __future__ import annotations

import sys

import click

from player.cli.terminal import say
from player.live.lines import CueLines, UpdatingLine
from player.timeline.model import Timeline


def screen(timeline: Timeline, *, answered: bool = False) -> CueLines | UpdatingLine:
    """What shows a session; `answered` is whether the listener can say go on."""
    if sys.stdout.isatty():
        return UpdatingLine(timeline, _write, answered=answered)
    return CueLines(timeline, say, answered=answered)


def _write(text: str) -> None:
    click.echo(text, nl=False)
