"""A session that changes while it is heard: what it is now, and what the changes make of it."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from player.live.controls import Command
from player.session import changes
from player.timeline.change import Change, spoken_until
from player.timeline.compile import lasting
from player.units import samples

if TYPE_CHECKING:
    from player.live.studio import Score, Studio
    from player.routine.model import Leaf
    from player.session.model import Session
    from player.timeline.cue import Script
    from player.timeline.model import Span, Timeline

STEP = samples(10)
"""How much longer or shorter a hold or a rest gets at a time."""

AHEAD = samples(0.25)
"""How far ahead a change keeps what begins: sound is handed out meanwhile, and what was begun by
then would be cut."""

LEAST_LEFT = samples(1.2)
"""What is left at the least of what is made shorter."""


class Arranging:
    """The session as it is now.

    Args:
        score: The session as it began.
        studio: Where changes are mixed; None where none are made.

    Attributes:
        score: The session as it is now.
        lacks: Words that the last change would have, which are not there.
        target: The position where the last change goes on; None to go on where the session is.
    """

    def __init__(self, score: Score, studio: Studio | None) -> None:
        self.score = score
        self.lacks: tuple[str, ...] = ()
        self._studio = studio
        self._told = lasting(score.session, score.timeline)
        self._script: Script | None = None
        self._waiting: tuple[Change, Timeline] | None = None
        self.target: int | None = None

    @property
    def session(self) -> Session:
        """What is done."""
        return self.score.session

    @property
    def timeline(self) -> Timeline:
        """What is heard."""
        return self.score.timeline

    def span_at(self, position: int) -> Span | None:
        """The pass whose lead or doing a position lies in; None in the closing."""
        spans = self.timeline.spans
        index = max(0, bisect_right(spans, position, key=attrgetter("lead")) - 1)
        return spans[index] if position < spans[index].stop else None

    def stretched(self, span: Span, command: Command, position: int, heard: int) -> bool:
        """Make a hold, or the rest before it, longer or shorter.

        Args:
            span: The pass that is heard.
            command: MORE or LESS.
            position: The first sample that was not handed out yet.
            heard: The position that is heard.

        Returns:
            Whether there was something to change.
        """
        index = span.doing.order
        by = STEP if command == Command.MORE else -STEP
        resting = span.doing.rest is not None and heard < span.ready
        position = _ahead(position, span.ready if resting else span.stop)
        busy = spoken_until(self.timeline, position)
        if resting:
            after = changes.resting(self.session, index, by, busy - span.lead + LEAST_LEFT)
        else:
            least = max(0, busy - span.start) + LEAST_LEFT
            after = changes.lasting(self.session, index, by, least)
        if after == self.session:
            return False
        self._take(self._change(after, index), position)
        return True

    def completed(self, position: int) -> bool:
        """Place again what follows, with the words that have been spoken since."""
        if not self.lacks:
            return False
        span = self.span_at(position)
        if span is None:
            return False
        index = span.doing.order
        before = len(self.lacks)
        self._take(self._change(self.session, index), _ahead(position, span.stop))
        return len(self.lacks) < before

    def eased(self, span: Span, leaf: Leaf, heard: int, position: int) -> bool:
        """Let an easier step take the place of a pass; `target` is where to go on then.

        Args:
            span: The pass that is heard; in the rest before it, it has not begun.
            leaf: The easier step.
            heard: The position that is heard.
            position: The first sample that was not handed out yet.

        Returns:
            Whether it is done: words that it lacks are to be spoken first.
        """
        index = span.doing.order
        if span.doing.rest is not None and heard < span.ready:
            after = changes.eased(self.session, index, leaf, begun=False)
            return self._then(after, index, _ahead(position, span.ready), None)
        after = changes.eased(self.session, index, leaf)
        return self._then(after, index + 1, span.stop, span.stop)

    def left_out(self, span: Span) -> bool:
        """Leave out what is done in a pass from then on; as `eased`."""
        index = span.doing.order
        after = changes.without(self.session, index)
        return self._then(after, index + 1, span.stop, span.stop)

    def anyway(self) -> None:
        """Make the change that waits for words without them."""
        if self._waiting is None:
            raise AssertionError("no change waits")
        self._accept(*self._waiting)

    def _then(self, after: Session, first: int, position: int, target: int | None) -> bool:
        """Let other passes follow from the one of a number on."""
        change = self._change(after, first)
        timeline, wanted = self._fitted(change, position)
        self.lacks = tuple(sorted(wanted))
        self.target = target
        self._waiting = (change, timeline)
        if not wanted:
            self._accept(change, timeline)
        return not wanted

    def _change(self, after: Session, first: int) -> Change:
        return Change(self.session, self.timeline, after, first, self._told, self._script)

    def _take(self, change: Change, position: int) -> None:
        timeline, wanted = self._fitted(change, position)
        self.lacks = tuple(sorted(wanted))
        self._accept(change, timeline)

    def _fitted(self, change: Change, position: int) -> tuple[Timeline, frozenset[str]]:
        if self._studio is None:
            raise AssertionError("a session without a studio is not changed")
        return change.timeline(position, self._studio.shapes(), self._studio.sounds)

    def _accept(self, change: Change, timeline: Timeline) -> None:
        if self._studio is None:
            raise AssertionError("a session without a studio is not changed")
        self._waiting = None
        self._script = change.script
        self.score = self.score._replace(
            session=change.session, timeline=timeline, mix=self._studio.mixed(timeline)
        )


def _ahead(position: int, until: int) -> int:
    """A little after a position, but not beyond what is changed."""
    return max(position, min(position + AHEAD, until))
