"""The sound card, through simpleaudio: the whole session handed over at once.

simpleaudio 1.0.4 plays whole buffers only, and cannot tell how far it is; the position is that
of the clock. On Python 3.12 and later it ends the interpreter after the first sound.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from player.errors import OutputError
from player.outputs.output import PERIOD_SECONDS, Clock
from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from player.outputs.output import Pull

FIRST_CRASHING_VERSION = (3, 12)


class SimpleaudioOutput:
    """The default playback device, without streaming.

    Args:
        clock: Tells how far the sound is.
        python: The interpreter's version, handed in so that the refusal can be tested.
    """

    name = "simpleaudio"
    followed = True
    live = False
    overruns = 0

    def __init__(self, clock: Clock, python: tuple[int, ...] = sys.version_info[:2]) -> None:
        if python >= FIRST_CRASHING_VERSION:
            raise OutputError(
                "simpleaudio 1.0.4 crashes Python 3.12 and later, so it is not used there",
                place="simpleaudio",
                mend="use --output device, or Python 3.11",
            )
        try:
            import simpleaudio
        except ImportError as error:
            raise OutputError(
                "the package simpleaudio is not installed",
                place="simpleaudio",
                mend="install it: pip install 'routine-player[simpleaudio]' (needs a compiler)",
            ) from error
        self._simpleaudio: Any = simpleaudio
        self._clock = clock
        self._playing: Any = None
        self._length = 0
        self._began = 0.0

    def start(self, pull: Pull) -> None:
        """Take the whole session and start it."""
        import numpy as np

        blocks = []
        while len(block := pull(SAMPLE_RATE)):
            blocks.append(block)
        if not blocks:
            return  # an empty buffer would end the process
        sound = np.concatenate(blocks)
        self._length = len(sound)
        try:
            self._playing = self._simpleaudio.play_buffer(sound, 1, 2, SAMPLE_RATE)
        except Exception as error:
            raise OutputError(
                f"no sound device can be opened: {error}",
                place=self.name,
                mend="connect one, or play without: --output silent",
            ) from error
        self._began = self._clock.now()

    def advance(self) -> int | None:
        """Wait a period; the position by the clock."""
        if self._playing is None or not self._playing.is_playing():
            return None
        self._clock.wait(PERIOD_SECONDS)
        return min(self._length, samples(self._clock.now() - self._began))

    def close(self) -> None:
        """Stop at once."""
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
