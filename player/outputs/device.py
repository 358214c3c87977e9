"""The sound card, through miniaudio: one stream from the first sample to the last."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import OutputError, PlayerError
from player.outputs.bounded import Bounded
from player.outputs.devices import ANSWER_SECONDS
from player.outputs.opening import open_again, open_first
from player.outputs.output import DEFAULT_SETTINGS, DeviceSettings, OutputLostError
from player.outputs.pace import Pace, asked, heard
from player.outputs.remembered import note, size_for
from player.outputs.silence import gone, waited
from player.units import samples, seconds

if TYPE_CHECKING:
    from player.outputs.output import Pull

RUN_OUT = samples(0.3)
"""Silence after a session, beside what its device holds, so that the last sound leaves it."""

STARTING = samples(0.5)
"""Samples that are handed over before a device is known to be awake."""

STEP_SECONDS = 0.03
"""How often the position is told; between two times a device asks it is reckoned by the clock."""

CLOSING_SECONDS = 1.0
"""How long a device may take to be given back; one that hangs is left to a thread."""

REOPENING_SECONDS = 0.3
"""How long a try to open a lost device again is waited for."""


class DeviceOutput:
    """A playback device.

    The callback of miniaudio plays silence for ever if its generator fails; here a failure is
    kept, and raised by `advance` in the thread of the player.

    miniaudio does not tell when a server dies or a device is taken away: no more sound is asked
    for, that is all. A PulseAudio server moves a stream without a gap when its sink is removed or
    another becomes the default, unless the device was named: then it ends with its sink.

    Args:
        settings: Which device, and how it is used.
        buffers: File that remembers how much each device should hold; None for no memory.
        backend: What it must be reached through; empty for the first that works. With one, nothing
            is written to stderr meanwhile, and opening may hang as the backend does.
        now: Seconds that never go back.

    Attributes:
        backend: What it is reached through, such as PulseAudio.

    Raises:
        OutputError: If no device opens.
        RequestError: If none or several are called as the settings have it.
    """

    followed = True
    live = True

    def __init__(
        self,
        settings: DeviceSettings = DEFAULT_SETTINGS,
        buffers: Path | None = None,
        *,
        backend: str = "",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._buffers = settings, buffers
        self._now = now
        self._size = settings.buffer or size_for(buffers, settings.device)
        opened = (
            open_again(settings.device, self._size, backend)
            if backend
            else open_first(settings.device, self._size)
        )
        self._playback = opened.playback
        self.backend: str = opened.playback.backend
        self.name = f"device ({self.backend})"
        self._taken = threading.Condition()
        self._pace = Pace(opened.held)
        self._session = 0
        self._ended = False
        self._failure: BaseException | None = None
        self._seen = 0
        self._position = 0
        self._silence = 0.0
        self._looked = 0.0
        self._closing: Bounded[None] | None = None
        self._reopening: Bounded[DeviceOutput] | None = None

    @property
    def overruns(self) -> int:
        """How often sound ran dry."""
        return self._pace.overruns

    def start(self, pull: Pull) -> None:
        """Start the device; it pulls from a thread of its own."""
        frames = self._hand_over(pull)
        next(frames)
        self._looked = self._now()
        try:
            Bounded(lambda: self._playback.start(frames)).result(ANSWER_SECONDS)
        except OutputError:
            raise
        except Exception as error:
            raise OutputError(f"the device does not start: {error}", place=self.name) from error

    def advance(self) -> int | None:
        """Let a thirtieth of a second pass, or less; the position that is heard by then.

        A device that takes nothing for 0.8 s is gone. What passes while the computer sleeps, or
        the player is stopped, does not count: after it, sound goes on where the device is still
        there, and is lost 0.8 s later where it is not.
        """
        with self._taken:
            self._taken.wait_for(lambda: self._pace.handed > self._seen, STEP_SECONDS)
            self._watch(taken=self._pace.handed > self._seen)
            self._seen = self._pace.handed
            if self._failure is not None:
                raise OutputError(
                    f"the sound could not be made: {self._failure}", place=self.name
                ) from self._failure
            if self._ended:
                return None
            ahead = self._settings.run_in + self._settings.latency
            position = min(heard(self._pace, self._now()) - ahead, self._session)
        self._position = max(self._position, position)
        return self._position

    def close(self) -> None:
        """Stop and give the device back; one that hangs is given up after a second."""
        if self._closing is None:
            self._closing = Bounded(self._playback.close)
            if self._buffers is not None and not self._settings.buffer:
                note(self._buffers, self._settings.device, self.overruns, self._session)
            self._closing.done_within(CLOSING_SECONDS)

    def again(self) -> DeviceOutput | None:
        """The same device opened anew, once it is there again.

        There is one try at a time, and none until the lost device is given back, so that waiting
        long leaves no threads behind.
        """
        if self._closing is None or not self._closing.done_within(0):
            return None
        if self._reopening is None:
            self._reopening = Bounded(self._copy)
        if not self._reopening.done_within(REOPENING_SECONDS):
            return None
        tried, self._reopening = self._reopening, None
        try:
            return tried.result()
        except PlayerError:
            return None

    def _copy(self) -> DeviceOutput:
        return DeviceOutput(self._settings, self._buffers, backend=self.backend, now=self._now)

    def _watch(self, *, taken: bool) -> None:
        """Notice a device that takes nothing."""
        looked, self._looked = self._looked, self._now()
        self._silence = waited(self._silence, self._looked - looked, taken=taken)
        starting = self._pace.handed <= max(STARTING, self._size + self._pace.block)
        if gone(self._silence, seconds(self._pace.block), starting=starting):
            raise OutputLostError(
                "the device takes no more sound", place=self.name,
                mend="connect it again, then go on",
            )  # fmt: skip

    def _hand_over(self, pull: Pull) -> Generator[bytes, int, None]:
        """What the device is handed: run-in, session, run-out, then silence until closed."""
        run_in = self._settings.run_in
        run_out = RUN_OUT + self._size + self._settings.latency
        over = False
        wanted = yield b""
        while True:
            now = self._now()
            before = min(wanted, run_in)
            run_in -= before
            sound = b"" if over or before == wanted else self._made(pull, wanted - before)
            after = wanted - before - len(sound) // 2
            if after:
                over = True
                run_out -= after
            with self._taken:
                self._pace = asked(self._pace, wanted, now, heeded=self._session > 0)
                self._session += len(sound) // 2
                self._ended = over and run_out <= 0
                self._taken.notify_all()
            wanted = yield (bytes(2 * before) + sound).ljust(2 * wanted, b"\0")

    def _made(self, pull: Pull, count: int) -> bytes:
        """The next samples of the session, fewer at its end or if they cannot be made."""
        try:
            return pull(count).tobytes()
        except Exception as error:  # noqa: BLE001 - raised again by advance()
            self._failure = error
            return b""
