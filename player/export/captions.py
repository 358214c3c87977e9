"""Captions: every phrase with its time, as WebVTT or SubRip. Pure."""

from __future__ import annotations

from html import escape

from player.timeline.model import Timeline
from player.units import SAMPLE_RATE

LINGER = SAMPLE_RATE // 2
"""A caption stays this long after its last word, unless the next one comes."""


def web_vtt(timeline: Timeline) -> str:
    """The phrases of a timeline as WebVTT (https://www.w3.org/TR/webvtt1/)."""
    cues = [
        f"{_time(start, '.')} --> {_time(stop, '.')}\n{escape(text, quote=False)}\n"
        for start, stop, text in _captions(timeline)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def sub_rip(timeline: Timeline) -> str:
    """The phrases of a timeline as SubRip, the captions that nearly every program reads."""
    return "\n".join(
        f"{number}\n{_time(start, ',')} --> {_time(stop, ',')}\n{text}\n"
        for number, (start, stop, text) in enumerate(_captions(timeline), 1)
    )


def _captions(timeline: Timeline) -> list[tuple[int, int, str]]:
    spoken = [(cue.onset, cue.stop, cue.text) for cue in timeline.placements if cue.text]
    ends = [*(start for start, _, _ in spoken[1:]), timeline.length]
    return [
        (start, min(stop + LINGER, end), text)
        for (start, stop, text), end in zip(spoken, ends, strict=False)
    ]


def _time(position: int, point: str) -> str:
    """A position in samples as `hh:mm:ss.mmm`, rounded down to the millisecond."""
    milliseconds = position * 1000 // SAMPLE_RATE
    seconds, milli = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}{point}{milli:03}"
