"""Sets of chimes of the listener's own, in the config folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from support.program import Run

from player.shipped import shipped_folder
from player.units import SAMPLE_RATE

PRESS = '[[step]]\nname = "Press"\nhold = "5s"\n'
SHIPPED = shipped_folder("sounds")


@pytest.fixture
def config(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of own sets, with one in it."""
    folder = tmp_path / "config" / "routine-player" / "sounds"
    shutil.copytree(SHIPPED / "soft", folder / "gong-1")
    return folder


def routine(folder: Path, sounds: str) -> str:
    path = folder / "press.toml"
    path.write_text(f'title = "Press"\n[cues]\nsounds = "{sounds}"\nstyle = "silent"\n{PRESS}')
    return str(path)


def finish(path: Path) -> np.ndarray:
    """The last two seconds of a recording."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    return np.asarray(samples[-2 * SAMPLE_RATE :])


@pytest.mark.parametrize("sounds", ["crisp", "soft"])
def test_a_shipped_set_is_heard(
    run: Run, tmp_path: Path, config: dict[str, str], sounds: str
) -> None:
    path = routine(tmp_path, sounds)
    played = run("play", path, "--voice", "tone", "--output", "out.wav", **config)
    assert played.returncode == 0, played.stderr
    expected, _ = soundfile.read(SHIPPED / sounds / "finish.wav", dtype="float32")
    heard, _ = soundfile.read(tmp_path / "out.wav", dtype="float32")
    match = np.correlate(heard[-3 * SAMPLE_RATE :], expected, mode="valid")
    assert match.max() > 0.98 * np.square(expected).sum()


def test_an_own_set_is_heard_and_goes_before_a_shipped_one(
    run: Run, tmp_path: Path, own: Path, config: dict[str, str]
) -> None:
    time = np.arange(44_100) / 44_100
    low = 0.1 * np.sin(2 * np.pi * 110 * time) * np.hanning(44_100)
    soundfile.write(own / "gong-1" / "finish.wav", np.stack([low, low], axis=1), 44_100)
    (own / "gong-1").rename(own / "soft")
    path = routine(tmp_path, "soft")
    played = run("play", path, "--voice", "tone", "--output", "out.wav", **config)
    assert played.returncode == 0, played.stderr
    spectrum = np.abs(np.fft.rfft(finish(tmp_path / "out.wav")))
    assert np.argmax(spectrum) / 2 == pytest.approx(110, abs=3)


def test_a_set_that_is_not_there_is_told_with_what_is(
    run: Run, tmp_path: Path, own: Path, config: dict[str, str]
) -> None:
    checked = run("check", routine(tmp_path, "gong"), **config)
    assert checked.returncode == 1
    assert 'there is no set of chimes "gong"' in checked.stdout
    assert 'did you mean "gong-1"?' in checked.stdout
    assert str(own) in checked.stdout
    played = run("play", routine(tmp_path, "zzz"), "--output", "null", **config)
    assert played.returncode == 1
    assert "there are crisp, soft, gong-1." in played.stderr


@pytest.mark.parametrize("sounds", ["../sounds/soft", "/", "..", "gong-1/..", "soft "])
def test_a_name_is_not_a_path(
    run: Run, tmp_path: Path, own: Path, config: dict[str, str], sounds: str
) -> None:
    assert own.exists()
    checked = run("check", routine(tmp_path, sounds), **config)
    assert (checked.returncode == 0) == (sounds == "soft ")


def test_a_broken_chime_is_told_with_its_file(
    run: Run, tmp_path: Path, own: Path, config: dict[str, str]
) -> None:
    (own / "gong-1" / "tick.wav").write_text("no sound")
    path = routine(tmp_path, "gong-1")
    for told in (run("check", path, **config).stdout, run("play", path, **config).stderr):
        assert str(own / "gong-1" / "tick.wav") in told
        assert "save it as a WAV file of 16 bits" in told
    (own / "gong-1" / "tick.wav").unlink()
    checked = run("check", path, **config)
    assert checked.returncode == 3
    assert "a set of chimes needs tick.wav" in checked.stdout
