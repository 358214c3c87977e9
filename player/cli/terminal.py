"""What reaches a terminal: text made safe, and lines for people."""

from __future__ import annotations

import errno
import os
import sys
from typing import TextIO

import click

from player.routine.place import printable

LONGEST_LINE = 2000


def say(text: str = "", *, err: bool = False) -> None:
    """Write lines, with control characters of strangers replaced."""
    for line in text.split("\n"):
        echo(printable(line, LONGEST_LINE) + "\n", err=err)


def echo(text: str, *, err: bool = False) -> None:
    """Write text as it is; to nobody where the terminal was closed, which is no reason to fail."""
    try:
        click.echo(text, nl=False, err=err)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        # What is still buffered goes nowhere too: else the exit code would be that of its failure.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, (sys.stderr if err else sys.stdout).fileno())
        os.close(nowhere)


def tell(text: str) -> None:
    """Tell the person something beside the output proper."""
    say(text, err=True)


def in_front(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that listens to this program: not to one in its background.

    A terminal that is not the one this program was started from has no background.
    """
    try:
        if stream is None or not stream.isatty():
            return False
        if sys.platform == "win32":
            return True
        return os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except OSError as error:
        return error.errno == errno.ENOTTY
    except ValueError:
        return False
