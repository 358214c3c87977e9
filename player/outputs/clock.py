"""The system's clock, as outputs that have no device take it."""

from __future__ import annotations

import time


class SystemClock:
    """Monotonic seconds."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)
