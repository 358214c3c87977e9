"""A private PulseAudio server with a null sink, and a recorder of what would be heard."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SINK = "ears"


class SoundServer:
    """A server of its own in a folder of its own.

    Args:
        folder: Where its socket lies.
        environment: The environment of programs that are to play to it.
    """

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.socket = folder / "native"
        self.environment = {
            **environment,
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{self.socket}",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "-L", f"module-native-protocol-unix socket={self.socket} auth-anonymous=1",
                "-L", f"module-null-sink sink_name={SINK} rate=48000 channels=1",
            ],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # `pactl` retries by itself only until the socket exists, so ask until it answers.
        for _ in range(200):
            if subprocess.run(
                ["pactl", "info"], env=self.environment, capture_output=True, check=False
            ).returncode == 0:  # fmt: skip
                return
        raise AssertionError("the sound server does not answer")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def recording(self, path: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Record the sink's monitor into a file of raw 16-bit samples at 48 kHz."""
        # An idle null sink loses the first second of a recording: keep it awake meanwhile.
        with Path("/dev/zero").open("rb") as zeros, path.open("wb") as file:
            awake = subprocess.Popen(
                ["pacat", "--raw", f"--device={SINK}", "--format=s16le", "--rate=48000",
                 "--channels=1"],
                env=self.environment, stdin=zeros, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            parec = subprocess.Popen(
                ["parec", "--raw", f"--device={SINK}.monitor", "--format=s16le",
                 "--rate=48000", "--channels=1", "--latency-msec=50"],
                env=self.environment, stdout=file, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                while path.stat().st_size < 48_000:
                    assert parec.poll() is None
                yield parec
            finally:
                for process in (awake, parec):
                    process.terminate()
                    process.wait()


def samples(path: Path) -> NDArray[np.float32]:
    """What was recorded, full scale 1.0."""
    return np.fromfile(path, dtype="<i2").astype(np.float32) / np.float32(32768)
