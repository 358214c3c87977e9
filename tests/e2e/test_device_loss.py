"""Sound devices that go away, come back, move or are chosen, on a real sound server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.sound_server import SINK, SoundServer

from player.errors import OutputError, RequestError
from player.outputs.choose import open_output, reopened
from player.outputs.device import DeviceOutput
from player.outputs.devices import devices
from player.outputs.output import DeviceSettings, Output, OutputLostError
from player.units import SAMPLE_RATE, samples

pytestmark = pytest.mark.heard

OTHER = "other"
TRIES = 200
EXACTNESS = samples(0.025)
ANSWERED_WITHIN = 0.120
TAKES = 3
"""Recordings made until one is exact: a virtual machine may stand still for longer."""


def pactl(server: SoundServer, *arguments: str) -> str:
    ran = subprocess.run(
        ["pactl", *arguments],
        env=server.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout.strip()


def add_sink(server: SoundServer, name: str) -> None:
    pactl(server, "load-module", "module-null-sink", f"sink_name={name}", "rate=48000",
          "channels=1")  # fmt: skip


def remove_sink(server: SoundServer, name: str) -> None:
    for line in pactl(server, "list", "short", "modules").splitlines():
        if f"sink_name={name} " in line:
            pactl(server, "unload-module", line.split()[0])


def playing_on(server: SoundServer) -> list[str]:
    """Names of the sinks that streams play on."""
    names = dict(line.split()[:2] for line in pactl(server, "list", "short", "sinks").splitlines())
    streams = pactl(server, "list", "short", "sink-inputs").splitlines()
    return [names[stream.split()[1]] for stream in streams]


@contextmanager
def listening(server: SoundServer, sink: str, path: Path) -> Iterator[None]:
    """Record a sink that silence keeps awake meanwhile."""
    with Path("/dev/zero").open("rb") as zeros, path.open("wb") as file:
        form = ["--raw", "--format=s16le", "--rate=48000", "--channels=1"]
        awake = subprocess.Popen(
            ["pacat", f"--device={sink}", *form], env=server.environment, stdin=zeros
        )
        recorder = subprocess.Popen(
            ["parec", f"--device={sink}.monitor", "--latency-msec=5", *form],
            env=server.environment, stdout=file,
        )  # fmt: skip
        try:
            while path.stat().st_size < 2 * SAMPLE_RATE:
                assert recorder.poll() is None
            yield
        finally:
            for process in (awake, recorder):
                process.terminate()
                process.wait()


@pytest.fixture
def ears(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    """A sound server that this process plays to."""
    pytest.importorskip("miniaudio")
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, server.environment[name])
    return server


def loud(count: int) -> NDArray[np.int16]:
    return np.full(count, 8000, dtype=np.int16)


def opened(device: str = "") -> Output:
    return open_output("device", print, DeviceSettings(device=device))


def play_on(output: Output, length: int) -> None:
    """Let so many more samples be heard."""
    position = output.advance()
    assert position is not None
    until = position + length
    while position < until:
        position = output.advance()
        assert position is not None


def lose(output: Output) -> None:
    """Go on until the output is lost, and close it."""
    with pytest.raises(OutputLostError):
        list(iter(output.advance, None))
    output.close()


def open_again(lost: Output) -> Output:
    for _ in range(TRIES):
        found = reopened(lost)
        if found is not None:
            return found
        threading.Event().wait(0.02)
    raise AssertionError("the device does not come back")


def play_again(lost: Output) -> None:
    again = open_again(lost)
    try:
        again.start(loud)
        play_on(again, SAMPLE_RATE // 2)
    finally:
        again.close()


def left_open() -> tuple[int, int]:
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))


def test_a_server_that_dies_is_lost_and_found_again_when_it_is_back(ears: SoundServer) -> None:
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    ears.kill()
    lose(output)
    assert reopened(output) is None
    before = left_open()
    assert not any(reopened(output) for _ in range(TRIES))
    assert left_open() == before
    ears.start()
    play_again(output)


def test_opening_and_closing_leaves_nothing_open(ears: SoundServer) -> None:
    assert playing_on(ears) == []
    output = opened()
    output.close()
    before = left_open()
    for _ in range(20):
        found = open_again(output)
        found.close()
    assert left_open() == before


def test_a_server_that_hangs_is_lost_without_hanging_the_player(ears: SoundServer) -> None:
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    assert ears._process is not None
    ears._process.send_signal(signal.SIGSTOP)
    try:
        lose(output)
        before = left_open()
        assert not any(reopened(output) for _ in range(3))
        assert left_open() == before
    finally:
        ears._process.send_signal(signal.SIGCONT)
    play_again(output)


def test_a_server_that_hangs_while_it_is_asked_is_asked_only_once(ears: SoundServer) -> None:
    output = opened()
    output.close()
    assert ears._process is not None
    ears._process.send_signal(signal.SIGSTOP)
    try:
        assert reopened(output) is None
        before = left_open()
        assert not any(reopened(output) for _ in range(5))
        assert left_open() == before
    finally:
        ears._process.send_signal(signal.SIGCONT)
    play_again(output)


def test_a_suspended_sink_is_lost_and_found_again_when_it_goes_on(ears: SoundServer) -> None:
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    pactl(ears, "suspend-sink", SINK, "1")
    lose(output)
    pactl(ears, "suspend-sink", SINK, "0")
    play_again(output)


def test_sound_goes_on_elsewhere_when_its_sink_is_removed(ears: SoundServer) -> None:
    add_sink(ears, OTHER)
    pactl(ears, "set-default-sink", SINK)
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    assert playing_on(ears) == [SINK]
    remove_sink(ears, SINK)
    play_on(output, SAMPLE_RATE)
    assert playing_on(ears) == [OTHER]
    output.close()


def test_sound_follows_when_another_sink_becomes_the_default(ears: SoundServer) -> None:
    add_sink(ears, OTHER)
    pactl(ears, "set-default-sink", SINK)
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    pactl(ears, "set-default-sink", OTHER)
    play_on(output, SAMPLE_RATE)
    assert playing_on(ears) == [OTHER]
    output.close()


def test_a_device_that_was_named_is_waited_for_when_it_is_removed(ears: SoundServer) -> None:
    add_sink(ears, OTHER)
    pactl(ears, "set-default-sink", SINK)
    output = opened(OTHER)
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    assert playing_on(ears) == [OTHER]
    remove_sink(ears, OTHER)
    lose(output)
    assert not any(reopened(output) for _ in range(10))
    add_sink(ears, OTHER)
    play_again(output)


def test_the_last_sink_is_lost_and_found_again(ears: SoundServer) -> None:
    output = opened()
    output.start(loud)
    play_on(output, SAMPLE_RATE // 2)
    remove_sink(ears, SINK)
    lose(output)
    assert reopened(output) is None
    add_sink(ears, SINK)
    play_again(output)


def test_sound_goes_to_the_device_that_was_chosen_and_to_no_other(
    ears: SoundServer, tmp_path: Path
) -> None:
    add_sink(ears, OTHER)
    pactl(ears, "set-default-sink", SINK)
    recorded = {sink: tmp_path / f"{sink}.raw" for sink in (SINK, OTHER)}
    with listening(ears, SINK, recorded[SINK]), listening(ears, OTHER, recorded[OTHER]):
        output = opened("oth")
        output.start(loud)
        play_on(output, SAMPLE_RATE)
        output.close()
    heard = {sink: np.fromfile(path, dtype="<i2") for sink, path in recorded.items()}
    assert not heard[SINK].any()
    assert np.count_nonzero(heard[OTHER] == 8000) > SAMPLE_RATE // 2


def test_devices_are_listed_with_the_default_first(ears: SoundServer) -> None:
    add_sink(ears, OTHER)
    pactl(ears, "set-default-sink", OTHER)
    found = devices()
    assert [(device.id, device.default) for device in found] == [(OTHER, True), (SINK, False)]
    assert {device.backend for device in found} == {"PulseAudio"}
    with pytest.raises(RequestError) as caught:
        opened("Null Output")
    assert "write one of" in caught.value.mend


def test_without_a_server_there_is_no_device(ears: SoundServer) -> None:
    ears.kill()
    with pytest.raises(OutputError, match="no sound device"):
        opened()
    assert "PulseAudio" not in {device.backend for device in devices()}


PLAYING = """
import numpy as np
from player.outputs.device import DeviceOutput
output = DeviceOutput()
output.start(lambda count: np.full(count, 8000, dtype=np.int16))
while (position := output.advance()) is not None:
    print(position, flush=True)
