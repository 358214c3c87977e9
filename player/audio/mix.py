"""Timeline and clips to samples: a pure function of position.

The same stretch of a session is the same samples whenever and in whatever blocks it is asked
for, so live sound and files agree, and pause, skip and back only change where to read on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from player.audio.loudness import REACH, true_peak
from player.audio.processing import SPEECH_PEAK
from player.audio.shape import Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from player.audio.chimes import Chime
    from player.audio.clip import Clip

UNDER_SPEECH_GAIN = 10 ** (-10 / 20)
"""A chime that meets speech is 10 dB softer, so that it does not mask the words."""

CEILING = 10 ** (-1 / 20)
"""No true peak goes beyond -1 dB of full scale."""

_FULL_SCALE = 32767
_DITHER_LENGTH = 1 << 16


class Sound(Protocol):
    """What a part is of: a clip, or a chime whose samples are made when they are first heard."""

    @property
    def shape(self) -> Shape:
        """Its outline."""

    @property
    def samples(self) -> NDArray[np.float32]:
        """Mono float32 samples at the one rate, full scale 1.0."""


class Part:
    """One sound at its place.

    Args:
        start: Where its first sample is.
        sound: What is heard.
        gain: How loud.
        peak: What no true peak of the sound is beyond; None has it measured.
        spoken: Whether it is words.
    """

    __slots__ = ("gain", "peak", "sound", "spoken", "start", "stop")

    def __init__(
        self,
        start: int,
        sound: Sound,
        gain: float = 1.0,
        peak: float | None = None,
        *,
        spoken: bool = False,
    ) -> None:
        self.start = start
        self.spoken = spoken
        self.sound = sound
        self.stop = start + sound.shape.length
        self.gain = np.float32(gain)
        self.peak = gain * (true_peak(sound.samples) if peak is None else peak)


class Mix:
    """A session's sound.

    Args:
        length: Samples of the whole.
        parts: Clips at their places, in any order.
    """

    def __init__(self, length: int, parts: Sequence[Part]) -> None:
        self.length = length
        self._parts = sorted(parts, key=lambda part: part.start)
        self._starts = [part.start for part in self._parts]
        self._longest = max((part.stop - part.start for part in self._parts), default=0)
        self._headroom = np.float32(_headroom(self._parts))
        self._dither = _dither()

    def floats(self, start: int, stop: int, *, words: bool = True) -> NDArray[np.float32]:
        """Samples of the half-open stretch, full scale 1.0; silence outside the session.

        Args:
            start: The first sample.
            stop: One past the last.
            words: Whether words are heard, or sounds alone.
        """
        block = np.zeros(max(0, stop - start), dtype=np.float32)
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, stop)
        for part in self._parts[first:last]:
            low, high = max(part.start, start), min(part.stop, stop)
            if low < high and (words or not part.spoken):
                piece = part.sound.samples[low - part.start : high - part.start]
                block[low - start : high - start] += piece * (part.gain * self._headroom)
        return block

    def sounding(self, position: int) -> bool:
        """Whether a sound that began before a position goes on there."""
        first = bisect_left(self._starts, position - self._longest)
        last = bisect_left(self._starts, position)
        return any(part.stop > position for part in self._parts[first:last])

    def int16(self, start: int, stop: int) -> NDArray[np.int16]:
        """The same as 16-bit samples, with triangular dither of one step either way.

        The dither is a fixed pattern of position, so that blocks of any size agree; it also
        keeps devices awake that switch off on digital silence.
        """
        return self.quantized(self.floats(start, stop), start)

    def quantized(self, block: NDArray[np.float32], start: int) -> NDArray[np.int16]:
        """Samples of full scale 1.0, the first at position `start`, as 16-bit samples."""
        block = block * np.float32(_FULL_SCALE)
        offset = start % _DITHER_LENGTH
        position = 0
        while position < len(block):
            piece = self._dither[offset : offset + len(block) - position]
            block[position : position + len(piece)] += piece
            position += len(piece)
            offset = 0
        np.rint(block, out=block)
        return block.astype(np.int16)


def _headroom(parts: Sequence[Part]) -> float:
    """The gain that keeps the loudest meeting of sounds below the ceiling.

    The true peak of a sum is at most the sum of the true peaks. A sound has none farther than
    `REACH` from it, so that sounds which are farther from each other do not meet.
    """
    loudest = 0.0
    sounding: list[Part] = []
    for part in parts:
        sounding = [other for other in sounding if other.stop + 2 * REACH > part.start]
        sounding.append(part)
        loudest = max(loudest, sum(other.peak for other in sounding))
    return min(1.0, CEILING / loudest) if loudest else 1.0


def _dither() -> NDArray[np.float32]:
    """Triangular noise between -1 and 1, the same on every machine (a 32-bit mixing hash)."""

    def uniform(seed: int) -> NDArray[np.float32]:
        value = np.arange(_DITHER_LENGTH, dtype=np.uint32)
        shifted = np.empty_like(value)
        value *= np.uint32(2654435761)
        value += np.uint32(seed)
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, 1)):
            np.right_shift(value, np.uint32(shift), out=shifted)
            value ^= shifted
            value *= np.uint32(factor)
        return np.multiply(value, 2.0**-32, dtype=np.float32, casting="unsafe")

    return uniform(1) - uniform(2)


def parts_of(
    placements: Sequence[tuple[int, str | None, str | None, bool]],
    phrases: Mapping[str, Clip],
    chimes: Mapping[str, Chime],
) -> list[Part]:
    """Sounds at their places.

    Args:
        placements: Start, text or None, chime or None, and whether speech is heard over it.
        phrases: Clips by text, as `player.audio.processing` makes them.
        chimes: By name.
    """
    parts = []
    for start, text, name, under_speech in placements:
        if text is not None:
            parts.append(Part(start, phrases[text], peak=SPEECH_PEAK, spoken=True))
        else:
            chime = chimes[name or ""]
            gain = UNDER_SPEECH_GAIN if under_speech else 1.0
            parts.append(Part(start, chime, gain, chime.peak))
    return parts
