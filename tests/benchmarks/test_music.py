"""What music costs: seconds of sound made in a second of one core, a share of it live, memory.

`python -m pytest tests/benchmarks -m benchmark -s` prints the figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from support.sound_server import SoundServer
from support.tunes import tune, write

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(os.name == "nt", reason="processor time is read the POSIX way"),
]

PLAYER = [sys.executable, "-m", "player.cli.main"]

SPENT = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss)
"""


def spent(environment: dict[str, str], folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Seconds of processor and of time that the player takes, and the most memory it holds."""
    ran = subprocess.run(
        [sys.executable, "-c", SPENT, *PLAYER, "play", *arguments],
        env=environment, cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    processor, wall, memory = (float(figure) for figure in ran.stdout.split())
    return processor, wall, memory


class Rendered(NamedTuple):
    """A session without music: seconds of its sound, and of the processor to make it."""

    length: float
    processor: float


SESSION = ("rest-day", "--voice", "tone", "--output", "rest-day.wav")


@pytest.fixture(scope="module")
def rendered(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    folder = tmp_path_factory.mktemp("rendered")
    spent(environment, folder, *SESSION)  # from now on its phrases are kept
    length = ((folder / "rest-day.wav").stat().st_size - 44) / 2 / 48_000
    return Rendered(length, min(spent(environment, folder, *SESSION)[0] for _ in range(3)))


def walk(folder: Path, length: str) -> str:
    """A session of that length."""
    (folder / "walk.toml").write_text(
        f'title = "Walk"\n[[step]]\nname = "Walk"\nwork = "{length}"\n'
    )
    return "./walk.toml"


@pytest.mark.parametrize(
    ("music", "least"),
    [
        (("a.mp3", 44_100), 150),
        (("a.ogg", 44_100), 150),
        (("a.flac", 44_100), 150),
        (("a.flac", 96_000), 150),
        (("a.wav", 44_100), 150),
        # libopus as libsndfile brings it decodes no faster than about 170 times real time.
        (("a.opus", 48_000), 75),
    ],
)
def test_seconds_of_a_session_with_music_made_in_a_second_of_one_core(
    environment: dict[str, str],
    rendered: Rendered,
    tmp_path: Path,
    music: tuple[str, int],
    least: int,
) -> None:
    name, rate = music
    both = np.stack([tune(60, rate), tune(60, rate, seed=2)], axis=1)
    write(tmp_path / name, both, rate)
    with_music = min(spent(environment, tmp_path, *SESSION, "--music", name)[0] for _ in range(2))
    print(  # noqa: T201
        f"\n{name}, {rate} Hz: {rendered.length / with_music:.0f} times real time, "
        f"without music {rendered.length / rendered.processor:.0f}"
    )
    assert rendered.length / with_music >= least


def test_playing_with_music_takes_little_of_a_core(server: SoundServer, tmp_path: Path) -> None:
    write(tmp_path / "a.mp3", np.stack([tune(60, 44_100)] * 2, axis=1), 44_100)
    session = (walk(tmp_path, "20s"), "--voice", "tone")
    spent(server.environment, tmp_path, *session, "--output", "null")  # its phrases are kept
    start, _, _ = spent(server.environment, tmp_path, *session, "--output", "null")
    playing, wall, _ = spent(server.environment, tmp_path, *session, "--music", "a.mp3")
    share = (playing - start) / wall
    print(f"\nplaying with music: {100 * share:.1f} % of a core")  # noqa: T201
    assert share < 0.05


@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_memory_does_not_grow_with_the_length_of_music(
    environment: dict[str, str], tmp_path: Path, suffix: str
) -> None:
    short = write(tmp_path / f"short{suffix}", tune(60, 22_050), 22_050)
    long = tmp_path / f"long{suffix}"
    if suffix == ".wav":
        write(long, np.tile(tune(60, 22_050), 120), 22_050)
    else:
        # Frame after frame without the header that tells a length: two hours of it.
        content = short.read_bytes()
        first = content.index(b"\xff\xf3", content.index(b"LAME"))
        long.write_bytes(content[first:] * 120)
    session = (walk(tmp_path, "80min"), "--voice", "tone", "--output", "null", "--music")
    peaks = [spent(environment, tmp_path, *session, path.name)[2] for path in (short, long)]
    print(f"\nmemory: {peaks[0]:.0f} against {peaks[1]:.0f} KiB for two hours")  # noqa: T201
    assert long.stat().st_size > 100 * short.stat().st_size
    assert peaks[1] <= 1.1 * peaks[0]
