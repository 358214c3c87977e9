"""The device's own logic, against a stand-in for miniaudio that pulls when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from player.errors import OutputError, RequestError
from player.outputs import device as device_module
from player.outputs import opening
from player.outputs.buffering import SIZES, Remembered
from player.outputs.device import RUN_OUT, DeviceOutput
from player.outputs.opening import Opened
from player.outputs.output import RUN_IN, DeviceSettings, OutputLostError
from player.outputs.remembered import note, recall
from player.outputs.silence import STARTING_SECONDS

PERIOD = 1920


class FakePlayback:
    """Asks for sound as fast as it is given, in a thread, until it holds still."""

    backend = "Fake"

    def __init__(self) -> None:
        self.sound = bytearray()
        self.closed = 0
        self.still = threading.Event()
        self.may_close = threading.Event()
        self.may_close.set()

    def start(self, frames: Generator[bytes, int, None]) -> None:
        self.frames = frames
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while not self.closed and not self.still.is_set():
            self.ask(PERIOD)

    def ask(self, count: int) -> None:
        block = self.frames.send(count)
        assert len(block) == 2 * count
        self.sound += block

    def close(self) -> None:
        self.closed += 1
        self.may_close.wait(30)


class Opening:
    """What was asked to be opened, and the devices that were."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.opened: list[FakePlayback] = []
        self.failure: OutputError | RequestError | None = None
        self.made: Callable[[], FakePlayback] = FakePlayback

    def __call__(self, *asked: Any) -> Opened:
        self.asked.append(asked)
        if self.failure is not None:
            raise self.failure
        playback: Any = self.made()
        self.opened.append(playback)
        return Opened(playback, PERIOD)


class Clock:
    """A step further each time it is read."""

    def __init__(self, step: float) -> None:
        self.step = step
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opening:
    found = Opening()
    monkeypatch.setattr(device_module, "open_first", found)
    monkeypatch.setattr(device_module, "open_again", found)
    return found


def still() -> FakePlayback:
    playback = FakePlayback()
    playback.still.set()
    return playback


def zeros(count: int) -> NDArray[np.int16]:
    return np.zeros(count, dtype=np.int16)


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


@pytest.mark.parametrize("run_in", [0, 17, 3 * PERIOD, RUN_IN])
def test_a_session_is_handed_over_whole_between_silence(opened: Opening, run_in: int) -> None:
    sound = np.arange(1, 20_001).astype(np.int16)
    output = DeviceOutput(DeviceSettings(run_in=run_in))
    positions = play(output, sound)
    output.close()
    handed = np.frombuffer(bytes(opened.opened[0].sound), dtype=np.int16)
    assert not handed[:run_in].any()
    assert np.array_equal(handed[run_in : run_in + len(sound)], sound)
    assert not handed[run_in + len(sound) :].any()
    assert len(handed) >= run_in + len(sound) + RUN_OUT
    assert positions == sorted(positions)
    assert all(0 <= position <= len(sound) for position in positions)


def test_the_position_is_behind_by_the_latency_of_the_ear(opened: Opening) -> None:
    opened.made = still
    heard = []
    for latency in (0, 500):
        output = DeviceOutput(DeviceSettings(run_in=100, latency=latency), now=Clock(1e-9))
        output.start(zeros)
        for _ in range(10):
            opened.opened[-1].ask(PERIOD)
        heard.append(output.advance())
    assert heard == [10 * PERIOD - 2 * PERIOD - 100, 10 * PERIOD - 2 * PERIOD - 600]


@pytest.mark.usefixtures("opened")
def test_sound_that_cannot_be_made_is_an_error_not_silence() -> None:
    def pull(count: int) -> NDArray[np.int16]:
        raise ValueError(f"no {count} samples")

    output = DeviceOutput(DeviceSettings(run_in=PERIOD))
    output.start(pull)
    with pytest.raises(OutputError, match="could not be made: no 1920 samples"):
        list(iter(output.advance, None))
    output.close()


def test_a_device_that_stops_asking_is_lost(opened: Opening) -> None:
    opened.made = still
    output = DeviceOutput(now=Clock(0.05))
    output.start(zeros)
    playback = opened.opened[0]
    for _ in range(20):
        playback.ask(PERIOD)
    assert output.advance() is not None
    with pytest.raises(OutputLostError, match="no more sound"):
        list(iter(output.advance, None))
    output.close()
    assert playback.closed == 1


def test_a_device_that_never_wakes_up_is_lost_too(opened: Opening) -> None:
    opened.made = still
    output = DeviceOutput(now=Clock(0.05))
    output.start(zeros)
    opened.opened[0].ask(PERIOD)
    before = output._now()
    with pytest.raises(OutputLostError):
        list(iter(output.advance, None))
    assert output._now() - before > STARTING_SECONDS
    output.close()


