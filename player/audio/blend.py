"""Music under a session: the one added to the other, ducked where the session speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from player.audio.mix import CEILING
from player.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from player.audio.ducking import Envelope
    from player.audio.music import Source

    Block = NDArray[np.float32]

QUICKLY = samples(0.1)
"""How long the music takes to go down where the session has jumped to speech."""

SLOWLY = samples(0.6)
"""How long it takes to come up where the session has jumped from speech, or waits."""

_FLOOR = np.float32(1e-3)
"""Gains are brought from one to another in dB, from 60 dB below full gain on."""


class Blend:
    """Adds the music that comes next to what is heard of a session.

    `volume`, in dB, may be set at any time.

    Music goes on where the session stands still, and is loud there. Where the session jumps, its
    gain slides from what it was to what belongs there. Without a jump it is a function of position.

    Args:
        source: The music.
        envelope: Its gain by position.
        volume: How loud it is between phrases, in dB against its usual level.
        duck: How much softer it is under what is said while the session stands still, in dB.
    """

    def __init__(
        self, source: Source, envelope: Envelope, volume: float = 0.0, duck: float = -12.0
    ) -> None:
        self._ducked = 10 ** (duck / 20)
        self._said = False
        self._source = source
        self._envelope = envelope
        self.volume = volume
        self._factor = 10 ** (volume / 20)
        self._expected: int | None = 0
        self._gain = np.float32(0)
        self._slide: Block = np.empty(0, dtype=np.float32)

    def under(
        self, voice: Block, position: int | None, level: Block | None = None, *, said: bool = False
    ) -> Block:
        """What is heard of a session with the music that is next, together below the ceiling.

        Args:
            voice: Samples of the session, full scale 1.0.
            position: Where the first of them belongs; None where the session stands still.
            level: A further gain of the music for each sample; None for 1.
            said: Whether something is said while the session stands still.
        """
        count = len(voice)
        if not count:
            return voice
        if position is None:
            gains = np.full(count, self._ducked if said else 1, dtype=np.float32)
        else:
            gains = self._envelope.gains(position, position + count)
        if position != self._expected or (position is None and said != self._said):
            self._slide = _slide(self._gain, gains[0])
        sliding = min(count, len(self._slide))
        if sliding:
            part = (gains[:sliding] + _FLOOR) * self._slide[:sliding] - _FLOOR
            gains[:sliding] = np.maximum(part, 0)
            self._slide = self._slide[sliding:]
        self._gain = gains[-1]
        self._expected = None if position is None else position + count
        self._said = said
        if level is not None:
            gains *= level
        gains = self._at_volume(gains)
        together = voice + self._source.take(count) * gains
        return np.clip(together, -CEILING, CEILING)

    def _at_volume(self, gains: Block) -> Block:
        """Gains at the volume; where it was turned, the new one is reached over the stretch."""
        factor = 10 ** (self.volume / 20)
        ramp = np.linspace(self._factor, factor, len(gains), dtype=np.float32)
        self._factor = factor
        return gains * ramp

    def follow(self, envelope: Envelope) -> None:
        """Take the gains of another timeline from now on."""
        self._envelope = envelope


def _slide(before: np.float32, after: np.float32) -> Block:
    """Factors that lead from one gain to another."""
    ratio = (before + _FLOOR) / (after + _FLOOR)
    length = QUICKLY if ratio > 1 else SLOWLY
    falling = 0.5 + 0.5 * np.cos(np.pi * np.arange(length) / length)
    return np.power(ratio, falling).astype(np.float32)
