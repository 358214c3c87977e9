"""Running a program that speaks: one process a phrase, bounded in time and size."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from player.errors import VoiceError
from player.voices.command_engine import arguments
from player.voices.engine import VoiceUnavailableError
from player.voices.safe_text import described, safe_line

if TYPE_CHECKING:
    from player.audio.clip import Recording
    from player.voices.settings import CommandSettings

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes a program may write for one phrase; a minute of 48 kHz stereo is 12 million."""

MOST_SAMPLES = LARGEST_FILE // 2
"""Samples that may be in such a file, however small it was made."""

POLL_SECONDS = 0.05
"""How often a program at work is looked after."""

_LAST_WORDS = 4096


class CommandSpeaker:
    """Speaks each text by a process of its own.

    Args:
        settings: How the program is called.
        program: The program.
        rate: Words a minute.
    """

    def __init__(self, settings: CommandSettings, program: Path, rate: int) -> None:
        self._settings = settings
        self._program = program
        self._rate = rate
        self._number = 0
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._whole_folder = TemporaryDirectory(
            prefix="routine-player-", ignore_cleanup_errors=True
        )
        self._folder = Path(self._whole_folder.name)

    def speak(self, text: str) -> Recording:
        """Speak one text.

        Raises:
            VoiceUnavailableError: If the program cannot be started.
            VoiceError: If it fails, takes too long, or writes no sound.
        """
        self._number += 1
        output = self._folder / f"{self._number}.wav"
        try:
            self._run(" ".join(text.split()), output)
            return self._decoded(output, text)
        except OSError as error:
            if self._closed:
                raise self._stopped() from error
            raise self._failed(f"no files can be written: {error.strerror}", text) from error
        finally:
            with suppress(OSError):
                output.unlink(missing_ok=True)

    def close(self) -> None:
        """End the program if it runs, and remove its files; a phrase being spoken fails."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _end(self._process)
        self._whole_folder.cleanup()

    def _run(self, text: str, output: Path) -> None:
        """Have the program write its file."""
        words, errors = self._folder / "text", self._folder / "errors"
        words.write_text("" if self._settings.by_argument else f"{text}\n", encoding="utf-8")
        with words.open("rb") as source, errors.open("wb") as told:
            process = self._started(text, output, source, told)
            try:
                self._watch(process, text, output, errors)
            finally:
                with self._lock:
                    if process.poll() is None:
                        _end(process)
                    self._process = None
        if self._closed:
            raise self._stopped()
        if process.returncode:
            with errors.open("rb") as file:
                file.seek(-min(_LAST_WORDS, errors.stat().st_size), os.SEEK_END)
                last = safe_line(file.read().decode("utf-8", "replace"))
            ended = f"the program ended with code {process.returncode}"
            raise self._failed(f"{ended}: {last}" if last else ended, text)

    def _started(self, text: str, output: Path, source: Any, told: Any) -> subprocess.Popen[bytes]:
        values = {"output": str(output), "text": text, "rate": str(self._rate)}
        # Ctrl-C is for the player, not for the voice; and what it starts itself ends with it.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        command = [str(self._program), *arguments(self._settings.command[1:], values)]
        with self._lock:
            if self._closed:
                raise self._stopped()
            try:
                self._process = subprocess.Popen(  # noqa: S603 - the listener's own program
                    command,
                    stdin=source,
                    stdout=subprocess.DEVNULL,
                    stderr=told,
                    cwd=self._settings.file.parent,
                    **apart,
                )
            except OSError as error:
                raise VoiceUnavailableError(
                    f"{safe_line(self._program.name)} cannot be started: {error.strerror}",
                    place=self._settings.name,
                    mend=f"look at [voices.{self._settings.name}] of {self._settings.file}",
                ) from error
            return self._process

    def _watch(
        self, process: subprocess.Popen[bytes], text: str, output: Path, errors: Path
    ) -> None:
        """Wait for the end of the program, and for no more than is allowed."""
        until = time.monotonic() + self._settings.timeout
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(POLL_SECONDS)
                return
            if max(_size(output), _size(errors)) > LARGEST_FILE:
                raise self._failed("the program writes without end", text)
            if time.monotonic() > until:
                limit = f"{self._settings.timeout:g} seconds"
                raise self._failed(f"the program was not done within {limit}", text)

    def _decoded(self, output: Path, text: str) -> Recording:
        if not output.is_file():
            raise self._failed("the program wrote no file", text)
        if _size(output) > LARGEST_FILE:
            raise self._failed("the program wrote too large a file", text)
        import soundfile

        from player.audio.decode import decode

        try:
            about = soundfile.info(str(output))
            if about.frames * about.channels > MOST_SAMPLES:
                raise self._failed("the program wrote too long a sound", text)
            return decode(output)
        except RuntimeError as error:
            raise self._failed(
                f"what the program wrote cannot be read: {described(error)}", text
            ) from error

    def _stopped(self) -> VoiceError:
        return VoiceError("the voice was stopped", place=f"voice {self._settings.name}")

    def _failed(self, reason: str, text: str) -> VoiceError:
        return VoiceError(
            reason,
            place=f'voice {self._settings.name}, the phrase "{safe_line(text)[:60]}"',
            mend=f"look at [voices.{self._settings.name}] of {self._settings.file}",
        )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
