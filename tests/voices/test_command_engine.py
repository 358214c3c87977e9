"""Voices that are programs: real ones, started and judged as a stranger's would be."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from player.audio.processing import to_clip
from player.errors import VoiceError
from player.units import SAMPLE_RATE
from player.voices import command_speaker
from player.voices.cache import ClipCache
from player.voices.command_engine import CommandEngine, arguments
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.recorder import Recorder
from player.voices.settings import CommandSettings

CHOICE = VoiceChoice()

BEEP = """
import json, sys, wave
def write(path, samples=8000):
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(b"\\x00\\x20\\x00\\xe0" * (samples // 2))
"""

TELLING = """
import os
with open(sys.argv[1], "w") as file:
    json.dump({"arguments": sys.argv[3:], "input": sys.stdin.read(), "folder": os.getcwd()}, file)
write(sys.argv[2])
"""


CUT_OFF = """
write(sys.argv[1])
with open(sys.argv[1], "r+b") as file:
    file.truncate(20)
"""


def engine(
    folder: Path, program: str, *more: str, timeout: float = 20, by_argument: bool = False
) -> CommandEngine:
    script = folder / "program.py"
    script.write_text(BEEP + program)
    command = (sys.executable, str(script), *more)
    file = folder / "config.toml"
    return CommandEngine(
        CommandSettings("robot", command, file, timeout=timeout, by_argument=by_argument)
    )


def told(folder: Path) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads((folder / "told").read_text())
    return found


def failing(robot: CommandEngine, text: str = "hello") -> str:
    speaker = robot.open(CHOICE)
    try:
        with pytest.raises(VoiceError) as caught:
            speaker.speak(text)
    finally:
        speaker.close()
    assert "[voices.robot]" in caught.value.mend
    return str(caught.value)


def test_a_text_goes_in_and_a_sound_comes_out(tmp_path: Path) -> None:
    robot = engine(tmp_path, TELLING, str(tmp_path / "told"), "{output}", "-r", "{rate}")
    assert robot.availability().works
    speaker = robot.open(VoiceChoice(rate=180))
    try:
        for _ in range(2):
            recording = speaker.speak("Größe \n{output} $(touch x); `y`")
    finally:
        speaker.close()
    assert (recording.rate, len(recording.samples)) == (16_000, 8000)
    assert told(tmp_path) == {
        "arguments": ["-r", "180"],
        "input": "Größe {output} $(touch x); `y`\n",
        "folder": str(tmp_path),
    }


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("Heel down.", "Heel down."),
        ("--output_file=/etc/x", " --output_file=/etc/x"),
        ("@file", " @file"),
        ("/help", " /help"),
        ("{output} and {rate}", " {output} and {rate}"),
        ("90/90; rm -rf ~", "90/90; rm -rf ~"),
    ],
)
def test_a_text_stays_one_argument_and_is_no_option(
    text: str, argument: str, tmp_path: Path
) -> None:
    robot = engine(
        tmp_path, TELLING, str(tmp_path / "told"), "{output}", "{text}", "--say={text}",
        by_argument=True,
    )  # fmt: skip
    speaker = robot.open(CHOICE)
    try:
        speaker.speak(text)
    finally:
        speaker.close()
    assert told(tmp_path)["arguments"] == [argument, f"--say={text}"]
    assert told(tmp_path)["input"] == ""


def test_places_are_filled_once() -> None:
    values = {"output": "{text}", "text": "{rate}", "rate": "165"}
    assert arguments(("{output}", "{text}{rate}", "{}", "{other}"), values) == [
        "{text}", " {rate}165", "{}", "{other}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("sys.exit('first\\n\\x1b[31mthe last word\\n')", "code 1: \ufffd[31mthe last word"),
        ("sys.exit(3)", "ended with code 3"),
        ("import os; os.kill(os.getpid(), 9)", "ended with code -9"),
        ("pass", "wrote no file"),
        ("open(sys.argv[1], 'w').write('not a sound')", "cannot be read"),
        ("open(sys.argv[1], 'w').close()", "cannot be read"),
        ("import os; os.mkdir(sys.argv[1])", "wrote no file"),
        (CUT_OFF, "cannot be read"),
    ],
)  # fmt: skip
@pytest.mark.skipif(sys.platform == "win32", reason="codes and signals are POSIX")
def test_a_program_that_fails_is_one_clear_error(program: str, reason: str, tmp_path: Path) -> None:
    message = failing(engine(tmp_path, program, "{output}"))
    assert reason in message
    assert '"hello"' in message
    assert "\x1b" not in message


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    message = failing(engine(tmp_path, "import time; time.sleep(60)", "{output}", timeout=0.3))
    assert "not done within 0.3 seconds" in message


@pytest.mark.parametrize("where", ["sys.argv[1]", "2"])
def test_a_program_that_writes_without_end_is_ended(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_speaker, "LARGEST_FILE", 100_000)
    program = (
        f"file = open({where}, 'wb', buffering=0)\n"
        "import time\n"
        "while True:\n"
        "    file.write(bytes(10_000)); time.sleep(0.01)\n"
    )
    assert "writes without end" in failing(engine(tmp_path, program, "{output}"))


def test_too_large_a_file_and_too_long_a_sound_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = engine(tmp_path, "write(sys.argv[1])", "{output}")
    monkeypatch.setattr(command_speaker, "LARGEST_FILE", 10_000)
    message = failing(robot)
    assert "too large a file" in message or "without end" in message
    monkeypatch.undo()
    monkeypatch.setattr(command_speaker, "MOST_SAMPLES", 7999)
    assert "too long a sound" in failing(robot)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    speaker = engine(tmp_path, "write(sys.argv[1])", "{output}").open(CHOICE)
    speaker.speak("one")
    assert not list((tmp_path / "temporary").rglob("*.wav"))
    speaker.close()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are seen in /proc")
def test_closing_ends_a_phrase_that_is_being_spoken_and_all_that_was_started(
    tmp_path: Path,
) -> None:
    program = (
        "import os, subprocess, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(tmp_path / 'part')!r}, 'w').write(str(child.pid))\n"
        f"os.rename({str(tmp_path / 'part')!r}, {str(tmp_path / 'child')!r})\n"
        "time.sleep(600)\n"
    )
    speaker = engine(tmp_path, program, "{output}", timeout=600).open(CHOICE)
    failures: list[str] = []

    def speak() -> None:
        try:
            speaker.speak("hello")
        except VoiceError as error:
            failures.append(str(error))

    thread = threading.Thread(target=speak)
    thread.start()
    while not (tmp_path / "child").exists():
        assert thread.is_alive()
    speaker.close()
    thread.join(20)
    assert not thread.is_alive()
    assert len(failures) == 1
    assert "was stopped" in failures[0]
    state = Path("/proc") / (tmp_path / "child").read_text() / "stat"
    until = time.monotonic() + 20
    while running(state):
        assert time.monotonic() < until
    with pytest.raises(VoiceError, match="was stopped"):
        speaker.speak("again")


def running(state: Path) -> bool:
    try:
        return state.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def test_many_phrases_are_recorded_at_once(tmp_path: Path) -> None:
    robot = engine(tmp_path, "write(sys.argv[1], 2 * len(sys.stdin.read()) * 1000)", "{output}")
    texts = ["a" * size for size in range(1, 21)]
    cache = ClipCache(tmp_path / "cache")
    shapes = Recorder(robot, CHOICE, cache, tell=print).record(texts)
    lengths = [shapes[text].length for text in texts]
    assert lengths == sorted(lengths)
    assert lengths[0] > SAMPLE_RATE // 10


def test_an_empty_sound_names_the_phrase(tmp_path: Path) -> None:
    robot = engine(tmp_path, "write(sys.argv[1], 0)", "{output}")
    with pytest.raises(VoiceError, match="says nothing"):
        Recorder(robot, CHOICE, ClipCache(tmp_path), tell=print).record(["hello"])


def test_a_program_that_is_not_there_is_told_with_its_mend(tmp_path: Path) -> None:
    for program in ("no-such-program", "./none", "/nonexistent/none", str(tmp_path), "a" * 5000):
        settings = CommandSettings("robot", (program, "{output}"), tmp_path / "config.toml")
        available = CommandEngine(settings).availability()
        assert not available.works
        assert "no program" in available.reason
        assert "[voices.robot]" in available.mend
        with pytest.raises(VoiceUnavailableError):
            CommandEngine(settings).open(CHOICE)


def test_a_batch_file_is_refused_because_a_shell_would_run_it(tmp_path: Path) -> None:
    batch = tmp_path / "speak.BAT"
    batch.write_text("")
    batch.chmod(0o755)
    settings = CommandSettings("robot", ("./speak.BAT", "{output}"), tmp_path / "config.toml")
    assert "batch file" in CommandEngine(settings).availability().reason


@pytest.mark.skipif(sys.platform == "win32", reason="scripts with a first line are POSIX")
def test_a_program_that_cannot_be_started_gives_way_to_another_voice(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/nonexistent/interpreter\n")
    broken.chmod(0o755)
    settings = CommandSettings("robot", ("./broken", "{output}"), tmp_path / "config.toml")
    speaker = CommandEngine(settings).open(CHOICE)
    try:
        with pytest.raises(VoiceUnavailableError, match="cannot be started"):
            speaker.speak("hello")
    finally:
        speaker.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the PATH is searched the POSIX way")
def test_a_program_of_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    program = tmp_path / "here" / "speak"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", os.pathsep.join((".", "/nonexistent")))
    robot = CommandEngine(CommandSettings("robot", ("speak",), tmp_path / "config.toml"))
    assert not robot.availability().works
    monkeypatch.setenv("PATH", str(tmp_path / "here"))
    assert robot.availability().works


def test_it_has_one_voice_of_its_language(tmp_path: Path) -> None:
    robot = CommandEngine(
        CommandSettings("robot", ("x",), tmp_path / "config.toml", language="de-DE")
    )
    assert [voice.languages for voice in robot.voices()] == [("de-DE",)]
    assert robot.voices("de")
    assert not robot.voices("fr")
    with pytest.raises(VoiceUnavailableError, match="no voice"):
        robot.open(VoiceChoice("anna"))


def test_the_fingerprint_changes_with_what_the_sound_depends_on(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.write_text("one")
    same = CommandSettings("robot", (sys.executable, "model"), tmp_path / "config.toml")

    def of(settings: CommandSettings, rate: int = 165) -> str:
        return CommandEngine(settings).fingerprint(VoiceChoice(rate=rate))

    assert of(same) == of(same, rate=180)
    assert of(same) != of(same._replace(by_argument=True))
    assert of(same) != of(same._replace(command=(sys.executable, "model", "x")))
    with_rate = same._replace(command=(sys.executable, "{rate}"))
    assert of(with_rate) != of(with_rate, rate=180)
    for written in ("model", "--model=model", str(model)):
        one = same._replace(command=(sys.executable, written))
        before = of(one)
        assert of(one) == before
        model.write_text(model.read_text() + "more")
        assert of(one) != before
    program = tmp_path / "program"
    program.write_text("")
    program.chmod(0o755)
    own = same._replace(command=("./program",))
    before = of(own)
    program.write_text("another")
    assert of(own) != before


def test_what_it_makes_becomes_a_clip(tmp_path: Path) -> None:
    speaker = engine(tmp_path, "write(sys.argv[1])", "{output}").open(CHOICE)
    try:
        assert len(to_clip(speaker.speak("hello")).samples) > SAMPLE_RATE // 3
    finally:
        speaker.close()
