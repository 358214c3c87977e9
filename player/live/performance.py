"""A session being heard: samples pulled in order, held where the listener is waited for."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from player.audio.mix import Mix
    from player.timeline.model import Timeline

FADE = samples(0.25)
"""How long the sound takes to fade when a session is left."""

JUMP_FADE = samples(0.008)
"""How long one place of the sound takes to give way to another."""


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


class Accompaniment(Protocol):
    """Sound that goes on under a session, also while the session waits."""

    def under(self, voice: NDArray[np.float32], position: int | None) -> NDArray[np.float32]:
        """A stretch of the session with what is next under it, below the ceiling.

        Args:
            voice: Samples of the session, full scale 1.0.
            position: Where the first of them belongs; None while the session waits.
        """


class _Stretch(NamedTuple):
    """From an output sample on, the position there, and whether it moves."""

    output: int
    position: int
    moves: bool


class Performance:
    """Hands out a mix from its beginning; one thread pulls, another may ask for something.

    Args:
        mix: The session's sound.
        gates: Where it is held until `go_on`, in order; none where nobody could answer.
        music: What goes on under it, or None.
    """

    def __init__(
        self, mix: Mix, gates: Sequence[Gate] = (), music: Accompaniment | None = None
    ) -> None:
        self._mix = mix
        self._music = music
        self._gates = tuple(gates)
        self._passed = 0
        self._position = 0
        self._output = 0
        self._stretches = [_Stretch(0, 0, moves=True)]
        self._end = mix.length
        self._leaving = False
        self._going_on = False
        self._fading_from: int | None = None

    def pull(self, count: int) -> NDArray[np.int16]:
        """The next samples: `count` of them, fewer at the end, then none."""
        blocks: list[NDArray[np.int16]] = []
        left = count
        while left:
            block = self._next(left)
            if not len(block):
                break
            blocks.append(block)
            left -= len(block)
            self._output += len(block)
        return np.concatenate(blocks) if blocks else np.empty(0, np.int16)

    def position_at(self, output: int) -> int:
        """The position in the session that is heard with a sample of the output."""
        index = bisect_right(self._stretches, output, key=lambda one: one.output) - 1
        stretch = self._stretches[max(0, index)]
        return stretch.position + (max(0, output - stretch.output) if stretch.moves else 0)

    def gate_at(self, position: int) -> int | None:
        """The number of the gate that a position lies in, or None."""
        gates = self._gates[self._passed : self._passed + 1]
        return self._passed if gates and gates[0].start <= position < gates[0].stop else None

    def go_on(self) -> None:
        """Go on from the gate where the listener is waited for."""
        self._going_on = True

    def fade_out(self) -> None:
        """Fade from wherever the sound is, then end."""
        self._leaving = True

    def _next(self, count: int) -> NDArray[np.int16]:
        """Some of the next samples, at most `count`."""
        gate = self._gates[self._passed] if self._passed < len(self._gates) else None
        if self._leaving and self._fading_from is None:
            self._fading_from = self._output
            self._end = min(self._position + FADE, self._end, gate.stop if gate else self._end)
        if self._fading_from is not None and self._position == self._end:
            return self._still(min(count, self._fading_from + FADE - self._output))
        if gate is not None and self._fading_from is None:
            if self._going_on and self._position >= gate.start:
                return self._jump(gate.stop, count)
            if self._position == gate.stop:
                return self._still(count)
        limit = gate.stop if gate is not None else self._end
        start = self._position
        stop = min(start + count, limit, self._end)
        self._position = stop
        return self._heard(self._mix.floats(start, stop), start)

    def _jump(self, target: int, count: int) -> NDArray[np.int16]:
        """Let the sound at the position give way to that at a gate's stop."""
        self._going_on = False
        self._passed += 1
        held = self._position == target
        following = self._gates[self._passed : self._passed + 1]
        limit = following[0].stop if following else self._end
        length = min(JUMP_FADE, count, limit - target)
        self._mark(target, moves=True)
        block = self._mix.floats(target, target + length)
        if not held:
            rising = np.arange(length, dtype=np.float32) / np.float32(max(1, length))
            before = self._mix.floats(self._position, min(self._position + length, target))
            before = np.pad(before, (0, length - len(before)))
            block = block * rising + before * (1 - rising)
        self._position = target + length
        return self._heard(block, target)

    def _still(self, count: int) -> NDArray[np.int16]:
        """What is heard while the session stands still: its music alone, or silence."""
        self._mark(max(0, self._position - 1), moves=False)
        if self._music is not None:
            return self._heard(np.zeros(count, np.float32), None)
        return np.zeros(count if self._fading_from is None else 0, np.int16)

    def _heard(self, block: NDArray[np.float32], position: int | None) -> NDArray[np.int16]:
        """A stretch of the session as it goes out: with its music, and fading if it is left."""
        if self._music is not None:
            block = self._music.under(block, position)
        if self._fading_from is not None:
            left = self._fading_from + FADE - np.arange(self._output, self._output + len(block))
            block = block * (left / FADE).astype(np.float32)
        return self._mix.quantized(block, self._output if position is None else position)

    def _mark(self, position: int, *, moves: bool) -> None:
        if self._stretches[-1][1:] != (position, moves):
            self._stretches.append(_Stretch(self._output, position, moves))
