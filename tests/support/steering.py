"""Steering the real player by keys, and what a recording of it must then hold.

`Ears` records a sound server and keeps when each part came in. `Edited` is the session as its
listener has edited it: stretches of sound, each from a sample of the output on. It is worked out
from the timeline and the edits alone, without what plays a session in the player.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from player.audio.mix import Mix
from player.live.edges import JUMP_FADE
from player.timeline.model import Placement, Timeline
from player.units import SAMPLE_RATE, samples
from support.sound_server import SINK, SoundServer

FALLING = 0.5 + 0.5 * np.cos(np.pi * (np.arange(JUMP_FADE) + 0.5) / JUMP_FADE)
ALIKE = 0.1
"""Share of samples that differ from which on a stretch is another one: noise of the last bit alone
differs in a quarter of them, rounding in hardly any."""

TELLING = samples(0.35)
"""How much of what follows an edit tells when it was made; longer than the silence before a word
that is said between."""

SLOW = 3 * JUMP_FADE
"""How long a fade may be too faint to be told."""

FINE = 16
"""Samples between two places that are tried for an edit, before all around the best are."""


class Ears:
    """What is heard of a sound server, with the time at which each part of it came in."""

    def __init__(self, recorder: subprocess.Popen[bytes]) -> None:
        assert recorder.stdout is not None
        self._recorded = recorder.stdout
        self._parts: list[NDArray[np.int16]] = []
        self._stops: list[int] = []
        self._times: list[float] = []
        self._came = threading.Condition()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def count(self) -> int:
        """Samples recorded."""
        with self._came:
            return self._stops[-1] if self._stops else 0

    def wait_until(self, index: int) -> None:
        """Wait until so many samples are recorded."""
        with self._came:
            assert self._came.wait_for(lambda: bool(self._stops) and self._stops[-1] >= index, 30)

    def wait_for_sound(self, after: int) -> None:
        """Wait until something is heard after a sample."""
        with self._came:
            assert self._came.wait_for(lambda: bool(np.any(self._from(after) > 100)), 30)

    def time_of(self, index: int) -> float:
        """When a sample came in at the latest, by the clock of `time.monotonic`."""
        with self._came:
            part = bisect_left(self._stops, index + 1)
            return self._times[part] - (self._stops[part] - index) / SAMPLE_RATE

    def index_at(self, moment: float) -> int:
        """The sample that came in at a time."""
        with self._came:
            part = min(bisect_left(self._times, moment), len(self._times) - 1)
            return self._stops[part] - round((self._times[part] - moment) * SAMPLE_RATE)

    def all(self) -> NDArray[np.int16]:
        """Everything recorded."""
        with self._came:
            return self._from(0)

    def close(self) -> None:
        """Wait for the end of what is recorded."""
        self._thread.join()
        self._recorded.close()

    def _from(self, index: int) -> NDArray[np.int16]:
        first = bisect_left(self._stops, index + 1)
        return np.concatenate([np.empty(0, np.int16), *self._parts[first:]])

    def _listen(self) -> None:
        odd = b""
        while data := os.read(self._recorded.fileno(), 4096):
            now = time.monotonic()
            whole = odd + data
            odd = whole[len(whole) // 2 * 2 :]
            part = np.frombuffer(whole[: len(whole) // 2 * 2], dtype="<i2")
            with self._came:
                self._parts.append(part)
                self._stops.append((self._stops[-1] if self._stops else 0) + len(part))
                self._times.append(now)
                self._came.notify_all()


@contextmanager
def ears(server: SoundServer) -> Iterator[Ears]:
    """Record the sink of a server, which silence keeps awake meanwhile."""
    form = ["--raw", "--format=s16le", "--rate=48000", "--channels=1"]
    with Path("/dev/zero").open("rb") as zeros:
        awake = subprocess.Popen(
            ["pacat", f"--device={SINK}", *form],
            env=server.environment, stdin=zeros, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        recorder = subprocess.Popen(
            ["parec", f"--device={SINK}.monitor", "--latency-msec=5", *form],
            env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        found = Ears(recorder)
        try:
            found.wait_until(SAMPLE_RATE // 2)
            yield found
        finally:
            for process in (awake, recorder):
                process.terminate()
                process.wait()
            found.close()


class Typist:
    """The player at a pseudo terminal, with somebody at its keys."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._player = subprocess.Popen(
            [sys.executable, "-m", "player.cli.main", *arguments],
            env={**environment, "TERM": "xterm"}, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self._shown: list[bytes] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def type(self, key: str) -> float:
        """Type a key; when, by the clock of `time.monotonic`."""
        now = time.monotonic()
        os.write(self._master, key.encode())
        return now

    def ended(self) -> tuple[int, str]:
        """The exit code, and all that was shown."""
        try:
            code = self._player.wait(60)
        finally:
            self._player.kill()
            self._thread.join()
            os.close(self._master)
        return code, b"".join(self._shown).decode()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 4096)
            except OSError:  # the player has ended
                return
            if not data:
                return
            self._shown.append(data)


