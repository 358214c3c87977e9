"""Where other programs take a session to be: they are told once, and count on by themselves. Pure.

A media player does not tell its position all the time. Who shows it takes it to run on while the
player plays, to stand still while it pauses, and to begin anew with each track; what else happens
to it must be told.
"""

from __future__ import annotations

from typing import NamedTuple

from player.remote.shown import Shown, Status
from player.units import samples

TOLERANCE = samples(0.5)
"""How far the position may be from where it is taken to be. A look every quarter of a second may
find a pause or a new pass as late as that."""


class Reckoning(NamedTuple):
    """What was told.

    Attributes:
        shown: The session as it was told.
        at: When it was told, in samples of any clock.
    """

    shown: Shown
    at: int

    def position(self, at: int) -> int:
        """Where the session is taken to be within its track, in samples."""
        ran = at - self.at if self.shown.status is Status.PLAYING else 0
        return self.shown.position + ran


class Look(NamedTuple):
    """What a look at the session found.

    Attributes:
        reckoning: What others take the session to do from now on.
        jumped: Whether they must be told where it is.
    """

    reckoning: Reckoning
    jumped: bool


def looked(before: Reckoning, found: Shown, at: int) -> Look:
    """Hold what was told against what is found.

    Args:
        before: What was told.
        found: The session now.
        at: When, by the clock of `before`.
    """
    same_track = _key(found) == _key(before.shown)
    taken = before.position(at) if same_track else 0
    off = abs(found.position - taken) > TOLERANCE
    jumped = off and not found.waits and found.track is not None
    if jumped or not same_track or found.status is not before.shown.status:
        return Look(Reckoning(found, at), jumped)
    kept = found._replace(position=before.shown.position)
    return Look(Reckoning(kept, before.at), jumped=False)


def _key(one: Shown) -> str:
    return one.track.key if one.track else ""
