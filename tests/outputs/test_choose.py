from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from support.fakes import FakeClock

from player.errors import OutputError, RequestError
from player.outputs import choose
from player.outputs import device as device_module
from player.outputs.choose import open_output, reopened
from player.outputs.devices import Device, chosen
from player.outputs.opening import Opened
from player.outputs.output import DeviceSettings
from player.outputs.simpleaudio_output import SimpleaudioOutput


def test_without_a_device_it_is_silent_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    named = choose._named

    def without_device(wanted: str, *more: Any) -> Any:
        if wanted == "device":
            raise OutputError("no sound device was found")
        return named(wanted, *more)

    monkeypatch.setattr(choose, "_named", without_device)
    told: list[str] = []
    assert open_output("", told.append).name == "silent"
    assert len(told) == 1
    assert "no sound device was found" in told[0]
    with pytest.raises(OutputError):
        open_output("device", told.append)


class Devices:
    """Devices by name, of which the default may be missing."""

    def __init__(self, *names: str, default: bool = True) -> None:
        self._listed = [Device(name, name, "PulseAudio", default=False) for name in names]
        self._default = default
        self.opened: list[str] = []

    def __call__(self, device: str, _buffer: int) -> Opened:
        if device:
            chosen(self._listed, device)
        elif not self._default:
            raise OutputError("no sound device was found", mend="connect one")
        self.opened.append(device)
        playback: Any = SimpleNamespace(backend="Fake", close=lambda: None)
        return Opened(playback, 480)


def with_devices(monkeypatch: pytest.MonkeyPatch, devices: Devices) -> Devices:
    monkeypatch.setattr(device_module, "open_first", devices)
    return devices


SET = DeviceSettings("Headphones", latency=7, asked_for=False)


@pytest.mark.parametrize("wanted", ["", "device"])
def test_where_the_device_of_the_settings_is_off_the_default_plays_and_it_is_told(
    wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = with_devices(monkeypatch, Devices("Speakers"))
    told: list[str] = []
    output = open_output(wanted, told.append, SET)
    assert devices.opened == [""]
    assert told == [
        (
            'The device "Headphones" of your settings is not there; '
            "the system's default plays instead."
        ),
        "Output: device (Fake)",
    ]
    output.close()


def test_where_several_are_called_as_the_settings_have_it_their_place_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    devices = with_devices(monkeypatch, Devices("Headphones left", "Headphones right"))
    told: list[str] = []
    open_output("", told.append, SET).close()
    assert devices.opened == [""]
    assert told[0].startswith('config.toml `device`: "Headphones" may be 2 sound devices;')
    assert "Headphones left, Headphones right" in told[0]
    assert "--device" not in told[0]


def test_a_device_of_the_settings_that_is_there_plays_without_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    devices = with_devices(monkeypatch, Devices("Headphones"))
    told: list[str] = []
    open_output("", told.append, SET).close()
    assert devices.opened == ["Headphones"]
    assert told == ["Output: device (Fake)"]


def test_without_the_device_of_the_settings_and_a_default_it_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_devices(monkeypatch, Devices(default=False))
    told: list[str] = []
    assert open_output("", told.append, SET).name == "silent"
    assert [line.partition(":")[0] for line in told] == ["No sound"]
    with pytest.raises(OutputError, match="no sound device was found"):
        open_output("device", told.append, SET)


def test_a_device_that_was_asked_for_and_is_not_there_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    devices = with_devices(monkeypatch, Devices("Speakers"))
    with pytest.raises(RequestError) as caught:
        open_output("", print, SET._replace(asked_for=True))
    assert caught.value.place == "--device"
    assert devices.opened == []


@pytest.mark.parametrize("wanted", ["loud", "file.mp3", "device2", "."])
def test_an_unknown_output_is_told_with_those_there_are(wanted: str) -> None:
    with pytest.raises(RequestError) as caught:
        open_output(wanted, print)
    assert "simpleaudio" in caught.value.mend


def test_outputs_are_found_by_name() -> None:
    assert open_output("null", print).name == "null"
    assert open_output("silent", print).name == "silent"
    assert open_output("Session.WAV", print).name == "Session.WAV"


def test_what_is_no_device_is_never_opened_again() -> None:
    assert reopened(open_output("null", print)) is None


@pytest.mark.parametrize("python", [(3, 12), (3, 13), (4, 0)])
def test_simpleaudio_is_refused_where_it_crashes(python: tuple[int, int]) -> None:
    with pytest.raises(OutputError, match=r"crashes Python 3\.12"):
        SimpleaudioOutput(FakeClock(), python)


@pytest.mark.parametrize(
    ("wanted", "module"), [("device", "miniaudio"), ("simpleaudio", "simpleaudio")]
)
def test_a_missing_package_is_told_with_its_mend(
    wanted: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name == module:
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.delitem(sys.modules, "player.outputs.playback", raising=False)
    monkeypatch.delattr("player.outputs.playback", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    with pytest.raises(OutputError) as caught:
        SimpleaudioOutput(FakeClock(), (3, 11)) if module == "simpleaudio" else open_output(
            wanted, print
        )
    assert "pip install" in caught.value.mend
