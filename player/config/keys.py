"""The settings that are one value each: how they are written, read, and what they are without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from player.config import values


class Setting(NamedTuple):
    """A key at the top of `config.toml`.

    Attributes:
        key: What it is called there.
        read: From what is written to what it means; raises Unreadable.
        usual: What is as good as written where nothing is; None where no value says it.
        meaning: What it does, in a few words.
    """

    key: str
    read: Callable[[Any], Any]
    usual: str | int | float | bool | None
    meaning: str

    @property
    def field(self) -> str:
        """What it is called in Python."""
        return self.key.replace("-", "_")


def settings(folder: Path) -> tuple[Setting, ...]:
    """All settings, in the order they are shown.

    Args:
        folder: Where paths are from.
    """
    return (
        Setting("voice", values.voice, None, "as --voice takes it, or a table by language"),
        Setting("rate", values.rate, None, "words a minute; the routine's, else 165"),
        Setting("device", values.text, None, "output device; else the system's default"),
        Setting("run-in", values.between("0s", "5s", "0.3s"), "0.3s",
                "silence in which a device wakes up"),
        Setting("latency", values.between("0s", "2s", "180ms"), "0s",
                "how late the ear is behind the device"),
        Setting("buffer", values.between("20ms", "1s", "200ms"), None,
                "sound the device holds; else chosen by itself"),
        Setting("screen", values.one_of("full", "plain"), "full", "full, or plain lines"),
        Setting("theme", values.one_of("dark", "light", ""), None,
                "dark or light; else the terminal's"),
        Setting("level", values.level, 0, "how far to go through ranges, 0 to 100"),
        Setting("pace", values.one_of("slow", "normal", "brisk"), "normal", "of reps"),
        Setting("music", values.path_from(folder), None, "a file, a folder or a playlist"),
        Setting("music-volume", values.decibels(-40, 12), 0.0, "decibels louder or softer"),
        Setting("duck", values.decibels(-60, 0), None, "decibels softer while the voice speaks"),
        Setting("quiet-rests", values.switch, False, "softer music in rests"),
    )  # fmt: skip
