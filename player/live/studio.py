"""What a performance needs from the rest of the player to answer a listener."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from player.audio.mix import Mix
    from player.audio.shape import Shape
    from player.routine.model import Leaf
    from player.session.model import Pass, Session
    from player.timeline.interjections import Interjection
    from player.timeline.model import Span, Timeline


class Score(NamedTuple):
    """A session ready to be performed.

    Attributes:
        session: What is done.
        timeline: What is heard.
        mix: Its sound.
    """

    session: Session
    timeline: Timeline
    mix: Mix


class Studio(Protocol):
    """Where phrases are spoken and sounds are mixed while a session is heard."""

    @property
    def sounds(self) -> Mapping[str, int]:
        """Lengths of the chimes in samples, by name."""

    def shapes(self) -> Mapping[str, Shape]:
        """Outlines of the phrases that can be heard at once."""

    def mixed(self, timeline: Timeline) -> Mix:
        """The sound of a timeline whose phrases are all there."""

    def inserted(self, interjection: Interjection) -> Mix:
        """The sound of an interjection."""

    def speak(self, texts: Iterable[str], then: Callable[[], None]) -> None:
        """Speak texts in the background; `then` is called from there, also where it failed."""

    def easier(self, one: Pass) -> Leaf | None:
        """The step of the exercise that is an easier way, where the catalogue has one."""

    def failure(self) -> str:
        """Why the last speaking failed, once; empty if it did not."""


class Record(Protocol):
    """Where it is noted what was done."""

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        """The session is heard at a position in samples, from `since` on without a jump."""

    def skipped(self, span: Span) -> None:
        """A pass was left before its end."""

    def eased(self, span: Span, to: str) -> None:
        """A pass is done in an easier way."""

    def pain(self, span: Span) -> None:
        """A pass was marked as painful."""


class Follower(Protocol):
    """Something that shows a session."""

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        """Show the session at a position in samples, heard from `since` on without a jump."""

    def hear(self, words: str) -> None:
        """Show what is said while the session stands still."""

    def say(self, notice: str) -> None:
        """Show what the listener should know."""

    def end(self) -> None:
        """The session is over."""
