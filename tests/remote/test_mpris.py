"""A session on a real bus of its own, steered by the real `playerctl`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from support.bus import Bus, require_packages, running_bus
from support.real import require_commands
from support.steered_session import SteeredSession

from player.live.controls import Command, State
from player.remote.mpris import Mpris, availability, bus_address
from player.units import samples

NAME = "org.mpris.MediaPlayer2.routine_player"
PATIENCE = 10.0
"""Seconds in which anything must have come about on the slowest machine."""


@pytest.fixture
def bus() -> Iterator[Bus]:
    if sys.platform != "linux":
        pytest.skip("playerctl is for Linux only")
    require_commands("playerctl", "dbus-send", "dbus-monitor")
    require_packages("dbus_fast")
    with running_bus() as found:
        yield found


@pytest.fixture
def session() -> SteeredSession:
    return SteeredSession()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def remote(bus: Bus, session: SteeredSession, told: list[str]) -> Iterator[Mpris]:
    found = Mpris(told.append, bus.environment)
    found.start(session)
    eventually(lambda: "routine_player" in playerctl(bus, "--list-all"))
    yield found
    found.close()


def eventually(holds: Callable[[], bool]) -> None:
    """Ask again and again until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        threading.Event().wait(0.01)


def playerctl(bus: Bus, *arguments: str) -> str:
    return subprocess.run(
        ["playerctl", *arguments],
        env=bus.environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    ).stdout.strip()


def property_of(bus: Bus, name: str, interface: str = "org.mpris.MediaPlayer2.Player") -> str:
    return bus.call(
        "dbus-send", "--print-reply=literal", f"--dest={NAME}", "/org/mpris/MediaPlayer2",
        "org.freedesktop.DBus.Properties.Get", f"string:{interface}", f"string:{name}",
    )  # fmt: skip


@pytest.mark.usefixtures("remote")
def test_playerctl_pauses_and_resumes(bus: Bus, session: SteeredSession) -> None:
    assert playerctl(bus, "status") == "Playing"
    playerctl(bus, "play-pause")
    assert session.asks == [(Command.TOGGLE, 0)]
    assert playerctl(bus, "status") == "Paused"
    playerctl(bus, "play-pause")
    assert playerctl(bus, "status") == "Playing"
    playerctl(bus, "pause")
    playerctl(bus, "play")
    assert session.asks[2:] == [(Command.PAUSE, 0), (Command.RESUME, 0)]


@pytest.mark.usefixtures("remote")
def test_playerctl_skips_and_goes_back(bus: Bus, session: SteeredSession) -> None:
    spans = session.now().timeline.spans
    playerctl(bus, "next")
    assert session.asks == [(Command.SKIP, 0)]
    assert playerctl(bus, "metadata", "xesam:title") == "Squats, right leg"
    playerctl(bus, "previous")
    assert session.asks[1:] == [(Command.BACK, 0)]
    assert session.now().position == spans[0].lead


@pytest.mark.usefixtures("remote")
def test_playerctl_reads_the_pass_as_a_track(bus: Bus, session: SteeredSession) -> None:
    span = session.now().timeline.spans[2]
    session.becomes(position=span.start)
    pattern = "{{title}}|{{album}}|{{xesam:trackNumber}}|{{mpris:length}}|{{mpris:trackid}}"
    length = (span.stop - span.lead) * 125 // 6
    assert playerctl(bus, "metadata", "--format", pattern) == (
        f"Plank|Title|3|{length}|'/routine_player/pass/2_2'"
    )


@pytest.mark.usefixtures("remote")
def test_playerctl_reads_and_sets_the_position_within_the_pass(
    bus: Bus, session: SteeredSession
) -> None:
    span = session.now().timeline.spans[2]
    session.becomes(position=span.lead + samples(7.5), state=State.PAUSED)
    assert float(playerctl(bus, "position")) == 7.5
    playerctl(bus, "position", "12")
    assert session.asks == [(Command.SEEK, span.lead + samples(12))]
    playerctl(bus, "position", "4+")
    assert session.asks[-1] == (Command.SEEK, span.lead + samples(16))
    playerctl(bus, "position", "100-")
    assert session.asks[-1] == (Command.SEEK, span.lead)
    playerctl(bus, "position", "1000+")
    assert session.asks[-1] == (Command.SKIP, 0)


@pytest.mark.usefixtures("remote")
def test_in_a_wait_the_one_button_of_a_headset_goes_on(bus: Bus, session: SteeredSession) -> None:
    for button in ("play-pause", "play", "next"):
        session.becomes(state=State.WAITING)
        assert playerctl(bus, "status") == "Paused"
        playerctl(bus, button)
    assert session.asks == [(Command.GO_ON, 0)] * 3


@pytest.mark.usefixtures("remote")
def test_playerctl_leaves_the_session(bus: Bus, session: SteeredSession) -> None:
    playerctl(bus, "stop")
    assert session.asks == [(Command.QUIT, 0)]
    assert playerctl(bus, "status") == "Stopped"
    assert property_of(bus, "CanPlay").split()[-1] == "false"


