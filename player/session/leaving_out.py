"""The order in which optional steps are left out to fit a shorter time."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from player.routine.merging import leaves
from player.routine.model import RESTING, Group, Leaf, Step


class Excess(NamedTuple):
    """How the shortest session spends its time, in samples.

    Attributes:
        shares: What each share takes beyond its part of the wished time.
        savings: What leaving out a leaf would save, by its path.
        share_of: The share that each leaf belongs to, by paths.
    """

    shares: Mapping[str, int]
    savings: Mapping[str, int]
    share_of: Mapping[str, str]


def order_of_leaving(
    steps: tuple[Step, ...], excess: Excess, done: Collection[str], kept: Collection[str] = ()
) -> list[Step]:
    """Optional steps in the order they are left out, until no more may be.

    The next one is always of the share that is furthest above its part, the first of the file
    among those. The steps within an optional group go before the group itself. Something to do
    stays, and at least one step.

    Args:
        steps: The steps of a routine.
        excess: What each share has too much, and what would be saved.
        done: Paths of the leaves that are done at all.
        kept: Paths of leaves that may not be left out.
    """
    waiting: dict[str, list[Step]] = defaultdict(list)
    for step in _optional(steps, frozenset(kept)):
        first = step if isinstance(step, Leaf) else leaves((step,))[0]
        waiting[excess.share_of[first.path]].append(step)
    for share in waiting.values():
        share.reverse()
    active = {leaf.path for leaf in leaves(steps) if leaf.dose.kind not in RESTING}
    needed = active.intersection(done) or set(done)
    return list(_in_order(waiting, excess, needed))


def _in_order(waiting: dict[str, list[Step]], excess: Excess, needed: set[str]) -> Iterator[Step]:
    """Take from the share that is furthest above its part, as long as something needed stays."""
    gone: set[str] = set()
    heap = [(-excess.shares.get(share, 0), share) for share in waiting]
    heapq.heapify(heap)
    while heap:
        above, share = heapq.heappop(heap)
        step = waiting[share].pop()
        going = {leaf.path for leaf in leaves((step,))} - gone
        if going and not needed <= going:
            yield step
            gone |= going
            needed -= going
            above += sum(excess.savings.get(path, 0) for path in going)
        if waiting[share]:
            heapq.heappush(heap, (above, share))


def _optional(steps: tuple[Step, ...], kept: frozenset[str]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, Group):
            yield from _optional(step.steps, kept)
        if step.optional and kept.isdisjoint(leaf.path for leaf in leaves((step,))):
            yield step
