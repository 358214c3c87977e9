from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from player.audio.chimes import NAMES, chime_lengths, load_chimes
from player.errors import OutsideError
from player.shipped import shipped_folder

SOUNDS = shipped_folder("sounds")
SETS = sorted(folder.name for folder in SOUNDS.iterdir() if folder.is_dir())


def test_the_shipped_chimes_are_those_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SOUNDS / "make.py", tmp_path], check=True)
    for name in SETS:
        for chime in NAMES:
            path = Path(name) / f"{chime}.wav"
            with wave.open(str(tmp_path / path)) as made, wave.open(str(SOUNDS / path)) as shipped:
                first, second = (
                    np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(int)
                    for file in (made, shipped)
                )
            # Another machine's sine may round differently in the last step.
            assert np.abs(first - second).max() <= 1, path


@pytest.mark.parametrize("name", SETS)
def test_chimes_are_short_and_do_not_click(name: str) -> None:
    for chime, clip in load_chimes(SOUNDS / name).items():
        samples = clip.samples
        assert len(samples) == chime_lengths(SOUNDS / name)[chime]
        assert 0.05 < len(samples) / 48_000 < 2
        assert np.abs(samples[:3]).max() < 0.001, chime
        assert np.abs(samples[-3:]).max() < 0.001, chime
        assert np.abs(samples).max() <= 10 ** (-9 / 20) + 1e-4


@pytest.mark.parametrize("name", SETS)
def test_chimes_can_be_told_apart(name: str) -> None:
    clips = {chime: clip.samples for chime, clip in load_chimes(SOUNDS / name).items()}
    for first, one in clips.items():
        for second, other in clips.items():
            if first < second:
                match = _correlate(one, other)
                alike = np.abs(match).max() / np.sqrt(np.square(one).sum() * np.square(other).sum())
                assert alike < 0.8, (first, second)


def _correlate(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    return np.asarray(np.fft.irfft(spectrum, size), dtype=np.float64)


def test_a_missing_or_strange_chime_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be read"):
        chime_lengths(tmp_path)
    for chime in NAMES:
        with wave.open(str(tmp_path / f"{chime}.wav"), "wb") as file:
            file.setparams((2, 2, 44_100, 0, "NONE", ""))
    with pytest.raises(OutsideError, match="48 kHz"):
        chime_lengths(tmp_path)
