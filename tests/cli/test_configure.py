"""`player config`: settings shown, read, changed, and left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.new_users import player


class Settings:
    """A listener's settings, and `player config` over them."""

    def __init__(self, home: dict[str, str], folder: Path) -> None:
        self.file = folder / "config" / "routine-player" / "config.toml"
        self.home = home
        self.folder = folder

    def write(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def run(self, *arguments: str, code: int = 0) -> str:
        """What `player config` prints; of one that fails, what it says."""
        done = player(self.home, self.folder, "config", *arguments)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert bool(done.stderr) == bool(code)
        return done.stderr if code else done.stdout


@pytest.fixture
def settings(home: dict[str, str], tmp_path: Path) -> Settings:
    return Settings(home, tmp_path)


def test_a_new_user_sees_every_default_and_where_files_will_be(settings: Settings) -> None:
    lines = settings.run().splitlines()
    assert any(line.split()[:3] == ["run-in", '"0.3s"', "default"] for line in lines)
    assert any(line.split()[:3] == ["device", "-", "default"] for line in lines)
    assert ["config", str(settings.file), "(not", "there", "yet)"] in [
        line.split() for line in lines
    ]
    named = {line.split()[0] for line in lines[lines.index("") + 1 :]}
    assert named == {
        "config", "routines", "exercises", "sounds", "voices", "journal", "side-files-1",
        "side-files-2", "side-files-3", "cache", "buffers",
    }  # fmt: skip
    assert not settings.file.exists()


def test_what_is_set_is_shown_with_where_it_comes_from(settings: Settings) -> None:
    settings.write('voice = { de = "robot" }\n[pronounce]\n"90/90" = "ninety"\n')
    lines = settings.run().splitlines()
    assert any(line.split()[:3] == ["voice.de", '"robot"', "file"] for line in lines)
    assert any(line.split() == ['pronounce."90/90"', '"ninety"', "file"] for line in lines)
    assert ["config", str(settings.file)] in [line.split() for line in lines]


def test_everything_is_there_for_programs(settings: Settings) -> None:
    settings.write('latency = "180ms"\n[voices.piper]\nmodel = "é.onnx"\n')
    found = json.loads(settings.run("--json"))
    by_key = {one["key"]: (one["value"], one["from"]) for one in found["settings"]}
    assert by_key["latency"] == ("180ms", "file")
    assert by_key["run-in"] == ("0.3s", "default")
    assert by_key["buffer"] == (None, "default")
    assert by_key["voices.piper.model"] == ("é.onnx", "file")
    assert found["files"]["config"] == str(settings.file)
    assert json.loads(settings.run("get", "latency", "--json")) == {
        "key": "latency", "value": "180ms", "from": "file",
    }  # fmt: skip
    assert json.loads(settings.run("set", "level", "40", "--json"))["value"] == 40
    assert json.loads(settings.run("unset", "level", "--json")) == {
        "key": "level", "value": 0, "from": "default",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "written", "read"),
    [
        ("latency", "180ms", 'latency = "180ms"', "180ms"),
        ("latency", "0.18", "latency = 0.18", "0.18"),
        ("rate", "170", "rate = 170", "170"),
        ("duck", "-15", "duck = -15", "-15"),
        ("quiet-rests", "true", "quiet-rests = true", "true"),
        ("theme", "dark", 'theme = "dark"', "dark"),
        ("theme", '"dark"', 'theme = "dark"', "dark"),
        ("device", "2", 'device = "2"', "2"),
        ("device", "Anna's [new] phones", 'device = "Anna\'s [new] phones"', "Anna's [new] phones"),
        ("voice", '{ de = "robot" }', 'voice = {de = "robot"}', 'voice.de = "robot"'),
        ("voice.de", "robot", 'de = "robot"', "robot"),
        ('pronounce."90/90"', "ninety ninety", '"90/90" = "ninety ninety"', "ninety ninety"),
        ("pronounce.90/90", "ninety ninety", '"90/90" = "ninety ninety"', "ninety ninety"),
        ("pronounce.e.g.", "for example", '"e.g." = "for example"', "for example"),
        ("voices.robot.command", '["say", "{output}"]', 'command = ["say", "{output}"]',
         '["say", "{output}"]'),
    ],
)  # fmt: skip
def test_what_is_set_is_written_and_read_again(
    key: str, value: str, written: str, read: str, settings: Settings
) -> None:
    settings.run("set", key, value)
    assert written in settings.text().splitlines()
    assert settings.run("get", key) == f"{read}\n"
    settings.run("unset", key.removesuffix(".command"))
    assert written not in settings.text().splitlines()


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("music", "m.wav", "{here}/m.wav"),
        ("music", '"m.wav"', "{here}/m.wav"),
        ("music", "2", "{here}/2"),
        ("music", "~/calm", "{home}/calm"),
        ("music", "/calm/m.wav", "/calm/m.wav"),
        ("voices.piper.model", "voices/é.onnx", "{here}/voices/é.onnx"),
        ("device", "m.wav", "m.wav"),
    ],
)
def test_a_path_is_from_where_it_is_written(
    key: str, value: str, kept: str, settings: Settings
) -> None:
    settings.run("set", key, value)
    places = {"here": settings.folder, "home": settings.home["HOME"]}
    assert settings.run("get", key) == f"{kept.format(**places)}\n"


