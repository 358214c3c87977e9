"""What an engine is: the contract between the player and a voice.

An engine is asked, in this order:

1. `availability()`: whether it could speak here, and if not, why and what to do. It must be
   quick and start nothing.
2. `fingerprint(choice)`: a text that changes whenever the same words would sound different.
   Phrases are kept on disk under it, so that a warm start needs no more than this.
3. `open(choice)`: a speaker, which may take its time to start. Up to `parallel` speakers are
   open at once, each used by one thread. It may be closed from another thread while it speaks.
4. `Speaker.speak(text)`: one recording for one text, at any sample rate.

`voices(language)` is asked by whoever wants to choose; it may take its time.

Where no voice is chosen, an engine speaks with its own voice of the choice's language, and says
that it is unavailable if it has none. A voice that is chosen speaks whatever the language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from player.errors import VoiceError

if TYPE_CHECKING:
    from player.audio.clip import Recording

DEFAULT_LANGUAGE = "en"
"""The language of a text that says nothing else."""


class Voice(NamedTuple):
    """One voice of an engine.

    Attributes:
        id: What chooses it among the engine's voices; empty for the only one.
        name: What people call it.
        languages: What it speaks, such as `de` or `en-GB`; empty if that makes no difference.
    """

    id: str
    name: str
    languages: tuple[str, ...] = ()


class VoiceChoice(NamedTuple):
    """Which voice is wanted.

    Attributes:
        voice: Its id or name; empty for the engine's own.
        rate: Words a minute.
        language: Language of the texts, such as `de`.
    """

    voice: str = ""
    rate: int = 165
    language: str = DEFAULT_LANGUAGE


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
    """A way of turning text into speech.

    Attributes:
        name: What it is called by.
        parallel: Speakers that may be open at once, at least 1.
    """

    name: str
    parallel: int

    def availability(self) -> Availability:
        """Whether it could speak here."""

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        """The voices it has here, or those of them that speak a language.

        Raises:
            VoiceUnavailableError: If it cannot tell.
        """

    def fingerprint(self, choice: VoiceChoice) -> str:
        """What its sound depends on: engine, version, voice and rate."""

    def open(self, choice: VoiceChoice) -> Speaker:
        """Start speaking.

        Raises:
            VoiceUnavailableError: If the engine does not start, has no such voice, or none of
                the language.
        """
