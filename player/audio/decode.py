"""Sound files to recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from player.audio.clip import Recording


def decode(path: Path) -> Recording:
    """Read a sound file of any usual format (WAV, AIFF, FLAC …), mixed down to mono.

    Raises:
        OSError: If the file cannot be opened.
        RuntimeError: If it holds no sound that libsndfile knows.
    """
    import soundfile

    samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    return Recording(np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32)), int(rate))
