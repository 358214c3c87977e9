"""Where a session waits for its listener."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from player.timeline.model import Timeline


class Gate(NamedTuple):
    """Where the listener is waited for: from `start` on they may go on, at `stop` they must."""

    start: int
    stop: int


def gates_of(timeline: Timeline) -> tuple[Gate, ...]:
    """The gates of a session: its passes that last until the listener says go on."""
    return tuple(
        Gate(span.start if span.doing.reps else span.ready, span.stop)
        for span in timeline.spans
        if span.doing.waits
    )


def next_gate(gates: Sequence[Gate], position: int, opened: int) -> int | None:
    """The number of the next gate that is not passed at a position, or None.

    Args:
        gates: In order.
        position: In samples.
        opened: Where the last gate was passed, or the sound taken up: who is at this very
            position is behind the gate that stops there.
    """
    index = bisect_right(gates, position, key=lambda gate: gate.stop)
    if index and gates[index - 1].stop == position != opened:
        index -= 1
    return index if index < len(gates) else None
