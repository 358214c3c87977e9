"""From the name of a voice to the engine that has it."""

from __future__ import annotations

from player.voices.engine import Engine, VoiceChoice
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.tone_engine import ToneEngine

DEFAULT_RATE = 165
"""Words a minute: unhurried, as one speaks to somebody who is moving."""

_ENGINES: dict[str, type[Pyttsx3Engine | ToneEngine]] = {
    Pyttsx3Engine.name: Pyttsx3Engine,
    ToneEngine.name: ToneEngine,
}


def engine_and_voice(wanted: str) -> tuple[Engine, str]:
    """The engine and the voice that `ENGINE`, `ENGINE:VOICE` or `VOICE` means."""
    name, _, voice = wanted.partition(":")
    if name in _ENGINES:
        return _ENGINES[name](), voice
    return Pyttsx3Engine(), wanted


def voice_choice(voice: str, rate: int | None) -> VoiceChoice:
    """A voice at a rate, the default one if none is given."""
    return VoiceChoice(voice, rate or DEFAULT_RATE)
