"""Lines that another process writes, each waited for only so long."""

from __future__ import annotations

import os
import queue
import select
import sys
import threading
import time
from typing import BinaryIO, Protocol

_AT_ONCE = 1 << 16


class Lines(Protocol):
    """The lines of a pipe."""

    def next(self, limit: float) -> bytes | None:
        """The next whole line, or None where the process has ended.

        Args:
            limit: Seconds to wait for it.

        Raises:
            TimeoutError: If it does not come in that time.
        """

    def close(self) -> None:
        """Close the pipe; if another thread waits for a line, once that is over."""


class PolledLines:
    """Waited for by the thread that asks: no other one is woken, which takes half a ms."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._poll = select.poll()
        self._poll.register(pipe, select.POLLIN)
        self._begun = b""
        self._waiting = threading.Lock()
        self._closed = False

    def next(self, limit: float) -> bytes | None:
        """See `Lines`."""
        with self._waiting:
            line = None if self._closed else self._whole(limit)
        if self._closed:
            self._pipe.close()
        return line

    def close(self) -> None:
        """See `Lines`."""
        self._closed = True
        if self._waiting.acquire(blocking=False):
            self._pipe.close()
            self._waiting.release()

    def _whole(self, limit: float) -> bytes | None:
        until = time.monotonic() + limit
        while b"\n" not in self._begun:
            if not self._poll.poll(1000 * max(0.0, until - time.monotonic())):
                raise TimeoutError
            more = os.read(self._pipe.fileno(), _AT_ONCE)
            if not more:
                return None
            self._begun += more
        line, _, self._begun = self._begun.partition(b"\n")
        return line


class ThreadedLines:
    """Read by a thread of their own, for systems that cannot wait for a pipe with a limit."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self, limit: float) -> bytes | None:
        """See `Lines`."""
        try:
            line = self._lines.get(timeout=limit)
        except queue.Empty:
            raise TimeoutError from None
        if line is None:
            self._lines.put(None)
        return line

    def close(self) -> None:
        """See `Lines`: its own thread closes it when the process has ended."""

    def _listen(self) -> None:
        with self._pipe:
            for line in self._pipe:
                if line.endswith(b"\n"):
                    self._lines.put(line[:-1])
        self._lines.put(None)


def lines_of(pipe: BinaryIO) -> Lines:
    """The lines of a pipe, read as the system can."""
    return ThreadedLines(pipe) if sys.platform == "win32" else PolledLines(pipe)