class Flow(NamedTuple):
    """From a sample of the output on, what is heard.

    Attributes:
        output: The sample.
        mix: The sound, or None for silence.
        begin: The position in it that is heard first; in silence, that of the session.
        timeline: What lies in it, if it is the session.
        words: Whether its words are heard.
        rising: Whether it fades in.
        follows: Whether the sound before it rings on to its end, instead of giving way.
        said: What is said between, with where it starts in the mix.
    """

    output: int
    mix: Mix | None
    begin: int
    timeline: Timeline | None = None
    words: bool = True
    rising: bool = False
    follows: bool = False
    said: tuple[tuple[int, str], ...] = ()

    def floats(self, start: int, stop: int) -> NDArray[np.float32]:
        """Its sound from one sample of the output to another."""
        if self.mix is None:
            return np.zeros(stop - start, np.float32)
        shift = self.begin - self.output
        return self.mix.floats(start + shift, stop + shift, words=self.words)


class Edited:
    """A session as it was edited while it was heard.

    Args:
        mix: Its sound.
        timeline: What lies in it.
    """

    def __init__(self, mix: Mix, timeline: Timeline) -> None:
        self.mix = mix
        self.timeline = timeline
        self.words = True
        self.flows = [Flow(0, mix, 0, timeline)]

    def copy(self) -> Edited:
        other = Edited(self.mix, self.timeline)
        other.words = self.words
        other.flows = list(self.flows)
        return other

    def position(self, output: int) -> int:
        """The position of the session that a sample of the output brings, or waits for."""
        flow = self.flow_at(output)
        if flow.timeline is not None:
            return flow.begin + output - flow.output
        following = self.flows[self.flows.index(flow) + 1 :]
        return following[0].begin if following else flow.begin

    def flow_at(self, output: int) -> Flow:
        return next(flow for flow in reversed(self.flows) if flow.output <= output)

    def pause(self, output: int) -> None:
        self._turn(Flow(output, None, self.position(output)))

    def play(self, output: int, position: int | None = None) -> None:
        """Go on with the session, from another position where one is given."""
        begin = self.position(output) if position is None else position
        self._turn(self._session(output, begin))

    def insert(self, output: int, mix: Mix, length: int, said: tuple[tuple[int, str], ...]) -> None:
        """Let something be heard, and the session after it."""
        position = self.position(output)
        self._turn(Flow(output, mix, 0, said=said))
        after = output + length
        self.flows.append(self._session(after, position)._replace(follows=True))

    def exchange(self, output: int, mix: Mix, timeline: Timeline) -> None:
        """Go on with a session whose length has changed."""
        position = self.position(output)
        self.mix, self.timeline = mix, timeline
        self._turn(Flow(output, mix, position, timeline, self.words, rising=True))

    def speak(self, output: int, *, words: bool) -> None:
        """Let words be heard or not."""
        position = self.position(output)
        self.words = words
        self._turn(Flow(output, self.mix, position, self.timeline, words, rising=True))

    def sound(self, start: int, stop: int) -> NDArray[np.int16]:
        """What is heard from one sample of the output to another, fades and last bits included."""
        pieces = []
        for number, flow in enumerate(self.flows):
            ends = [one.output for one in self.flows[number + 1 :]]
            low, high = max(start, flow.output), min([stop, *ends[:1]])
            if low < high:
                pieces.append(self._piece(number, low, high))
        return np.concatenate([np.empty(0, np.int16), *pieces])

    def _piece(self, number: int, low: int, high: int) -> NDArray[np.int16]:
        flow = self.flows[number]
        block = flow.floats(low, high)
        begin, count = low - flow.output, high - low
        if begin < JUMP_FADE and flow.rising:
            rise = np.ones(begin + count)
            rise[:JUMP_FADE] = (1 - FALLING)[: begin + count]
            block *= rise[begin:].astype(np.float32)
        tail = self._tail(number)[begin : begin + count]
        block[: len(tail)] += tail
        if flow.mix is None:
            sound = np.zeros(count, np.int16)
            sound[: len(tail)] = self.mix.quantized(block[: len(tail)], low)
            return sound
        first = flow.begin + begin if flow.timeline is not None else low
        return self.mix.quantized(block, first)

    def _tail(self, number: int) -> NDArray[np.float32]:
        """What is still heard of the flow before one."""
        if not number:
            return np.empty(0, np.float32)
        flow, before = self.flows[number], self.flows[number - 1]
        if flow.follows and before.mix is not None:
            return before.floats(flow.output, before.output + before.mix.length)
        return (before.floats(flow.output, flow.output + JUMP_FADE) * FALLING).astype(np.float32)

    def _session(self, output: int, begin: int) -> Flow:
        rising = self.mix.sounding(begin)
        return Flow(output, self.mix, begin, self.timeline, self.words, rising)

    def _turn(self, flow: Flow) -> None:
        """Let a flow be heard from its sample on, and nothing that was to follow."""
        self.flows = [one for one in self.flows if one.output < flow.output]
        self.flows.append(flow)

    def cues(self) -> Iterator[tuple[int, Placement | str, Flow]]:
        """Every sound that is heard whole, by the sample of the output at which it starts."""
        for number, flow in enumerate(self.flows):
            until = self.flows[number + 1].output if number + 1 < len(self.flows) else 1 << 60
            for place, text in flow.said:
                yield flow.output + place, text, flow
            if flow.timeline is None:
                continue
            for one in flow.timeline.placements:
                start = flow.output + one.start - flow.begin
                stop = start + one.stop - one.start
                heard = flow.words or one.text is None
                if heard and flow.output + JUMP_FADE <= start and stop <= until:
                    yield start, one, flow


