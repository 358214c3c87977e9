"""Where a session stands at a position: what is done, how far, and what comes next. Pure."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from player.routine.model import DoseKind
from player.timeline.model import Placement, Span, Timeline


class Moment(NamedTuple):
    """A position in a session, told.

    Attributes:
        span: The pass, or None in the closing.
        resting: Whether a rest is still to end before the pass is announced.
        doing: Whether the pass has started; before that it is being announced.
        rep: The rep being done, from 1; 0 outside of counted passes.
        left: Samples to the start of the pass, or to its stop once it has started.
        after: The pass that follows, or None.
    """

    span: Span | None
    resting: bool
    doing: bool
    rep: int
    left: int
    after: Span | None


class Story:
    """Answers where a timeline stands, by position."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._leads = [span.lead for span in timeline.spans]
        self._onsets = [placement.onset for placement in timeline.placements]

    def of(self, timeline: Timeline) -> Story:
        """This, or another one where it is of another timeline."""
        return self if timeline is self.timeline else Story(timeline)

    def moment(self, position: int) -> Moment:
        """Where the session stands at a position in samples."""
        spans = self.timeline.spans
        index = max(0, bisect_right(self._leads, position) - 1)
        span = spans[index]
        if position >= span.stop:
            return Moment(None, False, False, 0, self.timeline.length - position, None)
        after = spans[index + 1] if index + 1 < len(spans) else None
        if position < span.start:
            return Moment(span, position < span.ready, False, 0, span.start - position, after)
        length = span.doing.rep_length
        rep = (position - span.start) // length + 1 if length else 0
        return Moment(span, False, True, rep, span.stop - position, after)

    def cues_between(self, start: int, stop: int) -> tuple[Placement, ...]:
        """Cues by start whose onset lies in the half-open stretch."""
        low, high = (_first_at(self._onsets, position) for position in (start, stop))
        return self.timeline.placements[low:high]


def _first_at(onsets: list[int], position: int) -> int:
    return bisect_right(onsets, position - 1)


def described(span: Span) -> str:
    """A pass in a few words: name, side, direction, set and round."""
    one = span.doing
    if one.kind in {DoseKind.SAY, DoseKind.WAIT}:
        return one.say
    parts = [one.name or "Rest", one.side, one.direction]
    if one.sets > 1:
        parts.append(f"set {one.set} of {one.sets}")
    if one.rounds > 1:
        parts.append(f"round {one.round} of {one.rounds}")
    return ", ".join(part for part in parts if part)


def words_at(timeline: Timeline, position: int) -> str:
    """What was said last at a position; empty before the first words."""
    index = bisect_right(timeline.placements, position, key=attrgetter("onset"))
    said = (one.text for one in reversed(timeline.placements[:index]) if one.text is not None)
    return next(said, "")
