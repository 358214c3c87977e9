"""The default engine: pyttsx3, in worker processes of its own."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from player.voices.engine import (
    DEFAULT_LANGUAGE,
    Availability,
    Speaker,
    Voice,
    VoiceChoice,
    VoiceUnavailableError,
)
from player.voices.versions import installed_version

if TYPE_CHECKING:
    from player.voices.pyttsx3_speaker import Limits

WORKER = (sys.executable, "-P", "-m", "player.voices.pyttsx3_worker")
"""Without `-P` a file of the current folder could stand in for a module."""

SYSTEM_ESPEAK = "PLAYER_SYSTEM_ESPEAK"
"""Environment variable: set to 1, the system's espeak-ng is used rather than the bundled one."""


class Pyttsx3Engine:
    """Speaks through the system's voices: espeak-ng on Linux, the built-in ones elsewhere.

    Args:
        worker: The command that starts a worker.
        limits: How long it may take; None for the usual.
    """

    name = "pyttsx3"
    parallel = 2

    def __init__(self, worker: tuple[str, ...] = WORKER, limits: Limits | None = None) -> None:
        self._worker = worker
        self._limits = limits
        self._system = os.environ.get(SYSTEM_ESPEAK) == "1"

    def availability(self) -> Availability:
        """Whether pyttsx3 and, on Linux, espeak-ng are installed."""
        needed = ["pyttsx3"]
        if sys.platform == "linux" and not self._system:
            needed.append("espeakng_loader")
        for module in needed:
            if find_spec(module) is None:
                return Availability(
                    works=False,
                    reason=f"the package {module} is not installed",
                    mend=f"install it: pip install {module.replace('_', '-')}",
                )
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        """What the system has, told by a worker that is started for it.

        Raises:
            VoiceUnavailableError: If the worker does not start.
        """
        from player.voices.languages import speaking, tidy
        from player.voices.pyttsx3_speaker import listed_voices

        available = self.availability()
        if not available.works:
            raise VoiceUnavailableError(available.reason, place=self.name, mend=available.mend)
        return speaking(
            (
                Voice(voice_id, name.strip(), tuple(tidy(spoken) for spoken in languages))
                for voice_id, name, languages in listed_voices(
                    self._worker, {"system": self._system}, self._limits
                )
            ),
            language,
        )

    def fingerprint(self, choice: VoiceChoice) -> str:
        """Versions of pyttsx3 and of what speaks behind it, the voice and the rate."""
        if sys.platform == "linux" and not self._system:
            behind = f"espeakng-loader {installed_version('espeakng-loader', 'espeakng_loader')}"
        elif sys.platform == "linux":
            behind = "system espeak-ng"
        else:
            behind = f"{sys.platform} {_system_release()}"
        version = installed_version("pyttsx3", "pyttsx3")
        language = _of_language(choice)
        voice = f"for {language}" if language else choice.voice
        return f"pyttsx3 {version}; {behind}; voice {voice}; rate {choice.rate}"

    def open(self, choice: VoiceChoice) -> Speaker:
        """Start a worker process."""
        from player.voices.pyttsx3_speaker import WorkerSpeaker

        start = {
            "voice": choice.voice,
            "language": _of_language(choice),
            "rate": choice.rate,
            "system": self._system,
        }
        return WorkerSpeaker(self._worker, start, self._limits)


def _of_language(choice: VoiceChoice) -> str:
    """The language a voice is to be chosen by; empty where the system's own voice speaks."""
    return "" if choice.voice or choice.language == DEFAULT_LANGUAGE else choice.language


def _system_release() -> str:
    import platform

    return platform.version()
