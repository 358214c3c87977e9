"""Speed and memory as ratios against a floor measured in the same run.

`python -m pytest tests/benchmarks -m benchmark -s` prints the figures. Times are the least of
several runs, floor and player taking turns, so that a busy machine slows both. There are fewer runs
where the figure is well within its limit, and more where it is not.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.program import ROOT
from support.sound_server import SoundServer

pytestmark = pytest.mark.benchmark

PLAYER = [sys.executable, "-m", "player.cli.main"]
PHRASES = 200


def seconds(command: list[str], environment: dict[str, str], folder: Path) -> float:
    """How long a command takes as a whole process."""
    began = time.perf_counter()
    subprocess.run(
        command, env=environment, cwd=folder, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - began


def ratio(
    name: str,
    measured: Callable[[], float],
    floor: Callable[[], float],
    *,
    limit: float,
    runs: tuple[int, int],
) -> float:
    """The least time of one over that of the other.

    Args:
        name: What is measured.
        measured: Gives the seconds it takes.
        floor: Gives those of what it is held against.
        limit: What the ratio may be.
        runs: How many runs there are if it is nine tenths of that at most, and if it is not.
    """
    least, most = runs
    times, floors = [], []
    for run in range(1, most + 1):
        floors.append(floor())
        times.append(measured())
        found = min(times) / min(floors)
        if run >= least and found <= 0.9 * limit:
            break
    print(  # noqa: T201
        f"\n{name}: {min(times):.4f} s, floor {min(floors):.4f} s, ratio {found:.2f}, {run} runs"
    )
    return found


@pytest.fixture(scope="module")
def warm(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose cache has every shipped phrase."""
    folder = tmp_path_factory.mktemp("warm")
    for path in (ROOT / "routines").glob("*.toml"):
        seconds([*PLAYER, "show", path.stem], environment, folder)
    return environment


def test_checking_all_shipped_routines(warm: dict[str, str], tmp_path: Path) -> None:
    names = [path.stem for path in (ROOT / "routines").glob("*.toml")]
    floor = [sys.executable, "-c", "import click, pydantic"]
    found = ratio(
        "check",
        lambda: seconds([*PLAYER, "check", *names], warm, tmp_path),
        lambda: seconds(floor, warm, tmp_path),
        limit=4,
        runs=(8, 25),
    )
    assert found <= 4


FLOOR_FIRST_BLOCK = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import threading
import click, numpy, miniaudio
asked = threading.Event()
def silence():
    frames = yield b""
    while True:
        asked.set()
        frames = yield bytes(2 * frames)
device = miniaudio.PlaybackDevice(
    output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=48000,
    buffersize_msec=60, callback_periods=1)
blocks = silence()
next(blocks)
device.start(blocks)
asked.wait()
os._exit(0)
"""

FIRST_BLOCK = """
import gc, os, sys
gc.set_threshold(1_000_000, 50, 100)  # as the command does, before anything heavy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import player.live.performance
pull = player.live.performance.Performance.pull
def first_pull(self, count):
    pull(self, count)
    os._exit(0)
player.live.performance.Performance.pull = first_pull
sys.argv = ["player", "play", "demo"]
import player.cli.main
player.cli.main.main()
"""


def test_the_first_block_of_sound(
    server: SoundServer, warm: dict[str, str], tmp_path: Path
) -> None:
    """To the first block of the session itself, without the silence that runs in before it."""
    assert warm
    at_once = {**server.environment, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    seconds([*PLAYER, "config", "set", "run-in", "0s"], at_once, tmp_path)
    measured = [sys.executable, "-c", FIRST_BLOCK]
    floor = [sys.executable, "-c", FLOOR_FIRST_BLOCK]
    found = ratio(
        "first block",
        lambda: seconds(measured, at_once, tmp_path),
        lambda: seconds(floor, at_once, tmp_path),
        limit=1.5,
        runs=(10, 25),
    )
    assert found <= 1.5


FLOOR_RENDER = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import wave
import numpy as np
rate, minutes, clips = 48000, 20, 400
made = [np.full(rate, 0.1, dtype=np.float32) for _ in range(clips)]
starts = [number * minutes * 60 * rate // clips + 11 for number in range(clips)]
with wave.open("floor.wav", "wb") as file:
    file.setparams((1, 2, rate, 0, "NONE", ""))
    for second in range(minutes * 60):
        block = np.zeros(rate, dtype=np.float32)
        for start, clip in zip(starts, made):
            low, high = max(start, second * rate), min(start + rate, (second + 1) * rate)
            if low < high:
                block[low - second * rate:high - second * rate] += clip[low - start:high - start]
        file.writeframesraw((np.clip(block, -1, 1) * 32767).astype(np.int16).tobytes())
"""


