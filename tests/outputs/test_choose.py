from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest
from support.fakes import FakeClock

from player.errors import OutputError, RequestError
from player.outputs import choose
from player.outputs.choose import open_output, reopened
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
