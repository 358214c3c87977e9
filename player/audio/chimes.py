"""The shipped chimes: WAV files, 48 kHz, 16 bit, mono, a folder for each set."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import OutsideError
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from player.audio.clip import Clip

NAMES = ("tick", "go", "stop", "switch", "inhale", "exhale", "finish")
"""Every chime a set has. A chime is heard from its first sample on: its onset is 0."""

_FULL_SCALE = 32768


def chime_lengths(folder: Path) -> dict[str, int]:
    """Length of every chime of a set in samples.

    Raises:
        OutsideError: If one is missing or in another format.
    """
    return {name: len(_frames(folder, name)) // 2 for name in NAMES}


def load_chimes(folder: Path) -> dict[str, Clip]:
    """Every chime of a set as a clip.

    Raises:
        OutsideError: If one is missing or in another format.
    """
    import numpy as np

    from player.audio.clip import Clip

    scale = np.float32(1 / _FULL_SCALE)
    return {
        name: Clip(np.frombuffer(_frames(folder, name), dtype="<i2").astype(np.float32) * scale, 0)
        for name in NAMES
    }


def _frames(folder: Path, name: str) -> bytes:
    path = folder / f"{name}.wav"
    try:
        with wave.open(str(path), "rb") as file:
            form = (file.getframerate(), file.getsampwidth(), file.getnchannels())
            if form != (SAMPLE_RATE, 2, 1):
                raise OutsideError("is not 48 kHz, 16 bit, mono", place=str(path))
            return file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise OutsideError(
            f"the chime cannot be read: {error}", place=str(path), mend="install the player anew"
        ) from error
