"""A process that answers lines with lines, both JSON, within a time limit."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from typing import Any


class ProcessLostError(Exception):
    """The process could not be started, died, hung, or answered nonsense."""


class LineProcess:
    """A running process that answers lines with lines."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill()
        self._replies: queue.SimpleQueue[str | None] = queue.SimpleQueue()
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
                encoding="utf-8",
                **apart,
            )
        except OSError as error:
            self._errors.close()
            raise ProcessLostError(f"{command[0]} cannot be started: {error.strerror}") from error
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send a request and wait for its reply, `limit` seconds at the most."""
        stdin = self._process.stdin
        try:
            if stdin is not None:
                stdin.write(json.dumps(request) + "\n")
                stdin.flush()
            line = self._replies.get(timeout=limit)
        except OSError as error:
            raise ProcessLostError(self._last_words() or "its process has ended") from error
        except queue.Empty:
            raise ProcessLostError(f"no answer within {limit:.0f} seconds") from None
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
        for stream in (self._process.stdin, self._errors):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                continue  # a broken pipe has nothing left to flush

    def _listen(self) -> None:
        stdout = self._process.stdout
        if stdout is not None:
            with stdout:
                for line in stdout:
                    self._replies.put(line)
        self._replies.put(None)

    def _last_words(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        size = self._errors.tell()
        self._errors.seek(max(0, size - 400))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""