"""


def test_a_player_that_was_stopped_goes_on_when_it_is_continued(
    ears: SoundServer, tmp_path: Path
) -> None:
    raw = tmp_path / "heard.raw"
    with listening(ears, SINK, raw):
        playing = subprocess.Popen(
            [sys.executable, "-c", PLAYING],
            env=ears.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert playing.stdout is not None
        positions = (int(line) for line in playing.stdout)
        next(position for position in positions if position > SAMPLE_RATE // 2)
        playing.send_signal(signal.SIGSTOP)
        stopped_at = raw.stat().st_size
        while raw.stat().st_size < stopped_at + 2 * 2 * SAMPLE_RATE:
            pass
        playing.send_signal(signal.SIGCONT)
        assert next((position for position in positions if position > 2 * SAMPLE_RATE), None)
        playing.kill()
        playing.communicate()


class Clicks:
    """A click a third of a second, told apart from silence; counts what was pulled."""

    every = SAMPLE_RATE // 3

    def __init__(self) -> None:
        self.pulled = 0

    def __call__(self, count: int) -> NDArray[np.int16]:
        block = np.zeros(count, dtype=np.int16)
        first = -self.pulled % self.every
        block[first :: self.every] = 20_000
        self.pulled += count
        return block


class Recorder:
    """What is heard, with when each part of it came in."""

    def __init__(self, server: SoundServer) -> None:
        self._process = subprocess.Popen(
            ["parec", "--raw", f"--device={SINK}.monitor", "--format=s16le", "--rate=48000",
             "--channels=1", "--latency-msec=5"],
            env=server.environment, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.clicks: list[float] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := os.read(self._process.stdout.fileno(), 4096):
            now = time.monotonic()
            part = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")
            self.clicks += [
                now - (len(part) - place) / SAMPLE_RATE for place in np.flatnonzero(part > 10_000)
            ]

    def stop(self) -> None:
        self._process.terminate()
        self._thread.join()
        self._process.communicate()


@pytest.mark.parametrize("buffer", [0, samples(0.12), samples(0.2), samples(0.4)])
def test_the_position_told_is_the_one_that_is_heard(
    ears: SoundServer, tmp_path: Path, buffer: int
) -> None:
    errors: list[float] = []
    for _ in range(TAKES):
        with listening(ears, SINK, tmp_path / "awake.raw"):
            errors = _errors(ears, buffer)
        assert len(errors) > 5
        if max(map(abs, errors)) <= EXACTNESS:
            return
    pytest.fail(f"the position is off by up to {max(map(abs, errors)) / 48:.0f} ms")


def _errors(server: SoundServer, buffer: int) -> list[float]:
    """How far the position told was ahead of each click, in samples."""
    recorder = Recorder(server)
    output = DeviceOutput(DeviceSettings(buffer=buffer))
    told: list[tuple[float, int]] = []
    try:
        output.start(Clicks())
        while not told or told[-1][1] < 3 * SAMPLE_RATE:
            position = output.advance()
            assert position is not None
            told.append((time.monotonic(), position))
    finally:
        output.close()
        recorder.stop()
    times, positions = zip(*[one for one in told if one[1] > 0], strict=True)
    clicks = [moment for moment in recorder.clicks if times[0] < moment < times[-1]]
    at = np.interp(clicks, times, positions)
    away = at % Clicks.every
    return [float(one) for one in np.where(away > Clicks.every / 2, away - Clicks.every, away)]


class Answering:
    """Silence, with a click in the first block after it was asked for."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._answered = 0

    def ask(self) -> None:
        self.asked.append(time.monotonic())

    def __call__(self, count: int) -> NDArray[np.int16]:
        block = np.zeros(count, dtype=np.int16)
        if self._answered < len(self.asked):
            block[0] = 20_000
            self._answered += 1
        return block


def test_what_is_asked_for_reaches_the_ear_within_120_milliseconds(
    ears: SoundServer, tmp_path: Path
) -> None:
    median = 0.0
    for _ in range(TAKES):
        with listening(ears, SINK, tmp_path / "awake.raw"):
            median = _median_answer(ears)
        if median <= ANSWERED_WITHIN:
            return
    pytest.fail(f"the median answer takes {1000 * median:.0f} ms")


def _median_answer(server: SoundServer) -> float:
    recorder = Recorder(server)
    output = DeviceOutput()
    answering = Answering()
    try:
        output.start(answering)
        for number in range(30):
            # Not a multiple of the period, so that it falls anywhere within one.
            play_on(output, samples(0.2) + number * samples(0.007))
            answering.ask()
        play_on(output, samples(0.3))
    finally:
        output.close()
        recorder.stop()
    assert len(recorder.clicks) == len(answering.asked)
    return float(np.median(np.subtract(recorder.clicks, answering.asked)))
