"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import click
from click.shell_completion import CompletionItem
from platformdirs import user_config_dir

from player.cli.terminal import tell
from player.routine.library import Library
from player.shipped import shipped_folder

Command = TypeVar("Command", bound=Callable[..., object])


@cache
def library() -> Library:
    """All routines and exercises that have a name; each file is read once."""
    return Library(shipped_folder("routines"), own_folder(), tell=tell)


def own_folder() -> Path:
    """Where the listener's own routines lie, and, in `exercises` within, their own exercises."""
    return Path(user_config_dir("routine-player", appauthor=False)) / "routines"


class RoutineName(click.ParamType):  # type: ignore[type-arg] # not generic before click 8.4
    """A routine's id or path, completed in the shell."""

    name = "routine"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - as above
        incomplete: str,
    ) -> list[CompletionItem]:
        """Ids that begin so; where there are none, files."""
        items = [CompletionItem(name) for name in library().ids() if name.startswith(incomplete)]
        return items or [CompletionItem(incomplete, type="file")]


def voice_options(command: Command) -> Command:
    """`--voice` and `--rate`."""
    command = click.option(
        "--rate",
        type=click.IntRange(80, 400),
        help="Words a minute. Default: the routine's, else 165.",
    )(command)
    return click.option(
        "--voice",
        metavar="ENGINE[:VOICE]",
        default="",
        help="pyttsx3 (the default), pyttsx3:en-us, tone, or just a voice of the default engine.",
    )(command)


def from_option(command: Command) -> Command:
    """`--from`."""
    return click.option(
        "--from",
        "start_at",
        metavar="STEP",
        default="",
        help="Begin with this step: its number (2.1) or its name.",
    )(command)
