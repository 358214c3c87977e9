"""An engine that hums: a tone for each word, as long as speaking it would take.

The same text always gives the same samples, everywhere. It serves where no voice works, and
tests that need to know what they will hear.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from player.units import SAMPLE_RATE
from player.voices.engine import Availability, Voice, VoiceChoice, VoiceUnavailableError
from player.voices.estimate import estimated_shape

if TYPE_CHECKING:
    from player.audio.clip import Recording

_LOWEST_HERTZ = 160
_STEPS = 24
_SHORTEST_WORD = 8


class ToneEngine:
    """Turns words into tones."""

    name = "tone"
    parallel = 1

    def availability(self) -> Availability:
        """It always works."""
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:  # noqa: ARG002 - it hums them all
        """Its one voice, which hums any language."""
        return (Voice("", "a tone for each word"),)

    def fingerprint(self, choice: VoiceChoice) -> str:
        """Its version and the rate; it has one voice only."""
        return f"tone 1; rate {choice.rate}"

    def open(self, choice: VoiceChoice) -> _Hum:
        """Start humming, which takes nothing.

        Raises:
            VoiceUnavailableError: If a voice is asked for; it has one only.
        """
        if choice.voice:
            raise VoiceUnavailableError(
                f'there is no voice "{choice.voice}"', place="tone", mend="write just: tone"
            )
        return _Hum(choice)


class _Hum:
    def __init__(self, choice: VoiceChoice) -> None:
        self._choice = choice

    def speak(self, text: str) -> Recording:
        """One tone a word; its pitch and colour follow from the word and its place."""
        import numpy as np

        from player.audio.clip import Recording

        length = estimated_shape(text, self._choice).length
        words = text.split() or [text]
        total = sum(len(word) for word in words)
        out = np.zeros(length, dtype=np.float32)
        position = 0
        for place, word in enumerate(words):
            share = max(_SHORTEST_WORD, length * len(word) // max(1, total))
            share = min(share, length - position)
            if share < _SHORTEST_WORD:
                break
            code = zlib.crc32(f"{place} {word}".encode())
            pitch = _LOWEST_HERTZ * 2 ** (code % _STEPS / 12)
            time = np.arange(share, dtype=np.float32) / SAMPLE_RATE
            colour = 0.2 + 0.6 * (code >> 8 & 255) / 255
            tone = np.sin(2 * np.pi * pitch * time) + colour * np.sin(6 * np.pi * pitch * time)
            rise = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
            out[position : position + share] = 0.3 * tone * rise
            position += share
        return Recording(out, SAMPLE_RATE)

    def close(self) -> None:
        """Nothing to give back."""
