"""Going on with a session that was left or broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from player.cli.journaling import kept_as, resumable
from player.cli.options import Request
from player.errors import RequestError
from player.journal.resuming import GoingOn, Known, where_to_go_on
from player.live.moment import described
from player.units import clock

if TYPE_CHECKING:
    from player.journal.records import Resume
    from player.timeline.model import Timeline


class GoesOn(NamedTuple):
    """A session that is gone on with.

    Attributes:
        resume: What the journal knows of it.
        request: What was asked for then.
    """

    resume: Resume
    request: Request

    @property
    def key(self) -> str:
        """Its key in the journal."""
        return self.resume.key

    @property
    def arguments(self) -> tuple[str, ...]:
        """What else was asked for, word by word."""
        return self.resume.about.arguments

    def start(self, timeline: Timeline, content_hash: str) -> int:
        """The position in samples where it goes on: the lead of a pass.

        A sound that tells that the pass before it is over is not heard again.

        Raises:
            RequestError: If nothing of it is left to do.
        """
        number = self._place(timeline, content_hash).number
        lead = timeline.spans[number].lead
        over = (
            cue.stop
            for cue in timeline.placements
            if cue.pass_index is not None and cue.pass_index < number and cue.start <= lead
        )
        return max([lead, *over])

    def told(self, timeline: Timeline, content_hash: str) -> str:
        """Where it goes on, in words."""
        place = self._place(timeline, content_hash)
        span = timeline.spans[place.number]
        where = f"Going on at {clock(span.lead)}, with {described(span)}."
        return f"{place.word} {where}" if place.word else where

    def _place(self, timeline: Timeline, content_hash: str) -> GoingOn:
        passes = [Known(span.doing.step, described(span)) for span in timeline.spans]
        changed = self.resume.about.content_hash not in {"", content_hash}
        place = where_to_go_on(self.resume.standing, passes, changed=changed)
        if place is None:
            raise RequestError(
                "nothing of that session is left to do",
                place="--resume",
                mend=f"begin it anew: player play {self.request.routine}",
            )
        return place


def resumed(request: Request) -> GoesOn:
    """The session to go on with: the latest, or the latest of the routine that was asked for.

    Raises:
        RequestError: If there is none.
        JournalError: If the journal cannot be used.
    """
    found = resumable(kept_as(request.routine) if request.routine else None)
    if found is None:
        what = f"of {request.routine} " if request.routine else ""
        raise RequestError(
            f"there is no session {what}to go on with",
            place="--resume",
            mend="`player log` lists the sessions; name a routine to begin one",
        )
    about = found.about
    return GoesOn(
        found,
        Request(
            routine=about.routine,
            start_at=about.start_at,
            voice=request.voice or about.voice,
            rate=request.rate or about.rate,
            level=about.level,
            fit=about.fit,
            pace=about.pace or "normal",
            turn=found.turn,
        ),
    )
