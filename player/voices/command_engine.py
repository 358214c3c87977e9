"""An engine that is any program: it takes a text and writes a sound file.

The program is started anew for every phrase, from a list of arguments and never through a shell.
In each argument `{output}` becomes the path it is to write to, `{text}` the text and `{rate}` the
words a minute. Everything of one argument stays one argument.

A routine's text is a stranger's. As an argument of its own it begins with a space unless it
begins with a letter or digit, so that the program does not take it for an option.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from player.voices.engine import Availability, Voice, VoiceChoice, VoiceUnavailableError
from player.voices.languages import speaking
from player.voices.safe_text import safe_line
from player.voices.settings import PLACE

if TYPE_CHECKING:
    from player.voices.command_speaker import CommandSpeaker
    from player.voices.settings import CommandSettings

_SHELL_FILES = (".bat", ".cmd")


class CommandEngine:
    """Speaks through a program.

    Args:
        settings: Which one, and how it is called.
    """

    parallel = 2

    def __init__(self, settings: CommandSettings) -> None:
        self.name = settings.name
        self._settings = settings

    def availability(self) -> Availability:
        """Whether there is such a program."""
        program = self._settings.command[0]
        found = self._program()
        mend = f"write the path of a program in {self._table}"
        if found is None:
            reason = f'there is no program "{safe_line(program)}"'
            return Availability(works=False, reason=reason, mend=f"install it, or {mend}")
        if found.suffix.lower() in _SHELL_FILES:
            reason = f'"{safe_line(program)}" is a batch file, which only a shell runs'
            return Availability(works=False, reason=reason, mend=mend)
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        """Its one voice."""
        languages = (self._settings.language,) if self._settings.language else ()
        return speaking((Voice("", self.name, languages),), language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        """The arguments, and the size and age of the program and of every file among them."""
        settings = self._settings
        rate = f"; rate {choice.rate}" if any("{rate}" in item for item in settings.command) else ""
        files = [self._file(item.rpartition("=")[2]) for item in settings.command[1:]]
        states = " ".join(_state(file) for file in (self._program(), *files))
        return f"command {settings.command!r}; text {settings.by_argument}; {states}{rate}"

    def open(self, choice: VoiceChoice) -> CommandSpeaker:
        """Make ready; the program itself is started for each phrase.

        Raises:
            VoiceUnavailableError: If there is no such program, or it is asked for one of several
                voices.
        """
        from player.voices.command_speaker import CommandSpeaker

        if choice.voice:
            raise VoiceUnavailableError(
                f'there is no voice "{safe_line(choice.voice)}"',
                place=self.name, mend=f"write just: {self.name}",
            )  # fmt: skip
        available = self.availability()
        program = self._program()
        if program is None or not available.works:
            raise VoiceUnavailableError(available.reason, place=self.name, mend=available.mend)
        return CommandSpeaker(self._settings, program, choice.rate)

    @property
    def _table(self) -> str:
        return f"[voices.{self.name}] of {self._settings.file}"

    def _file(self, written: str) -> Path:
        """The file that an argument may mean; a path is taken from the folder of the settings."""
        return self._settings.file.parent / written

    def _program(self) -> Path | None:
        """The program: a path, or a name that is looked up on the PATH but never here."""
        written = self._settings.command[0]
        if os.path.dirname(written):  # noqa: PTH120 - "./program" is a path too
            path = self._file(written)
            runs = os.path.isfile(path) and os.access(path, os.X_OK)  # noqa: PTH113 - never raises
            return path if runs else None
        found = shutil.which(written)
        return Path(found) if found and Path(found).is_absolute() else None


def arguments(command: tuple[str, ...], values: dict[str, str]) -> list[str]:
    """The arguments of a command, with values in the places they have there."""
    return [_filled(item, values) for item in command]


def _filled(item: str, values: dict[str, str]) -> str:
    filled = re.sub(PLACE, lambda match: values.get(match[1], match[0]), item)
    begins = item.startswith("{text}") and not filled[:1].isalnum()
    return f" {filled}" if begins else filled


def _state(file: Path | None) -> str:
    """Size and age of a file, `-` if there is none."""
    try:
        state = file.stat() if file is not None else None
    except (OSError, ValueError):
        return "-"
    return f"{state.st_size}.{state.st_mtime_ns}" if state is not None else "-"
