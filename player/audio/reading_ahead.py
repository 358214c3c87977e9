"""Music read ahead by a thread, so that whoever plays it never waits for a disk or a decoder."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from player.units import samples

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    Block = NDArray[np.float32]

AHEAD = samples(4)
"""How much music is kept ready."""

ENOUGH = samples(0.5)
"""How much there must be before music begins, or begins again."""

EDGE = samples(0.01)
"""How quickly music stops where it has run out; so much is always kept back for that."""

RETURN = samples(0.25)
"""How quickly it comes up when it begins."""

_FAREWELL_SECONDS = 1.0


class ReadingAhead:
    """Music from a thread of its own; `take` hands out what there is and never waits.

    Where the thread has fallen behind, music fades to silence, and comes back when there is enough.

    Args:
        blocks: Its samples; read and closed by the thread.
        tell: Told in one line if reading fails for a reason nobody foresaw.
    """

    def __init__(self, blocks: Generator[Block, None, None], tell: Callable[[str], None]) -> None:
        self._blocks = blocks
        self._tell = tell
        self._ready: deque[Block] = deque()
        self._read = self._taken = 0
        self._flowing = self._ended = self._closed = False
        self._rising = 0
        self._wanted = threading.Event()
        self._finished = threading.Event()
        threading.Thread(target=self._work, name="music", daemon=True).start()

    def take(self, count: int) -> Block:
        """The next samples, or silence where they are not ready."""
        ended = self._ended
        available = self._read - self._taken
        if not self._flowing:
            if available < max(ENOUGH, count + EDGE) and not (ended and available):
                return np.zeros(count, dtype=np.float32)
            self._flowing, self._rising = True, 0
        if ended or available >= count + EDGE:
            block = self._next(min(count, available))
        else:
            block = self._next(min(count, available))
            falling = min(EDGE, len(block))
            block[:falling] *= np.linspace(1, 0, falling, dtype=np.float32)
            block[falling:] = 0
            self._flowing = False
        block = np.pad(block, (0, count - len(block)))
        if self._rising < RETURN:
            steps = np.arange(self._rising, self._rising + count, dtype=np.float32)
            block *= np.minimum(steps / np.float32(RETURN), np.float32(1))
            self._rising += count
        return block

    def close(self) -> None:
        """End the thread; one that hangs in a read is left behind."""
        self._closed = True
        self._wanted.set()
        self._finished.wait(_FAREWELL_SECONDS)

    def _next(self, count: int) -> Block:
        """So many samples of those that are ready, as a copy."""
        pieces = []
        left = count
        while left:
            block = self._ready.popleft()
            if len(block) > left:
                self._ready.appendleft(block[left:])
                block = block[:left]
            pieces.append(block)
            left -= len(block)
        self._taken += count
        if self._read - self._taken < AHEAD:
            self._wanted.set()
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.float32)

    def _work(self) -> None:
        try:
            for block in self._blocks:
                if len(block):
                    self._ready.append(block)
                    self._read += len(block)
                while self._read - self._taken >= AHEAD and not self._closed:
                    self._wanted.wait()
                    self._wanted.clear()
                if self._closed:
                    break
        except Exception as error:  # noqa: BLE001 - told, and the session goes on without
            self._tell(
                f"Music: it cannot be read any further: {error}. The session goes on without."
            )
        finally:
            self._blocks.close()
            self._ended = True
            self._finished.set()
