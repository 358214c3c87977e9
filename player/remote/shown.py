"""What other programs are shown of a session: each pass as a track of an album. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

from player.live.controls import Now, State
from player.live.moment import described
from player.timeline.model import Span, Timeline
from player.units import SAMPLE_RATE

LONGEST_TITLE = 200
"""Characters of a title; a headset shows some thirty, a desktop some eighty."""

MICROSECOND = 1_000_000


class Status(StrEnum):
    """What a media player does, as remote controls know it."""

    PLAYING = "Playing"
    PAUSED = "Paused"
    STOPPED = "Stopped"


_STATUS = {State.PLAYING: Status.PLAYING, State.ENDED: Status.STOPPED}
"""All else is a pause, a wait too: so the one button of a headset says play, which is go on."""


class Track(NamedTuple):
    """A pass as a track.

    Attributes:
        key: Letters, digits and underscores that tell it from every other pass of its timeline.
        number: Its place, from 1.
        title: What is done.
        album: The routine's title.
        start: Where its lead begins in the session, in samples.
        length: Samples it lasts with its lead.
    """

    key: str
    number: int
    title: str
    album: str
    start: int
    length: int


class Shown(NamedTuple):
    """A session as a media player.

    Attributes:
        status: What it does.
        waits: Whether it waits for the listener; its position counts for nothing then.
        track: The pass, or None once the session has ended.
        position: Samples since the beginning of the track's lead.
        onward: Whether there is something to skip to.
        volume: Of voice and sounds as a factor, 1.0 for 0 dB.
    """

    status: Status
    waits: bool
    track: Track | None
    position: int
    onward: bool
    volume: float


def shown(now: Now) -> Shown:
    """What is shown of a moment."""
    status = _STATUS.get(now.state, Status.PAUSED)
    volume = 10 ** (now.volume / 20)
    spans = now.timeline.spans
    if status is Status.STOPPED or not spans:
        return Shown(status, waits=False, track=None, position=0, onward=False, volume=volume)
    index = max(0, bisect_right(spans, now.position, key=_lead) - 1)
    track = track_at(now.timeline, index)
    return Shown(
        status,
        waits=now.state is State.WAITING,
        track=track,
        position=min(max(0, now.position - track.start), track.length),
        onward=now.position < spans[-1].stop,
        volume=volume,
    )


def track_at(timeline: Timeline, index: int) -> Track:
    """The pass of a number, from 0, as a track."""
    span = timeline.spans[index]
    step = re.sub(r"[^A-Za-z0-9]", "_", span.doing.step)
    return Track(
        key=f"{index}_{step}",
        number=index + 1,
        title=_line(described(span)),
        album=_line(timeline.title),
        start=span.lead,
        length=span.stop - span.lead,
    )


def microseconds(count: int) -> int:
    """A number of samples as media players count it."""
    return count * MICROSECOND // SAMPLE_RATE


def samples_of(count: int) -> int:
    """The number of samples nearest to a number of microseconds."""
    return (count * SAMPLE_RATE + MICROSECOND // 2) // MICROSECOND


def _line(text: str) -> str:
    """Text as one line without control characters: it may end up on a terminal."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _lead(span: Span) -> int:
    return span.lead
