from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from player.audio.decode import decode

TONE = (0.5 * np.sin(np.arange(4410) / 10)).astype(np.float32)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("AIFF", "PCM_16"), ("FLAC", "PCM_16")],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_file_is_read_by_what_it_holds_and_not_by_its_name(
    tmp_path: Path, form: str, subtype: str, channels: int
) -> None:
    path = tmp_path / "macos-writes-aiff-whatever.wav"
    sound = np.stack([TONE] * channels, axis=1)
    soundfile.write(path, sound, 44_100, format=form, subtype=subtype)
    found = decode(path)
    assert found.rate == 44_100
    assert found.samples.dtype == np.float32
    assert np.allclose(found.samples, TONE, atol=1e-4)


def test_what_is_no_sound_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "text.wav"
    path.write_text("not a sound")
    with pytest.raises(RuntimeError):
        decode(path)
