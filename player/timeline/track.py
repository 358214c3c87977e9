"""The one voice: where phrases lie, and where another still fits."""

from __future__ import annotations

from bisect import bisect_left, insort

from player.audio.shape import Shape
from player.timeline.rules import GAP


class VoiceTrack:
    """Phrases on one line, never closer to each other than `GAP` samples."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int]] = []

    def take(self, start: int, stop: int) -> None:
        """Occupy a half-open stretch of samples."""
        insort(self._taken, (start, stop))

    def free_between(self, low: int, high: int) -> list[tuple[int, int]]:
        """The free stretches within `low` to `high`, with the gap to other phrases kept."""
        first = bisect_left(self._taken, (low, low))
        if first and self._taken[first - 1][1] + GAP > low:
            first -= 1
        free = []
        position = low
        for start, stop in self._taken[first:]:
            if start - GAP >= high:
                break
            if start - GAP > position:
                free.append((position, start - GAP))
            position = max(position, stop + GAP)
        if position < high:
            free.append((position, high))
        return free

    def nearest(
        self, shape: Shape, anchor: int, earliest: int, latest: int, until: int
    ) -> int | None:
        """The free onset nearest to an anchor, or None.

        Args:
            shape: Outline of the phrase.
            anchor: Where its onset belongs.
            earliest: The first onset allowed.
            latest: The last onset allowed.
            until: The position its last sample must not pass.
        """
        body = shape.length - shape.onset
        best: int | None = None
        for low, high in self.free_between(earliest - shape.onset, min(until, latest + body)):
            first = max(earliest, low + shape.onset)
            last = min(latest, high - body)
            if first > last:
                continue
            onset = min(max(anchor, first), last)
            if best is None or abs(onset - anchor) < abs(best - anchor):
                best = onset
        return best

    def room_at(self, anchor: int, earliest: int, latest: int, until: int) -> int:
        """Samples free for a phrase whose onset lies within a tolerance of an anchor."""
        if earliest == latest:
            free = self.free_between(anchor, until)
            return free[0][1] - free[0][0] if free and free[0][0] == anchor else 0
        return max(
            (high - low for low, high in self.free_between(earliest, until) if low <= latest),
            default=0,
        )
