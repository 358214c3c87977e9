"""`player play`: guide a session."""

from __future__ import annotations

import sys

import click

from player.cli.journaling import JournaledFollower
from player.cli.main import INTERRUPTED
from player.cli.options import RoutineName, from_option, voice_options
from player.cli.progress import SpeakingBar
from player.cli.session import Compiled, Request, compiled
from player.cli.terminal import say, tell
from player.live.lines import CueLines, UpdatingLine
from player.live.moment import Story, described
from player.outputs.choose import open_output
from player.timeline.model import Timeline
from player.units import clock


@click.command("play")
@click.argument("routine", type=RoutineName())
@click.option(
    "--output",
    default="",
    metavar="OUTPUT",
    help="device, simpleaudio, null (as fast as possible), silent (paced, cues on the screen), "
    "or a file name ending in .wav. Default: the device, or silent where there is none.",
)
@from_option
@voice_options
def command(routine: str, output: str, start_at: str, voice: str, rate: int | None) -> int:
    """Guide ROUTINE: the name of a routine, or the path of a file. Ctrl-C leaves it."""
    request = Request(routine, start_at, voice, rate)
    bar = SpeakingBar()
    try:
        session = compiled(request, bar)
    finally:
        bar.end()
    return _perform(session, output)


def _perform(session: Compiled, output: str) -> int:
    from player.live.performer import perform

    timeline = session.timeline
    mix = session.mix()
    sink = open_output(output, tell)
    lines = UpdatingLine(timeline, _write) if sys.stdout.isatty() else CueLines(timeline, say)
    say(f"{timeline.title}, {clock(timeline.length)}")
    if sink.followed:
        journaled = JournaledFollower(lines, timeline)
        ending = perform(mix, sink, journaled, started=journaled.begin)
    else:
        ending = perform(mix, sink, lines)
    if ending.left:
        say(_where_it_stopped(timeline, ending.position))
        return INTERRUPTED
    return 0


def _write(text: str) -> None:
    click.echo(text, nl=False)


def _where_it_stopped(timeline: Timeline, position: int) -> str:
    told = f"Stopped at {clock(position)} of {clock(timeline.length)}"
    span = Story(timeline).moment(position).span
    if span is None:
        return f"{told}."
    again = f"player play {timeline.routine} --from {span.doing.step}"
    return f"{told}, in {described(span)}. To go on there: {again}"
