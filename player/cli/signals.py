"""Signals that end a session in order: the terminal closed, the system going down, Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Received:
    """The signal that asked the session to end.

    Attributes:
        number: The signal, or None.
    """

    number: int | None = None

    @property
    def exit_code(self) -> int | None:
        """The exit code that belongs to it: 128 and its number."""
        return None if self.number is None else 128 + self.number


@contextmanager
def leaving_on_signals(leave: Callable[[], None]) -> Iterator[Received]:
    """Let signals leave a session; the second one stops everything at once.

    Args:
        leave: Leaves the session; called in the main thread.
    """
    received = Received()

    def handle(number: int, _frame: FrameType | None) -> None:
        if received.number is not None:
            raise KeyboardInterrupt
        received.number = number
        leave()

    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    # What a shell starts in the background is deaf to Ctrl-C, and stays so.
    heeded = [number for number in numbers if before[number] is not signal.SIG_IGN]
    try:
        for number in heeded:
            signal.signal(number, handle)
        yield received
    finally:
        for number in heeded:
            signal.signal(number, before[number])
