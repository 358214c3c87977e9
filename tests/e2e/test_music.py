"""Music under a session, as it is heard from a sound server and as it stands in a file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from support.listening import find
from support.program import Run, listen_to_interrupts
from support.sound_server import SoundServer, samples
from support.tunes import level, tone, tune, write

from player.audio.levelling import LEVEL
from player.audio.loudness import true_peak
from player.audio.mix import CEILING

pytestmark = pytest.mark.heard

PLAYER = [sys.executable, "-m", "player.cli.main"]
RATE = 48_000
PITCH = 15_000
"""Of the music in recordings: no voice and no chime reaches as high."""

TAKES = 3
"""Recordings made until one is whole, as in test_device.py."""

ROUTINE = """
title = "Plank"

[cues]
countdown = 0
halfway = false
preview = false

[[step]]
name = "Plank"
hold = "12s"
cues = [{ at = "6s", say = "Keep on breathing." }]

[[step]]
rest = "8s"

[[step]]
name = "Side plank"
hold = "12s"
cues = [{ at = "6s", say = "Lift your hips." }]
"""

Sound = NDArray[np.float32]
Decibels = NDArray[np.float64]


@pytest.fixture
def routine(tmp_path: Path) -> str:
    (tmp_path / "plank.toml").write_text(ROUTINE)
    return "./plank.toml"


def cues(run: Run, routine: str) -> list[Any]:
    shown = run("show", routine, "--json")
    assert shown.returncode == 0, shown.stderr
    found: list[Any] = json.loads(shown.stdout)["cues"]
    return found


def wav(run: Run, folder: Path, name: str, *arguments: str) -> Sound:
    """What the player writes to a file."""
    import soundfile

    ran = run("play", *arguments, "--output", name)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    return np.asarray(soundfile.read(str(folder / name), dtype="float32")[0], dtype=np.float32)


def loudness(recording: Sound) -> Decibels:
    """How loud the music is around every sample, in dB against music that is not ducked."""
    carrier = np.exp(-2j * np.pi * PITCH / RATE * np.arange(len(recording)))
    window = np.hanning(480)
    around = np.convolve(recording * carrier, window / window.sum(), mode="same")
    found: Decibels = 20 * np.log10(2 * np.abs(around) / (LEVEL * np.sqrt(2)) + 1e-6)
    return found


def without_music(recording: Sound) -> Sound:
    """What is below the music's pitch."""
    spectrum = np.fft.rfft(recording)
    spectrum[round((PITCH - 2000) * len(recording) / RATE) :] = 0
    return np.fft.irfft(spectrum, len(recording)).astype(np.float32)


class Ducked(NamedTuple):
    """What was measured around a phrase: dB, and seconds."""

    before: float
    highest: float
    lowest: float
    after: float
    attack: float
    release: float


def around(phrase: Any, music: Decibels, offset: int) -> Ducked:
    """Depth, attack and release of the music around a phrase that stands alone."""
    start, stop = offset + phrase["start"], offset + phrase["stop"]

    def crossing(low: int, high: int, *, falling: bool) -> tuple[int, int]:
        part = music[low:high] if falling else music[low:high][::-1]
        edges = int(np.argmax(part < -1)), int(np.argmax(part < -11))
        return edges if falling else (high - low - 1 - edges[0], high - low - 1 - edges[1])

    near, far = RATE * 7 // 20, RATE * 7 // 10
    left, down = crossing(start - near, start + 480, falling=True)
    back, up = crossing(stop - 480, stop + far, falling=False)
    said = music[start:stop]
    return Ducked(
        float(music[start - near]), float(said.max()), float(said.min()), float(music[stop + far]),
        (down - left) / RATE, (back - up) / RATE,
    )  # fmt: skip


def test_music_is_down_before_each_phrase_and_up_after_it_in_a_recording(
    server: SoundServer, run: Run, routine: str, tmp_path: Path
) -> None:
    listed = cues(run, routine)
    phrases = [cue for cue in listed if cue["text"] is not None]
    alone = [cue for cue in phrases if cue["text"] in {"Keep on breathing.", "Lift your hips."}]
    assert len(alone) == 2
    voice = wav(run, tmp_path, "voice.wav", routine)
    write(tmp_path / "music.wav", tone(60, PITCH, level=0.01))
    for take in range(TAKES):
        raw = tmp_path / f"{take}.raw"
        with server.recording(raw):
            played = run("play", routine, "--music", "music.wav", **server.environment)
        assert played.returncode == 0, played.stderr
        heard = samples(raw)
        first = voice[phrases[0]["start"] : phrases[0]["stop"]]
        offset = find(heard, first, 0, len(heard) - len(first)).position - phrases[0]["start"]
        session = heard[offset : offset + len(voice)]
        music, speech = loudness(session), without_music(session)
        found = [around(cue, music, 0) for cue in alone]
        ratios = [
            level(speech[cue["onset"] : cue["stop"]])
            - 10 * np.log10(np.mean(10 ** (music[cue["onset"] : cue["stop"]] / 10)) * LEVEL**2)
            for cue in phrases
        ]
        print(f"\n{found}\nspeech to music {[f'{ratio:.1f}' for ratio in ratios]} dB")  # noqa: T201
        likeness = [
            find(heard, voice[cue["start"] : cue["stop"]], offset + cue["start"] - 480,
                 offset + cue["start"] + 480).likeness for cue in phrases
        ]  # fmt: skip
        if min(likeness) > 0.9 and len(session) == len(voice):
            break
    else:
        pytest.fail(f"{TAKES} recordings had gaps")
    for one in found:
        assert abs(one.before) < 0.5
        assert -12.5 < one.lowest <= one.highest < -11.5
        assert abs(one.after) < 0.5
        assert 0.1 < one.attack < 0.25
        assert 0.25 < one.release < 0.6
    assert min(ratios) >= 12
    assert music[:100].max() < -20
    assert music[-1000:].max() < -40


