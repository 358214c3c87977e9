"""`player devices`: the list for people and for programs."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import click
import pytest
from click.testing import CliRunner
from support.sound_server import SINK, SoundServer

from player.cli.devices import command, device_option
from player.errors import OutputError
from player.outputs import devices as devices_module
from player.outputs.devices import Device

SPEAKERS = Device("Speakers", "hw:0", "ALSA", default=False)
HEADSET = Device("Head\x1b[31mset", "bluez.1", "ALSA", default=True)


def listed(monkeypatch: pytest.MonkeyPatch, *found: Device, arguments: tuple[str, ...] = ()) -> str:
    monkeypatch.setattr(devices_module, "devices", lambda: found)
    ran = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert ran.exit_code == 0
    return ran.output


def test_a_line_for_each_device_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = listed(monkeypatch, HEADSET, SPEAKERS).splitlines()
    assert [line.split()[0] for line in lines] == ["bluez.1", "hw:0"]
    assert lines[0].endswith("ALSA, default")
    assert lines[1].endswith("ALSA")
    assert "\x1b" not in lines[0]


def test_programs_get_every_device_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(listed(monkeypatch, HEADSET, SPEAKERS, arguments=("--json",)))
    assert found == [HEADSET._asdict(), SPEAKERS._asdict()]
    assert json.loads(listed(monkeypatch, arguments=("--json",))) == []


def test_where_there_is_none_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No sound device was found. Connect one" in listed(monkeypatch)


def test_a_sound_system_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang() -> tuple[Device, ...]:
        raise OutputError("the sound system does not answer")

    monkeypatch.setattr(devices_module, "devices", hang)
    with pytest.raises(OutputError):
        CliRunner().invoke(command, catch_exceptions=False)


def test_sinks_of_a_sound_server_are_listed(
    server: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("miniaudio")
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, server.environment[name])
    subprocess.run(
        ["pactl", "load-module", "module-null-sink", "sink_name=other",
         "sink_properties=device.description=Porch"],
        env=server.environment, check=True, capture_output=True,
    )  # fmt: skip
    ran = CliRunner().invoke(command, ["--json"], catch_exceptions=False)
    found: list[dict[str, Any]] = json.loads(ran.output)
    assert {device["id"] for device in found} == {SINK, "other"}
    assert "Porch" in {device["name"] for device in found}
    assert [device["default"] for device in found].count(True) == 1


def test_the_option_hands_on_the_device() -> None:
    @click.command()
    @device_option
    def told(device: str) -> None:
        click.echo(f"<{device}>")

    runner = CliRunner()
    assert runner.invoke(told, ["--device", "Porch"]).output == "<Porch>\n"
    assert runner.invoke(told, []).output == "<>\n"
