"""A timeline anew in mid-session: what was heard stays, what follows is placed again. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from operator import attrgetter

from player.audio.shape import Shape
from player.session.model import Session
from player.timeline import rules
from player.timeline.cue import Script
from player.timeline.cues import cues_for
from player.timeline.fit import Kept, fit, under_speech
from player.timeline.model import Placement, Timeline
from player.timeline.phrases import phrases


class Change:
    """A change of a session while it is heard.

    Args:
        before: The session that was heard so far.
        timeline: Its timeline.
        after: The session from now on; its passes before `first` are those of `before`.
        first: The pass from which on it is placed again.
        told: The length in samples that the words of the session tell.
        heard: The cues of the timeline, if `before` has been changed already; what was announced
            stays as it was, however often it is changed.

    Attributes:
        session: That after it.
        script: The cues after it.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what was, and what is to be
        self,
        before: Session,
        timeline: Timeline,
        after: Session,
        first: int,
        told: int,
        heard: Script | None = None,
    ) -> None:
        self.session = after
        self._timeline = timeline
        self._first = first
        words = phrases(after.language)
        script = cues_for(after, words, told)
        heard = heard or cues_for(before, words, told)
        passes = [*heard.passes[:first], *script.passes[first:]]
        if _same_start(before, after, first):
            # Announced as it was: that has been heard already.
            spoken = heard.passes[first].lead
            rest = after.passes[first].rest
            lead = spoken._replace(rest=rest.length if rest else 0)
            passes[first] = passes[first]._replace(lead=lead)
        self.script = script._replace(passes=tuple(passes))

    def timeline(
        self, position: int, shapes: Mapping[str, Shape], sounds: Mapping[str, int]
    ) -> tuple[Timeline, frozenset[str]]:
        """The timeline from a position on.

        What begins before the position is as it was, and heard to its end; nothing that is
        new begins before it or over it.

        Args:
            position: The first sample that is not heard yet.
            shapes: Outlines of the phrases that are there.
            sounds: Lengths of the chimes in samples, by name.

        Returns:
            The timeline, made of the phrases that are there, and those it lacks.
        """
        kept = Kept(self._timeline, self._first)
        fitted, wanted = fit(self.session, self.script, shapes, sounds, kept)
        placements = spliced(self._timeline.placements, fitted.placements, position)
        return fitted._replace(placements=under_speech(placements)), wanted


def _same_start(before: Session, after: Session, index: int) -> bool:
    """Whether the pass of a number is the same but for how long it, or its rest, lasts."""
    if index >= min(len(before.passes), len(after.passes)):
        return False
    one, other = before.passes[index], after.passes[index]
    return one._replace(length=0, rest=None) == other._replace(length=0, rest=None)


def spliced(
    before: tuple[Placement, ...], after: tuple[Placement, ...], position: int
) -> tuple[Placement, ...]:
    """Placements of two timelines: of one what begins before a position, of the other the rest.

    Phrases of the other that would meet one that is being said are left out.

    Args:
        before: By start.
        after: By start.
        position: In samples.
    """
    start = attrgetter("start")
    kept = before[: bisect_right(before, position - 1, key=start)]
    free = max((one.stop + rules.GAP for one in kept if one.text is not None), default=0)
    following = after[bisect_right(after, position - 1, key=start) :]
    return (*kept, *(one for one in following if one.text is None or one.start >= free))


def spoken_until(timeline: Timeline, position: int) -> int:
    """Where the phrase ends that is being said at a position; the position if there is none."""
    index = bisect_right(timeline.placements, position, key=attrgetter("start"))
    spoken = (one for one in reversed(timeline.placements[:index]) if one.text is not None)
    last = next(spoken, None)
    return max(position, last.stop) if last is not None else position
