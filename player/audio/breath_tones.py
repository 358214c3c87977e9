"""Tones that last as long as the breath they lead, made for their length.

An inhale rises by an octave and swells; an exhale falls by more than an octave, strong at first,
then fading, and darker. So they are told apart from the first moment on, with eyes shut. Their
loudest part is 3 LU softer than speech, and no peak is beyond -16 dB of full scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tone = NDArray[np.float32]
    Shares = NDArray[np.float64]

_ATTACK = samples(0.12), 1 / 8
_RELEASE = samples(0.35), 1 / 4
# How long they take at the most, in samples and as a share of the tone.

_STRENGTH = 0.121
# Of the fundamental and its overtones together, where they are loudest: -22 LUFS.


def inhale(length: int) -> Tone:
    """A tone that rises and swells over `length` samples, 0.5 to 15 s."""
    share = _shares(length)
    swell = 0.25 + 0.75 * np.sin(np.pi / 2 * np.minimum(1, share / 0.8)) ** 2
    return _shaped(_glide(294.0, 587.0, share, 0.3, 0.12) * swell)


def exhale(length: int) -> Tone:
    """A tone that falls and fades over `length` samples, 0.5 to 15 s."""
    share = _shares(length)
    fading = 0.25 + 0.75 * np.cos(np.pi / 2 * np.maximum(0, (share - 0.1) / 0.9)) ** 2
    return _shaped(_glide(440.0, 196.0, share, 0.15, 0.0) * fading)


def _shares(length: int) -> Shares:
    """How much of the length has gone by at each sample."""
    return np.arange(length) / max(1, length)


def _glide(first: float, last: float, share: Shares, second: float, third: float) -> Shares:
    """A tone that glides evenly in pitch, with two overtones as strong as told."""
    ratio = np.log(last / first)
    cycles = first * len(share) / SAMPLE_RATE / ratio
    phase = 2 * np.pi * cycles * np.expm1(ratio * share)
    sine, cosine = np.sin(phase), np.cos(phase)
    overtones = second * 2 * cosine + third * (3 - 4 * np.square(sine))
    glide: Shares = sine * (1 + overtones) * (_STRENGTH / np.sqrt(1 + second**2 + third**2))
    return glide


def _shaped(tone: Shares) -> Tone:
    """Soft ends."""
    for (most, share), part in ((_ATTACK, tone), (_RELEASE, tone[::-1])):
        count = min(most, round(share * len(tone)))
        part[:count] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(1, count))
    return tone.astype(np.float32)
