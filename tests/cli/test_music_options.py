from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.program import Run
from support.tunes import level, tone, tune, write

from player.cli.music_options import MusicWish, wish_of

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")

TAKEN = ("play", "demo", "--voice", "tone", "--output", "out.wav", "--music")


def nothing(path: Path) -> None:
    assert not path.exists()


def text(path: Path) -> None:
    path.write_text("Not a sound at all. " * 5000)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def addresses(path: Path) -> None:
    path.write_text("#EXTM3U\nhttps://example.org/a.mp3\n")


def absent(path: Path) -> None:
    path.write_text("one.mp3\ntwo.mp3\n")


@pytest.mark.parametrize(
    ("name", "made", "reason"),
    [
        ("missing.mp3", nothing, "missing.mp3: there is no such file or folder"),
        ("text.mp3", text, "text.mp3: there is no sound in it that can be read"),
        ("empty", folder, "empty: there is no music in it"),
        pytest.param("pipe.wav", pipe, "pipe.wav: it is not a file", marks=POSIX),
        ("addresses.m3u", addresses, "addresses.m3u: there is no music in it"),
        ("absent.m3u", absent, "--music: none of the music can be played"),
    ],
)
def test_what_cannot_be_played_is_told_before_anything_is_done(
    run: Run, tmp_path: Path, name: str, made: Callable[[Path], None], reason: str
) -> None:
    made(tmp_path / name)
    played = run(*TAKEN, name)
    assert played.returncode == 1
    assert reason in played.stderr
    assert "\n  name " in played.stderr
    assert played.stdout == ""
    assert "Traceback" not in played.stderr
    assert not (tmp_path / "out.wav").exists()


def test_what_is_damaged_or_missing_is_told_once_each_and_the_rest_is_played(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path / "good.flac", tune(3, 8000), 8000)
    cut = write(tmp_path / "cut.mp3", tune(4, 44_100), 44_100)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    text(tmp_path / "text.ogg")
    (tmp_path / "all.m3u").write_text(
        "missing.mp3\ntext.ogg\ncut.mp3\n\x1b[31mred.mp3\ngood.flac\n"
    )
    played = run(*TAKEN, "all.m3u")
    assert played.returncode == 0
    told = [line for line in played.stderr.splitlines() if line.startswith("Music: ")]
    assert len(told) == len(set(told)) == 4
    assert "missing.mp3 is left out: it cannot be opened" in told[0]
    assert "text.ogg is left out: there is no sound in it that can be read." in told[1]
    assert "cut.mp3: it is damaged: 0:0" in told[2]
    assert "red.mp3 is left out" in told[3]
    assert "\x1b" not in played.stderr + played.stdout


def test_rests_are_quieter_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    import soundfile

    (tmp_path / "rest.toml").write_text(
        'title = "Rest"\n[cues]\nstyle = "silent"\ncountdown = 0\n[[step]]\nname = "Plank"\n'
        'hold = "10s"\n[[step]]\nrest = "20s"\n[[step]]\nname = "Plank"\nhold = "10s"\n'
    )
    write(tmp_path / "music.wav", tone(60, 15_000))
    quietest = []
    for arguments in ([], ["--quiet-rests"]):
        played = run("play", "./rest.toml", "--voice", "tone", "--output", "out.wav",
                     "--music", "music.wav", *arguments)  # fmt: skip
        assert played.returncode == 0, played.stderr
        heard = soundfile.read(str(tmp_path / "out.wav"), dtype="float32")[0]
        spectrum = np.fft.rfft(heard)
        spectrum[: round(14_000 * len(heard) / 48_000)] = 0
        music = np.fft.irfft(spectrum, len(heard)).astype(np.float32)
        seconds = [level(music[at : at + 48_000]) for at in range(0, len(music) - 47_999, 48_000)]
        quietest.append(np.array(seconds[2:-4]))
    difference = quietest[0] - quietest[1]
    assert (np.abs(difference - 6) < 0.5).sum() > 10
    assert (np.abs(difference) < 0.5).sum() > 10


def test_louder_music_goes_down_further_by_itself() -> None:
    wish = MusicWish(Path("a.mp3"))
    assert wish.depth == -12
    assert wish._replace(volume=6).depth == -18
    assert wish._replace(volume=-6).depth == -12
    assert wish._replace(volume=6, duck=-4).depth == -4


def test_the_options_that_asked_for_music_can_be_told_again() -> None:
    wish = MusicWish(Path("my music"), 3, -20, quiet_rests=True)
    assert wish.arguments() == [
        "--music", "my music", "--music-volume", "3", "--duck", "-20", "--quiet-rests",
    ]  # fmt: skip
    assert MusicWish(Path("a.mp3")).arguments() == ["--music", "a.mp3"]


def test_the_options_alone_load_nothing_heavy() -> None:
    program = (
        "import sys, player.cli.music_options\n"
        "heavy = {'numpy', 'soundfile', 'soxr', 'miniaudio'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(
    path=st.sampled_from(["a.mp3", "my music/b c.m3u", "--duck"]),
    volume=st.integers(-40, 12),
    duck=st.none() | st.integers(-60, 0),
    quiet=st.booleans(),
)
def test_a_wish_is_found_again_in_its_arguments(
    path: str, volume: int, duck: int | None, *, quiet: bool
) -> None:
    wish = MusicWish(Path(path), volume, duck, quiet)
    assert wish_of(wish.arguments()) == wish


def test_without_music_among_the_arguments_there_is_no_wish() -> None:
    assert wish_of(()) is None
