"""A pass with all that its wording depends on."""

from __future__ import annotations

from typing import NamedTuple

from player.routine.model import Breath, CuePreferences, Style
from player.session.model import Pass, Session
from player.timeline.phrases import Phrases

GO, STOP, SWITCH, FINISH, TICK = "go", "stop", "switch", "finish", "tick"
"""Names of chimes."""

_BREATH_SOUNDS = {Breath.IN: "inhale", Breath.OUT: "exhale"}


def breath_sound(breath: Breath, length: int) -> str:
    """The name of the tone of a breath that takes `length` samples."""
    return f"{_BREATH_SOUNDS[breath]}:{length}"


class Context(NamedTuple):
    """A pass with what is around it.

    Attributes:
        one: The pass.
        before: The one before it, or None.
        after: The one after it, or None.
        session: Their session.
        lasts: About how many samples the session takes.
        words: The words of its language.
    """

    one: Pass
    before: Pass | None
    after: Pass | None
    session: Session
    lasts: int
    words: Phrases

    @property
    def preferences(self) -> CuePreferences:
        """How the pass is spoken."""
        return self.one.cues

    @property
    def full(self) -> bool:
        """Whether everything is said."""
        return self.preferences.style == Style.FULL

    @property
    def silent(self) -> bool:
        """Whether nothing is said."""
        return self.preferences.style == Style.SILENT
