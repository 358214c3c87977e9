"""Whether the listener's own routines and exercises can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from player.doctor.checked import Checked, Standing
from player.errors import PlayerError, RoutineError

_MOST_NAMED = 3


def routines(
    names: Sequence[str],
    read: Callable[[str], object],
    exercises_left_out: Callable[[], Sequence[str]],
) -> Checked:
    """Read every routine of the listener's own.

    Args:
        names: Their ids.
        read: Reads the routine of an id, or raises PlayerError.
        exercises_left_out: What was told of files of exercises that are at fault.
    """
    faults = {name: count for name in names if (count := _faults(name, read))}
    left_out = exercises_left_out()
    if left_out:
        return Checked("routines", Standing.WRONG, left_out[0].splitlines()[0],
                       "mend it; `player check` tells every fault of a file")  # fmt: skip
    if faults:
        named = ", ".join(f"{name} ({count})" for name, count in list(faults.items())[:_MOST_NAMED])
        more = ", …" if len(faults) > _MOST_NAMED else ""
        found = f"{len(faults)} of {len(names)} with faults: {named}{more}"
        mend = f"`player check {next(iter(faults))}` tells where"
        return Checked("routines", Standing.WRONG, found, mend)
    number = {0: "none of your own", 1: "one of your own, read"}
    found = number.get(len(names), f"{len(names)} of your own, all read")
    return Checked("routines", Standing.OK, found)


def _faults(name: str, read: Callable[[str], object]) -> int:
    try:
        read(name)
    except RoutineError as error:
        return len(error.faults)
    except PlayerError:
        return 1
    return 0
