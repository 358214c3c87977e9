"""Fading from one place of a sound to another, and from one loudness to another: nothing clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = NDArray[np.float32]

JUMP_FADE = samples(0.008)
"""How long one place of the sound takes to give way to another."""


class Edges:
    """What still fades out over what is heard now, and how far that has faded in."""

    def __init__(self) -> None:
        self._rising = 0
        self._tail: Block = np.empty(0, np.float32)

    @property
    def left(self) -> int:
        """Samples of what still fades out, or rings on."""
        return len(self._tail)

    @property
    def heard(self) -> bool:
        """Whether any of it is to be heard."""
        return bool(self._tail.any())

    def leave(self, ahead: Block) -> None:
        """Let what would be heard next, `JUMP_FADE` samples of it, fade out over what is."""
        falling = 0.5 + 0.5 * np.cos(np.pi * (np.arange(JUMP_FADE) + 0.5) / JUMP_FADE)
        self._tail = (self._over(ahead) * falling).astype(np.float32)
        self._rising = 0

    def rise(self) -> None:
        """Let what is heard from now on fade in."""
        self._rising = JUMP_FADE

    def begin(self) -> None:
        """Let what is heard from now on begin as it is."""
        self._rising = 0

    def ring(self, tail: Block) -> None:
        """Let something ring on over what is heard from now on."""
        self._tail = tail

    def on(self, block: Block) -> Block:
        """The next stretch of what is heard, with its edges."""
        block = self._over(block)
        self._tail = self._tail[len(block) :]
        self._rising = max(0, self._rising - len(block))
        return block

    def _over(self, block: Block) -> Block:
        if self._rising:
            count = min(self._rising, len(block))
            passed = JUMP_FADE - self._rising + np.arange(count) + 0.5
            rise = 0.5 - 0.5 * np.cos(np.pi * passed / JUMP_FADE)
            block = block.copy()
            block[:count] *= rise.astype(np.float32)
        if len(self._tail):
            count = min(len(self._tail), len(block))
            block = block.copy()
            block[:count] += self._tail[:count]
        return block


class Loudness:
    """A gain that is reached without a step."""

    def __init__(self) -> None:
        self._before = self._gain = 1.0
        self._passed = JUMP_FADE

    def reach(self, gain: float) -> None:
        """Go to another gain."""
        self._before = float(self._gains(0, 1)[0])
        self._gain, self._passed = gain, 0

    def on(self, block: Block) -> Block:
        """The next stretch of what is heard, at its loudness."""
        if self._passed == JUMP_FADE:
            return block if self._gain == 1.0 else block * np.float32(self._gain)
        gains = self._gains(1, 1 + len(block))
        self._passed = min(self._passed + len(block), JUMP_FADE)
        return block * gains.astype(np.float32)

    def _gains(self, start: int, stop: int) -> NDArray[np.float64]:
        """The gains from one sample to another, counted from the one that went out last."""
        passed = np.minimum(self._passed + np.arange(start, stop), JUMP_FADE) / JUMP_FADE
        return self._before + (self._gain - self._before) * passed