def test_speech_stands_12_db_above_music_of_any_kind(
    run: Run, routine: str, tmp_path: Path
) -> None:
    phrases = [cue for cue in cues(run, routine) if cue["text"] is not None]
    voice = wav(run, tmp_path, "voice.wav", routine)
    sounds = {
        "tune": tune(50, 44_100),
        "soft": 0.02 * tune(50, 44_100),
        "late": tune(50, 44_100) * np.where(np.arange(50 * 44_100) < 35 * 44_100, 0.05, 1),
        "noise": np.random.default_rng(1).uniform(-1, 1, 50 * 44_100),
    }
    for name, sound in sounds.items():
        write(tmp_path / f"{name}.flac", sound.astype(np.float32), 44_100)
        both = wav(run, tmp_path, f"{name}.wav", routine, "--music", f"{name}.flac")
        music = both - voice
        ratios = [
            level(voice[cue["onset"] : cue["stop"]]) - level(music[cue["onset"] : cue["stop"]])
            for cue in phrases
        ]
        between = music[int(5.7 * RATE) : int(10.5 * RATE)]
        loudest = max(level(between[at : at + 19_200]) for at in range(0, len(between), 4800))
        peak = true_peak(both)
        print(  # noqa: T201
            f"\n{name}: speech to music {min(ratios):.1f} to {max(ratios):.1f} dB, "
            f"music between phrases up to {loudest:.1f} dB, true peak {20 * np.log10(peak):.1f} dB"
        )
        assert min(ratios) >= 12
        assert loudest == pytest.approx(20 * np.log10(LEVEL), abs=3)
        assert peak <= CEILING


def test_louder_music_is_ducked_deeper_unless_asked_otherwise(
    run: Run, routine: str, tmp_path: Path
) -> None:
    phrase = next(cue for cue in cues(run, routine) if cue["text"] == "Keep on breathing.")
    middle = slice(phrase["start"], phrase["stop"])
    rest = slice(int(23 * RATE), int(24 * RATE))
    write(tmp_path / "a.wav", tone(60, PITCH))

    def heard(*arguments: str) -> tuple[float, float]:
        music = loudness(wav(run, tmp_path, "out.wav", routine, "--music", "a.wav", *arguments))
        return float(music[middle].mean()), float(music[rest].mean())

    assert heard() == pytest.approx((-12, 0), abs=0.3)
    assert heard("--music-volume", "6") == pytest.approx((-12, 6), abs=0.3)
    assert heard("--music-volume", "-6") == pytest.approx((-18, -6), abs=0.3)
    assert heard("--duck", "-20") == pytest.approx((-20, 0), abs=0.3)
    assert heard("--music-volume", "3", "--duck", "-6") == pytest.approx((-3, 3), abs=0.3)


def test_a_file_with_music_is_the_same_every_time(run: Run, routine: str, tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    write(folder / "1.mp3", tune(7, 44_100), 44_100)
    write(folder / "2.ogg", tune(8, 48_000, seed=2))
    write(folder / "3.flac", np.stack([tune(9, 96_000), tune(9, 96_000)], axis=1), 96_000,
          subtype="PCM_24")  # fmt: skip
    for name in ("one.wav", "two.wav"):
        wav(run, tmp_path, name, routine, "--music", "music", "--voice", "tone")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_left_by_ctrl_c_music_and_voice_fade_together(
    server: SoundServer, routine: str, tmp_path: Path
) -> None:
    write(tmp_path / "music.wav", tone(60, PITCH))
    raw = tmp_path / "heard.raw"
    with server.recording(raw):
        playing = subprocess.Popen(
            [*PLAYER, "play", routine, "--music", "music.wav"], cwd=tmp_path,
            env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=listen_to_interrupts,  # noqa: PLW1509 - no threads run here
        )  # fmt: skip
        assert playing.stdout is not None
        for line in playing.stdout:
            if "(go)" in line:
                playing.send_signal(signal.SIGINT)
                break
        rest, errors = playing.communicate(timeout=20)
    assert playing.returncode == 130, errors
    assert "--music music.wav" in rest
    assert "Traceback" not in errors
    heard = samples(raw)
    music = loudness(heard)
    last = int(np.flatnonzero(np.abs(heard) > 0.001)[-1])
    falling = music[last - RATE * 3 // 10 : last]
    assert falling[:480].mean() > -7
    assert falling[-480:].mean() < -20
    assert np.abs(np.diff(falling[:-480])).max() < 0.2
