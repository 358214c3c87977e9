"""The values of `config.toml`, each read by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from player.units import Range, Unreadable, read_duration, samples, seconds
from player.voices.languages import tidy

LOWEST_RATE, HIGHEST_RATE = 80, 400
"""Words a minute, as `--rate` takes them."""

LONGEST_TEXT = 1000
"""Characters a text of the file may have."""

_LANGUAGE = r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}"
_MILLISECONDS = re.compile(r"\s*(\d{1,6}(?:\.\d+)?) ?ms\s*", re.ASCII)


def text(value: Any) -> str:
    """Text that can be shown, and is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("wrong-type", "text was expected", 'put it in quotes: "…"')
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise Unreadable("unusable", "it is too long, or holds what cannot be shown", "rewrite it")
    return value


def voice(value: Any) -> tuple[tuple[str, str], ...]:
    """A voice, or a table of voices by language."""
    if isinstance(value, dict):
        return tuple((language(key), text(one)) for key, one in value.items())
    return (("", text(value)),)


def rate(value: Any) -> int:
    """Words a minute."""
    if not _whole(value) or not LOWEST_RATE <= value <= HIGHEST_RATE:
        mend = f"write {LOWEST_RATE} to {HIGHEST_RATE} words a minute"
        raise Unreadable("out-of-bounds", "a whole number was expected", mend)
    return int(value)


def level(value: Any) -> int:
    """How far ranges are moved through."""
    if not _whole(value) or not 0 <= value <= 100:  # noqa: PLR2004 - a hundred is all of it
        raise Unreadable("out-of-bounds", "a whole number was expected", "write 0 to 100")
    return int(value)


def language(value: Any) -> str:
    """A language, such as `de` or `en-GB`."""
    if not isinstance(value, str) or not re.fullmatch(_LANGUAGE, value):
        raise Unreadable(
            "not-a-language", "a language was expected", 'write it like "de" or "en-GB"'
        )
    return tidy(value)


def switch(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unreadable("wrong-type", "true or false was expected", "write true or false")
    return value


def one_of(*words: str) -> Callable[[Any], str]:
    """Reads one of some words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise Unreadable("unknown-word", "is no such choice", f"write {_either(words)}")
        return value

    return read


def between(lowest: str, highest: str, example: str) -> Callable[[Any], int]:
    """Reads a time within bounds, in samples; milliseconds are a unit here.

    Args:
        lowest: The shortest, as it is written.
        highest: The longest, as it is written.
        example: One that may be written.
    """
    low, high = (time(bound).low for bound in (lowest, highest))
    mend = f'write "{example}"'

    def read(value: Any) -> int:
        try:
            found = time(value)
        except Unreadable as error:
            raise Unreadable(error.code, error.reason, mend) from error
        if found.low != found.high or not low <= found.low <= high:
            reason = f"one time from {lowest} to {highest} was expected"
            raise Unreadable("out-of-bounds", reason, mend)
        return found.low

    return read


def time(value: Any) -> Range:
    """A time or a range of times, in samples: as in a routine, or such as `"180ms"`."""
    found = _MILLISECONDS.fullmatch(value) if isinstance(value, str) else None
    if found:
        return Range(*(samples(float(found[1]) / 1000),) * 2)
    return read_duration(value)


def timeout(value: Any) -> float:
    """How long a program may take for a phrase, in seconds."""
    return seconds(between("1s", "10min", "30s")(value))


def decibels(low: float, high: float) -> Callable[[Any], float]:
    """Reads a number of decibels within bounds."""

    def read(value: Any) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not low <= value <= high:
            mend = f"write {low:g} to {high:g}, in decibels"
            raise Unreadable("out-of-bounds", "a number was expected", mend)
        return float(value)

    return read


def path_from(folder: Path) -> Callable[[Any], Path]:
    """Reads a path; one that is not whole is from a folder, and `~` is the listener's home."""

    def read(value: Any) -> Path:
        try:
            return folder / Path(text(value)).expanduser()
        except RuntimeError as error:
            raise Unreadable("no-such-home", str(error), "write the whole path") from error

    return read


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _either(words: Collection[str]) -> str:
    *most, last = (f'"{word}"' for word in words)
    return f"{', '.join(most)} or {last}" if most else last
