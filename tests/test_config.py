"""The listener's settings: what a file says, and every way it can be at fault."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import player.config
from player.config import LARGEST_BYTES, Config, config_of, read_config
from player.config.keys import settings
from player.errors import RequestError
from player.voices.settings import CommandSettings, VoiceSettings

WHOLE = """
voice = "robot"
rate = 180

[pronounce]
"90/90" = "ninety ninety"

[voices.piper]
model = "models/de_DE-anna-low.onnx"

[voices.robot]
command = ["espeak-ng", "-s", "{rate}", "-w", "{output}", "--stdin"]

[voices.R2-D2]
command = ["./say", "--to={output}", "--", "{text}"]
text = "argument"
language = "de_at"
timeout = "1m30s"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, WHOLE)
    assert read_config(file) == Config(
        voice=(("", "robot"),),
        rate=180,
        pronounce=(("90/90", "ninety ninety"),),
        voices=VoiceSettings(
            commands={
                "robot": CommandSettings(
                    "robot", ("espeak-ng", "-s", "{rate}", "-w", "{output}", "--stdin"), file
                ),
                "R2-D2": CommandSettings(
                    "R2-D2", ("./say", "--to={output}", "--", "{text}"), file,
                    by_argument=True, language="de-AT", timeout=90,
                ),
            },
            piper_model=tmp_path / "models" / "de_DE-anna-low.onnx",
            piper_folder=tmp_path / "voices",
        ),
    )  # fmt: skip


def test_there_need_be_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for file in (tmp_path / "none" / "config.toml", tmp_path / "file" / "config.toml"):
        found = read_config(file)
        assert found == Config(voices=VoiceSettings(piper_folder=file.parent / "voices"))
        assert found.voice_for("de") == ""


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, "\ufeff# nothing\r\n")) == read_config(tmp_path / "none")


def test_a_voice_can_depend_on_the_language(tmp_path: Path) -> None:
    by_language = read_config(written(tmp_path, 'voice = { en = "en-us", de = "robot" }'))
    assert [by_language.voice_for(one) for one in ("en", "de", "fr")] == ["en-us", "robot", ""]
    for_all = read_config(written(tmp_path, 'voice = "robot"'))
    assert [for_all.voice_for(one) for one in ("en", "fr")] == ["robot", "robot"]


def test_the_documentation_shows_a_file_that_can_be_read(tmp_path: Path) -> None:
    assert player.config.__doc__ is not None
    text = player.config.__doc__.split("\n\n", 1)[1].split("\n\n`voice` may")[0]
    found = config_of(tomllib.loads(text), tmp_path / "config.toml")
    assert found.rate == 165
    assert set(found.voices.commands) == {"robot"}
    assert found.pronounce == (("90/90", "ninety ninety"),)
    written_as_usual = {"run_in", "screen", "pace"}
    shown = {key for key in Config._fields if getattr(found, key) != getattr(Config(), key)}
    assert shown | written_as_usual == set(Config._fields)


def test_device_screen_and_session_are_set(tmp_path: Path) -> None:
    found = read_config(
        written(
            tmp_path,
            'device = "Headphones"\nrun-in = "0.5s"\nlatency = "180ms"\nbuffer = "200 ms"\n'
            'screen = "plain"\ntheme = "light"\nlevel = 40\npace = "brisk"\nmusic = "calm"\n'
            "music-volume = -3\nduck = -15.5\nquiet-rests = true\n",
        )
    )
    assert found._replace(voices=VoiceSettings()) == Config(
        device="Headphones", run_in=24_000, latency=8640, buffer=9600, screen="plain",
        theme="light", level=40, pace="brisk", music=tmp_path / "calm", music_volume=-3.0,
        duck=-15.5, quiet_rests=True,
    )  # fmt: skip


def test_every_default_is_what_reading_it_gives(tmp_path: Path) -> None:
    for one in settings(tmp_path):
        if one.usual is not None:
            assert one.read(one.usual) == getattr(Config(), one.field), one.key


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('"180ms"', 8640), ('"0.18s"', 8640), ("0.18", 8640), ('"0 ms"', 0), ("2", 96_000),
        ('" 1.5 ms "', 72), ('"2000ms"', 96_000),
    ],
)  # fmt: skip
def test_times_may_be_milliseconds(text: str, count: int, tmp_path: Path) -> None:
    assert read_config(written(tmp_path, f"latency = {text}")).latency == count


