from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from player.errors import OutputError
from player.outputs.wav_file import WavFileOutput


def ramp(length: int) -> tuple[NDArray[np.int16], list[int]]:
    return np.arange(length).astype(np.int16), [0]


def write(output: WavFileOutput, sound: NDArray[np.int16], blocks: int | None = None) -> None:
    position = 0

    def pull(count: int) -> NDArray[np.int16]:
        nonlocal position
        block = sound[position : position + count]
        position += len(block)
        return block

    output.start(pull)
    try:
        while output.advance() is not None:
            if blocks is not None:
                blocks -= 1
                if blocks == 0:
                    return
    finally:
        output.close()


def test_a_session_is_written_sample_for_sample(tmp_path: Path) -> None:
    sound, _ = ramp(123_457)
    path = tmp_path / "session.wav"
    path.write_text("an older one")
    write(WavFileOutput(path), sound)
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 48_000, len(sound))
        assert np.array_equal(np.frombuffer(file.readframes(len(sound)), dtype="<i2"), sound)
    assert [entry.name for entry in tmp_path.iterdir()] == ["session.wav"]


def test_a_session_that_is_left_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "session.wav"
    path.write_text("an older one")
    write(WavFileOutput(path), ramp(200_000)[0], blocks=2)
    assert path.read_text() == "an older one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["session.wav"]


def test_a_session_longer_than_a_file_can_hold_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("player.outputs.wav_file.MOST_SAMPLES", 100_000)
    with pytest.raises(OutputError, match="12 hours"):
        write(WavFileOutput(tmp_path / "long.wav"), ramp(100_001)[0])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        WavFileOutput(tmp_path / "none" / "session.wav").start(lambda _: ramp(1)[0])
