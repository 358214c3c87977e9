"""Where a session stands and where a command takes it. Pure; positions are in samples."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from player.live.controls import Command, State
from player.timeline.model import Timeline
from player.units import samples

BEFORE = samples(3)
"""Going back within this long after a mark leads to the mark before it."""

VOLUME_STEP = 3
"""dB by which a volume goes up or down at a time."""

SOFTEST, LOUDEST = -30, 0
"""dB of voice and sounds; they are made as loud as they may be."""

MUSIC_SOFTEST, MUSIC_LOUDEST = -36, 12
"""dB of the music against its usual level."""


class Transport(NamedTuple):
    """What a session is doing.

    Attributes:
        state: PLAYING, PAUSED, MARKED, LOST or ENDED.
        position: Where it goes on: the first sample that was not handed out yet.
        voice: Whether words are heard.
        volume: Of voice and sounds, in dB.
        music: Volume of the music in dB, or None where there is none.
    """

    state: State = State.PLAYING
    position: int = 0
    voice: bool = True
    volume: int = 0
    music: int | None = None


def marks(timeline: Timeline) -> tuple[int, ...]:
    """Where skipping and going back lead: rests, announcements and the closing, in order."""
    found = {place for span in timeline.spans for place in (span.lead, span.ready)}
    return tuple(sorted(found | {timeline.spans[-1].stop}))


def following(timeline: Timeline, heard: int) -> int:
    """The mark after a position; behind the last one the end."""
    places = marks(timeline)
    index = bisect_right(places, heard)
    return places[index] if index < len(places) else timeline.length


def previous(timeline: Timeline, heard: int) -> int:
    """The mark at or before a position; the one before it where that is less than 3 s ago."""
    places = marks(timeline)
    index = max(0, bisect_right(places, heard) - 1)
    if index and heard - places[index] < BEFORE:
        index -= 1
    return places[index]


def applied(
    now: Transport, command: Command, timeline: Timeline, heard: int, amount: int = 0
) -> Transport:
    """What a command makes of a session; what makes no sense just now leaves it as it is.

    Args:
        now: The session, its position that which goes on.
        command: What is asked; those that change the session itself are none of these.
        timeline: What is heard.
        heard: The position that is heard, which lies behind by what is on its way to the ear.
        amount: The position to SEEK to.
    """
    if now.state == State.ENDED:
        return now
    if command in _STEPS:
        return _louder(now, command)
    playing = now.state == State.PLAYING
    match command:
        case Command.PAUSE | Command.TOGGLE if playing:
            changes: dict[str, Any] = {"state": State.PAUSED}
        case Command.RESUME | Command.TOGGLE | Command.GO_ON if now.state in _PAUSES:
            changes = {"state": State.PLAYING}
        case Command.SKIP:
            changes = {"position": following(timeline, heard)}
        case Command.BACK:
            changes = {"position": previous(timeline, heard)}
        case Command.SEEK:
            changes = {"position": min(max(0, amount), timeline.length)}
        case Command.VOICE:
            changes = {"voice": not now.voice}
        case Command.QUIT:
            changes = {"state": State.ENDED}
        case _:
            changes = {}
    return now._replace(**changes)


def _louder(now: Transport, command: Command) -> Transport:
    """Another volume, within what there is."""
    step = _STEPS[command]
    if command in {Command.LOUDER, Command.SOFTER}:
        return now._replace(volume=min(max(SOFTEST, now.volume + step), LOUDEST))
    if now.music is None:
        return now
    return now._replace(music=min(max(MUSIC_SOFTEST, now.music + step), MUSIC_LOUDEST))


_PAUSES = {State.PAUSED, State.MARKED}
_STEPS = {
    Command.LOUDER: VOLUME_STEP,
    Command.SOFTER: -VOLUME_STEP,
    Command.MUSIC_LOUDER: VOLUME_STEP,
    Command.MUSIC_SOFTER: -VOLUME_STEP,
}
