"""How much of a pass was heard, whatever way its listener went through it. Pure; in samples."""

from __future__ import annotations

from typing import NamedTuple


class Coverage(NamedTuple):
    """Stretches of a pass that were heard.

    Attributes:
        stretches: Half-open, in order; none meets another.
    """

    stretches: tuple[tuple[int, int], ...] = ()

    def heard(self, start: int, stop: int) -> Coverage:
        """With one more stretch."""
        if start >= stop:
            return self
        before = tuple(one for one in self.stretches if one[1] < start)
        after = tuple(one for one in self.stretches if one[0] > stop)
        met = self.stretches[len(before) : len(self.stretches) - len(after)]
        first = min([start, *(one[0] for one in met)])
        last = max([stop, *(one[1] for one in met)])
        return Coverage((*before, (first, last), *after))

    def within(self, length: int) -> int:
        """Samples that were heard of a pass of a length."""
        return sum(max(0, min(stop, length) - start) for start, stop in self.stretches)

    def reps(self, length: int, each: int) -> int:
        """Reps that were heard from beginning to end, of so many samples each."""
        if not each:
            return 0
        return sum(
            max(0, min(stop, length) // each - -(-start // each))
            for start, stop in self.stretches
        )  # fmt: skip


class Attempts(NamedTuple):
    """A pass that may be done more than once.

    Attributes:
        now: What was heard of it this time.
        length: The most samples of it that were heard in one of the times before.
        reps: The most reps, likewise.
        times: How often it was begun.
    """

    now: Coverage = Coverage()
    length: int = 0
    reps: int = 0
    times: int = 0

    def heard(self, start: int, stop: int) -> Attempts:
        """With one more stretch of it heard."""
        times = self.times if self.now.stretches else self.times + 1
        return self._replace(now=self.now.heard(start, stop), times=times)

    def again(self, length: int, each: int) -> Attempts:
        """From its beginning again; its length and that of a rep as they were this time."""
        return Attempts(
            Coverage(),
            max(self.length, self.now.within(length)),
            max(self.reps, self.now.reps(length, each)),
            self.times,
        )

    def most(self, length: int, each: int) -> tuple[int, int]:
        """Samples and reps done, in the time that came furthest in each."""
        best = self.again(length, each)
        return min(best.length, length), min(best.reps, length // each if each else 0)
