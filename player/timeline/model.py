"""The compiled session: placements, passes and concessions. All positions are in samples."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from player.session.model import Pass
from player.units import seconds


class CueKind(StrEnum):
    """What a cue is for."""

    ANNOUNCE = "announce"
    COUNTDOWN = "countdown"
    GO = "go"
    COUNT = "count"
    BREATH = "breath"
    SWITCH = "switch"
    HALFWAY = "halfway"
    REMAINING = "remaining"
    TICK = "tick"
    COACH = "coach"
    PREVIEW = "preview"
    STOP = "stop"
    FINISH = "finish"


class Outcome(StrEnum):
    """What became of a cue that did not find its place as it was."""

    SHORTENED = "shortened"
    MOVED = "moved"
    SOUND = "sound"
    DROPPED = "dropped"


class Placement(NamedTuple):
    """One clip on the timeline, half-open from `start` to `stop`.

    Attributes:
        kind: What it is for.
        start: First sample of the clip.
        onset: First audible sample.
        stop: One past the last sample.
        text: The words, or None for a mere sound.
        sound: The chime, or None for speech.
        pass_index: The pass it belongs to, or None.
        under_speech: Whether it is a sound that speech is heard over.
    """

    kind: CueKind
    start: int
    onset: int
    stop: int
    text: str | None
    sound: str | None
    pass_index: int | None
    under_speech: bool = False

    @property
    def chime(self) -> str:
        """The kind of sound it is; that of a breath tone is without its length."""
        return (self.sound or "").partition(":")[0]


class Span(NamedTuple):
    """Where a pass lies: lead from `lead` to `start`, doing from `start` to `stop`.

    A rest that runs into the lead lasts from `lead` to `ready`, where the announcement begins;
    without a rest the two are the same.
    """

    doing: Pass
    lead: int
    ready: int
    start: int
    stop: int


class Concession(NamedTuple):
    """What fitting gave up.

    Attributes:
        kind: The cue's kind.
        text: What it would have said.
        needs: Samples it would have taken.
        free: Samples that were free where it belongs.
        outcome: What became of it.
        pass_index: The pass it belongs to, or None.
    """

    kind: CueKind
    text: str
    needs: int
    free: int
    outcome: Outcome
    pass_index: int | None


_OUTCOMES = {
    Outcome.SHORTENED: "said in fewer words",
    Outcome.MOVED: "moved a little",
    Outcome.SOUND: "became a sound",
    Outcome.DROPPED: "left out",
}


def given_up(one: Concession) -> str:
    """A concession told, with its figures."""
    figures = f"needs {seconds(one.needs):.1f} s, {seconds(one.free):.1f} s free"
    return f"{one.kind.value} “{one.text}” {_OUTCOMES[one.outcome]}: {figures}"


class Timeline(NamedTuple):
    """The one truth of a session.

    Attributes:
        routine: Id or path of the routine.
        title: Its title.
        length: Samples of the whole.
        target: Samples it should come to, or None.
        sounds: The set of chimes.
        spans: Passes in order; they tile the session up to the closing.
        placements: Cues by start.
        concessions: What was given up, in order of the passes.
    """

    routine: str
    title: str
    length: int
    target: int | None
    sounds: str
    spans: tuple[Span, ...]
    placements: tuple[Placement, ...]
    concessions: tuple[Concession, ...]
