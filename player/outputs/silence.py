"""A device that takes no sound: how long it may do so before it is gone.

Only time in which the player ran counts. A computer that was suspended, or a player that was
stopped and continued, has waited long without its device being at fault.
"""

from __future__ import annotations

GONE_SECONDS = 0.8
"""Without a sample taken for so long, a device is gone."""

STARTING_SECONDS = 3.0
"""The same while it starts: an idle sink may need two to wake up."""

LONGEST_COUNTED = 0.1
"""Seconds that one wait counts at the most; meant are waits of a fiftieth."""


def waited(silence: float, elapsed: float, *, taken: bool) -> float:
    """Seconds of silence after one more wait.

    Args:
        silence: Seconds before it.
        elapsed: Seconds since the wait before.
        taken: Whether the device took sound meanwhile.
    """
    return 0.0 if taken else silence + min(elapsed, LONGEST_COUNTED)


def gone(silence: float, period: float, *, starting: bool) -> bool:
    """Whether a device is gone.

    Args:
        silence: Seconds of silence.
        period: Seconds between two times it asks for sound.
        starting: Whether it may still be waking up.
    """
    return silence >= (STARTING_SECONDS if starting else max(GONE_SECONDS, period + 0.5))
