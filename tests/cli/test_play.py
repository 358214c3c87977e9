"""`player play`: outputs, what it tells, and how it ends when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from support.program import ROOT, Run, listen_to_interrupts
from support.real import require_commands

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
    assert (played.returncode, played.stderr) == (0, "Output: null\n")
    assert [clip.read_bytes() for clip in clips] == whole


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_a_full_disk_ends_with_one_message_and_leaves_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    import resource

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


@pytest.mark.skipif(sys.platform != "linux", reason="stands in for a missing package on Linux")
def test_a_missing_voice_package_is_told_once_with_its_mend(
    run: Run, short: str, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'espeakng_loader' else "
        "find(name, *rest)\n"
    )
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    played = run("play", short, "--output", "null", PYTHONPATH=path)
    assert played.returncode == 0, played.stderr
    assert played.stderr.count("No voice:") == 1
    assert "pip install espeakng-loader" in played.stderr


def test_a_voice_the_routine_would_like_gives_way_to_the_usual_one(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "wish.toml").write_text(SHORT + 'hold = "1s"\n[voice]\nname = "Nobody at all"\n')
    played = run("play", "./wish.toml", "--output", "null")
    assert played.returncode == 0, played.stderr
    assert played.stderr.count("No voice:") == 1
    assert "The usual voice speaks" in played.stderr


def test_files_of_the_current_folder_are_not_executed(
    environment: dict[str, str], short: str, tmp_path: Path
) -> None:
    for module in ("player", "json", "pyttsx3"):
        (tmp_path / f"{module}.py").write_text("open('ran', 'w').close()\n")
    program = "from player.cli.main import main; main()"
    played = subprocess.run(
        [sys.executable, "-P", "-c", program, "play", short,
         "--output", "null"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**environment, "XDG_CACHE_HOME": str(tmp_path / "cold")},
    )  # fmt: skip
    assert played.returncode == 0, played.stderr
    assert "No voice" not in played.stderr
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_while_speaking_ends_at_once_and_leaves_no_process(
    environment: dict[str, str], tmp_path: Path
) -> None:
    require_commands("pgrep")
    steps = "".join(f'[[step]]\nname = "Step number {n}"\nhold = "1s"\n' for n in range(2000))
    (tmp_path / "long.toml").write_text('title = "Long"\n' + steps)
    cold = {**environment, "XDG_CACHE_HOME": str(tmp_path / "cold")}
    with subprocess.Popen(
        [sys.executable, "-m", "player.cli.main", "show", "./long.toml"],
        cwd=tmp_path, env=cold, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        preexec_fn=listen_to_interrupts,  # noqa: PLW1509 - no threads run here
    ) as speaking:  # fmt: skip
        while len(list((tmp_path / "cold").rglob("*.clip"))) < 20:
            assert speaking.poll() is None
        workers = subprocess.run(
            ["pgrep", "-P", str(speaking.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        assert workers
        speaking.send_signal(signal.SIGINT)
        _, errors = speaking.communicate(timeout=10)
    assert speaking.returncode == 130
    assert errors.strip() == "player: interrupted"
    assert len(list((tmp_path / "cold").rglob("*.clip"))) < 1500
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def test_where_the_sound_goes_is_told(run: Run, short: str) -> None:
    for output in ("null", "short.wav"):
        assert f"Output: {output}" in run("play", short, "--output", output).stderr


def test_a_wrong_output_is_told_before_anything_is_spoken(run: Run, tmp_path: Path) -> None:
    played = run("play", "rest-day", "--output", "x.mp3", XDG_CACHE_HOME=str(tmp_path / "cold"))
    assert played.returncode == 1
    assert not list(tmp_path.rglob("*.clip"))


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
    assert "it must be longer than nothing" in played.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"\x00", "toml-syntax"),
        (b"", "`title` is missing"),
        (b'title = "\x1b[31m"', "toml-syntax"),
        (b"a = " + b"[" * 5000, "too-deep"),
        (b"a." * 50_000 + b"a = 1", "too-deep"),
        (b"a = " + b"9" * 5000, "toml-syntax"),
        (b'title = "x"\n[[step]]\nname = "y"\nhold = 30s\n', 'mend: write hold = "30s"'),
        (b'title = "x"\n[[step]]\nname = "y"\nhold = 3\n[step]\n', "two brackets"),
        (b"#" * (1 << 18) + b"#", "is larger than"),
    ],
    ids=[
        "not utf-8",
        "nul",
        "empty",
        "escape",
        "deep",
        "dotted",
        "number",
        "unquoted",
        "bracket",
        "large",
    ],
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
