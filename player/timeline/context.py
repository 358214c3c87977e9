"""A pass with all that its wording depends on."""

from __future__ import annotations

from typing import NamedTuple

from player.routine.model import Breath, CuePreferences, Style
from player.session.model import Pass, Session
from player.timeline.phrases import Phrases

GO, STOP, SWITCH, FINISH, TICK = "go", "stop", "switch", "finish", "tick"
"""Names of chimes."""

BREATH_SOUND = {Breath.IN: "inhale", Breath.OUT: "exhale"}


class Context(NamedTuple):
    """A pass, the one after it (or None), their session, and the words of its language."""

    one: Pass
    after: Pass | None
    session: Session
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