def where_it_changed(
    recording: NDArray[np.int16],
    before: Edited,
    after: Callable[[int], Edited],
    output: int,
    within: int,
) -> int | None:
    """The sample of the output at which an edit took effect; None if it did not.

    What would be heard without the edit is known to the last bit, so that the first sample that
    differs tells; then, among those just before it, the one that explains best what follows.

    Args:
        recording: What was heard, from the first sample of the output on.
        before: What is heard without the edit.
        after: What is heard with the edit at a sample.
        output: The first sample it may be.
        within: How many samples later it may be at the latest.
    """
    window = 240
    heard = recording[output : output + within + window]
    expected = before.sound(output, output + len(heard))
    differs = heard != expected[: len(heard)]
    counted = np.concatenate([[0], np.cumsum(differs)])
    dense = counted[window:] - counted[:-window] > ALIKE * window
    found = np.flatnonzero(dense & differs[: len(dense)])
    if not len(found):
        return None
    first = output + int(found[0])
    earliest = max(output, first - SLOW)
    low, high = earliest, first + TELLING
    exact = recording[low:high].astype(int)

    def strangeness(at: int) -> int:
        return int(np.abs(after(at).sound(low, high) - exact).sum())

    # A jump is told by its first sample; words that come or go change slowly at first.
    near = min([*range(earliest, first, FINE), *around(first)], key=strangeness)
    return min((at for at in around(near) if at >= output), key=strangeness)


def around(output: int) -> range:
    return range(output - FINE, output + FINE + 1)
