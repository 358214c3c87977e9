"""The device's own logic, against a stand-in for miniaudio that pulls when it is told to."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from player.errors import OutputError
from player.outputs import device as device_module
from player.outputs.device import RUN_IN, RUN_OUT, DeviceOutput

PERIOD = 1920


class FakeDevice:
    backend = "Fake"

    def __init__(self, **_: Any) -> None:
        self.sound = bytearray()
        self.closed = False
        self.pulling = threading.Event()

    def start(self, frames: Generator[bytes, int, None]) -> None:
        self._frames = frames
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while not self.closed and not self.pulling.is_set():
            self.sound += self._frames.send(PERIOD)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    module = SimpleNamespace(
        PlaybackDevice=FakeDevice,
        SampleFormat=SimpleNamespace(SIGNED16=1),
        MiniaudioError=type("MiniaudioError", (Exception,), {}),
    )
    monkeypatch.setitem(sys.modules, "miniaudio", module)
    return module


def play(output: DeviceOutput, sound: NDArray[np.int16]) -> list[int]:
    position = 0

    def pull(count: int) -> NDArray[np.int16]:
        nonlocal position
        block = sound[position : position + count]
        position += len(block)
        return block

    output.start(pull)
    found = []
    while (heard := output.advance()) is not None:
        found.append(heard)
    return found


@pytest.mark.usefixtures("fake")
def test_a_session_is_handed_over_between_silence() -> None:
    sound = np.arange(1, 20_001).astype(np.int16)
    output = DeviceOutput()
    positions = play(output, sound)
    handed = np.frombuffer(bytes(output._device.sound), dtype=np.int16)
    assert not handed[:RUN_IN].any()
    assert np.array_equal(handed[RUN_IN : RUN_IN + len(sound)], sound)
    assert not handed[RUN_IN + len(sound) :].any()
    assert len(handed) >= RUN_IN + len(sound) + RUN_OUT
    assert positions == sorted(positions)
    output.close()


@pytest.mark.usefixtures("fake")
def test_sound_that_cannot_be_made_is_an_error_not_silence() -> None:

    def pull(count: int) -> NDArray[np.int16]:
        raise ValueError(f"no {count} samples")

    output = DeviceOutput()
    output.start(pull)
    with pytest.raises(OutputError, match="could not be made: no 1920 samples"):
        list(iter(output.advance, None))
    output.close()


@pytest.mark.usefixtures("fake")
def test_a_device_that_stops_pulling_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "STALLED_WAITS", 2)
    output = DeviceOutput()
    output._device.pulling.set()
    output.start(lambda count: np.zeros(count, dtype=np.int16))
    with pytest.raises(OutputError, match="no more sound"):
        output.advance()
    output.close()


def test_a_device_that_does_not_open_is_told(fake: SimpleNamespace) -> None:
    def refuse(**_: Any) -> None:
        raise fake.MiniaudioError("failed to init device")

    fake.PlaybackDevice = refuse
    with pytest.raises(OutputError, match="no sound device can be opened"):
        DeviceOutput()


def test_the_backend_that_plays_to_nobody_is_no_device(fake: SimpleNamespace) -> None:
    fake.PlaybackDevice = type("NullDevice", (FakeDevice,), {"backend": "Null"})
    with pytest.raises(OutputError, match="no sound device was found"):
        DeviceOutput()
