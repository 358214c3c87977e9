"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from platformdirs import user_config_dir

from player.cli.terminal import tell
from player.config import own_config
from player.outputs.output import DeviceSettings
from player.routine.library import Library
from player.routine.values import exact
from player.shipped import shipped_folder
from player.units import Unreadable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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
        from click.shell_completion import CompletionItem

        items = [CompletionItem(name) for name in library().ids() if name.startswith(incomplete)]
        return items or [CompletionItem(incomplete, type="file")]


class Duration(click.ParamType):  # type: ignore[type-arg] # as above
    """A time such as 18m, 20min or 1:30, in samples."""

    name = "time"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """The time, or a usage error that says how times are written."""
        try:
            return value if isinstance(value, int) else exact(value)
        except Unreadable as error:
            self.fail(f"{error.reason}; {error.mend}", param, ctx)


class Request(NamedTuple):
    """What the person asked for.

    Attributes:
        routine: Id or path.
        start_at: Step to begin with, or empty.
        voice: Engine and voice, or empty for the routine's wish or the default.
        rate: Words a minute, or None.
        level: From 0 to 100: how far every range is moved through.
        fit: Samples the session should come to, or None for what its doses come to.
        pace: How fast reps are led.
        alone: Whether the step to begin with is all that is done.
        turn: How often the routine was done before; None to look it up.
    """

    routine: str
    start_at: str = ""
    voice: str = ""
    rate: int | None = None
    level: int = 0
    fit: int | None = None
    pace: str = "normal"
    alone: bool = False
    turn: int | None = None


AS_WRITTEN = (0, None, "normal")
"""Level, time and pace of a session that is done as its routine is written."""

_VOICE = (
    click.option(
        "--voice",
        metavar="ENGINE[:VOICE]",
        default="",
        help="pyttsx3 (the default), pyttsx3:de, piper:MODEL, tone, a name of your settings or a "
        "plug-in, or just a voice of the default engine; `player voices` lists them.",
    ),
    click.option(
        "--rate",
        type=click.IntRange(80, 400),
        help="Words a minute. Default: the routine's, else 165.",
    ),
)
_SESSION = (
    click.option(
        "--from",
        "start_at",
        metavar="STEP",
        default="",
        help="Begin with this step: its number (2.1) or its name.",
    ),
    click.option(
        "--level",
        type=click.IntRange(0, 100),
        help="How far to go through the ranges of doses: 0 (the default) is their first value, "
        "100 their last.",
    ),
    click.option(
        "--fit",
        type=Duration(),
        help="Make it come to this time, such as 18m: doses move within their ranges, then "
        "optional steps are left out.",
    ),
    click.option(
        "--pace",
        type=click.Choice(["slow", "normal", "brisk"]),
        help="Lead reps a quarter slower or faster.",
    ),
)


def voice_options(command: Command) -> Command:
    """`--voice` and `--rate`."""
    for option in reversed(_VOICE):
        command = option(command)
    return command


def session_options(command: Callable[..., object]) -> Callable[..., object]:
    """The argument ROUTINE and all options of a session; the command takes them as a `request`."""
    return _with_session(command, required=True)


def session_options_or_none(command: Callable[..., object]) -> Callable[..., object]:
    """As `session_options`, but the routine may be missing: it is empty then."""
    return _with_session(command, required=False)


def _with_session(command: Callable[..., object], *, required: bool) -> Callable[..., object]:
    @wraps(command)
    def collected(**values: Any) -> object:
        mine = {key: values.pop(key) for key in Request._fields if key in values}
        if mine["fit"] is not None and mine["level"]:
            raise click.UsageError("--fit chooses doses by itself: leave out --level.")
        config = own_config()
        if mine["level"] is None:
            mine["level"] = config.level if mine["fit"] is None else 0
        mine["pace"] = mine["pace"] or config.pace
        mine["routine"] = mine["routine"] or ""
        return command(request=Request(**mine), **values)

    found: Callable[..., object] = collected
    for option in reversed((*_SESSION, *_VOICE)):
        found = option(found)
    return click.argument("routine", type=RoutineName(), required=required)(found)


def device_settings(device: str = "") -> DeviceSettings:
    """What is set for the sound device; `device` goes before what is set."""
    config = own_config()
    return DeviceSettings(
        device or config.device,
        config.run_in,
        config.latency,
        config.buffer,
        asked_for=bool(device),
    )


def output_option(command: Command) -> Command:
    """`--output`."""
    return click.option(
        "--output",
        default="",
        metavar="OUTPUT",
        help="device, simpleaudio, null (as fast as possible), silent (paced, cues on the screen), "
        "or a file name ending in .wav. Default: the device, or silent where there is none.",
    )(command)
