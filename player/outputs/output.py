"""What an output is: the contract between the player and whatever takes its sound.

The output pulls: it asks for samples as it needs them, and the position it has reached is the
clock of the session. The player calls, in this order and from one thread:

1. `start(pull)`: sound begins. `pull` may be called from a thread of the output's own.
2. `advance()`, again and again: lets a little time pass and gives the position that is heard,
   in samples from the start, or None once everything has been heard.
3. `close()`: gives the device or file back; also after an error, and more than once. It comes
   back soon, even from a device whose server is gone.

A null output is a full output: it pulls as fast as it can and needs no device, so everything
but the sound card is the same in a test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from player.errors import OutputError
from player.units import samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pull = Callable[[int], NDArray[np.int16]]
    """Gives the next samples: as many as asked for, fewer only at the end, then none."""

PERIOD_SECONDS = 0.04
"""How often the screen may follow an output that has no device."""


class OutputLostError(OutputError):
    """A sound device that was there is gone."""


RUN_IN = samples(0.3)
"""Silence before a session, in which Bluetooth and power-saving devices wake up."""


class DeviceSettings(NamedTuple):
    """What the listener has set for a sound device.

    Attributes:
        device: Its id, its name or a part of either; empty for the system's default.
        run_in: Samples of silence before a session.
        latency: Samples between what the system says is heard and the ear, as with Bluetooth.
        buffer: Samples it holds; 0 for what has proved right for it.
        asked_for: Whether the device was asked for just now, rather than set once for all.
    """

    device: str = ""
    run_in: int = RUN_IN
    latency: int = 0
    buffer: int = 0
    asked_for: bool = True


DEFAULT_SETTINGS = DeviceSettings()


class Output(Protocol):
    """Something that takes a session's sound.

    Attributes:
        name: What the person is told is playing.
        followed: Whether a person follows the session; a file or the null output is for nobody.
        live: Whether sound is pulled as it is heard, so that a fade still reaches the ear.
        overruns: How often sound ran dry since the start, as it was asked for too late.
    """

    name: str
    followed: bool
    live: bool

    @property
    def overruns(self) -> int:
        """How often sound ran dry."""

    def start(self, pull: Pull) -> None:
        """Begin to take sound.

        Raises:
            OutputError: If it cannot.
        """

    def advance(self) -> int | None:
        """Let a little time pass; the position heard in samples, or None at the end.

        Raises:
            OutputLostError: If the device is gone: `reopened` finds out when it is back.
            OutputError: If sound is no longer taken for another reason.
        """

    def close(self) -> None:
        """Give everything back."""


class Clock(Protocol):
    """Time handed in: seconds that only ever rise, and a way to let them pass."""

    def now(self) -> float:
        """Seconds since some moment."""

    def wait(self, seconds: float) -> None:
        """Return after about so many seconds."""