def test_a_path_within_a_table_is_from_where_it_is_written(settings: Settings) -> None:
    settings.run("set", "voices.piper", '{ model = "m.onnx" }')
    assert settings.run("get", "voices.piper.model") == f"{settings.folder}/m.onnx\n"


def test_a_path_that_stands_in_the_file_stays_as_it_is(settings: Settings) -> None:
    settings.write('music = "calm"\n')
    settings.run("set", "rate", "170")
    assert settings.text() == 'music = "calm"\nrate = 170\n'


def test_comments_and_order_stay(settings: Settings) -> None:
    settings.write("# mine\nrate = 180 # calm\n\n# dark\ntheme = 'dark'\n")
    assert settings.run("set", "rate", "170") == "rate = 170\n"
    assert settings.text() == "# mine\nrate = 170 # calm\n\n# dark\ntheme = 'dark'\n"


def test_taking_out_says_what_counts_now(settings: Settings) -> None:
    settings.run("set", "run-in", "1s")
    assert settings.run("unset", "run-in") == 'run-in is not set; the default is "0.3s".\n'
    assert settings.run("unset", "run-in") == 'run-in was not set; the default is "0.3s".\n'
    assert settings.run("unset", "device") == "device was not set.\n"


def test_a_table_is_read_key_by_key(settings: Settings) -> None:
    assert settings.run("get", "voices") == ""
    settings.write('[voices.robot]\ncommand = ["say", "{output}"]\ntimeout = "5s"\n')
    assert settings.run("get", "voices.robot").splitlines() == [
        'voices.robot.command = ["say", "{output}"]', 'voices.robot.timeout = "5s"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["get", "latensy"], 1, "did you mean `latency`?"),
        (["set", "run_in", "1s"], 1, "did you mean `run-in`?"),
        (["unset", "zzz"], 1, "allowed here: voice, rate"),
        (["get", "voice.de"], 1, "`voice.de` is not set"),
        (["get", "a b"], 1, "cannot be a key"),
        (["get", "rate = 1\nx"], 1, "cannot be a key"),
        (["set", "rate", "20"], 1, "write 80 to 400"),
        (["set", "latency", "3s"], 1, "0s to 2s"),
        (["set", "music", ""], 1, "text was expected"),
        (["set", "music", "~no-such-person/m.wav"], 1, "write the whole path"),
        (["set", "theme", "drak"], 1, 'write "dark", "light"'),
        (["set", "device", "a\x1bb"], 1, "cannot be shown"),
        (["set", "rate.de", "x"], 1, "a whole number was expected"),
        (["set", "pronounce", "x"], 1, "a table was expected"),
        (["set", "voices.robot.timeout", "5s"], 1, "[voices.robot] `command`: it is missing"),
        (["latency"], 2, "Did you mean: player config get latency"),
        (["latency", "180ms"], 2, "Did you mean: player config set latency 180ms"),
        (["frob"], 2, "No such command"),
        (["--json", "get", "rate"], 2, "behind the subcommand"),
    ],
)
def test_every_mistake_is_one_message_with_its_code(
    arguments: list[str], code: int, told: str, settings: Settings
) -> None:
    assert told in settings.run(*arguments, code=code)
    assert not settings.file.exists()


@pytest.mark.parametrize(
    "arguments", [["set", "theme", "dark"], ["unset", "rate"], ["get", "theme"], [], ["--json"]]
)
@pytest.mark.parametrize("text", ["rate = 20\n", "rate =\n", "\ud800"])
def test_settings_at_fault_are_told_and_left_alone(
    arguments: list[str], text: str, settings: Settings
) -> None:
    settings.file.parent.mkdir(parents=True)
    settings.file.write_bytes(text.encode(errors="surrogatepass"))
    assert str(settings.file) in settings.run(*arguments, code=1)
    assert settings.file.read_bytes() == text.encode(errors="surrogatepass")


def test_what_cannot_be_written_is_told(settings: Settings) -> None:
    settings.file.parent.parent.mkdir()
    settings.file.parent.write_text("a file, no folder")
    assert "cannot be written" in settings.run("set", "rate", "170", code=3)
