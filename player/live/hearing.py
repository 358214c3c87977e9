"""Hearing a sound from beginning to end, with nothing to steer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.live.performance import Performance

if TYPE_CHECKING:
    from player.audio.mix import Mix
    from player.outputs.output import Output


def hear(mix: Mix, output: Output) -> bool:
    """Play a sound; whether it was heard to its end, and not left by Ctrl-C.

    Args:
        mix: The sound.
        output: Where it goes; closed at the end in any case.

    Raises:
        OutputError: If the output fails.
    """
    performance = Performance(mix)
    left = False
    try:
        output.start(performance.pull)
        while True:
            try:
                if output.advance() is None:
                    return not left
            except KeyboardInterrupt:
                if left:
                    return False
                left = True
                performance.fade_out()
    finally:
        output.close()