@pytest.mark.usefixtures("remote")
def test_volume_is_stepped_to_what_is_wished(bus: Bus, session: SteeredSession) -> None:
    assert float(playerctl(bus, "volume")) == 1
    playerctl(bus, "volume", "0.5")
    eventually(lambda: session.now().volume == -6)
    playerctl(bus, "volume", "0")
    eventually(lambda: session.now().volume == -20)
    assert {command for command, _ in session.asks} == {Command.SOFTER}
    playerctl(bus, "volume", "1.6")
    eventually(lambda: session.now().volume == 4)


@pytest.mark.usefixtures("remote")
def test_the_program_says_what_it_is_and_what_it_cannot(bus: Bus, session: SteeredSession) -> None:
    root = "org.mpris.MediaPlayer2"
    assert "Routine player" in property_of(bus, "Identity", root)
    assert property_of(bus, "HasTrackList", root).split()[-1] == "false"
    with pytest.raises(subprocess.CalledProcessError, match="dbus-send"):
        bus.call(
            "dbus-send", "--print-reply", f"--dest={NAME}", "/org/mpris/MediaPlayer2",
            "org.mpris.MediaPlayer2.Player.OpenUri", "string:file:///x",
        )  # fmt: skip
    bus.call(
        "dbus-send", "--print-reply", f"--dest={NAME}", "/org/mpris/MediaPlayer2",
        "org.mpris.MediaPlayer2.Quit",
    )  # fmt: skip
    assert session.asks == [(Command.QUIT, 0)]


def test_who_follows_hears_of_changes_and_jumps(
    bus: Bus, session: SteeredSession, remote: Mpris
) -> None:
    with subprocess.Popen(
        ["dbus-monitor", "--monitor", "type='signal',path='/org/mpris/MediaPlayer2'"],
        env=bus.environment, stdout=subprocess.PIPE, text=True,
    ) as monitor:  # fmt: skip
        heard: list[str] = []
        assert monitor.stdout is not None
        lines = monitor.stdout
        listening = threading.Thread(target=lambda: heard.extend(lines), daemon=True)
        listening.start()
        eventually(lambda: "member=NameLost" in "".join(heard))  # from here on it monitors

        spans = session.now().timeline.spans
        session.becomes(state=State.PAUSED)
        remote.changed()
        eventually(lambda: '"Paused"' in "".join(heard))
        assert "member=Seeked" not in "".join(heard)
        session.becomes(position=spans[2].lead)
        remote.changed()
        eventually(lambda: '"Plank"' in "".join(heard))
        session.becomes(position=spans[2].lead + samples(9))
        eventually(lambda: "int64 9000000" in "".join(heard))
        assert "".join(heard).count("member=Seeked") == 1
        monitor.terminate()
        listening.join()


def test_a_second_player_takes_a_name_of_its_own(
    bus: Bus, session: SteeredSession, remote: Mpris
) -> None:
    other = SteeredSession()
    other.becomes(position=other.now().timeline.spans[2].start)
    second = Mpris(lambda _: None, bus.environment)
    second.start(other)
    name = f"routine_player.instance{os.getpid()}"
    try:
        eventually(lambda: name in playerctl(bus, "--list-all").split())
        assert playerctl(bus, "-p", name, "metadata", "title") == "Plank"
        playerctl(bus, "-p", name, "pause")
        assert (other.asks, session.asks) == ([(Command.PAUSE, 0)], [])
        remote.close()
        eventually(lambda: playerctl(bus, "--list-all").split() == [name])
    finally:
        second.close()
    eventually(lambda: playerctl(bus, "--list-all") == "")


@pytest.mark.usefixtures("remote")
def test_a_bus_that_goes_away_is_told_and_harms_nothing(
    bus: Bus, session: SteeredSession, told: list[str]
) -> None:
    bus.kill()
    eventually(lambda: bool(told))
    assert told == ["media keys no longer work: the session bus has gone"]
    assert session.asks == []


def test_closing_is_no_loss(bus: Bus, remote: Mpris, told: list[str]) -> None:
    remote.close()
    remote.changed()
    remote.close()
    assert playerctl(bus, "--list-all") == ""
    assert told == []


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", "unix:path=/a b"])
def test_without_a_bus_a_session_has_no_remote_and_hears_nothing_of_it(
    session: SteeredSession, told: list[str], address: str
) -> None:
    found = Mpris(told.append, {"DBUS_SESSION_BUS_ADDRESS": address})
    found.start(session)
    found.changed()
    found.close()
    assert (told, session.asks) == ([], [])
    assert not availability({"DBUS_SESSION_BUS_ADDRESS": address}).works


def test_what_works_is_told(bus: Bus) -> None:
    assert availability(bus.environment) == (True, "MPRIS on the session bus", "")
    missing_bus = availability({})
    assert missing_bus == (
        False,
        "there is no session bus",
        "start the player from a desktop session",
    )


def test_the_bus_is_found_where_systemd_puts_it(bus: Bus) -> None:
    folder = bus.environment["HOME"]
    assert bus_address({"XDG_RUNTIME_DIR": folder}) == bus.address
    assert bus_address({"XDG_RUNTIME_DIR": f"{folder}/elsewhere"}) is None


def test_a_missing_library_is_told_and_harms_nothing(
    bus: Bus, session: SteeredSession, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "player.remote.mpris_service", None)
    found = Mpris(told.append, bus.environment)
    found.start(session)
    found.close()
    assert told == []
    assert availability(bus.environment).mend == "install the package dbus-fast"
