"""The one loop of a session: the output pulls, the position leads, the screen follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from player.live.performance import Performance

if TYPE_CHECKING:
    from player.audio.mix import Mix
    from player.outputs.output import Output


class Follower(Protocol):
    """Something that shows a session."""

    def at(self, position: int) -> None:
        """Show the session at a position in samples."""

    def end(self) -> None:
        """The session is over."""


class Ending(NamedTuple):
    """How a session ended: the last position heard, in samples, and whether it was left."""

    position: int
    left: bool


def perform(
    mix: Mix,
    output: Output,
    follower: Follower,
    *,
    started: Callable[[], None] = lambda: None,
) -> Ending:
    """Play a mix to its end, or to a fade if the person interrupts.

    Args:
        mix: The session's sound.
        output: Where it goes; closed at the end in any case.
        follower: Told of the position as it is heard.
        started: Called once sound has begun.

    Raises:
        OutputError: If the output fails.
    """
    performance = Performance(mix)
    position = 0
    left = False
    try:
        output.start(performance.pull)
        started()
        while True:
            try:
                heard = output.advance()
                if heard is None:
                    break
                position = heard
                follower.at(position)
            except KeyboardInterrupt:
                if left or not output.live:
                    left = True
                    break
                left = True
                performance.fade_out()
        if not left:
            position = mix.length
            follower.at(position)
    finally:
        output.close()
        follower.end()
    return Ending(position, left)
