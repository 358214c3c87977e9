"""A clip: the samples of one phrase or chime."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from player.audio.shape import Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Clip(NamedTuple):
    """Mono float32 samples at the one rate, full scale 1.0, with the audible onset in samples."""

    samples: NDArray[np.float32]
    onset: int

    @property
    def shape(self) -> Shape:
        """Its outline, for fitting."""
        return Shape(len(self.samples), self.onset)


class Recording(NamedTuple):
    """What an engine spoke: mono float32 samples, full scale 1.0, at a rate of its own in Hz."""

    samples: NDArray[np.float32]
    rate: int
