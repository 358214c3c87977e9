"""Keeping the journal while a session runs, without ever standing in its way."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from player.cli.terminal import tell
from player.errors import OutsideError

if TYPE_CHECKING:
    from player.journal.store import Journal
    from player.live.performer import Follower
    from player.session.model import Pass
    from player.timeline.model import Timeline


class JournaledFollower:
    """Shows a session through another follower, and notes every pass that is reached.

    Args:
        follower: What shows the session.
        timeline: What is heard.
    """

    def __init__(self, follower: Follower, timeline: Timeline) -> None:
        self._follower = follower
        self._timeline = timeline
        self._leads = [span.lead for span in timeline.spans]
        self._reached = 0
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
        """Show a position, and note the pass it has reached."""
        self._follower.at(position)
        self._position = position
        reached = bisect_right(self._leads, position)
        if self._journal is not None and reached > self._reached:
            self._reached = reached
            try:
                self._journal.reach(self._session, position)
            except OutsideError as error:
                self._give_up(error)

    def keep(self, one: Pass, figure: float) -> None:
        """Keep a figure that was taken."""
        if self._journal is None:
            return
        try:
            self._journal.measured(self._session, one.measure, one.side, figure)
        except OutsideError as error:
            self._give_up(error)

    def end(self) -> None:
        """The session is over."""
        self._follower.end()
        if self._journal is None:
            return
        try:
            self._journal.end(self._session, self._position)
        except OutsideError as error:
            self._give_up(error)
        else:
            self._journal.close()

    def _give_up(self, error: OutsideError) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        tell(f"{error}\n  This session goes on without it.")
