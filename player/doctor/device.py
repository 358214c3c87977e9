"""Whether an output opens, and whether it takes sound to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from player.doctor.checked import Checked, Standing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from player.audio.mix import Mix
    from player.outputs.output import Output


class Reading(NamedTuple):
    """What an output tells: the position that is heard, in samples, at a time in seconds."""

    at: float
    position: int


def opens(
    opened: Callable[[Callable[[str], None]], Output], listed: Callable[[], int | None]
) -> Checked:
    """Open an output and close it again.

    Args:
        opened: Opens it, and tells in a line why another plays instead, where one does.
        listed: How many devices there are; None where it is no matter of devices.

    Raises:
        PlayerError: If it does not open, or devices cannot be listed.
    """
    told: list[str] = []
    output = opened(told.append)
    output.close()
    count = listed()
    devices = {None: "", 1: "; one device"}.get(count, f"; {count} devices")
    if told:
        mend = "connect it or set another: `player devices` lists them"
        return Checked("device", Standing.NOTE, f"{output.name}{devices}. {' '.join(told)}", mend)
    return Checked("device", Standing.OK, f"{output.name}{devices}")


def heard(output: Output, mix: Mix, now: Callable[[], float]) -> Checked:
    """Play a sound to its end.

    Raises:
        OutputError: If the output fails.
    """
    for _ in readings(output, mix, now):
        pass
    if output.overruns:
        times = "once" if output.overruns == 1 else f"{output.overruns} times"
        found = f"played to its end, but ran dry {times}"
        mend = "close what keeps the computer busy; the next time more is held ready"
        return Checked("sound", Standing.NOTE, found, mend)
    return Checked("sound", Standing.OK, "played to its end")


def readings(output: Output, mix: Mix, now: Callable[[], float]) -> Iterator[Reading]:
    """Play a sound, and tell what the output tells; it is closed at the end in any case.

    Args:
        output: Where it goes.
        mix: The sound.
        now: Tells the time, in seconds.

    Raises:
        OutputError: If the output fails.
    """
    taken = 0

    def pull(count: int) -> NDArray[np.int16]:
        nonlocal taken
        start, taken = taken, min(taken + count, mix.length)
        return mix.int16(start, taken)

    try:
        output.start(pull)
        while (position := output.advance()) is not None:
            yield Reading(now(), position)
    finally:
        output.close()
