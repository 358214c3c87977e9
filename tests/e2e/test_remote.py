"""The player on a real session bus of its own, steered by the real `playerctl`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.bus import Bus, require_packages, running_bus
from support.playing import BRIEF, PLAYER, Playing
from support.real import require_commands
from support.terminal import eventually

ROUTINE = f"""
title = "Hips and back"
{BRIEF}
[[step]]
name = "Reach"
hold = "20s"
[[step]]
name = "Fold"
hold = "40s"
[[step]]
wait = "Lie down."
[[step]]
name = "Plank"
hold = "3s"
"""


@pytest.fixture
def bus() -> Iterator[Bus]:
    if sys.platform != "linux":
        pytest.skip("playerctl is for Linux only")
    require_commands("playerctl")
    require_packages("dbus_fast")
    with running_bus() as found:
        yield found


@pytest.fixture
def playing(bus: Bus, environment: dict[str, str], tmp_path: Path) -> Iterator[Playing]:
    (tmp_path / "hips.toml").write_text(ROUTINE)
    on_bus = {**environment, "DBUS_SESSION_BUS_ADDRESS": bus.address}
    command = [*PLAYER, "play", "./hips.toml", "--output", "silent", "--voice", "tone"]
    found = Playing(command, {**on_bus, "XDG_DATA_HOME": str(tmp_path)}, tmp_path)
    eventually(lambda: playerctl(bus, "--list-all") == "routine_player", lambda: found.errors)
    yield found
    found.close()


def playerctl(bus: Bus, *arguments: str) -> str:
    return subprocess.run(
        ["playerctl", *arguments],
        env=bus.environment, capture_output=True, text=True, timeout=20, check=False,
    ).stdout.strip()  # fmt: skip


def comes(bus: Bus, wanted: str, *arguments: str) -> None:
    eventually(lambda: playerctl(bus, *arguments) == wanted, lambda: playerctl(bus, *arguments))


def position(bus: Bus) -> float:
    return float(playerctl(bus, "position"))


def test_a_headset_steers_a_whole_session(bus: Bus, playing: Playing) -> None:
    assert playerctl(bus, "status") == "Playing"
    pattern = "{{title}}|{{album}}|{{xesam:trackNumber}}"
    assert playerctl(bus, "metadata", "--format", pattern) == "Reach|Hips and back|1"
    length = int(playerctl(bus, "metadata", "mpris:length"))
    assert 20_000_000 < length < 30_000_000
    eventually(lambda: position(bus) > 1)

    playerctl(bus, "play-pause")
    comes(bus, "Paused", "status")
    playing.wait_for("Paused.")
    stood = position(bus)
    playerctl(bus, "next")
    comes(bus, "Fold", "metadata", "title")
    playerctl(bus, "previous")
    comes(bus, "Reach", "metadata", "title")
    assert position(bus) == 0 < stood
    playerctl(bus, "play-pause")
    comes(bus, "Playing", "status")

    playerctl(bus, "position", "12")
    eventually(lambda: position(bus) >= 12)
    assert position(bus) < length / 1_000_000
    playerctl(bus, "next")
    comes(bus, "Fold|Hips and back|2", "metadata", "--format", pattern)
    assert position(bus) < length / 1_000_000
    playing.wait_for("“Fold.”")

    playerctl(bus, "next")
    comes(bus, "Paused", "status")  # it waits: the one button of a headset says play
    assert playerctl(bus, "metadata", "title") == "Lie down."
    playerctl(bus, "play-pause")
    comes(bus, "Plank", "metadata", "title")
    assert playing.end() == 0
    assert playing.errors == "Output: silent\n"
    assert playerctl(bus, "--list-all") == ""


def test_stop_leaves_the_session(bus: Bus, playing: Playing) -> None:
    playerctl(bus, "stop")
    assert playing.end() == 130
    assert "Stopped at 0:0" in playing.told
    assert playerctl(bus, "--list-all") == ""


def test_a_bus_that_dies_is_told_and_the_session_goes_on(bus: Bus, playing: Playing) -> None:
    bus.kill()
    eventually(lambda: "media keys no longer work: the session bus has gone" in playing.errors)
    playing.wait_for("(go)")
    assert playing.process.poll() is None
