"""Calls into a sound library that may never come back, made in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from player.errors import OutputError

T = TypeVar("T")


class Bounded(Generic[T]):
    """A call under way. Where it hangs, its thread is left behind and does not keep the program.

    Args:
        call: What is called.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._results: list[T] = []
        self._failure: BaseException | None = None
        self._done = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def done_within(self, seconds: float) -> bool:
        """Wait so long for it; whether it has come back."""
        return self._done.wait(seconds)

    def result(self, seconds: float = 0.0) -> T:
        """What the call gave.

        Args:
            seconds: How long it is waited for.

        Raises:
            OutputError: If it has not come back.
            Exception: What the call raised.
        """
        if not self.done_within(seconds):
            raise OutputError(
                "the sound system does not answer",
                place="device",
                mend="start it again, or play without: --output silent",
            )
        if self._failure is not None:
            raise self._failure
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:  # noqa: BLE001 - raised again by result()
            self._failure = error
        finally:
            del self._call
            self._done.set()
