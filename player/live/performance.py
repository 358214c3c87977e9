"""A session being heard: samples handed out in order, and what the listener asks for in between.

An output pulls from one thread; the others are called from any. Wherever the sound goes from one
place to another, the one fades out while the other fades in, so that nothing clicks.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from player.audio.mix import CEILING
from player.live.accompaniment import Pausing
from player.live.edges import JUMP_FADE, Edges, Loudness
from player.live.gates import next_gate
from player.live.stretches import Heard, Stretches
from player.units import samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from player.audio.mix import Mix
    from player.live.accompaniment import Accompaniment
    from player.live.gates import Gate
    from player.live.stretches import Inserted

    Block = NDArray[np.float32]

FADE = samples(0.25)
"""How long the sound takes to fade when a session is left."""


class Performance:
    """Hands out a mix from a position on; one thread pulls, others may ask for something.

    Args:
        mix: The session's sound.
        gates: Where it is held until `go_on`, in order; none where nobody could answer.
        music: What goes on under it, or None.
        start: The position it begins at.
    """

    def __init__(
        self,
        mix: Mix,
        gates: Sequence[Gate] = (),
        music: Accompaniment | None = None,
        start: int = 0,
    ) -> None:
        self._lock = threading.RLock()
        self._mix = mix
        self._music = None if music is None else Pausing(music)
        self._gates = tuple(gates)
        self._opened = self._position = self._placed = start
        self._going_on = False
        self._output = 0
        self._stretches = Stretches(start)
        self._standing = False
        self._inserted: Inserted | None = None
        self._said = 0
        self._fading_from: int | None = None
        self._words = True
        self._edges = Edges()
        self._loudness = Loudness()
        self._come_in()

    @property
    def position(self) -> int:
        """The next sample of the session that is handed out."""
        with self._lock:
            return self._position

    @property
    def standing(self) -> bool:
        """Whether the session stands still until `move`; what is inserted may be heard."""
        with self._lock:
            return self._standing

    def pull(self, count: int) -> NDArray[np.int16]:
        """The next samples: `count` of them, fewer at the end, then none."""
        blocks: list[NDArray[np.int16]] = []
        left = count
        with self._lock:
            while left:
                block = self._next(left)
                if not len(block):
                    break
                blocks.append(block)
                left -= len(block)
                self._output += len(block)
        return np.concatenate(blocks) if blocks else np.empty(0, np.int16)

    def heard_at(self, output: int) -> Heard:
        """What is heard with a sample of the output."""
        with self._lock:
            return self._stretches.at(output)

    def position_at(self, output: int) -> int:
        """The position in the session that is heard with a sample of the output."""
        return self.heard_at(output).position

    def gate_at(self, position: int) -> int | None:
        """The number of the gate that a position lies in, or None; a gate passed counts no more."""
        with self._lock:
            number = next_gate(self._gates, position, self._opened)
            if number is None or self._gates[number].start > position:
                return None
            return number

    def go_on(self, gate: int | None = None) -> None:
        """Go on from the gate where the listener is waited for.

        Args:
            gate: The number of the one that is heard, so that who asks twice does not pass two;
                None for the next.
        """
        with self._lock:
            number = next_gate(self._gates, self._position, self._opened)
            if number is None or gate not in {None, number}:
                return
            self._going_on = True
            waiting = self._position >= self._gates[number].start
            if waiting and self._inserted is not None and self._inserted.goes_on:
                self._leave_off()
                self._inserted = None

    def stand(self) -> None:
        """Let the session and its music stand still where they are; what is inserted ends."""
        with self._lock:
            self._leave_off()
            self._standing, self._inserted = True, None
            self._quieten(quiet=True)

    def move(self, position: int | None = None) -> None:
        """Go on, from another position where one is given; what is inserted ends."""
        with self._lock:
            still = self._standing or self._inserted is not None
            if not still and position in {None, self._position}:
                return
            if position is not None and position >= self._mix.length:
                self.fade_out()
                return
            self._leave_off()
            self._standing, self._inserted = False, None
            self._quieten(quiet=False)
            if position is not None:
                self._place(position)
            self._come_in()

    def place(self, position: int) -> None:
        """Take another position, where the session stands still or not."""
        with self._lock:
            if self._standing:
                self._place(position)
            else:
                self.move(position)

    def insert(self, inserted: Inserted) -> None:
        """Let something be heard while the session stands still."""
        with self._lock:
            self._leave_off()
            self._standing = not inserted.goes_on
            if inserted.goes_on:
                self._quieten(quiet=False)
            self._inserted, self._said = inserted, 0

    def exchange(self, mix: Mix, gates: Sequence[Gate]) -> None:
        """Go on with another sound, which is the same up to the position and where it is then."""
        with self._lock, self._giving_way(self._inserted is None):
            self._mix, self._gates = mix, tuple(gates)

    def say_words(self, words: bool) -> None:  # noqa: FBT001 - it is what is set
        """Let words be heard, or sounds alone."""
        with self._lock, self._giving_way(True):
            self._words = words

    def loudness(self, gain: float) -> None:
        """How loud voice and sounds are, as a factor."""
        with self._lock:
            self._loudness.reach(gain)

    def fade_out(self) -> None:
        """Fade from wherever the sound is, then end."""
        with self._lock:
            if self._fading_from is None:
                self._fading_from = self._output

    def begin_anew(self, position: int) -> None:
        """Stand still at a position, for an output that has just been opened."""
        with self._lock:
            self._output = 0
            self._edges = Edges()
            self._standing, self._inserted = True, None
            if self._music is not None:
                self._music.stop()
            self._place(position)
            self._stretches = Stretches(self._position, moves=False)

    def _quieten(self, *, quiet: bool) -> None:
        if self._music is not None:
            self._music.quiet = quiet

    def _place(self, position: int) -> None:
        position = min(max(0, position), self._mix.length)
        if position != self._position:
            self._placed = self._opened = position
        self._position = position
        self._going_on = False

    def _leave_off(self) -> None:
        """Let what would be heard next fade out over what is."""
        if self._inserted is not None:
            said = self._said
            ahead = self._inserted.mix.floats(said, said + JUMP_FADE, words=self._words)
        elif self._held():
            ahead = np.zeros(JUMP_FADE, np.float32)
        else:
            start = self._position
            ahead = self._mix.floats(start, start + JUMP_FADE, words=self._words)
        self._edges.leave(ahead)

    @contextmanager
    def _giving_way(self, concerned: bool) -> Iterator[None]:  # noqa: FBT001 - it is what is asked
        """Let what is heard give way to another sound of it, at the same place.

        What is the same in both is heard as if nothing had been asked.

        Args:
            concerned: Whether what is heard is another one then.
        """
        heard = concerned and not (self._standing and self._inserted is None)
        if heard:
            self._leave_off()
        yield
        if heard:
            self._edges.rise()

    def _come_in(self) -> None:
        """Fade in, where the session is in the middle of a sound."""
        if self._mix.sounding(self._position):
            self._edges.rise()
        else:
            self._edges.begin()

    def _held(self) -> bool:
        """Whether nothing of the session itself is heard just now."""
        gate = self._gate()
        at_gate = gate is not None and self._position == gate.stop
        return self._standing or at_gate or self._position >= self._mix.length

    def _gate(self) -> Gate | None:
        """The next gate that is not passed."""
        number = next_gate(self._gates, self._position, self._opened)
        return self._gates[number] if number is not None else None

    def _next(self, count: int) -> NDArray[np.int16]:
        """Some of the next samples, at most `count`."""
        if self._fading_from is not None:
            count = min(count, self._fading_from + FADE - self._output)
        if count <= 0:
            return np.empty(0, np.int16)
        if self._inserted is not None:
            return self._insertion(self._inserted, count)
        gate = self._gate()
        if self._going_on and gate is not None and self._position >= gate.start:
            self._pass(gate)
            return self._next(count)
        if self._standing or (gate is not None and self._position == gate.stop):
            return self._still(count)
        start = self._position
        limit = self._mix.length
        if gate is not None:
            limit = gate.start if self._going_on else gate.stop
        stop = min(start + count, limit)
        if start == stop:
            return self._still(count) if self._edges.heard else np.empty(0, np.int16)
        self._mark(Heard(start))
        self._position = stop
        return self._out(self._mix.floats(start, stop, words=self._words), start)

    def _pass(self, gate: Gate) -> None:
        """Go on from a gate."""
        if self._position != gate.stop:
            self._leave_off()
            self._place(gate.stop)
            self._come_in()
        self._going_on = False
        self._opened = gate.stop

    def _insertion(self, inserted: Inserted, count: int) -> NDArray[np.int16]:
        """Some of what is inserted; after its end the session, with what rings on over it."""
        start = self._said
        stop = min(start + count, inserted.length)
        if start < stop:
            self._mark_still(inserted)
            self._said = stop
            block = inserted.mix.floats(start, stop, words=self._words)
            return self._out(block, None, said=True)
        self._inserted = None
        self._edges.ring(inserted.mix.floats(stop, inserted.mix.length, words=self._words))
        if inserted.goes_on:
            self._come_in()
        return self._next(count)

    def _still(self, count: int) -> NDArray[np.int16]:
        """What is heard while the session stands still: its music alone, or silence."""
        if self._edges.left:
            count = min(count, self._edges.left)
        elif self._fading_from is not None and self._music is None:
            return np.empty(0, np.int16)
        self._mark_still()
        return self._out(np.zeros(count, np.float32), None)

    def _out(self, block: Block, position: int | None, *, said: bool = False) -> NDArray[np.int16]:
        """A stretch of sound as it goes out: edges, loudness, music, and fading if it is left."""
        silent = position is None and not said and not self._edges.left and self._music is None
        if silent:
            return np.zeros(len(block), np.int16)
        block = self._loudness.on(self._edges.on(block))
        if self._music is not None:
            block = self._music.under(block, position, said=said)
        if self._fading_from is not None:
            left = self._fading_from + FADE - np.arange(self._output, self._output + len(block))
            block = block * (left / FADE).astype(np.float32)
        block = np.clip(block, -CEILING, CEILING)
        return self._mix.quantized(block, self._output if position is None else position)

    def _mark_still(self, inserted: Inserted | None = None) -> None:
        """Note that the session stands still: at its last sample, or where it was taken to."""
        placed = self._position in {self._placed, self._mix.length}
        position = self._position if placed else max(0, self._position - 1)
        self._mark(Heard(position, inserted, moves=False))

    def _mark(self, heard: Heard) -> None:
        self._stretches.mark(self._output, heard, self._placed)
