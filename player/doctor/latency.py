"""How late the ear is, from taps in time with clicks.

Clicks come at an even pace, and the listener taps along by ear. What a tap is behind its click is
how late the click reached the ear, and what the finger did: people tap a beat that they expect
some hundredths of a second before it comes. So the finding is a little short rather than long;
`early` puts that back where it is known.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from player.doctor.device import Reading
from player.units import samples, seconds

BEFORE = samples(0.2)
"""How far taps may be ahead of their clicks."""

NEAR = samples(0.03)
"""Taps this near to what is usual count, however even the others are."""

UNEVEN = samples(0.05)
"""With a greater spread the taps tell nothing."""

STEP = samples(0.01)
"""What a suggestion is rounded to: nobody taps more exactly."""

_TO_DEVIATION = 1.4826
"""From the median distance to the standard deviation, were the taps spread by chance alone."""

_OUTLYING = 3


class Estimate(NamedTuple):
    """What taps tell.

    Attributes:
        delay: How far taps are behind clicks, in samples; below 0 where they are ahead.
        spread: How far two of three taps are from that, at the most, in samples.
        used: How many taps it rests on.
    """

    delay: int
    spread: int
    used: int

    def suggested(self, early: int = 0) -> int:
        """The latency to set, in samples.

        Args:
            early: How far ahead of what they hear people tap, in samples.
        """
        return max(0, round((self.delay + early) / STEP) * STEP)


def estimate(first: int, period: int, count: int, taps: Sequence[int]) -> Estimate | None:
    """How late taps are; None if fewer than half of the clicks have one that fits.

    A tap belongs to the click that is the nearest once the usual delay is taken off. Of two for
    one click, the second is the finger bouncing. What is far from the others does not count.

    Args:
        first: Where the first click is, in samples.
        period: From one click to the next; a delay may be up to that, less `BEFORE`.
        count: How many clicks there are.
        taps: Where the taps are, in order, in samples.
    """
    usual = _usual(first, period, taps)
    delays: dict[int, int] = {}
    for tap in taps:
        number = round((tap - first - usual) / period)
        if 0 <= number < count:
            delays.setdefault(number, tap - first - number * period)
    if not delays:
        return None
    middle = median(delays.values())
    reach = max(NEAR, _OUTLYING * _spread(list(delays.values())))
    near = [delay for delay in delays.values() if abs(delay - middle) <= reach]
    if 2 * len(near) < count:
        return None
    return Estimate(round(median(near)), round(_spread(near)), len(near))


def heard_positions(taps: Sequence[float], readings: Sequence[Reading]) -> tuple[int, ...]:
    """The positions that an output told while somebody tapped.

    Args:
        taps: When, in seconds.
        readings: What the output told; single ones may be late.
    """
    moving = [one for one in readings if one.position > 0]
    if not moving:
        return ()
    began = median(one.at - seconds(one.position) for one in moving)
    return tuple(samples(tap - began) for tap in taps)


def _usual(first: int, period: int, taps: Sequence[int]) -> float:
    """About how far taps are behind clicks: a mean on a circle, so that no click is needed."""
    turn = math.tau / period
    mean = sum(cmath.rect(1, (tap - first) * turn) for tap in taps)
    return (cmath.phase(mean) / turn + BEFORE) % period - BEFORE


def _spread(delays: Sequence[int]) -> float:
    middle = median(delays)
    return _TO_DEVIATION * median(abs(delay - middle) for delay in delays)
