"""`player play`: guide a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from player.cli.devices import device_option
from player.cli.main import INTERRUPTED
from player.cli.music_options import MusicWish, music_found, music_options, wish_of
from player.cli.options import (
    Request,
    device_settings,
    output_option,
    session_options_or_none,
)
from player.cli.progress import SpeakingBar
from player.cli.session import Compiled, compiled
from player.cli.terminal import say, tell
from player.config import own_config
from player.errors import RequestError
from player.live.moment import Story, described
from player.outputs.choose import check_name, open_output
from player.outputs.remembered import buffers_file
from player.timeline.model import Timeline
from player.units import clock, seconds

if TYPE_CHECKING:
    from player.cli.resume import GoesOn
    from player.journal.records import About


class Asked(NamedTuple):
    """What the person asked for.

    Attributes:
        request: The session.
        output: Name of an output or a file; empty for the best that opens.
        device: Sound device; empty for what is set.
        music: What goes on under the session, or None.
        plain: Whether it is shown as plain lines.
        theme: `light`, `dark`, or empty for the terminal's own.
    """

    request: Request
    output: str
    device: str
    music: MusicWish | None
    plain: bool
    theme: str


@click.command("play")
@session_options_or_none
@output_option
@device_option
@music_options
@click.option("--plain", is_flag=True, help="Plain lines, for screen readers and logs.")
@click.option(
    "--theme", type=click.Choice(["dark", "light"]), help="Colours of the screen. Default: the "
    "terminal's own.",
)  # fmt: skip
@click.option(
    "--resume",
    "wants_resume",
    is_flag=True,
    help="Go on with the session that was left or broken off last, or that of ROUTINE.",
)
def command(
    request: Request,
    output: str,
    device: str,
    music: MusicWish | None,
    plain: bool,  # noqa: FBT001 - a click flag
    theme: str | None,
    wants_resume: bool,  # noqa: FBT001 - as above
) -> int:
    """Guide ROUTINE: the name of a routine, or the path of a file. Space pauses, q leaves it."""
    check_name(output)
    goes_on = None
    if wants_resume:
        from player.cli.resume import resumed

        _refuse_what_makes_another_session()
        goes_on = resumed(request)
        request = goes_on.request
        if not _typed("path", "no_music"):
            music = wish_of(goes_on.arguments)
    elif not request.routine:
        raise click.UsageError("Missing argument 'ROUTINE'.")
    config = own_config()
    asked = Asked(
        request, output, device, music, plain or config.screen == "plain", theme or config.theme
    )
    tracks = music_found(music)
    with SpeakingBar() as bar:
        session = compiled(request, bar)
    return _play(session, asked, tracks, goes_on)


def _typed(*names: str) -> tuple[str, ...]:
    """Those of the parameters that were written on the command line."""
    context = click.get_current_context()
    written = click.core.ParameterSource.COMMANDLINE
    return tuple(name for name in names if context.get_parameter_source(name) == written)


def _refuse_what_makes_another_session() -> None:
    """A session that is gone on with is done as it began.

    Raises:
        RequestError: If an option asks for another one.
    """
    for name in _typed("start_at", "level", "fit", "pace"):
        option = {"start_at": "--from"}.get(name, f"--{name}")
        raise RequestError(
            f"with {option} it would be another session",
            place="--resume",
            mend=f"leave out {option}, or begin anew without --resume",
        )


def _play(session: Compiled, asked: Asked, tracks: tuple[Path, ...], goes_on: GoesOn | None) -> int:
    # This loads numpy, which the rest can do without.
    from player.cli.guiding import Guided, SessionFailedError, guide

    timeline = session.timeline
    start = goes_on.start(timeline, content_hash(session)) if goes_on is not None else 0
    sink = open_output(asked.output, tell, device_settings(asked.device), buffers_file())
    say(f"{timeline.title}, {clock(timeline.length)}")
    if goes_on is not None:
        say(goes_on.told(timeline, content_hash(session)))

    def about() -> About:
        return _about(session, asked, goes_on)

    guided = Guided(session, about, start, asked.music, tracks, asked.plain, asked.theme)
    try:
        stopped = guide(guided, sink)
    except SessionFailedError as failed:
        if sink.followed:
            say(_where_it_stopped(failed.timeline, failed.position, asked))
        raise (failed.__cause__ or failed) from None
    ending = stopped.ending
    if ending.overruns and sink.followed:
        times = f"{ending.overruns} time{'s' * (ending.overruns > 1)}"
        tell(f"Sound ran dry {times}: the machine was busy. More is held ready next time.")
    if ending.left:
        say(_where_it_stopped(stopped.timeline, ending.position, asked))
        return stopped.exit_code or INTERRUPTED
    return 0


def _about(session: Compiled, asked: Asked, goes_on: GoesOn | None) -> About:
    """What the journal keeps of a session; made when sound has begun, as it takes a while."""
    from player.cli.journaling import kept_as
    from player.journal.records import About

    request = asked.request
    return About(
        routine=kept_as(session.timeline.routine),
        title=session.timeline.title,
        length=session.timeline.length,
        content_hash=content_hash(session),
        level=request.level,
        fit=request.fit,
        pace=request.pace,
        start_at=request.start_at,
        voice=request.voice,
        rate=request.rate,
        arguments=_arguments(asked.music),
        resumes=goes_on.key if goes_on else "",
    )


def _arguments(music: MusicWish | None) -> tuple[str, ...]:
    """What asks for music, from whatever folder."""
    if music is None:
        return ()
    return tuple(music._replace(path=music.path.absolute()).arguments())


def content_hash(session: Compiled) -> str:
    """A hash of all that a session was made from, however its routine was called."""
    import hashlib  # takes a while, and is wanted when sound has begun

    made = session.session._replace(routine="")
    return hashlib.sha256(repr(made).encode()).hexdigest()


def _where_it_stopped(timeline: Timeline, position: int, asked: Asked) -> str:
    import shlex

    request = asked.request
    told = f"Stopped at {clock(position)} of {clock(timeline.length)}"
    span = Story(timeline).moment(position).span
    if span is None:
        return f"{told}."
    step = span.doing.step
    fits = round(seconds(request.fit - span.lead)) if request.fit else 0
    again = ["player", "play", request.routine, "--from", step]
    for option, value in (
        ("--output", asked.output),
        ("--device", asked.device),
        ("--level", request.level),
        ("--fit", f"{fits}s" if fits > 0 else ""),
        ("--pace", request.pace if request.pace != "normal" else ""),
        ("--voice", request.voice),
        ("--rate", request.rate),
    ):
        again += [option, str(value)] if value else []
    again += asked.music.arguments() if asked.music else []
    return (
        f"{told}, in {described(span)}. To go on: player play --resume. "
        f"To begin step {step} again: {shlex.join(again)}"
    )
