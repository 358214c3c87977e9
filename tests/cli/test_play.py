"""`player play`: outputs, what it tells, and how it ends when something is wrong."""

from __future__ import annotations

import json
import os
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from support.program import Run

SHORT = 'title = "Short"\n[cues]\ncountdown = 1\n[defaults]\nprepare = 0\n[[step]]\nname = "A"\n'


@pytest.fixture
def short(tmp_path: Path) -> str:
    (tmp_path / "short.toml").write_text(SHORT + 'hold = "1s"\n')
    return "./short.toml"


def test_null_plays_a_session_in_no_time(run: Run) -> None:
    played = run("play", "demo", "--output", "null", "--voice", "tone")
    assert played.returncode == 0, played.stderr
    lines = played.stdout.splitlines()
    assert lines[0].startswith("Demo, 0:")
    assert any(line.endswith("“Switch sides. Right foot.”") for line in lines)
    assert "[3/4] Heel lifts, right foot: 3 reps; next: Slow breath" in lines


def test_a_wav_file_has_every_clip_where_show_says(run: Run, tmp_path: Path) -> None:
    options = ("--voice", "tone")
    assert run("play", "demo", "--output", "demo.wav", *options).returncode == 0
    shown = json.loads(run("show", "demo", "--json", *options).stdout)
    with wave.open(str(tmp_path / "demo.wav")) as file:
        assert file.getnframes() == shown["length"]
        sound = np.frombuffer(file.readframes(shown["length"]), dtype="<i2")
    heard = np.zeros(len(sound), dtype=bool)
    for cue in shown["cues"]:
        heard[cue["start"] : cue["stop"]] = True
        assert np.abs(sound[cue["start"] : cue["stop"]]).max() > 300, cue
    assert np.abs(sound[~heard]).max() <= 1
    assert run("play", "demo", "--output", "again.wav", *options).returncode == 0
    assert (tmp_path / "again.wav").read_bytes() == (tmp_path / "demo.wav").read_bytes()


def test_without_a_device_the_session_runs_silently_and_says_why(run: Run, short: str) -> None:
    played = run("play", short, "--voice", "tone", PULSE_SERVER="unix:/nowhere")
    assert played.returncode == 0, played.stderr
    assert played.stderr.count("No sound:") == 1
    assert "“A. 1 second.”" in played.stdout


def test_a_device_that_was_asked_for_must_open(run: Run, short: str) -> None:
    played = run(
        "play", short, "--voice", "tone", "--output", "device", PULSE_SERVER="unix:/nowhere"
    )
    assert played.returncode == 3
    assert "no sound device" in played.stderr
    assert "ALSA" not in played.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="stands in for a broken library on Linux")
def test_without_a_voice_the_session_hums_and_says_so_once(
    run: Run, short: str, tmp_path: Path
) -> None:
    (tmp_path / "site" / "espeakng_loader").mkdir(parents=True)
    (tmp_path / "site" / "espeakng_loader" / "__init__.py").write_text(
        "def get_library_path(): return '/nonexistent.so'\n"
    )
    path = f"{tmp_path / 'site'}{os.pathsep}{Path(__file__).resolve().parents[2]}"
    played = run("play", short, "--output", "null", PYTHONPATH=path)
    assert played.returncode == 0, played.stderr
    assert played.stderr.count("No voice:") == 1
    assert "nonexistent.so" in played.stderr
    asked = run("play", short, "--output", "null", "--voice", "pyttsx3", PYTHONPATH=path)
    assert asked.returncode == 3
    assert "does not start" in asked.stderr


def test_an_unwritable_cache_is_told_once_and_does_no_harm(
    run: Run, short: str, tmp_path: Path
) -> None:
    (tmp_path / "blocked").write_text("in the way")
    played = run(
        "play", short, "--output", "null", "--voice", "tone",
        XDG_CACHE_HOME=str(tmp_path / "blocked"),
    )  # fmt: skip
    assert played.returncode == 0
    assert played.stderr.count("cache cannot be written") == 1


def test_a_damaged_cache_is_mended(run: Run, short: str, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    options = ("--output", "null", "--voice", "tone")
    assert run("play", short, *options, XDG_CACHE_HOME=str(cache)).returncode == 0
    clips = sorted(cache.rglob("*.clip"))
    assert clips
    whole = [clip.read_bytes() for clip in clips]
    for number, clip in enumerate(clips):
        clip.write_bytes(whole[number][: 10 * number])
    played = run("play", short, *options, XDG_CACHE_HOME=str(cache))
    assert (played.returncode, played.stderr) == (0, "")
    assert [clip.read_bytes() for clip in clips] == whole


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_a_full_disk_ends_with_one_message_and_leaves_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    import resource
    import subprocess

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    played = subprocess.run(
        [sys.executable, "-m", "player.cli.main", "play", "demo", "--voice", "tone",
         "--output", "demo.wav"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=little_room,
    )  # fmt: skip
    assert played.returncode == 3
    assert "demo.wav: cannot be written" in played.stderr
    assert "Traceback" not in played.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["play", "dmeo"], 1, 'did you mean "demo"?'),
        (["play", "./none.toml"], 1, "there is no such file"),
        (["play", "demo", "--output", "tape"], 1, 'no output "tape"'),
        (["play", "demo", "--output", "null", "--from", "9"], 1, 'no step "9"'),
        (["play", "demo", "--output", "null", "--voice", "nobody"], 3, 'no voice "nobody"'),
        (["play", "demo", "--output", "no/such/folder.wav", "--voice", "tone"], 3, "cannot be"),
        (["play"], 2, "Missing argument"),
        (["pley", "demo"], 2, "Did you mean 'play'?"),
        (["play", "demo", "--rate", "9"], 2, "--rate"),
        (["play", "/"], 1, "is not a file"),
    ],
)
def test_every_mistake_is_one_message_with_its_code(
    run: Run, arguments: list[str], code: int, reason: str
) -> None:
    played = run(*arguments)
    assert played.returncode == code, played.stderr
    assert reason in played.stderr
    assert "Traceback" not in played.stderr


def test_a_faulty_routine_is_told_with_all_its_faults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('title = "Bad"\n[[step]]\nrep = 3\n[[step]]\nhold = 0\n')
    played = run("play", "./bad.toml")
    assert played.returncode == 1
    assert "did you mean `reps`?" in played.stderr
    assert "a dose must be longer than nothing" in played.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"\x00", "toml-syntax"),
        (b"", "`title` is missing"),
        (b'title = "\x1b[31m"', "toml-syntax"),
        (b"a = " + b"[" * 5000, "too-deep"),
        (b"#" * (1 << 20) + b"#", "is larger than"),
    ],
    ids=["not utf-8", "nul", "empty", "escape", "deep", "large"],
)
def test_bad_files_are_told_and_send_nothing_to_the_terminal(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    played = run("check", "./bad.toml")
    assert played.returncode == 1
    assert reason in played.stdout
    assert "\x1b" not in played.stdout
    assert "Traceback" not in played.stderr


def test_a_byte_order_mark_and_windows_line_ends_are_read(run: Run, tmp_path: Path) -> None:
    text = "\ufeff" + SHORT.replace("\n", "\r\n") + 'hold = "1s"\r\n'
    (tmp_path / "windows.toml").write_bytes(text.encode())
    assert run("check", "./windows.toml").returncode == 0
