"""Keeping the journal while a session runs, without ever standing in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from player.cli.terminal import tell
from player.errors import OutsideError
from player.live.moment import Story, described
from player.units import samples

if TYPE_CHECKING:
    from player.journal.store import Done, Journal
    from player.live.performer import Follower
    from player.session.model import Pass
    from player.timeline.model import Span, Timeline


NOTED_EVERY = samples(5)
"""How often the journal notes how far a session has come, at the least."""


class JournaledFollower:
    """Shows a session through another follower, and notes how much of every pass is done.

    Args:
        follower: What shows the session.
        timeline: What is heard.
    """

    def __init__(self, follower: Follower, timeline: Timeline) -> None:
        self._follower = follower
        self._timeline = timeline
        self._story = Story(timeline)
        self._doing: Span | None = None
        self._noted = 0
        self._position = 0
        self._journal: Journal | None = None
        self._session = 0

    def begin(self) -> None:
        """Begin the entry; where the journal does not work, say so and go on without."""
        from player.cli.log import journal_path
        from player.journal.store import Journal

        timeline = self._timeline
        try:
            self._journal = Journal(journal_path())
            self._session = self._journal.begin(timeline.routine, timeline.title, timeline.length)
        except OutsideError as error:
            self._give_up(error)

    def at(self, position: int) -> None:
        """Show a position, and note it where a pass begins or ends, and every few seconds."""
        self._follower.at(position)
        self._position = position
        moment = self._story.moment(position)
        doing = moment.span if moment.doing else None
        if doing != self._doing or position - self._noted >= NOTED_EVERY:
            self._note(lambda journal: self._note_passes(journal, doing))
            self._doing, self._noted = doing, position

    def _note_passes(self, journal: Journal, doing: Span | None) -> None:
        journal.reach(self._session, self._position)
        for span in dict.fromkeys((self._doing, doing)):
            if span is not None:
                journal.done(self._session, self._done(span))

    def _done(self, span: Span) -> Done:
        from player.journal.store import Done

        one = span.doing
        length = min(max(0, self._position - span.start), one.length)
        reps = length // one.rep_length if one.rep_length else 0
        return Done(one.order, one.step, described(span), one.reps, reps, one.length, length)

    def _note(self, write: Callable[[Journal], None]) -> None:
        """Write to the journal, where it works."""
        if self._journal is None:
            return
        try:
            write(self._journal)
        except OutsideError as error:
            self._give_up(error)

    def keep(self, one: Pass, figure: float) -> None:
        """Keep a figure that was taken."""
        self._note(lambda journal: journal.measured(self._session, one.measure, one.side, figure))

    def end(self) -> None:
        """The session is over."""
        self._follower.end()
        self._note(self._close)

    def _close(self, journal: Journal) -> None:
        self._note_passes(journal, None)
        journal.end(self._session, self._position)
        journal.close()

    def _give_up(self, error: OutsideError) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        tell(f"{error}\n  This session goes on without it.")
