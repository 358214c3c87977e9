"""What an engine is: the contract between the player and a voice.

An engine is asked, in this order:

1. `availability()`: whether it could speak here, and if not, why and what to do. It must be
   quick and start nothing.
2. `fingerprint(choice)`: a text that changes whenever the same words would sound different.
   Phrases are kept on disk under it, so that a warm start needs no more than this.
3. `open(choice)`: a speaker, which may take its time to start. Up to `parallel` speakers are
   open at once, each used by one thread.
4. `Speaker.speak(text)`: one recording for one text, at any sample rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from player.errors import VoiceError

if TYPE_CHECKING:
    from player.audio.clip import Recording


class VoiceChoice(NamedTuple):
    """Which voice is wanted: its id or name (empty for the engine's own), and words a minute."""

    voice: str = ""
    rate: int = 165


class Availability(NamedTuple):
    """Whether an engine can speak here; if not, the reason and what to do about it."""

    works: bool
    reason: str = ""
    mend: str = ""


class VoiceUnavailableError(VoiceError):
    """An engine could not be started at all; another may take its place."""


class Speaker(Protocol):
    """An engine at work."""

    def speak(self, text: str) -> Recording:
        """Speak one text.

        Raises:
            VoiceError: If it cannot.
        """

    def close(self) -> None:
        """Give back processes, files and devices."""


class Engine(Protocol):
    """A way of turning text into speech."""

    name: str
    parallel: int

    def availability(self) -> Availability:
        """Whether it could speak here."""

    def fingerprint(self, choice: VoiceChoice) -> str:
        """What its sound depends on: engine, version, voice and rate."""

    def open(self, choice: VoiceChoice) -> Speaker:
        """Start speaking.

        Raises:
            VoiceUnavailableError: If the engine does not start.
            VoiceError: If there is no such voice.
        """
