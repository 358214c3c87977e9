"""What the listener's own settings say about voices, as engines take it; and what they may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from player.units import Unreadable

PLACES = ("output", "text", "rate")
"""What may stand in braces in an argument of a command."""

PLACE = r"\{([a-z_]+)\}"
"""The pattern of a name in braces."""

MOST_ARGUMENTS = 100
LONGEST_ARGUMENT = 4096
"""Arguments a command may have, and characters each."""

DEFAULT_TIMEOUT = 30.0
"""Seconds a program may take for one phrase, where nothing else is said."""


class CommandSettings(NamedTuple):
    """A program that speaks, under a name of its own.

    Attributes:
        name: What chooses it.
        command: The program and its arguments, with places such as `{output}`.
        file: The file that says so; the program runs in its folder.
        by_argument: Whether the text takes the place of `{text}`, rather than being the input.
        language: What it speaks, such as `de`; empty if that is not known.
        timeout: Seconds it may take for one phrase.
    """

    name: str
    command: tuple[str, ...]
    file: Path
    by_argument: bool = False
    language: str = ""
    timeout: float = DEFAULT_TIMEOUT


class VoiceSettings(NamedTuple):
    """All that is set about voices.

    Attributes:
        commands: Programs that speak, by name.
        piper_model: The model that piper speaks with, or None.
        piper_folder: Where piper's other models lie, or None.
    """

    commands: Mapping[str, CommandSettings] = {}
    piper_model: Path | None = None
    piper_folder: Path | None = None


_SHOWN = '["program", "--output", "{output}"]'


def read_command(value: object, *, by_argument: bool) -> tuple[str, ...]:
    """Read a command: a program and its arguments, with the places that it needs.

    Args:
        value: What is written.
        by_argument: Whether the text is one of the arguments.

    Raises:
        Unreadable: If it is no such command.
    """
    if isinstance(value, str):
        mend = f"write a list, each argument by itself: {_SHOWN}"
        raise Unreadable("wrong-type", "it is one text, and no shell takes it apart", mend)
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_ARGUMENTS:
        raise Unreadable("wrong-type", "a list of arguments was expected", f"write {_SHOWN}")
    command = tuple(_argument(item) for item in value)
    if not command[0].strip() or re.search(PLACE, command[0]):
        raise Unreadable("no-program", "the first argument is no program", f"write {_SHOWN}")
    found = {name for item in command for name in re.findall(PLACE, item)}
    if unknown := found.difference(PLACES):
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        raise Unreadable("unknown-place", f"{{{min(unknown)}}} is no place", f"there are {known}")
    if "output" not in found:
        raise Unreadable("no-output", "nothing tells the program where to write", f"write {_SHOWN}")
    if by_argument and "text" not in found:
        mend = 'write {text} where it goes, or leave out text = "argument"'
        raise Unreadable("no-text", "the text has no place among the arguments", mend)
    if not by_argument and "text" in found:
        raise Unreadable("no-text", "the text is the input", 'write text = "argument" as well')
    return command


def _argument(item: object) -> str:
    if not isinstance(item, str):
        raise Unreadable("wrong-type", "an argument is no text", f"write {_SHOWN}")
    if len(item) > LONGEST_ARGUMENT or not item.isprintable():
        raise Unreadable(
            "unusable", "an argument is too long, or holds what cannot be shown", "rewrite it"
        )
    return item
