"""The listener's own settings: `config.toml` in the config folder.

    voice = "en-us"               # what `--voice` takes; wins over what a routine would like
    rate = 165                    # words a minute

    device = "Headphones"         # where sound goes, as `player devices` lists it
    run-in = "0.3s"               # silence in which the device wakes up, 0s to 5s
    latency = "180ms"             # how late the ear is behind the device, 0s to 2s
    buffer = "200ms"              # sound the device holds, 20ms to 1s; else chosen by itself

    screen = "full"               # or "plain": lines for screen readers and logs
    theme = "dark"                # or "light"; else as the terminal is

    level = 40                    # what `--level`, `--pace` and the options of music take
    pace = "normal"
    music = "~/Music/calm"
    music-volume = -3
    duck = -15
    quiet-rests = true

    [pronounce]                   # how something is spoken, here and in every routine
    "90/90" = "ninety ninety"

    [voices.piper]                # the model that `--voice piper` speaks with
    model = "voices/de_DE-thorsten-medium.onnx"

    [voices.robot]                # a program: `--voice robot`
    command = ["espeak-ng", "-v", "de", "-s", "{rate}", "-w", "{output}", "--stdin"]
    language = "de"

`voice` may also be a table by language: `voice = { en = "en-us", de = "robot" }`. A program's text
is its input, or with `text = "argument"` the argument `{text}`. `timeout` is how long it may take
for a phrase, `"30s"` if nothing is written. It runs in the folder of this file; paths in `command`,
`model` and `music` are from there.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from player.config import values
from player.config.keys import settings
from player.config.table import Table
from player.errors import RequestError
from player.pronounce import Pronunciations, read_pronunciations
from player.units import samples
from player.voices.settings import (
    DEFAULT_TIMEOUT,
    CommandSettings,
    VoiceSettings,
    read_command,
)

FILE_NAME = "config.toml"

LARGEST_BYTES = 256 * 1024
"""Bytes of the file that are read; with more it is at fault."""

_ENGINES = ("pyttsx3", "tone")
_NAME = r"[A-Za-z0-9_-]{1,40}"


class Config(NamedTuple):
    """What the listener has set.

    Attributes:
        voice: What `--voice` takes, by language; by an empty one for all others.
        rate: Words a minute, or None.
        pronounce: How spellings are spoken.
        voices: What engines need to know.
        device: The output device, as it is named; empty for the system's default.
        run_in: Silence before a session, in samples.
        latency: How late the ear is behind what the device tells, in samples.
        buffer: Sound the device holds, in samples; 0 to choose by itself.
        screen: `full` or `plain`.
        theme: `dark`, `light`, or empty for the terminal's own.
        level: From 0 to 100: how far every range is moved through.
        pace: How fast reps are led.
        music: A file, a folder or a playlist to play under sessions, or None.
        music_volume: dB against the usual level of music.
        duck: dB of music under speech, or None for the usual.
        quiet_rests: Whether music is softer in rests.
    """

    voice: tuple[tuple[str, str], ...] = ()
    rate: int | None = None
    pronounce: Pronunciations = ()
    voices: VoiceSettings = VoiceSettings()
    device: str = ""
    run_in: int = samples(0.3)
    latency: int = 0
    buffer: int = 0
    screen: str = "full"
    theme: str = ""
    level: int = 0
    pace: str = "normal"
    music: Path | None = None
    music_volume: float = 0.0
    duck: float | None = None
    quiet_rests: bool = False

    def voice_for(self, language: str) -> str:
        """The voice for a language; empty if none is set for it."""
        voices = dict(self.voice)
        return voices.get(language, voices.get("", ""))


def config_file() -> Path:
    """Where the settings are."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("routine-player", appauthor=False)) / FILE_NAME


@cache
def own_config() -> Config:
    """The settings of this listener, read once.

    Raises:
        RequestError: If they are at fault.
    """
    return read_config(config_file())


def read_config(file: Path) -> Config:
    """Read settings from a file; there need be none.

    Raises:
        RequestError: If it is at fault.
    """
    return config_of(table_of(read_text(file), file), file)


def read_text(file: Path) -> str:
    """The text of a file of settings, a byte order mark and all; empty if there is none.

    Raises:
        RequestError: If it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise RequestError(reason, place=str(file), mend="make it a readable file") from error
    if len(data) > LARGEST_BYTES:
        raise RequestError(f"is larger than {LARGEST_BYTES} bytes", place=str(file))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError("is not UTF-8 text", place=str(file), mend="save it as UTF-8") from error


def table_of(text: str, file: Path) -> dict[str, Any]:
    """What a text says, as it stands there.

    Args:
        text: The text.
        file: Where it comes from, for messages.

    Raises:
        RequestError: If it is not TOML.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise RequestError(f"is not TOML: {error}", place=str(file)) from error


def config_of(table: dict[str, Any], file: Path) -> Config:
    """The settings that a TOML table holds.

    Args:
        table: The whole table.
        file: Where it comes from; paths within are from its folder.

    Raises:
        RequestError: If it is at fault.
    """
    top = Table(table, file, "")
    known = settings(file.parent)
    top.knows(*(one.key for one in known), "pronounce", "voices")
    usual = Config()
    return Config(
        pronounce=top.read("pronounce", read_pronunciations, ()),
        voices=_voices(top.table("voices"), file),
        **{one.field: top.read(one.key, one.read, getattr(usual, one.field)) for one in known},
    )


def _voices(voices: Table, file: Path) -> VoiceSettings:
    model, commands = None, {}
    for name in voices.values:
        one = voices.table(name)
        if name == "piper":
            one.knows("model")
            model = one.read("model", values.path_from(file.parent), None)
        elif name in _ENGINES:
            raise voices.fault(name, "the player's own takes no settings", "choose another name")
        elif not re.fullmatch(_NAME, name):
            mend = "use letters, digits, - and _, up to 40 of them"
            raise voices.fault(name, "this cannot be the name of a voice", mend)
        else:
            commands[name] = _command(name, one)
    return VoiceSettings(commands, model, file.parent / "voices")


def _command(name: str, one: Table) -> CommandSettings:
    one.knows("command", "text", "language", "timeout")
    if "command" not in one.values:
        raise one.fault("command", "it is missing", "write what to run, as a list of arguments")
    by_argument = one.read("text", values.one_of("stdin", "argument"), "stdin") == "argument"
    return CommandSettings(
        name=name,
        command=one.read("command", partial(read_command, by_argument=by_argument), ()),
        file=one.file,
        by_argument=by_argument,
        language=one.read("language", values.language, ""),
        timeout=one.read("timeout", values.timeout, DEFAULT_TIMEOUT),
    )
