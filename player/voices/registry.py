"""From the name of a voice to the engine that has it.

A name is looked for among the player's own engines, then among the programs of the settings, then
among plug-ins; what is none of these is a voice of the default engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.voices.engine import DEFAULT_LANGUAGE, Engine, VoiceChoice
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.settings import VoiceSettings
from player.voices.tone_engine import ToneEngine

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_RATE = 165
"""Words a minute: unhurried, as one speaks to somebody who is moving."""

OWN_NAMES = (Pyttsx3Engine.name, "piper", ToneEngine.name)
"""The player's own engines; nothing else can have their names."""

NOTHING_SET = VoiceSettings()


def engine_and_voice(
    wanted: str, settings: VoiceSettings = NOTHING_SET, *, asked: bool = True
) -> tuple[Engine, str]:
    """The engine and the voice that `ENGINE`, `ENGINE:VOICE` or `VOICE` means.

    Args:
        wanted: What was written; empty for the default engine's own voice.
        settings: What the listener has set.
        asked: Whether the listener wants it. What only a routine would like, a stranger has
            written: that may name voices, but no files.
    """
    name, _, voice = wanted.partition(":")
    if name in OWN_NAMES:
        return _own_engines(settings, files=asked)[name](), voice
    if name in settings.commands:
        return _command_engine(name, settings), voice
    if name:
        from player.voices.plugins import plugin

        found = plugin(name)
        if found is not None:
            return found, voice
    return Pyttsx3Engine(), wanted


def all_engines(settings: VoiceSettings = NOTHING_SET) -> tuple[Engine, ...]:
    """Every engine there is: the player's own, programs, plug-ins."""
    from player.voices.plugins import BrokenEngine, plugins

    taken = {*OWN_NAMES, *settings.commands}
    others = (
        BrokenEngine(
            one.name,
            "the name is taken, so the plug-in is never used",
            "have its author give it another name, or rename your own in the settings",
        )
        if one.name in taken
        else one
        for one in plugins()
    )
    return (
        *(make() for make in _own_engines(settings, files=True).values()),
        *(_command_engine(name, settings) for name in settings.commands),
        *others,
    )


def voice_choice(voice: str, rate: int | None, language: str = DEFAULT_LANGUAGE) -> VoiceChoice:
    """A voice at a rate, the default one if none is given, for texts of a language."""
    return VoiceChoice(voice, rate or DEFAULT_RATE, language)


def _own_engines(settings: VoiceSettings, *, files: bool) -> dict[str, Callable[[], Engine]]:
    return {
        Pyttsx3Engine.name: Pyttsx3Engine,
        "piper": lambda: _piper_engine(settings, files=files),
        ToneEngine.name: ToneEngine,
    }


def _piper_engine(settings: VoiceSettings, *, files: bool) -> Engine:
    from player.voices.piper_engine import PiperEngine

    return PiperEngine(settings, files=files)


def _command_engine(name: str, settings: VoiceSettings) -> Engine:
    from player.voices.command_engine import CommandEngine

    return CommandEngine(settings.commands[name])
