"""Clicks to tap along with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from player.audio.mix import Mix

FIRST = samples(1.5)
"""Where the first click is: time to find the space bar."""

PERIOD = samples(0.75)
"""From one click to the next: 80 a minute, at which people tap most evenly."""

COUNT = 20

_LENGTH = samples(0.03)
_PITCH = 1500.0
_PEAK = 0.4


def clicks(count: int = COUNT) -> Mix:
    """A row of clicks, each at its loudest from its first millisecond on, and time for a tap."""
    import numpy as np

    from player.audio.clip import Clip
    from player.audio.mix import Mix, Part

    at = np.arange(_LENGTH, dtype=np.float32)
    fading = np.exp(-6 * at / _LENGTH)
    tick = _PEAK * fading * np.sin(2 * math.pi * _PITCH / SAMPLE_RATE * at)
    clip = Clip(tick.astype(np.float32), 0)
    return Mix(FIRST + count * PERIOD, [Part(FIRST + one * PERIOD, clip) for one in range(count)])
