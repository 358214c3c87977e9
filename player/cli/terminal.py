"""What reaches a terminal: text made safe, and lines for people."""

from __future__ import annotations

import click

from player.routine.place import printable

LONGEST_LINE = 2000


def say(text: str = "", *, err: bool = False) -> None:
    """Write lines, with control characters of strangers replaced."""
    for line in text.split("\n"):
        click.echo(printable(line, LONGEST_LINE), err=err)


def tell(text: str) -> None:
    """Tell the person something beside the output proper."""
    say(text, err=True)
