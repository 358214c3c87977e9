"""What an output is: the contract between the player and whatever takes its sound.

The output pulls: it asks for samples as it needs them, and the position it has reached is the
clock of the session. The player calls, in this order and from one thread:

1. `start(pull)`: sound begins. `pull` may be called from a thread of the output's own.
2. `advance()`, again and again: lets a little time pass and gives the position that is heard,
   in samples from the start, or None once everything has been heard.
3. `close()`: gives the device or file back; also after an error, and more than once.

A null output is a full output: it pulls as fast as it can and needs no device, so everything
but the sound card is the same in a test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pull = Callable[[int], NDArray[np.int16]]
    """Gives the next samples: as many as asked for, fewer only at the end, then none."""

PERIOD_SECONDS = 0.04
"""How much sound a device is handed at a time, and how often the screen may follow."""


class Output(Protocol):
    """Something that takes a session's sound.

    Attributes:
        name: What the person is told is playing.
        followed: Whether a person follows the session; a file or the null output is for nobody.
        live: Whether sound is pulled as it is heard, so that a fade still reaches the ear.
    """

    name: str
    followed: bool
    live: bool

    def start(self, pull: Pull) -> None:
        """Begin to take sound.

        Raises:
            OutputError: If it cannot.
        """

    def advance(self) -> int | None:
        """Let a little time pass; the position heard in samples, or None at the end.

        Raises:
            OutputError: If sound is no longer taken.
        """

    def close(self) -> None:
        """Give everything back."""


class Clock(Protocol):
    """Time handed in: seconds that only ever rise, and a way to let them pass."""

    def now(self) -> float:
        """Seconds since some moment."""

    def wait(self, seconds: float) -> None:
        """Return after about so many seconds."""
