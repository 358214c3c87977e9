"""Keeps the screen awake while a session goes on; the session neither waits for it nor needs it.

wakepy asks whatever the system has: the desktop's screen saver or session service on Linux,
`caffeinate` on macOS, the thread's execution state on Windows. All three let go by themselves when
the process dies. wakepy wants to be entered and left in one thread, and a desktop may take seconds
to answer: so a thread of its own holds the screen from beginning to end.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import NamedTuple, Self

LET_GO = 1.0
"""Seconds that the end of a session waits for the screen to be given back, at the most."""

ANSWER = 6.0
"""Seconds within which the desktop says whether it keeps the screen awake."""

MEND = "keep it awake in the settings of the system"


class Availability(NamedTuple):
    """Whether a part of the machine serves the player; if not, the reason and what to do."""

    works: bool
    reason: str = ""
    mend: str = ""


Hold = Callable[[], AbstractContextManager[Availability]]
"""Holds the screen while it is entered; gives whether it does."""


class Awake:
    """Holds the screen from entering to leaving; both return at once, whatever the system does.

    Args:
        hold: What holds it; called, entered and left in one thread.
    """

    def __init__(self, hold: Hold | None = None) -> None:
        self._hold = hold or screen_held
        self._over = threading.Event()
        self._answered = threading.Event()
        self._answer = Availability(works=False, reason="the system does not answer", mend=MEND)
        self._thread = threading.Thread(target=self._run, name="screen kept awake", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(LET_GO)

    def answer(self, limit: float) -> Availability:
        """Whether the screen is held, waiting `limit` seconds at the most to know it."""
        self._answered.wait(limit)
        return self._answer

    def _run(self) -> None:
        try:
            with self._hold() as self._answer:
                self._answered.set()
                self._over.wait()
        except Exception as error:  # noqa: BLE001 - whatever it is, the session goes on
            if not self._answered.is_set():
                self._answer = Availability(
                    works=False, reason=f"{type(error).__name__}: {error}", mend=MEND
                )
        finally:
            self._answered.set()


@contextmanager
def screen_held() -> Iterator[Availability]:
    """Hold the screen through wakepy, where that works."""
    # Without a handler its warnings would be written across the session's screen.
    logging.getLogger("wakepy").addHandler(logging.NullHandler())
    try:
        from wakepy import keep
    except ImportError:
        yield Availability(
            works=False, reason="wakepy is not installed", mend="install the package wakepy"
        )
        return
    with keep.presenting(on_fail="pass") as mode:
        if mode.result.real_success and mode.method is not None:
            yield Availability(works=True, reason=mode.method.name)
        else:
            asked = [one.method.name for one in mode.result.list_methods()]
            silent = " and ".join(asked) or "nothing that could be asked"
            yield Availability(works=False, reason=f"no answer from {silent}", mend=MEND)


def availability() -> Availability:
    """Whether the screen can be kept awake here, found out by doing it for a moment."""
    with Awake() as awake:
        return awake.answer(ANSWER)
