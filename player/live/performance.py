"""A session being heard: samples handed out in order, and what the listener asks for in between.

An output pulls from one thread; the others are called from any. Wherever the sound goes from one
place to another, the one fades out while the other fades in, so that nothing clicks.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from player.audio.mix import CEILING
from player.units import samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from player.audio.mix import Mix
    from player.timeline.model import Timeline

    Block = NDArray[np.float32]

FADE = samples(0.25)
"""How long the sound takes to fade when a session is left."""

JUMP_FADE = samples(0.008)
"""How long one place of the sound takes to give way to another."""

MUSIC_FADE = samples(0.4)
"""How long the music takes to fade where the session pauses."""


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
    """Sound that goes on under a session, also while the session waits.

    Attributes:
        volume: In dB against its usual level; may be set at any time.
    """

    volume: float

    def under(
        self, voice: Block, position: int | None, level: Block | None = None, *, said: bool = False
    ) -> Block:
        """A stretch of the session with what is next under it, below the ceiling.

        Args:
            voice: Samples of the session, full scale 1.0.
            position: Where the first of them belongs; None while the session stands still.
            level: A further gain of the accompaniment for each sample; None for 1.
            said: Whether something is said while the session stands still.
        """


class Inserted(NamedTuple):
    """Sound that is heard while the session stands still.

    Attributes:
        mix: The sound; what is longer than `length` rings on over what follows.
        length: Samples until the session goes on, or stands still again.
        goes_on: Whether the session goes on after it.
        words: It as text.
    """

    mix: Mix
    length: int
    goes_on: bool
    words: str = ""


class Heard(NamedTuple):
    """What is heard with a sample of the output.

    Attributes:
        position: The position in the session.
        inserted: What is heard instead of it just then, or None.
        moves: Whether the position moves on.
        since: The position from which on the session was heard without a jump.
    """

    position: int
    inserted: Inserted | None = None
    moves: bool = True
    since: int = 0


class _Stretch(NamedTuple):
    """From an output sample on, what is heard."""

    output: int
    heard: Heard


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
        self._music = music
        self._gates = tuple(gates)
        self._opened = start
        self._going_on = False
        self._position = self._placed = start
        self._output = 0
        self._stretches = [_Stretch(0, Heard(start, since=start))]
        self._standing = False
        self._quiet = False
        self._inserted: Inserted | None = None
        self._said = 0
        self._fading_from: int | None = None
        self._words = True
        self._rising = 0
        self._tail: Block = np.empty(0, np.float32)
        self._gain_before = self._gain = 1.0
        self._gain_passed = JUMP_FADE
        self._music_level = 1.0
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
            index = bisect_right(self._stretches, output, key=lambda one: one.output) - 1
            stretch = self._stretches[max(0, index)]
            heard = stretch.heard
            if heard.moves:
                gone = max(0, output - stretch.output)
                return heard._replace(position=heard.position + gone)
            return heard

    def position_at(self, output: int) -> int:
        """The position in the session that is heard with a sample of the output."""
        return self.heard_at(output).position

    def gate_at(self, position: int) -> int | None:
        """The number of the gate that a position lies in, or None; a gate passed counts no more."""
        with self._lock:
            number = self._next_gate(position)
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
            number = self._next_gate(self._position)
            if number is None or gate not in {None, number}:
                return
            self._going_on = True
            waiting = self._position >= self._gates[number].start
            if waiting and self._inserted is not None and self._inserted.goes_on:
                self._leave_off()
                self._inserted = None

    def stand(self, *, music: bool = False) -> None:
        """Let the session stand still where it is; what is inserted ends.

        Args:
            music: Whether the music goes on.
        """
        with self._lock:
            self._leave_off()
            self._standing, self._quiet = True, not music
            self._inserted = None

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
            self._standing = self._quiet = False
            self._inserted = None
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
            self._quiet = self._quiet and not inserted.goes_on
            self._inserted = inserted
            self._said = 0
            self._rising = 0

    def exchange(self, mix: Mix, gates: Sequence[Gate]) -> None:
        """Go on with another sound, which is the same up to the position and where it is then."""
        with self._lock, self._giving_way():
            self._mix, self._gates = mix, tuple(gates)

    def say_words(self, words: bool) -> None:  # noqa: FBT001 - it is what is set
        """Let words be heard, or sounds alone."""
        with self._lock, self._giving_way():
            self._words = words

    def loudness(self, gain: float) -> None:
        """How loud voice and sounds are, as a factor."""
        with self._lock:
            self._gain_before = float(self._gains(0, 1)[0])
            self._gain, self._gain_passed = gain, 0

    def fade_out(self) -> None:
        """Fade from wherever the sound is, then end."""
        with self._lock:
            if self._fading_from is None:
                self._fading_from = self._output

    def begin_anew(self, position: int) -> None:
        """Stand still at a position, for an output that has just been opened."""
        with self._lock:
            self._output = 0
            self._tail, self._rising = np.empty(0, np.float32), 0
            self._music_level = 0.0
            self._standing, self._quiet, self._inserted = True, True, None
            self._place(position)
            still = Heard(self._position, None, moves=False, since=self._position)
            self._stretches = [_Stretch(0, still)]

    def _place(self, position: int) -> None:
        position = min(max(0, position), self._mix.length)
        if position != self._position:
            self._placed = self._opened = position
        self._position = position
        self._going_on = False

    def _leave_off(self) -> None:
        """Keep what would be heard next, to fade out over what is."""
        ahead = self._ahead()
        falling = 0.5 + 0.5 * np.cos(np.pi * (np.arange(JUMP_FADE) + 0.5) / JUMP_FADE)
        self._tail = (ahead * falling).astype(np.float32)
        self._rising = 0

    @contextmanager
    def _giving_way(self) -> Iterator[None]:
        """Let the session give way to another sound of it, at the same place.

        What is the same in both is heard as if nothing had been asked.
        """
        heard = not self._standing and self._inserted is None
        if heard:
            self._leave_off()
        yield
        if heard:
            self._rising = JUMP_FADE

    def _come_in(self) -> None:
        """Fade in, where the session is in the middle of a sound."""
        self._rising = JUMP_FADE if self._mix.sounding(self._position) else 0

    def _ahead(self) -> Block:
        """What would be heard next of what sounds just now."""
        if self._inserted is not None:
            block = self._inserted.mix.floats(self._said, self._said + JUMP_FADE)
        elif self._held():
            block = np.zeros(JUMP_FADE, np.float32)
        else:
            start = self._position
            block = self._mix.floats(start, start + JUMP_FADE, words=self._words)
        return self._with_edges(block, self._tail, self._rising)

    def _held(self) -> bool:
        """Whether nothing of the session itself is heard just now."""
        number = self._next_gate(self._position)
        at_gate = number is not None and self._position == self._gates[number].stop
        return self._standing or at_gate or self._position >= self._mix.length

    @staticmethod
    def _with_edges(block: Block, tail: Block, rising: int) -> Block:
        """A block with what is left of its rise, and of the sound that it follows."""
        if rising:
            count = min(rising, len(block))
            passed = JUMP_FADE - rising + np.arange(count) + 0.5
            rise = 0.5 - 0.5 * np.cos(np.pi * passed / JUMP_FADE)
            block = block.copy()
            block[:count] *= rise.astype(np.float32)
        if len(tail):
            count = min(len(tail), len(block))
            block = block.copy()
            block[:count] += tail[:count]
        return block

    def _next_gate(self, position: int) -> int | None:
        """The number of the next gate that is not passed at a position."""
        index = bisect_right(self._gates, position, key=lambda gate: gate.stop)
        if index and self._gates[index - 1].stop == position != self._opened:
            index -= 1
        return index if index < len(self._gates) else None

    def _next(self, count: int) -> NDArray[np.int16]:
        """Some of the next samples, at most `count`."""
        if self._fading_from is not None:
            count = min(count, self._fading_from + FADE - self._output)
        if count <= 0:
            return np.empty(0, np.int16)
        if self._inserted is not None:
            return self._insertion(self._inserted, count)
        number = self._next_gate(self._position)
        gate = self._gates[number] if number is not None else None
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
            return self._still(count) if self._tail.any() else np.empty(0, np.int16)
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
            return self._out(inserted.mix.floats(start, stop), None, said=True)
        self._inserted = None
        self._tail = inserted.mix.floats(stop, inserted.mix.length)
        if inserted.goes_on:
            self._come_in()
        return self._next(count)

    def _still(self, count: int) -> NDArray[np.int16]:
        """What is heard while the session stands still: its music alone, or silence."""
        if len(self._tail):
            count = min(count, len(self._tail))
        elif self._fading_from is not None and self._music is None:
            return np.empty(0, np.int16)
        self._mark_still()
        return self._out(np.zeros(count, np.float32), None)

    def _out(self, block: Block, position: int | None, *, said: bool = False) -> NDArray[np.int16]:
        """A stretch of sound as it goes out: edges, loudness, music, and fading if it is left."""
        silent = position is None and not said and not len(self._tail) and self._music is None
        block = self._with_edges(block, self._tail, self._rising)
        self._tail = self._tail[len(block) :]
        self._rising = max(0, self._rising - len(block))
        block = self._louder(block)
        if self._music is not None:
            block = self._accompanied(self._music, block, position, said=said)
        if self._fading_from is not None:
            left = self._fading_from + FADE - np.arange(self._output, self._output + len(block))
            block = block * (left / FADE).astype(np.float32)
        if silent:
            return np.zeros(len(block), np.int16)
        block = np.clip(block, -CEILING, CEILING)
        return self._mix.quantized(block, self._output if position is None else position)

    def _louder(self, block: Block) -> Block:
        """A stretch at the loudness that was asked for, reached without a step."""
        if self._gain_passed == JUMP_FADE:
            return block if self._gain == 1.0 else block * np.float32(self._gain)
        gains = self._gains(1, 1 + len(block))
        self._gain_passed = min(self._gain_passed + len(block), JUMP_FADE)
        return block * gains.astype(np.float32)

    def _gains(self, start: int, stop: int) -> NDArray[np.float64]:
        """The loudness from one sample to another, counted from the one that went out last."""
        passed = np.minimum(self._gain_passed + np.arange(start, stop), JUMP_FADE) / JUMP_FADE
        return self._gain_before + (self._gain - self._gain_before) * passed

    def _accompanied(
        self, music: Accompaniment, block: Block, position: int | None, *, said: bool
    ) -> Block:
        """A stretch with its music, which is silent and waits in a pause."""
        wanted = 0.0 if self._quiet else 1.0
        before = self._music_level
        if before == wanted == 0.0:
            return block
        if before == wanted:
            return music.under(block, position, said=said)
        direction = 1 if wanted > before else -1
        ramp = before + direction * (np.arange(len(block)) + 1) / MUSIC_FADE
        levels: Block = np.clip(ramp, 0, 1).astype(np.float32)
        self._music_level = float(levels[-1])
        return music.under(block, position, levels, said=said)

    def _mark_still(self, inserted: Inserted | None = None) -> None:
        """Note that the session stands still: at its last sample, or where it was taken to."""
        placed = self._position in {self._placed, self._mix.length}
        position = self._position if placed else max(0, self._position - 1)
        self._mark(Heard(position, inserted, moves=False))

    def _mark(self, heard: Heard) -> None:
        last = self._stretches[-1]
        if heard.moves and last.heard.moves:
            expected = last.heard.position + self._output - last.output
            if heard.position == expected:
                return
        jumped = heard.moves or heard.position == self._placed
        since = heard.position if jumped else min(last.heard.since, heard.position)
        heard = heard._replace(since=since)
        if heard != last.heard or heard.moves:
            self._stretches.append(_Stretch(self._output, heard))
