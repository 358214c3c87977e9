"""A process that answers lines with lines, both JSON, within a time limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any, BinaryIO, cast

from player.voices.line_reading import lines_of


class ProcessLostError(Exception):
    """The process could not be started, died, hung, or answered nonsense."""


class LineProcess:
    """A running process that answers lines with lines."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill()
        # Ctrl-C is for the player, not for the voice.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                **apart,
            )
        except OSError as error:
            self._errors.close()
            raise ProcessLostError(f"{command[0]} cannot be started: {error.strerror}") from error
        self._requests = cast("BinaryIO", self._process.stdin)
        self._replies = lines_of(cast("BinaryIO", self._process.stdout))

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send a request and wait for its reply, `limit` seconds at the most."""
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
            line = self._replies.next(limit)
        except TimeoutError:
            raise ProcessLostError(f"no answer within {limit:.0f} seconds") from None
        except (OSError, ValueError) as error:
            raise ProcessLostError(self._last_words() or "its process has ended") from error
        if line is None:
            raise ProcessLostError(self._last_words() or "its process has ended")
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ProcessLostError("its answer makes no sense")
        return answer

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._requests, self._replies, self._errors):
            try:
                stream.close()
            except OSError:
                continue  # a broken pipe has nothing left to flush

    def _last_words(self) -> str:
        try:
            self._errors.seek(0, os.SEEK_END)
            size = self._errors.tell()
            self._errors.seek(max(0, size - 400))
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        except ValueError:  # another thread has killed the process, and closed the file
            return ""
        return lines[-1] if lines else ""
