"""A session being heard: samples pulled in order, until its end or until it is faded out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from player.audio.mix import Mix

FADE = samples(0.25)
"""How long the sound takes to fade when a session is left."""


class Performance:
    """Hands out a mix from its beginning; one thread pulls, another may ask for the fade."""

    def __init__(self, mix: Mix) -> None:
        self._mix = mix
        self._position = 0
        self._end = mix.length
        self._leaving = False
        self._fading_from: int | None = None

    def pull(self, count: int) -> NDArray[np.int16]:
        """The next samples: `count` of them, fewer at the end, then none."""
        start = self._position
        if self._leaving and self._fading_from is None:
            self._fading_from = start
            self._end = min(start + FADE, self._end)
        stop = min(start + count, self._end)
        block = self._mix.int16(start, stop)
        if self._fading_from is not None:
            left = self._fading_from + FADE - np.arange(start, stop)
            block = np.rint(block * (left / FADE)).astype(np.int16)
        self._position = stop
        return block

    def fade_out(self) -> None:
        """Fade from wherever the sound is, then end."""
        self._leaving = True
