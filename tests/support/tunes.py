"""Music for tests: made here, written in any format, so that none needs to be shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


def tone(
    seconds: float, frequency: float = 440.0, rate: int = 48_000, level: float = 0.3
) -> Samples:
    """A steady tone."""
    time = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def tune(seconds: float, rate: int = 48_000, seed: int = 1) -> Samples:
    """Chords over a beat: two bars soft, two bars 12 dB louder, and a drum on every beat."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    beat = time * 2
    chord = np.array([1, 5 / 4, 3 / 2, 2])[:, None] * (110 * 2 ** ((beat // 4 % 4) / 6))
    notes = (np.sin(2 * np.pi * chord * time) * (0.6 + 0.4 * np.cos(2 * np.pi * beat))).sum(axis=0)
    drum = random.standard_normal(len(time)) * np.exp(-12 * (beat % 1))
    loudness = np.where(beat // 8 % 2 == 0, 0.25, 1.0)
    found: Samples = (0.12 * loudness * (notes + 1.5 * drum)).astype(np.float32)
    return found


def write(path: Path, samples: Samples, rate: int = 48_000, **form: str) -> Path:
    """Write a file whose format its suffix names; more columns are more channels."""
    import soundfile

    forms = {".opus": {"format": "OGG", "subtype": "OPUS"}}
    form = {**forms.get(path.suffix, {}), **form}
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with soundfile.SoundFile(str(path), "w", rate, channels, **form) as file:
        # libsndfile ends the process when it is handed much at once for Vorbis.
        for start in range(0, len(samples), 4096):
            file.write(samples[start : start + 4096])
    return path


def level(samples: NDArray[np.floating]) -> float:
    """Root mean square in dB of full scale."""
    return 10 * float(np.log10(np.square(samples, dtype=np.float64).mean() + 1e-20))