def test_waking_from_sleep_is_no_loss_while_the_device_asks_on(opened: Opening) -> None:
    opened.made = still
    clock = Clock(0.001)
    output = DeviceOutput(now=clock)
    output.start(zeros)
    for _ in range(50):
        opened.opened[0].ask(PERIOD)
        output.advance()
        clock.now += 3600
        assert output.advance() is not None
    output.close()


def test_a_pause_is_no_loss(opened: Opening) -> None:
    output = DeviceOutput()
    output.start(zeros)
    assert all(output.advance() is not None for _ in range(200))
    output.close()
    assert opened.opened[0].closed == 1


def test_a_device_that_cannot_be_given_back_is_left_and_is_not_there_again(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_module, "CLOSING_SECONDS", 0.01)
    output = DeviceOutput()
    opened.opened[0].may_close.clear()
    output.start(zeros)
    output.close()
    output.close()
    assert output.again() is None
    assert len(opened.asked) == 1
    opened.opened[0].may_close.set()
    assert output._closing is not None
    output._closing.result(30)
    again = output.again()
    assert again is not None
    assert opened.opened[0].closed == 1
    again.close()


def test_a_lost_device_is_opened_again_through_what_it_was_reached_by(opened: Opening) -> None:
    output = DeviceOutput(DeviceSettings(device="head", latency=7))
    output.close()
    opened.failure = OutputError("not there")
    assert output.again() is None
    opened.failure = RequestError('there is no sound device "head"')
    assert output.again() is None
    opened.failure = None
    again = output.again()
    assert again is not None
    assert again._settings == output._settings
    assert opened.asked == [("head", SIZES[0]), *[("head", SIZES[0], "Fake")] * 3]
    again.close()


def test_opening_that_hangs_is_tried_once_not_again_and_again(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_module, "REOPENING_SECONDS", 0.01)
    answering = threading.Event()
    output = DeviceOutput()
    output.close()

    def hang() -> FakePlayback:
        answering.wait(30)
        return FakePlayback()

    opened.made = hang
    before = threading.active_count()
    assert [output.again() for _ in range(20)] == [None] * 20
    assert threading.active_count() == before + 1
    answering.set()
    assert output._reopening is not None
    output._reopening.done_within(30)
    again = output.again()
    assert again is not None
    again.close()


def test_a_device_that_ran_dry_holds_more_the_next_time(opened: Opening, tmp_path: Path) -> None:
    file = tmp_path / "buffers.json"
    opened.made = still
    output = DeviceOutput(DeviceSettings(run_in=0), file, now=Clock(0.3))
    output.start(zeros)
    for _ in range(4):
        opened.opened[0].ask(PERIOD)
    assert output.overruns == 3
    output.close()
    output.close()
    assert recall(file, "") == Remembered(SIZES[1])
    DeviceOutput(DeviceSettings(), file)
    assert opened.asked == [("", SIZES[0]), ("", SIZES[1])]


def test_a_buffer_that_is_set_is_neither_remembered_nor_overruled(
    opened: Opening, tmp_path: Path
) -> None:
    file = tmp_path / "buffers.json"
    note(file, "", 1, 0)
    opened.made = still
    output = DeviceOutput(DeviceSettings(run_in=0, buffer=4800), file, now=Clock(0.5))
    output.start(zeros)
    for _ in range(4):
        opened.opened[0].ask(PERIOD)
    output.close()
    assert opened.asked == [("", 4800)]
    assert recall(file, "") == Remembered(SIZES[1])


def library(**parts: Any) -> Callable[[], SimpleNamespace]:
    return lambda: SimpleNamespace(**parts)


def test_where_one_way_does_not_open_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def open_playback(shape: Any, handle: Any) -> FakePlayback:
        tried.append((shape.backend, handle))
        if shape.backend == "PulseAudio":
            raise OutputError("no server")
        return FakePlayback()

    monkeypatch.setattr(opening, "library", library(open_playback=open_playback))
    monkeypatch.setattr(opening, "backends", lambda _: ("PulseAudio", ""))
    opening.open_first("", 4800)
    assert tried == [("PulseAudio", None), ("", None)]


def test_a_device_that_does_not_open_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> FakePlayback:
        raise OutputError("no sound device can be opened")

    monkeypatch.setattr(opening, "library", library(open_playback=refuse))
    with pytest.raises(OutputError, match="no sound device can be opened"):
        DeviceOutput()


def test_a_sound_system_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answering = threading.Event()

    def hang(*_: Any) -> FakePlayback:
        answering.wait(30)
        raise OutputError("too late")

    monkeypatch.setattr(opening, "library", library(open_playback=hang))
    monkeypatch.setattr(opening, "ANSWER_SECONDS", 0.01)
    with pytest.raises(OutputError, match="does not answer"):
        DeviceOutput()
    answering.set()
