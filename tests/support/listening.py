"""Finding clips in a recording by matched filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Heard:
    """Where a clip was found, in samples, and how alike the recording is to it there (0 to 1)."""

    position: int
    likeness: float


def find(recording: NDArray[np.float32], clip: NDArray[np.float32], low: int, high: int) -> Heard:
    """The best match of a clip whose first sample lies in `low` to `high`."""
    low = max(0, low)
    window = recording[low : high + len(clip)].astype(np.float64)
    size = 1 << (len(window) + len(clip)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip.astype(np.float64), size))
    match = np.fft.irfft(spectrum, size)[: len(window) - len(clip) + 1]
    sums = np.concatenate([[0.0], np.cumsum(np.square(window))])
    energy = sums[len(clip) :] - sums[: len(sums) - len(clip)]
    alike = match / np.sqrt(np.maximum(energy, 1e-9) * float(np.square(clip).sum()))
    best = int(np.argmax(alike))
    return Heard(low + best, float(alike[best]))
