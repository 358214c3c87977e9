"""What is heard with every sample of an output: the stretches of a session it is made of."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from player.audio.mix import Mix


class Inserted(NamedTuple):
    """Sound that is heard while the session stands still.

    Attributes:
        mix: The sound; what is longer than `length` rings on over what follows.
        length: Samples until the session goes on, or stands still again.
        goes_on: Whether the session goes on after it.
        words: It as text.
    """

    mix: Mix
    length: int
    goes_on: bool
    words: str = ""


class Heard(NamedTuple):
    """What is heard with a sample of the output.

    Attributes:
        position: The position in the session.
        inserted: What is heard instead of it just then, or None.
        moves: Whether the position moves on.
        since: The position from which on the session was heard without a jump.
    """

    position: int
    inserted: Inserted | None = None
    moves: bool = True
    since: int = 0


class _Stretch(NamedTuple):
    """From an output sample on, what is heard."""

    output: int
    heard: Heard


class Stretches:
    """The stretches of one output, from its first sample on.

    Args:
        position: Where in the session it begins.
        moves: Whether the session moves on from there.
    """

    def __init__(self, position: int, *, moves: bool = True) -> None:
        self._all = [_Stretch(0, Heard(position, moves=moves, since=position))]

    def at(self, output: int) -> Heard:
        """What is heard with a sample of the output."""
        index = bisect_right(self._all, output, key=lambda one: one.output) - 1
        stretch = self._all[max(0, index)]
        heard = stretch.heard
        if not heard.moves:
            return heard
        return heard._replace(position=heard.position + max(0, output - stretch.output))

    def mark(self, output: int, heard: Heard, placed: int) -> None:
        """Note what is heard from a sample of the output on.

        Args:
            output: The sample.
            heard: What is heard; its `since` is found here.
            placed: The position that the session was last taken to.
        """
        last = self._all[-1]
        if heard.moves and last.heard.moves:
            expected = last.heard.position + output - last.output
            if heard.position == expected:
                return
        jumped = heard.moves or heard.position == placed
        since = heard.position if jumped else min(last.heard.since, heard.position)
        heard = heard._replace(since=since)
        if heard != last.heard or heard.moves:
            self._all.append(_Stretch(output, heard))
