"""`player play`: guide a session."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from player.cli.answers import Answers, typed_lines
from player.cli.journaling import JournaledFollower
from player.cli.main import INTERRUPTED
from player.cli.music_options import MusicWish, music_found, music_options, music_under
from player.cli.options import Request, output_option, session_options
from player.cli.progress import SpeakingBar
from player.cli.screen import screen
from player.cli.session import Compiled, compiled
from player.cli.terminal import say, tell
from player.errors import OutputError
from player.live.moment import Story, described
from player.outputs.choose import check_name, open_output
from player.timeline.model import Timeline
from player.units import clock, seconds

if TYPE_CHECKING:
    from player.live.performer import Follower


@click.command("play")
@session_options
@output_option
@music_options
def command(request: Request, output: str, music: MusicWish | None) -> int:
    """Guide ROUTINE: the name of a routine, or the path of a file. Ctrl-C leaves it."""
    check_name(output)
    tracks = music_found(music)
    with SpeakingBar() as bar:
        session = compiled(request, bar)
    return _perform(session, _Asked(request, output, music, tracks))


class _Asked(NamedTuple):
    """What the person asked for, and the files of the music."""

    request: Request
    output: str
    music: MusicWish | None
    tracks: tuple[Path, ...]


def _perform(session: Compiled, asked: _Asked) -> int:
    # These load numpy, which the rest can do without.
    from player.live.performance import gates_of
    from player.live.performer import perform

    timeline = session.timeline
    mix = session.mix()
    sink = open_output(asked.output, tell)
    typed = typed_lines() if sink.live and sink.followed else None
    gates = gates_of(timeline) if typed else ()
    say(f"{timeline.title}, {clock(timeline.length)}")
    place = _Place(screen(timeline, answered=bool(gates)))
    follower = JournaledFollower(place, timeline) if sink.followed else None
    waiting = [span.doing for span in timeline.spans if span.doing.waits]
    answers = Answers(typed or (lambda: None), waiting, follower.keep if follower else None, tell)
    ahead = sink.live and sink.followed
    try:
        with music_under(asked.music, asked.tracks, timeline, ahead=ahead) as music:
            ending = perform(
                mix,
                sink,
                follower or place,
                started=follower.begin if follower else lambda: None,
                gates=gates,
                goes_on=answers.goes_on,
                music=music,
            )
    except OutputError:
        if sink.followed:
            say(_where_it_stopped(timeline, place.position, asked))
        raise
    if ending.left:
        say(_where_it_stopped(timeline, ending.position, asked))
        return INTERRUPTED
    return 0


class _Place:
    """Remembers how far a session was heard, for when its output fails."""

    def __init__(self, follower: Follower) -> None:
        self.position = 0
        self._follower = follower

    def at(self, position: int) -> None:
        self.position = position
        self._follower.at(position)

    def end(self) -> None:
        self._follower.end()


def _where_it_stopped(timeline: Timeline, position: int, asked: _Asked) -> str:
    request = asked.request
    told = f"Stopped at {clock(position)} of {clock(timeline.length)}"
    span = Story(timeline).moment(position).span
    if span is None:
        return f"{told}."
    step = span.doing.step
    again = ["player", "play", request.routine, "--from", step]
    for option, value in (
        ("--output", asked.output),
        ("--level", request.level),
        ("--fit", f"{round(seconds(request.fit - span.lead))}s" if request.fit else ""),
        ("--pace", request.pace if request.pace != "normal" else ""),
        ("--voice", request.voice),
        ("--rate", request.rate),
    ):
        again += [option, str(value)] if value else []
    again += asked.music.arguments() if asked.music else []
    return f"{told}, in {described(span)}. To begin step {step} again: {shlex.join(again)}"
