"""The figures by which cues find their place, in samples."""

from __future__ import annotations

from player.timeline.model import CueKind
from player.units import samples

GAP = samples(0.15)
"""Least silence between two phrases."""

OPENING = samples(0.4)
"""Silence before the first phrase of a session."""

REST_WORDS = samples(0.7)
"""A rest that nothing follows is announced this long after it begins: the stop chime rings out."""

AFTER_CHIME = GAP
"""Silence between a chime that ends something and the phrase after it."""

BETWEEN_SENTENCES = samples(0.35)
"""Silence between an announcement and its instruction."""

BREATH = samples(0.6)
"""Silence between the announcement and the countdown: a breath."""

COUNTDOWN_STEP = samples(1)
"""From one countdown number to the next."""

CLOSING = samples(0.5)
"""Silence after the last sound of a session."""

LONG_PASS = samples(12)
"""A timed pass this long is told, near its end, what comes next."""

LONG_REST = samples(15)
"""A rest this long is told what comes after it."""

LONG_SESSION = samples(120)
"""A session this long is told, at its beginning, how long it is."""

LONG_GROUP = samples(120)
"""A group this long is told, at its beginning, how long it is."""

SLOW_PHASE = samples(3)
"""A part of a rep this slow may have its seconds ticked."""

TICK_STEP = samples(1)
"""From one of these ticks to the next."""

FEWEST_FOR_LAST = 4
"""Reps from which on the last one is told ahead."""

SPOKEN_PHASE = samples(1.5)
"""A phase shorter than this is too brisk for words: its breath is sounded."""

HALFWAY_TOLERANCE = samples(1)
REMARK_TOLERANCE = samples(1)
REMAINING_TOLERANCE = samples(0.5)

REMARK_MARGIN = samples(1.5)
"""Coaching keeps this far from the start and the stop of a pass."""

PREVIEW_BEFORE_STOP = samples(8)
"""A preview starts at the earliest this long before the stop of a pass."""

PREVIEW_AFTERWARDS = samples(0.8)
"""A preview ends this long before the stop of a pass."""

PRIORITY = (
    CueKind.GO,
    CueKind.STOP,
    CueKind.FINISH,
    CueKind.SWITCH,
    CueKind.ANNOUNCE,
    CueKind.COUNTDOWN,
    CueKind.REMAINING,
    CueKind.COUNT,
    CueKind.BREATH,
    CueKind.TICK,
    CueKind.HALFWAY,
    CueKind.COACH,
    CueKind.PREVIEW,
)
"""Kinds of cue from the one that never yields to the first that does."""
