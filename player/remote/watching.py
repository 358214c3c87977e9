"""Looks at a session from a thread of its own, and shows what has changed of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from player.live.controls import Controls
from player.remote.reckoning import Reckoning, looked
from player.remote.shown import Shown, shown
from player.units import samples

INTERVAL = 0.25
"""Seconds between two looks, if nobody says that the session has changed."""

LEAVING = 1.0
"""Seconds that the end of a session waits for the system to let go of it."""

Show = Callable[[Shown], None]
"""Shows a session as it is now."""

Opening = Callable[[Controls], AbstractContextManager[Show]]
"""Opens a place where a session is shown and steered; what it raises means that there is none."""


class Watching:
    """A session shown at one place.

    Args:
        opening: Opens the place; entered, used and left in one thread.
        tell: Told if the place fails while the session goes on.
    """

    def __init__(self, opening: Opening, tell: Callable[[str], None]) -> None:
        self._opening = opening
        self._tell = tell
        self._jumped = threading.Event()
        self._over = False
        self._thread: threading.Thread | None = None

    def start(self, controls: Controls) -> None:
        """Show a session from now on, in the background."""
        self._thread = threading.Thread(
            target=self._run, args=(controls,), name="media keys", daemon=True
        )
        self._thread.start()

    def changed(self) -> None:
        """Look at the session at once."""
        self._jumped.set()

    def close(self) -> None:
        """Show the session no more."""
        self._over = True
        self._jumped.set()
        if self._thread is not None:
            self._thread.join(LEAVING)

    def _run(self, controls: Controls) -> None:
        opened = False
        try:
            with self._opening(controls) as show:
                opened = True
                self._watch(controls, show)
        except Exception as error:  # noqa: BLE001 - whatever it is, the session goes on
            if opened and not self._over:
                self._tell(f"media keys no longer work: {type(error).__name__}: {error}")

    def _watch(self, controls: Controls, show: Show) -> None:
        seen = shown(controls.now())
        show(seen)
        reckoning = Reckoning(seen, samples(time.monotonic()))
        while not self._over:
            self._jumped.wait(INTERVAL)
            self._jumped.clear()
            before, seen = seen, shown(controls.now())
            reckoning, has_jumped = looked(reckoning, seen, samples(time.monotonic()))
            if has_jumped or seen._replace(position=before.position) != before:
                show(seen)
