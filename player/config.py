"""The listener's own settings: `config.toml` in the config folder.

    voice = "en-us"               # what `--voice` takes; wins over what a routine would like
    rate = 165                    # words a minute

    [pronounce]                   # how something is spoken, here and in every routine
    "90/90" = "ninety ninety"

    [voices.piper]                # the model that `--voice piper` speaks with
    model = "voices/de_DE-thorsten-medium.onnx"

    [voices.robot]                # a program: `--voice robot`
    command = ["espeak-ng", "-v", "de", "-s", "{rate}", "-w", "{output}", "--stdin"]
    language = "de"

`voice` may also be a table by language: `voice = { en = "en-us", de = "robot" }`. A program's text
is its input, or with `text = "argument"` the argument `{text}`. `timeout` is how long it may take
for a phrase, `"30s"` if nothing is written. It runs in the folder of this file; paths in `command`
and `model` are from there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from player.errors import RequestError
from player.pronounce import Pronunciations, read_pronunciations
from player.units import Unreadable, read_duration, seconds
from player.voices.languages import tidy
from player.voices.settings import (
    DEFAULT_TIMEOUT,
    CommandSettings,
    VoiceSettings,
    read_command,
)

FILE_NAME = "config.toml"

LARGEST_BYTES = 256 * 1024
"""Bytes of the file that are read; with more it is at fault."""

LOWEST_RATE, HIGHEST_RATE = 80, 400
"""Words a minute, as `--rate` takes them."""

LONGEST_TEXT = 1000
"""Characters a text of the file may have."""

SHORTEST_TIMEOUT, LONGEST_TIMEOUT = 1.0, 600.0
"""Seconds a program may be given for one phrase."""

_ENGINES = ("pyttsx3", "tone")
_NAME = r"[A-Za-z0-9_-]{1,40}"
_LANGUAGE = r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}"


class Config(NamedTuple):
    """What the listener has set.

    Attributes:
        voice: What `--voice` takes, by language; by an empty one for all others.
        rate: Words a minute, or None.
        pronounce: How spellings are spoken.
        voices: What engines need to know.
    """

    voice: tuple[tuple[str, str], ...] = ()
    rate: int | None = None
    pronounce: Pronunciations = ()
    voices: VoiceSettings = VoiceSettings()

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
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return config_of({}, file)
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise RequestError(reason, place=str(file), mend="make it a readable file") from error
    if len(data) > LARGEST_BYTES:
        raise RequestError(f"is larger than {LARGEST_BYTES} bytes", place=str(file))
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RequestError("is not UTF-8 text", place=str(file), mend="save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise RequestError(f"is not TOML: {error}", place=str(file)) from error
    return config_of(table, file)


def config_of(table: dict[str, Any], file: Path) -> Config:
    """The settings that a TOML table holds.

    Args:
        table: The whole table.
        file: Where it comes from; paths within are from its folder.

    Raises:
        RequestError: If it is at fault.
    """
    top = _Table(table, file, "")
    top.knows("voice", "rate", "pronounce", "voices")
    voices = _Table(top.read("voices", _table, {}), file, "voices")
    model, commands = None, {}
    for name in voices.values:
        one = _Table(voices.read(name, _table, {}), file, f"voices.{name}")
        if name == "piper":
            one.knows("model")
            model = one.read("model", _path_from(file.parent), None)
        elif name in _ENGINES:
            raise voices.fault(name, "the player's own takes no settings", "choose another name")
        elif not re.fullmatch(_NAME, name):
            mend = "use letters, digits, - and _, up to 40 of them"
            raise voices.fault(name, "this cannot be the name of a voice", mend)
        else:
            commands[name] = _command(name, one)
    return Config(
        voice=top.read("voice", _voice, ()),
        rate=top.read("rate", _rate, None),
        pronounce=top.read("pronounce", read_pronunciations, ()),
        voices=VoiceSettings(commands, model, file.parent / "voices"),
    )


def _command(name: str, one: _Table) -> CommandSettings:
    one.knows("command", "text", "language", "timeout")
    if "command" not in one.values:
        raise one.fault("command", "it is missing", "write what to run, as a list of arguments")
    by_argument = one.read("text", _text_way, "stdin") == "argument"
    return CommandSettings(
        name=name,
        command=one.read("command", partial(read_command, by_argument=by_argument), ()),
        file=one.file,
        by_argument=by_argument,
        language=one.read("language", _language, ""),
        timeout=one.read("timeout", _timeout, DEFAULT_TIMEOUT),
    )


class _Table:
    """A table of the file, its values read one by one.

    Args:
        values: The table.
        file: Where it stands.
        name: What it is called there; empty for the top.
    """

    def __init__(self, values: dict[str, Any], file: Path, name: str) -> None:
        self.values = values
        self.file = file
        self._name = name

    def knows(self, *keys: str) -> None:
        """Fault a key that is none of these."""
        for key in self.values:
            if key not in keys:
                import difflib

                near = difflib.get_close_matches(key, keys, 1)
                mend = f"did you mean `{near[0]}`?" if near else f"allowed here: {', '.join(keys)}"
                raise self.fault(key, "is not a key here", mend)

    def read(self, key: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        """Read the value of a key, if there is one."""
        if key not in self.values:
            return otherwise
        try:
            return reader(self.values[key])
        except Unreadable as error:
            raise self.fault(key, error.reason, error.mend) from error

    def fault(self, key: str, reason: str, mend: str) -> RequestError:
        """What is wrong with a key, and where it stands."""
        where = f"[{self._name}] " if self._name else ""
        return RequestError(reason, place=f"{self.file}: {where}`{key}`", mend=mend)


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("wrong-type", "a table was expected", "write it as [voices.its-name]")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("wrong-type", "text was expected", 'put it in quotes: "…"')
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise Unreadable("unusable", "it is too long, or holds what cannot be shown", "rewrite it")
    return value


def _voice(value: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict):
        return tuple((_language(language), _text(voice)) for language, voice in value.items())
    return (("", _text(value)),)


def _rate(value: Any) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not LOWEST_RATE <= value <= HIGHEST_RATE:
        mend = f"write {LOWEST_RATE} to {HIGHEST_RATE} words a minute"
        raise Unreadable("out-of-bounds", "a whole number was expected", mend)
    return int(value)


def _language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_LANGUAGE, value):
        raise Unreadable(
            "not-a-language", "a language was expected", 'write it like "de" or "en-GB"'
        )
    return tidy(value)


def _path_from(folder: Path) -> Callable[[Any], Path]:
    def read(value: Any) -> Path:
        try:
            return folder / Path(_text(value)).expanduser()
        except RuntimeError as error:
            raise Unreadable("no-such-home", str(error), "write the whole path") from error

    return read


def _text_way(value: Any) -> str:
    if not isinstance(value, str) or value not in {"stdin", "argument"}:
        raise Unreadable("unknown-word", "is no such choice", 'write "stdin" or "argument"')
    return value


def _timeout(value: Any) -> float:
    length = read_duration(value)
    limit = seconds(length.low)
    if length.low != length.high or not SHORTEST_TIMEOUT <= limit <= LONGEST_TIMEOUT:
        raise Unreadable("out-of-bounds", "one time from 1s to 10min was expected", 'write "30s"')
    return limit
