"""The one loop of a session: the output pulls, the position leads, the screen follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from player.live.performance import Accompaniment, Gate, Performance

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


def perform(  # noqa: PLR0913 - each from another part of the player
    mix: Mix,
    output: Output,
    follower: Follower,
    *,
    started: Callable[[], None] = lambda: None,
    gates: Sequence[Gate] = (),
    goes_on: Callable[[int | None], bool] = lambda _: False,
    music: Accompaniment | None = None,
) -> Ending:
    """Play a mix to its end, or to a fade if the person interrupts.

    Args:
        mix: The session's sound.
        output: Where it goes; closed at the end in any case.
        follower: Told of the position as it is heard.
        started: Called once sound has begun.
        gates: Where the listener is waited for; none where nobody could answer.
        goes_on: Asked again and again whether the listener says go on, with the number of the
            gate they are at, or None.
        music: What goes on under the session, or None.

    Raises:
        OutputError: If the output fails.
    """
    performance = Performance(mix, gates, music)
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
                position = performance.position_at(heard)
                follower.at(position)
                at_gate = performance.gate_at(position)
                if goes_on(at_gate) and at_gate is not None:
                    performance.go_on()
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
