"""A private D-Bus session bus in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from support.real import missing, require_commands

CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Bus:
    """A bus that runs.

    Args:
        folder: Where its socket lies.
        process: The daemon.
    """

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self.address = f"unix:path={folder / 'bus'}"
        self.environment = {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(folder),
        }
        self._process = process

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def call(self, *command: str) -> str:
        """What a program prints that is run on this bus."""
        return subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=20,
            check=True,
        ).stdout.strip()


def require_packages(*packages: str) -> None:
    """Go on only where these packages are installed."""
    for package in packages:
        if find_spec(package) is None:
            missing(f"the package {package} is not installed")


@contextmanager
def running_bus() -> Iterator[Bus]:
    """A bus of its own, ready; the folder's name is short, as a socket's must be."""
    require_commands("dbus-daemon")
    with tempfile.TemporaryDirectory(prefix="bus-") as name:
        folder = Path(name)
        configuration = folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(socket=folder / "bus"), encoding="utf-8")
        process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        try:
            assert process.stdout.readline(), "the bus did not start"
            yield Bus(folder, process)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
