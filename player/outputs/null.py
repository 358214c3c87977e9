"""Outputs without sound: as fast as possible, or paced by a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.outputs.output import PERIOD_SECONDS, Clock
from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from player.outputs.output import Pull


class NullOutput:
    """Pulls a second at a time, as fast as it can, and forgets it."""

    name = "null"
    followed = False
    live = True
    overruns = 0

    def __init__(self) -> None:
        self._pull: Pull | None = None
        self._position = 0

    def start(self, pull: Pull) -> None:
        """Begin at position 0."""
        self._pull = pull

    def advance(self) -> int | None:
        """Pull the next second."""
        taken = 0 if self._pull is None else len(self._pull(SAMPLE_RATE))
        self._position += taken
        return self._position if taken else None

    def close(self) -> None:
        """Stop pulling."""
        self._pull = None


class SilentOutput:
    """Pulls at the pace of a clock: a session to read where there is nothing to hear it with.

    Args:
        clock: What paces it.
    """

    name = "silent"
    followed = True
    live = True
    overruns = 0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pull: Pull | None = None
        self._position = 0
        self._began = 0.0

    def start(self, pull: Pull) -> None:
        """Begin at position 0 now."""
        self._pull = pull
        self._began = self._clock.now()

    def advance(self) -> int | None:
        """Wait a period and pull what has become due."""
        self._clock.wait(PERIOD_SECONDS)
        due = samples(self._clock.now() - self._began) - self._position
        if self._pull is None:
            return None
        if due <= 0:
            return self._position
        taken = len(self._pull(due))
        self._position += taken
        return self._position if taken == due else None

    def close(self) -> None:
        """Stop pulling."""
        self._pull = None
