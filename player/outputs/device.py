"""The sound card, through miniaudio: one stream from the first sample to the last."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from player.errors import OutputError
from player.outputs.output import PERIOD_SECONDS
from player.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from player.outputs.output import Pull

RUN_IN = samples(0.3)
"""Silence before a session, in which Bluetooth and power-saving devices wake up."""

RUN_OUT = samples(0.3)
"""Silence after it, so that the last sound leaves the device's buffer."""

PERIODS = 5
"""Periods the device buffers: 200 ms, so that a busy machine does not leave gaps."""

STALLED_WAITS = 125
"""Waits of one period without the device taking sound after which it counts as lost: 5 s."""


class DeviceOutput:
    """The default playback device.

    The callback of miniaudio plays silence for ever if its generator fails; here a failure is
    kept, and raised by `advance` in the thread of the player.
    """

    followed = True
    live = True

    def __init__(self) -> None:
        try:
            import miniaudio
        except ImportError as error:
            raise OutputError(
                "the package miniaudio is not installed",
                place="device",
                mend="install it: pip install 'routine-player[device]' (needs a compiler there)",
            ) from error
        try:
            with _quiet_stderr():
                self._device: Any = miniaudio.PlaybackDevice(
                    output_format=miniaudio.SampleFormat.SIGNED16,
                    nchannels=1,
                    sample_rate=SAMPLE_RATE,
                    buffersize_msec=round(PERIOD_SECONDS * 1000),
                    callback_periods=PERIODS,
                    app_name="Routine player",
                )
        except miniaudio.MiniaudioError as error:
            raise OutputError(
                "no sound device can be opened",
                place="device",
                mend="connect one, or play without: --output silent",
            ) from error
        if self._device.backend == "Null":
            self._device.close()
            raise OutputError("no sound device was found", place="device", mend="connect one")
        self.name = f"device ({self._device.backend})"
        self._taken = threading.Condition()
        self._frames = 0
        self._ended = False
        self._failure: BaseException | None = None

    def start(self, pull: Pull) -> None:
        """Start the device; it pulls from a thread of its own."""
        frames = self._hand_over(pull)
        next(frames)
        try:
            self._device.start(frames)
        except Exception as error:
            raise OutputError(f"the device does not start: {error}", place=self.name) from error

    def advance(self) -> int | None:
        """Wait for the device to take sound; the position that is heard by then."""
        with self._taken:
            before = self._frames
            for _ in range(STALLED_WAITS):
                if self._taken.wait_for(lambda: self._frames > before, PERIOD_SECONDS):
                    break
            else:
                raise OutputError("the device takes no more sound", place=self.name,
                                  mend="connect it again, then go on")  # fmt: skip
            if self._failure is not None:
                raise OutputError(
                    f"the sound could not be made: {self._failure}", place=self.name
                ) from self._failure
            if self._ended:
                return None
            buffered = samples(PERIOD_SECONDS) * PERIODS
            return max(0, self._frames - RUN_IN - buffered)

    def close(self) -> None:
        """Stop and give the device back."""
        self._device.close()

    def _hand_over(self, pull: Pull) -> Generator[bytes, int, None]:
        """What the device is handed: run-in, session, run-out, then silence until closed."""
        wanted = yield b""
        run_in, run_out = RUN_IN, RUN_OUT
        while True:
            block = b""
            if run_in > 0:
                wanted = min(wanted, run_in)
                run_in -= wanted
                block = bytes(2 * wanted)
            elif self._failure is None and run_out == RUN_OUT:
                try:
                    block = pull(wanted).tobytes()
                except Exception as error:  # noqa: BLE001 - raised again by advance()
                    self._failure = error
                if len(block) < 2 * wanted:
                    run_out -= 1
            else:
                run_out -= wanted
            yield_now = block.ljust(2 * wanted, b"\0")
            with self._taken:
                self._frames += wanted
                self._ended = run_out <= 0
                self._taken.notify_all()
            wanted = yield yield_now


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep what C libraries print while no device is found off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device file, by its name
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
