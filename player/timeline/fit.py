"""Script and shapes to Timeline: every cue finds its place, or what it gave up is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from player.audio.shape import Shape
from player.routine.model import DoseKind
from player.session.model import Pass, Session
from player.timeline import rules
from player.timeline.context import FINISH
from player.timeline.cue import Cue, Lead, Line, PassCues, Script
from player.timeline.model import (
    Concession,
    CueKind,
    Outcome,
    Placement,
    Span,
    Timeline,
)
from player.timeline.spread import spread
from player.timeline.track import VoiceTrack


class _Window(NamedTuple):
    """Where a cue belongs and may lie, in samples from the start of the session."""

    anchor: int
    earliest: int
    latest: int
    until: int


_RANK = {kind: rank for rank, kind in enumerate(rules.PRIORITY)}


class Kept(NamedTuple):
    """What stays of a timeline that is fitted anew: everything before the pass of a number."""

    timeline: Timeline
    first: int


def fit(
    session: Session,
    script: Script,
    shapes: Mapping[str, Shape],
    sounds: Mapping[str, int],
    kept: Kept | None = None,
) -> tuple[Timeline, frozenset[str]]:
    """Place every cue of a script.

    Args:
        session: The passes.
        script: Their cues.
        shapes: Outlines of the phrases measured so far, by text.
        sounds: Lengths of the chimes in samples, by name; their onset is their first sample.
        kept: What stays as it is; None to place everything.

    Returns:
        The timeline, and the texts that were needed and not among the shapes. The timeline is
        final when there are none.
    """
    return _Fitting(session, script, shapes, sounds).timeline(kept)


class _Fitting:
    """The state of one fitting: what lies on the voice track and in which order it came."""

    def __init__(
        self,
        session: Session,
        script: Script,
        shapes: Mapping[str, Shape],
        sounds: Mapping[str, int],
    ) -> None:
        self.session = session
        self.script = script
        self.shapes = shapes
        self.sounds = sounds
        self.voice = VoiceTrack()
        self.placements: list[Placement] = []
        self.concessions: list[Concession] = []
        self.wanted: set[str] = set()
        self.heard_until = 0

    def timeline(self, kept: Kept | None) -> tuple[Timeline, frozenset[str]]:
        spans = self.keep(kept) if kept is not None else []
        position = spans[-1].stop if spans else 0
        passes = zip(self.session.passes, self.script.passes, strict=True)
        for one, cues in islice(passes, len(spans), None):
            span = self.lay(one, cues, position)
            spans.append(span)
            position = span.stop
        length = self.close(position)
        timeline = Timeline(
            routine=self.session.routine,
            title=self.session.title,
            length=length,
            target=self.session.target,
            sounds=self.session.cues.sounds,
            spans=tuple(spans),
            placements=under_speech(self.placements),
            concessions=tuple(self.concessions),
        )
        return timeline, frozenset(self.wanted)

    def keep(self, kept: Kept) -> list[Span]:
        """Lay the beginning of another timeline as it lies there; its spans."""
        first = kept.first
        for one in kept.timeline.placements:
            if one.pass_index is not None and one.pass_index < first:
                self.placements.append(one)
                self.heard_until = max(self.heard_until, one.stop)
        for given_up in kept.timeline.concessions:
            if given_up.pass_index is not None and given_up.pass_index < first:
                self.concessions.append(given_up)
        return list(kept.timeline.spans[:first])

    def lay(self, one: Pass, cues: PassCues, position: int) -> Span:
        lead = cues.lead
        self.voice = VoiceTrack()
        speaking = self.clearance(position)
        if one.kind == DoseKind.REST:
            start = begin = position
        elif lead.rest:
            lines = self.resting(lead, speaking, one.order)
            said = self.say(lines, position + speaking, one.order) + rules.BETWEEN_SENTENCES
            start = max(position + max(lead.rest, lead.ready), said + self.needed(lead))
            begin = max(said, start - max(lead.ready, self.needed(lead)))
        else:
            start = position + max(lead.ready, speaking + self.needed(lead))
            begin = position + speaking
        ready = begin if lead.rest else position
        if lead.sound:
            self.sound(CueKind.SWITCH, lead.sound, begin, one.order)
            begin += self.sounds[lead.sound] + rules.AFTER_CHIME
        said = self.say(lead.lines, begin, one.order)
        if one.kind == DoseKind.SAY:
            first = begin if lead.lines else start
            stop = max(first, said)
            return Span(one, position, min(ready, first), first, stop)
        stop = start + one.length
        fixed = [cue for cue in cues.within if cue.anchored or not cue.wordings]
        for cue in (*lead.countdown, *sorted(fixed, key=_urgency)):
            self.place(cue, start, one.order)
        loose = [cue for cue in cues.within if not cue.anchored and cue.wordings]
        self.spread(sorted(loose, key=attrgetter("anchor")), start, one.order)
        if cues.stop_sound:
            self.sound(CueKind.STOP, cues.stop_sound, stop, one.order)
        return Span(one, position, ready, start, stop)

    def clearance(self, position: int) -> int:
        """Samples from the beginning of a lead to its first phrase: what was before rings out."""
        if not self.placements:
            return rules.OPENING
        return max(0, self.heard_until - position) + rules.AFTER_CHIME

    def resting(self, lead: Lead, speaking: int, index: int) -> tuple[Line, ...]:
        """What is said of a rest: its length only if it is kept."""
        after = speaking + rules.BETWEEN_SENTENCES + self.needed(lead)
        needs = self.lines_length(lead.resting)
        if not lead.resting or (after + needs <= lead.rest and lead.ready <= lead.rest):
            return lead.resting
        free = max(0, lead.rest - after)
        first = lead.resting[0]
        self.concessions.append(
            Concession(first.kind, first.text, needs, free, Outcome.SHORTENED, index)
        )
        return lead.resting_brief

    def needed(self, lead: Lead) -> int:
        """Samples that announcement, breath and countdown take."""
        chime = self.sounds[lead.sound] + rules.AFTER_CHIME if lead.sound else 0
        said = self.lines_length(lead.lines)
        breath = rules.BREATH if said or lead.countdown else 0
        return chime + said + breath + len(lead.countdown) * rules.COUNTDOWN_STEP

    def lines_length(self, lines: tuple[Line, ...]) -> int:
        spoken = sum(self.length(line.text) for line in lines)
        return spoken + max(0, len(lines) - 1) * rules.BETWEEN_SENTENCES

    def length(self, text: str) -> int:
        shape = self.shape(text)
        return shape.length if shape else 0

    def shape(self, text: str) -> Shape | None:
        shape = self.shapes.get(text)
        if shape is None:
            self.wanted.add(text)
        return shape

    def say(self, lines: tuple[Line, ...], position: int, index: int | None) -> int:
        """Say lines one after another; returns where the last one ends."""
        for number, line in enumerate(lines):
            if number:
                position += rules.BETWEEN_SENTENCES
            shape = self.shape(line.text)
            if shape:
                self.speak(line.kind, line.text, shape, position + shape.onset, index)
                position += shape.length
        return position

    def speak(self, kind: CueKind, text: str, shape: Shape, onset: int, index: int | None) -> None:
        start = onset - shape.onset
        stop = start + shape.length
        self.heard_until = max(self.heard_until, stop)
        self.voice.take(start, stop)
        self.placements.append(Placement(kind, start, onset, stop, text, None, index))

    def sound(self, kind: CueKind, name: str, start: int, index: int | None) -> None:
        stop = start + self.sounds[name]
        self.heard_until = max(self.heard_until, stop)
        self.placements.append(Placement(kind, start, start, stop, None, name, index))

    def place(self, cue: Cue, start: int, index: int) -> None:
        """Full wording, shorter wordings, each at its anchor; then shifted; then a sound."""
        if not cue.wordings:
            self.sound(cue.kind, cue.sound, start + cue.anchor, index)
            return
        window = _window(cue, start)
        found = self.room_for(cue, window)
        if found is not None:
            number, onset = found
            if number:
                self.concede(cue, Outcome.SHORTENED, window, index)
            elif onset != window.anchor:
                there = window._replace(earliest=window.anchor, latest=window.anchor)
                self.concede(cue, Outcome.MOVED, there, index)
            text = cue.wordings[number]
            self.speak(cue.kind, text, self.shapes[text], onset, index)
            if number and cue.with_shorter:
                self.sound(CueKind.BREATH, cue.with_shorter, onset, index)
            return
        if not cue.spare:
            self.concede(cue, Outcome.SOUND if cue.sound else Outcome.DROPPED, window, index)
        if cue.sound:
            self.sound(cue.kind, cue.sound, window.anchor, index)

    def room_for(self, cue: Cue, window: _Window) -> tuple[int, int] | None:
        """The first wording that fits, at the anchor or near it, and its onset; or None."""
        exact, tolerated = (window.anchor, window.anchor), (window.earliest, window.latest)
        for reach in dict.fromkeys((exact, tolerated)):
            for number, text in enumerate(cue.wordings):
                shape = self.shape(text)
                if shape is None:
                    continue
                onset = self.voice.nearest(shape, window.anchor, *reach, window.until)
                if onset is not None:
                    return number, onset
        return None

    def spread(self, cues: list[Cue], start: int, index: int) -> None:
        """Place cues that may be heard anywhere in the pass; those without room are dropped."""
        fullest = [self.shape(cue.wordings[0]) for cue in cues]
        if not cues or None in fullest:
            return
        found = spread(cues, start, self.shapes, self.voice)
        for cue, place in zip(cues, found, strict=True):
            if place is not None:
                text = cue.wordings[place.wording]
                self.speak(cue.kind, text, self.shapes[text], place.onset, index)
        for cue, place in zip(cues, found, strict=True):
            if place is None:
                self.wanted |= {text for text in cue.wordings if text not in self.shapes}
            if not cue.spare and (place is None or place.wording):
                outcome = Outcome.DROPPED if place is None else Outcome.SHORTENED
                self.concede(cue, outcome, _window(cue, start), index)

    def concede(self, cue: Cue, outcome: Outcome, window: _Window, index: int) -> None:
        text = cue.wordings[0]
        free = self.voice.room_at(*window)
        needs = self.length(text)
        self.concessions.append(Concession(cue.kind, text, needs, free, outcome, index))

    def close(self, position: int) -> int:
        """Place the finish; returns the length of the session."""
        self.voice = VoiceTrack()
        begin = position + self.clearance(position)
        self.sound(CueKind.FINISH, FINISH, begin, None)
        ended = begin + self.sounds[FINISH]
        said = self.say(self.script.closing, ended + rules.AFTER_CHIME, None)
        return max(ended, said) + rules.CLOSING


def _window(cue: Cue, start: int) -> _Window:
    return _Window(start + cue.anchor, start + cue.earliest, start + cue.latest, start + cue.until)


def _urgency(cue: Cue) -> tuple[int, int]:
    return _RANK[cue.kind], cue.anchor


def under_speech(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    """Placements by start, with every sound that meets speech marked to stay under it."""
    ordered = sorted(placements, key=attrgetter("start", "stop", "kind"))
    spoken = [one for one in ordered if one.text is not None]
    marked = []
    first = 0
    for one in ordered:
        while first < len(spoken) and spoken[first].stop <= one.start:
            first += 1
        met = one.sound is not None and first < len(spoken) and spoken[first].start < one.stop
        marked.append(one if met == one.under_speech else one._replace(under_speech=met))
    return tuple(marked)
