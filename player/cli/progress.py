"""A progress bar for speaking the phrases of a session, shown only when it takes a while."""

from __future__ import annotations

import sys
import time
from typing import Self

import click

PATIENCE_SECONDS = 0.5


class SpeakingBar:
    """Shows how many phrases are spoken, on stderr, once half a second has passed.

    As a context, it removes itself at the end.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Told of every phrase."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < PATIENCE_SECONDS:
            return
        self._shown = True
        width = 24
        filled = width * done // total
        bar = "#" * filled + "-" * (width - filled)
        click.echo(f"\rSpeaking the phrases once [{bar}] {done}/{total}", nl=False, err=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r" + " " * 70 + "\r", nl=False, err=True)