COMMAND = '[voices.x]\ncommand = ["say", "{output}"]\n'


@pytest.mark.parametrize(
    ("text", "place", "reason", "mend"),
    [
        ('voise = "x"', "`voise`", "not a key", "did you mean `voice`?"),
        ("zzz = 1", "`zzz`", "not a key", "allowed here: voice, rate, device"),
        ("voice = 3", "`voice`", "text was expected", "quotes"),
        ('voice = " "', "`voice`", "text was expected", "quotes"),
        ('voice = "a\\u001b"', "`voice`", "cannot be shown", "rewrite"),
        (f'voice = "{"a" * 1001}"', "`voice`", "too long", "rewrite"),
        ('voice = { english = "x" }', "`voice`", "a language was expected", '"de"'),
        ("voice = { en = 1 }", "`voice`", "text was expected", "quotes"),
        ("rate = 20", "`rate`", "whole number", "80 to 400"),
        ("rate = true", "`rate`", "whole number", "80 to 400"),
        ("rate = 165.5", "`rate`", "whole number", "80 to 400"),
        ("device = 2", "`device`", "text was expected", "quotes"),
        ('run-in = "6s"', "`run-in`", "0s to 5s", '"0.3s"'),
        ("run-in = -1", "`run-in`", "0s to 5s", '"0.3s"'),
        ('latency = "2001ms"', "`latency`", "0s to 2s", '"180ms"'),
        ('latency = "100-200ms"', "`latency`", "no unit", '"180ms"'),
        ("latency = 180", "`latency`", "0s to 2s", '"180ms"'),
        ('latency = "ms"', "`latency`", "not a time", '"180ms"'),
        ("latency = true", "`latency`", "a time was expected", '"180ms"'),
        ("latency = nan", "`latency`", "24 hours", '"180ms"'),
        ('buffer = "19ms"', "`buffer`", "20ms to 1s", '"200ms"'),
        ('buffer = "20-30s"', "`buffer`", "20ms to 1s", '"200ms"'),
        ('screen = "big"', "`screen`", "no such choice", '"full" or "plain"'),
        ('theme = "Dark"', "`theme`", "no such choice", '"dark", "light" or ""'),
        ("level = 101", "`level`", "whole number", "0 to 100"),
        ("level = false", "`level`", "whole number", "0 to 100"),
        ('pace = "fast"', "`pace`", "no such choice", '"brisk"'),
        ("music = []", "`music`", "text was expected", "quotes"),
        ("music-volume = 13", "`music-volume`", "a number was expected", "-40 to 12"),
        ("music-volume = nan", "`music-volume`", "a number was expected", "-40 to 12"),
        ("duck = 1", "`duck`", "a number was expected", "-60 to 0"),
        ("duck = true", "`duck`", "a number was expected", "-60 to 0"),
        ('quiet-rests = "yes"', "`quiet-rests`", "true or false", "true or false"),
        ("runin = 1", "`runin`", "not a key", "did you mean `run-in`?"),
        ('pronounce = "x"', "`pronounce`", "a table was expected", "90/90"),
        ('[pronounce]\n"?" = "x"', "`pronounce`", "no word", "90/90"),
        ("voices = 3", "`voices`", "a table was expected", "[voices.its-name]"),
        ("[voices]\nx = 3", "[voices] `x`", "a table was expected", "[voices.its-name]"),
        ("[voices.tone]", "[voices] `tone`", "the player's own", "another name"),
        ("[voices.pyttsx3]", "[voices] `pyttsx3`", "the player's own", "another name"),
        ('[voices."a b"]', "[voices] `a b`", "cannot be the name", "letters"),
        ('[voices."a:b"]', "[voices] `a:b`", "cannot be the name", "letters"),
        ("[voices.x]", "[voices.x] `command`", "missing", "list of arguments"),
        ('[voices.piper]\ncommand = ["x"]', "[voices.piper] `command`", "not a key", "model"),
        ("[voices.piper]\nmodel = 3", "[voices.piper] `model`", "text was expected", "quotes"),
        (f"{COMMAND}texd = 'stdin'", "[voices.x] `texd`", "not a key", "did you mean `text`?"),
        (f"{COMMAND}text = 'file'", "[voices.x] `text`", "no such choice", '"argument"'),
        (f"{COMMAND}text = []", "[voices.x] `text`", "no such choice", '"argument"'),
        (f"{COMMAND}text = 'argument'", "`command`", "has no place", "{text}"),
        (f"{COMMAND}language = 'German!'", "`language`", "language was expected", '"de"'),
        (f"{COMMAND}timeout = '0s'", "`timeout`", "1s to 10min", '"30s"'),
        (f"{COMMAND}timeout = '11min'", "`timeout`", "1s to 10min", '"30s"'),
        (f"{COMMAND}timeout = '5-9s'", "`timeout`", "1s to 10min", '"30s"'),
        (f"{COMMAND}timeout = 'soon'", "`timeout`", "not a time", '"30s"'),
    ],
)
def test_a_fault_is_told_with_its_place_and_mend(
    text: str, place: str, reason: str, mend: str, tmp_path: Path
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(RequestError) as caught:
        read_config(file)
    assert caught.value.place.startswith(f"{file}: ")
    assert place in caught.value.place
    assert reason in caught.value.reason
    assert mend in caught.value.mend


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ('"say {output}"', "no shell takes it apart"),
        ("[]", "a list of arguments"),
        ("3", "a list of arguments"),
        ('["say", 3, "{output}"]', "no text"),
        ('["say", "a\\u0000b", "{output}"]', "cannot be shown"),
        ('["", "{output}"]', "no program"),
        ('["{text}", "{output}"]', "no program"),
        ('["say"]', "where to write"),
        ('["say", "{ouput}"]', "{ouput} is no place"),
        ('["say", "{output}", "{text}"]', "the text is the input"),
        ("[" + '"x",' * 101 + "]", "a list of arguments"),
        (f'["say", "{"x" * 5000}", "{{output}}"]', "too long"),
    ],
)
def test_a_faulty_command_is_told(command: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        read_config(written(tmp_path, f"[voices.x]\ncommand = {command}"))
    assert reason in caught.value.reason
    assert caught.value.mend


def test_braces_that_are_no_places_are_arguments(tmp_path: Path) -> None:
    text = """[voices.x]\ncommand = ["say", "{}", '{"a": 1}', "{output}"]"""
    found = read_config(written(tmp_path, text)).voices.commands["x"]
    assert found.command == ("say", "{}", '{"a": 1}', "{output}")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"voice = ", "is not TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"a = " + b"[" * 5000, "is not TOML"),
        (b"a = " + b"9" * 5000, "is not TOML"),
        (b"#" * (LARGEST_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(data: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    with pytest.raises(RequestError, match=reason) as caught:
        read_config(file)
    assert caught.value.place == str(file)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(RequestError, match="cannot be read"):
        read_config(tmp_path / "config.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="~ names people the POSIX way")
def test_a_model_may_be_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    text = '[voices.piper]\nmodel = "{}/x.onnx"'
    found = read_config(written(tmp_path, text.format("~")))
    assert found.voices.piper_model == Path("/home/anna/x.onnx")
    with pytest.raises(RequestError, match="home directory"):
        read_config(written(tmp_path, text.format("~no-such-person")))


KEYS = st.sampled_from(
    ["voice", "pronounce", "voices", "command", "text", "model", "piper", "x", "timeout"]
    + [one.key for one in settings(Path())]
) | st.text(max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_table_is_read_or_told(table: dict[str, object]) -> None:
    told = ("a reason", "a mend", "config.toml")
    try:
        config_of(table, Path("config.toml"))
    except RequestError as error:
        told = (error.reason, error.mend, error.place)
    assert all(told)
    assert "config.toml" in told[2]


def test_reading_settings_loads_nothing_heavy(environment: dict[str, str]) -> None:
    program = (
        "import sys\n"
        "from player.config import own_config\n"
        "own_config()\n"
        "heavy = {'numpy', 'tomlkit', 'subprocess', 'importlib.metadata', 'difflib'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
