"""Speed and memory as ratios against a floor measured in the same run.

`python -m pytest tests/benchmarks -m benchmark -s` prints the figures. Times are the least of
several runs, floor and player taking turns, so that a busy machine slows both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

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


def ratio(  # noqa: PLR0913 - what is measured, against what, where, and how often
    name: str,
    measured: list[str],
    floor: list[str],
    environment: dict[str, str],
    folder: Path,
    *,
    runs: int,
) -> float:
    """The least time of one command over that of another."""
    times, floors = [], []
    for _ in range(runs):
        floors.append(seconds(floor, environment, folder))
        times.append(seconds(measured, environment, folder))
    found = min(times) / min(floors)
    print(f"\n{name}: {min(times):.3f} s, floor {min(floors):.3f} s, ratio {found:.2f}")  # noqa: T201
    return found


@pytest.fixture
def warm(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment whose cache has every shipped phrase."""
    for path in (ROOT / "routines").glob("*.toml"):
        seconds([*PLAYER, "show", path.stem], environment, tmp_path)
    return environment


def test_checking_all_shipped_routines(warm: dict[str, str], tmp_path: Path) -> None:
    names = [path.stem for path in (ROOT / "routines").glob("*.toml")]
    floor = [sys.executable, "-c", "import click, pydantic"]
    assert ratio("check", [*PLAYER, "check", *names], floor, warm, tmp_path, runs=25) <= 4


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
    buffersize_msec=40, callback_periods=5)
blocks = silence()
next(blocks)
device.start(blocks)
asked.wait()
os._exit(0)
"""

FIRST_BLOCK = """
import os, sys
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

RUN_IN = """
import player.outputs.device
player.outputs.device.RUN_IN = 0
"""


def test_the_first_block_of_sound(
    server: SoundServer, warm: dict[str, str], tmp_path: Path
) -> None:
    """To the first block of the session itself, without the silence that runs in before it."""
    assert warm
    measured = [sys.executable, "-c", RUN_IN + FIRST_BLOCK]
    floor = [sys.executable, "-c", FLOOR_FIRST_BLOCK]
    assert ratio("first block", measured, floor, server.environment, tmp_path, runs=25) <= 1.5


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
    floor = [sys.executable, "-c", FLOOR_RENDER]
    assert ratio("render", measured, floor, warm, tmp_path, runs=5) <= 2.5


def test_everything_from_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    """Nothing cached, from TOML to WAV, against the same floor; most of it is speaking."""
    floors, times = [], []
    for run in range(3):
        cold = {**environment, "XDG_CACHE_HOME": str(tmp_path / f"cold{run}")}
        floors.append(seconds([sys.executable, "-c", FLOOR_RENDER], cold, tmp_path))
        command = [*PLAYER, "play", "rest-day", "--output", "rest-day.wav"]
        times.append(seconds(command, cold, tmp_path))
    found = min(times) / min(floors)
    print(f"\ncold: {min(times):.3f} s, floor {min(floors):.3f} s, ratio {found:.2f}")  # noqa: T201
    assert found <= 5


SPEAK = f"""
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
    """A mean of 6 ms a phrase, where plain pyttsx3 takes 10: at most six tenths of it."""
    ours, plain = [], []
    for _ in range(3):
        spoken = subprocess.run(
            [sys.executable, "-c", SPEAK],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        ours.append(float(spoken.stdout))
        peer = subprocess.run(
            [sys.executable, "-c", PLAIN],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        plain.append(float(peer.stderr))
    each, each_plain = (1000 * min(times) / PHRASES for times in (ours, plain))
    print(f"\nspeaking: {each:.1f} ms a phrase, plain pyttsx3 {each_plain:.1f} ms")  # noqa: T201
    assert each / each_plain <= 0.6


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

    start, _ = spent("demo", "--output", "null")
    playing, wall = spent("demo")
    share = (playing - start) / wall
    print(f"\nplaying: {100 * share:.1f} % of a core")  # noqa: T201
    assert share < 0.03
