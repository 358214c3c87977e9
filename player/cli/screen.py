"""What a session looks like as plain text: an updating line on a terminal, else a line a cue."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from player.cli.terminal import say
from player.live.lines import CueLines, UpdatingLine
from player.timeline.model import Timeline


def screen(
    timeline: Timeline, *, answered: bool = False, start: int = 0
) -> CueLines | UpdatingLine:
    """What shows a session as plain text.

    A terminal that goes away while it shows the session is no reason to end it out of order.

    Args:
        timeline: What is heard.
        answered: Whether the listener can say go on.
        start: The position the session begins at.
    """
    if sys.stdout.isatty():
        return UpdatingLine(timeline, _while_it_is_there(_write), answered=answered)
    return CueLines(timeline, _while_it_is_there(say), answered=answered, start=start)


def _while_it_is_there(write: Callable[[str], None]) -> Callable[[str], None]:
    def written(text: str) -> None:
        try:
            write(text)
        except OSError:
            if not sys.stdout.isatty():  # a pipe that was closed, a disk that is full
                raise

    return written


def _write(text: str) -> None:
    click.echo(text, nl=False)
