"""What a session in progress offers to screens, keys and remote controls, and what they may ask."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from player.timeline.model import Timeline


class Command(StrEnum):
    """Something the listener may ask of a session."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"
    GO_ON = "go-on"
    SKIP = "skip"
    BACK = "back"
    AGAIN = "again"
    MORE = "more"
    LESS = "less"
    EASIER = "easier"
    LEAVE_OUT = "leave-out"
    PAIN = "pain"
    VOICE = "voice"
    LOUDER = "louder"
    SOFTER = "softer"
    MUSIC_LOUDER = "music-louder"
    MUSIC_SOFTER = "music-softer"
    SEEK = "seek"
    QUIT = "quit"


class State(StrEnum):
    """What a session is doing."""

    PLAYING = "playing"
    PAUSED = "paused"
    WAITING = "waiting"
    MARKED = "marked"
    LOST = "lost"
    ENDED = "ended"


class Now(NamedTuple):
    """A session in progress, at one moment.

    Attributes:
        state: What it is doing. WAITING is a step that lasts until the listener says go on;
            MARKED a pause after a pain mark, until one of `offers` is chosen; LOST a pause
            until the sound device is back.
        position: The sample of the session that is heard now.
        timeline: What is heard; another one after a change of length or exercise.
        words: What was said last, empty before the first words.
        notice: What the listener should know just now, or empty.
        offers: What there is to choose from while the session is MARKED.
        asks: What is asked for where a figure is to be typed, such as "Knee to wall, left (cm)";
            else empty.
        voice: Whether words are heard; sounds are in any case.
        volume: Of voice and sounds, in dB.
        music: Volume of the music in dB, or None where there is no music.
    """

    state: State
    position: int
    timeline: Timeline
    words: str = ""
    notice: str = ""
    offers: tuple[Command, ...] = ()
    asks: str = ""
    voice: bool = True
    volume: int = 0
    music: int | None = None


class Controls(Protocol):
    """A session in progress, for whoever shows or steers it. Every method from any thread."""

    def now(self) -> Now:
        """Where it is."""

    def ask(self, command: Command, amount: int = 0) -> None:
        """Ask for something; what makes no sense just now is passed over.

        Args:
            command: What is asked.
            amount: The position in samples to SEEK to; else unused.
        """

    def answer(self, text: str) -> str:
        """Answer a wait with a figure that was typed, empty for none.

        Returns:
            What is odd about it and how to write it; empty if it was taken.
        """
