from __future__ import annotations

from pathlib import Path

import pytest

from player.voices.command_engine import CommandEngine
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.piper_engine import PiperEngine
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.registry import all_engines, engine_and_voice, voice_choice
from player.voices.settings import CommandSettings, VoiceSettings
from player.voices.tone_engine import ToneEngine

ROBOT = CommandSettings("robot", ("x", "{output}"), Path("config.toml"))
SETTINGS = VoiceSettings({"robot": ROBOT})


@pytest.mark.parametrize(
    ("wanted", "engine", "voice"),
    [
        ("", Pyttsx3Engine, ""),
        ("pyttsx3", Pyttsx3Engine, ""),
        ("pyttsx3:roa/fr", Pyttsx3Engine, "roa/fr"),
        ("en-us", Pyttsx3Engine, "en-us"),
        ("Nobody: at all", Pyttsx3Engine, "Nobody: at all"),
        ("tone", ToneEngine, ""),
        ("robot", CommandEngine, ""),
        ("robot:anna", CommandEngine, "anna"),
        ("piper", PiperEngine, ""),
        ("piper:C:\\models\\anna.onnx", PiperEngine, "C:\\models\\anna.onnx"),
    ],
)
def test_a_name_means_an_engine_and_a_voice(wanted: str, engine: type, voice: str) -> None:
    found, found_voice = engine_and_voice(wanted, SETTINGS)
    assert (type(found), found_voice) == (engine, voice)


def test_a_routine_may_not_name_a_file(tmp_path: Path) -> None:
    model = tmp_path / "en_US-x.onnx"
    model.write_text("")
    engine, voice = engine_and_voice(f"piper:{model}", asked=False)
    with pytest.raises(VoiceUnavailableError, match="not a file"):
        engine.open(VoiceChoice(voice))


def test_every_engine_is_listed_once_in_its_order() -> None:
    names = [engine.name for engine in all_engines(SETTINGS)]
    assert names[:4] == ["pyttsx3", "piper", "tone", "robot"]
    assert len(set(names)) == len(names)


def test_a_choice_has_the_usual_rate_unless_another_is_wanted() -> None:
    assert voice_choice("anna", None) == VoiceChoice("anna", 165, "en")
    assert voice_choice("", 180, "de") == VoiceChoice("", 180, "de")
