"""Session to Timeline, measuring phrases as fitting asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from player.audio.shape import Shape
from player.session.model import Session
from player.timeline import rules
from player.timeline.cue import Script
from player.timeline.cues import cues_for
from player.timeline.fit import fit
from player.timeline.model import Timeline
from player.timeline.phrases import phrases

Measure = Callable[[Iterable[str]], Mapping[str, Shape]]
"""Takes texts, gives the outline of each one's clip."""


TOLD_WITHIN = 40
"""The length that is told may be off by one part in so many."""


def compile_session(session: Session, measure: Measure, sounds: Mapping[str, int]) -> Timeline:
    """Compile a session into its timeline.

    Shorter wordings are measured only where a fuller one does not fit, so that a voice has no
    more to speak than what may be heard.

    Args:
        session: What is done.
        measure: Measures texts; called until nothing new is needed.
        sounds: Lengths of the chimes in samples, by name.
    """
    words = phrases(session.language)
    shapes: dict[str, Shape] = {}
    lasts = session.nominal
    timeline = _compiled(session, cues_for(session, words, lasts), shapes, measure, sounds)
    if lasting(session, timeline) != lasts:
        script = cues_for(session, words, timeline.length)
        timeline = _compiled(session, script, shapes, measure, sounds)
    return timeline


def lasting(session: Session, timeline: Timeline) -> int:
    """The length of a session in samples as its words tell it."""
    told = max(session.nominal, timeline.length) >= rules.LONG_SESSION
    if told and abs(timeline.length - session.nominal) * TOLD_WITHIN > timeline.length:
        return timeline.length
    return session.nominal


def _compiled(
    session: Session,
    script: Script,
    shapes: dict[str, Shape],
    measure: Measure,
    sounds: Mapping[str, int],
) -> Timeline:
    """The timeline of a script; what it measures is added to the shapes."""
    shapes |= measure(text for text in first_wordings(script) if text not in shapes)
    while True:
        timeline, wanted = fit(session, script, shapes, sounds)
        if not wanted:
            return timeline
        shapes |= measure(sorted(wanted))


def first_wordings(script: Script) -> list[str]:
    """The fullest wording of every cue, each once, in the order they are heard."""
    texts: dict[str, None] = {}
    for cues in script.passes:
        for line in (*cues.lead.resting, *cues.lead.lines):
            texts[line.text] = None
        for cue in (*cues.lead.countdown, *cues.within):
            if cue.wordings:
                texts[cue.wordings[0]] = None
    for line in script.closing:
        texts[line.text] = None
    return list(texts)
