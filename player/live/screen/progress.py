"""How far a session, the group it is in, and its pass have come. Pure."""

from __future__ import annotations

from typing import NamedTuple

from player.live.moment import Moment, Story
from player.live.screen.pieces import plain
from player.timeline.model import Span


class Stretch(NamedTuple):
    """Part of a session.

    Attributes:
        name: What it is called.
        done: Samples of it that are over.
        length: Samples it lasts; 0 where that is up to the listener.
        instead: What to say where it has no length.
    """

    name: str
    done: int
    length: int
    instead: str = ""


def stretches(story: Story, moment: Moment, position: int) -> tuple[Stretch, ...]:
    """The pass, its group if it stands in one, and the session, at a position in samples."""
    whole = Stretch("Session", min(position, story.timeline.length), story.timeline.length)
    span = moment.span
    if span is None:
        return (whole,)
    group = _group(story, span, position)
    return (_pass(moment, span), *([group] if group else []), whole)


def _pass(moment: Moment, span: Span) -> Stretch:
    if moment.resting:
        return Stretch("Rest", span.start - span.lead - moment.left, span.start - span.lead)
    if span.doing.waits:
        return Stretch("Now", 0, 0, "at your own pace")
    length = span.stop - span.start
    return Stretch("Now", length - moment.left if moment.doing else 0, length)


def _group(story: Story, span: Span, position: int) -> Stretch | None:
    """The passes around one that stand in the same group, or in the same round of it."""
    key = _group_key(span)
    if key is None:
        return None
    spans = story.timeline.spans
    first = last = span.doing.order
    while first > 0 and _group_key(spans[first - 1]) == key:
        first -= 1
    while last + 1 < len(spans) and _group_key(spans[last + 1]) == key:
        last += 1
    start, stop = spans[first].lead, spans[last].stop
    one = span.doing
    name = plain(one.groups[0]) if one.groups else f"Round {one.round}/{one.rounds}"
    return Stretch(name, min(position, stop) - start, stop - start)


def _group_key(span: Span) -> tuple[str, str, int] | None:
    """What passes of one group have in common; None outside of groups."""
    one = span.doing
    if one.groups:
        return one.groups[0], one.step.partition(".")[0], 0
    if one.rounds > 1:
        return "", one.step.rpartition(".")[0], one.round
    return None