def test_rendering_twenty_minutes(warm: dict[str, str], tmp_path: Path) -> None:
    measured = [*PLAYER, "play", "rest-day", "--output", "rest-day.wav"]
    found = ratio(
        "render",
        lambda: seconds(measured, warm, tmp_path),
        lambda: seconds([sys.executable, "-c", FLOOR_RENDER], warm, tmp_path),
        limit=2.5,
        runs=(3, 6),
    )
    assert found <= 2.5


def test_everything_from_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    """Nothing cached, from TOML to WAV, against the same floor; most of it is speaking."""
    command = [*PLAYER, "play", "rest-day", "--output", "rest-day.wav"]

    def cold() -> float:
        with TemporaryDirectory(dir=tmp_path) as cache:
            return seconds(command, {**environment, "XDG_CACHE_HOME": cache}, tmp_path)

    found = ratio(
        "cold",
        cold,
        lambda: seconds([sys.executable, "-c", FLOOR_RENDER], environment, tmp_path),
        limit=5,
        runs=(2, 4),
    )
    assert found <= 5


SPEAK = f"""
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command sets it
import sys, tempfile, time
from pathlib import Path
from player.voices.cache import ClipCache
from player.voices.engine import VoiceChoice
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.recorder import Recorder
texts = [f"Phrase number {{number}}, said in full." for number in range({PHRASES})]
with tempfile.TemporaryDirectory() as folder:
    recorder = Recorder(Pyttsx3Engine(), VoiceChoice(), ClipCache(Path(folder)), tell=print)
    began = time.perf_counter()
    recorder.record(texts)
    print(time.perf_counter() - began)
"""

PLAIN = f"""
import os, tempfile, time
from player.voices.espeak_library import load_espeak
load_espeak(system=False, folder=None)
import pyttsx3
engine = pyttsx3.init()
with tempfile.TemporaryDirectory() as folder:
    began = time.perf_counter()
    for number in range({PHRASES}):
        engine.save_to_file(f"Phrase number {{number}}, said in full.", f"{{folder}}/x.wav")
        engine.runAndWait()
    spent = time.perf_counter() - began
os.write(2, f"{{spent}}".encode())
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peer is pyttsx3 with espeak-ng")
def test_speaking_against_plain_pyttsx3(environment: dict[str, str]) -> None:
    """A mean of 5 ms a phrase, where plain pyttsx3 takes 10.5: at most six tenths of it."""

    def told(program: str, stream: str) -> float:
        """Seconds a phrase, as a program tells those of all on one of its streams."""
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return float(getattr(ran, stream)) / PHRASES

    found = ratio(
        "speaking a phrase, against plain pyttsx3",
        lambda: told(SPEAK, "stdout"),
        lambda: told(PLAIN, "stderr"),
        limit=0.6,
        runs=(2, 5),
    )
    assert found <= 0.6


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read the POSIX way")
def test_memory_does_not_grow_with_length(environment: dict[str, str], tmp_path: Path) -> None:
    peaks = []
    for minutes in (10, 80):
        (tmp_path / "long.toml").write_text(
            f'title = "Long"\n[[step]]\nname = "Walk"\nwork = "{minutes}min"\n'
        )
        command = [*PLAYER, "play", "./long.toml", "--output", "long.wav", "--voice", "tone"]
        measured = subprocess.run(
            [sys.executable, "-c", PEAK, *command],
            env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        peaks.append(int(measured.stdout))
    print(f"\nmemory: {peaks[0]} against {peaks[1]} KiB for eight times the length")  # noqa: T201
    assert peaks[1] <= 1.1 * peaks[0]


SPOKEN_BETWEEN = """
from player.cli.options import Request
from player.cli.session import compiled
from player.timeline.interjections import all_of
session = compiled(Request("demo"), lambda done, total: None)
session.recorder.record(all_of(session.session))
"""


@pytest.mark.skipif(os.name == "nt", reason="processor time is read the POSIX way")
def test_playing_takes_little_of_a_core(
    server: SoundServer, warm: dict[str, str], tmp_path: Path
) -> None:
    assert warm
    program = (
        "import resource, subprocess, sys, time\n"
        "began = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(usage.ru_utime + usage.ru_stime, time.perf_counter() - began)\n"
    )

    def spent(*arguments: str) -> tuple[float, float]:
        ran = subprocess.run(
            [sys.executable, "-c", program, *PLAYER, "play", *arguments],
            env=server.environment, cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        processor, wall = ran.stdout.split()
        return float(processor), float(wall)

    # What may be said between is spoken once, while a session is heard for the first time.
    subprocess.run(
        [sys.executable, "-c", SPOKEN_BETWEEN],
        env=server.environment, cwd=tmp_path, check=True,
    )  # fmt: skip
    start, _ = spent("demo", "--from", "2", "--output", "null")
    playing, wall = spent("demo", "--from", "2")
    share = (playing - start) / wall
    print(f"\nplaying: {100 * share:.1f} % of a core")  # noqa: T201
    assert share < 0.03
