"""Music under a session: it goes on while the session waits, and pauses with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = NDArray[np.float32]

MUSIC_FADE = samples(0.4)
"""How long the music takes to fade where the session pauses."""


class Accompaniment(Protocol):
    """Sound that goes on under a session, also while the session waits.

    Attributes:
        volume: In dB against its usual level; may be set at any time.
    """

    volume: float

    def under(
        self, voice: Block, position: int | None, level: Block | None = None, *, said: bool = False
    ) -> Block:
        """A stretch of the session with what is next under it, below the ceiling.

        Args:
            voice: Samples of the session, full scale 1.0.
            position: Where the first of them belongs; None while the session stands still.
            level: A further gain of the accompaniment for each sample; None for 1.
            said: Whether something is said while the session stands still.
        """


class Pausing:
    """An accompaniment that fades, and waits, while the session pauses.

    Attributes:
        quiet: Whether it is to be silent.
    """

    def __init__(self, music: Accompaniment) -> None:
        self.quiet = False
        self._music = music
        self._level = 1.0

    def stop(self) -> None:
        """Be silent at once."""
        self.quiet, self._level = True, 0.0

    def under(self, block: Block, position: int | None, *, said: bool) -> Block:
        """A stretch of the session with what is next under it; as `Accompaniment.under`."""
        wanted = 0.0 if self.quiet else 1.0
        before = self._level
        if before == wanted == 0.0:
            return block
        if before == wanted:
            return self._music.under(block, position, said=said)
        direction = 1 if wanted > before else -1
        ramp = before + direction * (np.arange(len(block)) + 1) / MUSIC_FADE
        levels: Block = np.clip(ramp, 0, 1).astype(np.float32)
        self._level = float(levels[-1])
        return self._music.under(block, position, levels, said=said)
