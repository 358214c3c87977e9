"""`player voices`: the list, and trying one."""

from __future__ import annotations

import json
import shlex
import sys
import wave
from pathlib import Path

import pytest
from support.program import Run

SPEAKING = """
import sys, wave
text = sys.stdin.read()
with wave.open(sys.argv[1], "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(b"\\x00\\x20\\x00\\xe0" * (len(text) * 1000))
print("heard:", text, file=open(sys.argv[2], "a"))
"""


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The environment of a listener with settings of their own."""
    folder = tmp_path / "config" / "routine-player"
    folder.mkdir(parents=True)
    (folder / "speak.py").write_text(SPEAKING)
    program = json.dumps([sys.executable, "speak.py", "{output}", str(tmp_path / "heard")])
    (folder / "config.toml").write_text(
        'voice = { de = "robot" }\n[pronounce]\n"90/90" = "ninety ninety"\n'
        f'[voices.robot]\ncommand = {program}\nlanguage = "de"\n'
        '[voices.lost]\ncommand = ["no-such-program", "{output}"]\n',
        encoding="utf-8",
    )
    return {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


def heard(folder: Path) -> list[str]:
    return (folder / "heard").read_text(encoding="utf-8").split("heard: ")[1:]


def test_every_engine_is_listed_with_its_voices(run: Run, settings: dict[str, str]) -> None:
    listed = run("voices", **settings)
    assert (listed.returncode, listed.stderr) == (0, "")
    lines = listed.stdout.splitlines()
    assert any(line.split() == ["tone", "any", "a", "tone", "for", "each", "word"]
               for line in lines)  # fmt: skip
    assert any(line.split() == ["robot", "de", "robot"] for line in lines)
    assert any(line.startswith("pyttsx3:") for line in lines)
    assert any('lost: not available: there is no program "no-such-program"' in line
               for line in lines)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="the voices are espeak-ng's")
def test_the_voices_of_a_language_are_listed(run: Run, settings: dict[str, str]) -> None:
    listed = run("voices", "--language", "DE_de", **settings).stdout
    assert [line.split()[0] for line in listed.splitlines()[:3]] == [
        "pyttsx3:gmw/de", "tone", "robot",
    ]  # fmt: skip
    nobody = run("voices", "--language", "xx", **settings).stdout
    assert "pyttsx3: no voice for xx" in nobody


def test_the_list_is_there_for_programs(run: Run, settings: dict[str, str]) -> None:
    listed = json.loads(run("voices", "--json", "--language", "de", **settings).stdout)
    by_name = {one["engine"]: one for one in listed}
    assert by_name["robot"]["voices"] == [
        {"voice": "robot", "id": "", "name": "robot", "languages": ["de"]}
    ]
    assert not by_name["lost"]["works"]
    assert by_name["lost"]["reason"]
    assert by_name["lost"]["mend"]
    assert by_name["tone"]["works"]
    assert "piper" in by_name


@pytest.mark.skipif(sys.platform != "linux", reason="stands in for a broken library on Linux")
def test_an_engine_that_does_not_start_is_listed_with_the_reason(run: Run, tmp_path: Path) -> None:
    from support.program import ROOT

    (tmp_path / "site" / "espeakng_loader").mkdir(parents=True)
    (tmp_path / "site" / "espeakng_loader" / "__init__.py").write_text(
        "def get_library_path(): return '/nonexistent.so'\n"
    )
    listed = run("voices", PYTHONPATH=f"{tmp_path / 'site'}:{ROOT}")
    assert listed.returncode == 0
    assert "pyttsx3: not available: the voice does not start" in listed.stdout
    assert "tone" in listed.stdout


@pytest.mark.parametrize("voice", ["", "--voice tone", "--voice robot --rate 200"])
def test_a_voice_is_tried(voice: str, run: Run, settings: dict[str, str], tmp_path: Path) -> None:
    tried = run(
        "voices", "--say", "Knee over the toes.", *shlex.split(voice), "--output", "x.wav",
        **settings,
    )  # fmt: skip
    assert tried.returncode == 0, tried.stderr
    assert tried.stdout == "Knee over the toes.\n"
    assert tried.stderr == "Output: x.wav\n"
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert 0.5 < file.getnframes() / file.getframerate() < 5


def test_a_text_is_pronounced_as_it_is_set(
    run: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    tried = run("voices", "--say", "90/90, go", "--voice", "robot", "--output", "null", **settings)
    assert tried.stdout == "90/90, go\n"
    assert heard(tmp_path) == ["ninety ninety, go\n\n"]


def test_the_language_of_the_text_picks_the_voice_that_is_set(
    run: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    command = ("voices", "--say", "Los", "--output", "null", "--language")
    assert run(*command, "de", **settings).returncode == 0
    assert heard(tmp_path) == ["Los\n\n"]
    refused = run(*command, "xx", **settings)
    assert refused.returncode == 3
    assert 'no voice for the language "xx"' in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["--say", "hello", "--json"], 2, "--json goes with the list"),
        (["--voice", "tone"], 2, "go with --say"),
        (["--rate", "200"], 2, "go with --say"),
        (["--say", ""], 2, "the text is empty"),
        (["--say", "?"], 2, "no word in it"),
        (["--say", "a\x1b[31m"], 2, "cannot be shown or spoken"),
        (["--say", "a " * 400], 2, "characters"),
        (["--say", "hello", "--voice", "nobody"], 3, 'no voice "nobody"'),
        (["--say", "hello", "--voice", "lost"], 3, "no program"),
        (["--say", "hello", "--voice", "tone:high"], 3, "write just: tone"),
        (["--say", "hello", "--voice", "piper:x.onnx"], 3, "piper"),
        (["--say", "hello", "--output", "tape"], 1, 'no output "tape"'),
    ],
)
def test_every_mistake_is_one_message_with_its_code(
    arguments: list[str], code: int, reason: str, run: Run, settings: dict[str, str]
) -> None:
    tried = run("voices", *arguments, **settings)
    assert tried.returncode == code, tried.stderr
    assert reason in tried.stderr
    assert "Traceback" not in tried.stderr
    assert "\x1b" not in tried.stderr


def test_settings_at_fault_are_told_with_their_place(
    run: Run, settings: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "config" / "routine-player" / "config.toml"
    file.write_text('[voices.robot]\ncommand = "say {text}"\n')
    tried = run("voices", **settings)
    assert tried.returncode == 1
    assert f"{file}: [voices.robot] `command`" in tried.stderr
    assert "no shell takes it apart" in tried.stderr
