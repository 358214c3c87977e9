"""Timelines from routines, with estimated lengths of phrases instead of spoken ones."""

from __future__ import annotations

from pathlib import Path

from player.audio.chimes import chime_lengths
from player.routine.model import Routine
from player.routine.reader import loads
from player.session.plan import plan
from player.timeline.compile import compile_session
from player.timeline.model import Timeline
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shapes

SOUNDS = chime_lengths(Path(__file__).resolve().parents[2] / "sounds" / "soft")


def compiled(routine: Routine, rate: int = 165) -> Timeline:
    """The timeline of a routine spoken at a rate."""
    choice = VoiceChoice(rate=rate)
    return compile_session(plan(routine), lambda texts: estimated_shapes(texts, choice), SOUNDS)


def timeline(text: str, rate: int = 165) -> Timeline:
    """The timeline of TOML text; a title is put in front of it."""
    return compiled(loads(f'title = "Title"\n{text}', name="test"), rate)
