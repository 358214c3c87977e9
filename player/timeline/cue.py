"""What could be said and when: cues before they have found their place."""

from __future__ import annotations

from typing import NamedTuple

from player.timeline.model import CueKind


class Line(NamedTuple):
    """A sentence of a lead; leads are elastic, so it always fits."""

    kind: CueKind
    text: str


class Cue(NamedTuple):
    """Something to be heard at or near a moment of a pass.

    Positions are samples from the start of the pass and are those of the audible onset.

    Attributes:
        kind: What it is for.
        wordings: Texts from the fullest to the shortest; empty for a mere sound.
        sound: The chime it is, or becomes when no wording fits; empty for none.
        anchor: Where it belongs.
        earliest: Where it may be heard at the earliest.
        latest: And at the latest.
        until: Where its last sample may lie.
        anchored: Whether leaving the anchor within the tolerance is a concession.
        with_shorter: A breath that sounds along when a shorter wording is taken.
        spare: Whether it is only said where there is room, and not missed elsewhere.
    """

    kind: CueKind
    wordings: tuple[str, ...]
    sound: str
    anchor: int
    earliest: int
    latest: int
    until: int
    anchored: bool = True
    with_shorter: str = ""
    spare: bool = False

    @staticmethod
    def exact(  # noqa: PLR0913 - one for each part of a cue
        kind: CueKind,
        anchor: int,
        wordings: tuple[str, ...] = (),
        *,
        sound: str = "",
        until: int = 0,
        with_shorter: str = "",
        spare: bool = False,
    ) -> Cue:
        """A cue that is heard at its anchor or not at all."""
        return Cue(
            kind, wordings, sound, anchor, anchor, anchor, until,
            with_shorter=with_shorter, spare=spare,
        )  # fmt: skip


class Lead(NamedTuple):
    """What is heard before a pass.

    Attributes:
        resting: Said when a rest begins; empty without a rest.
        resting_brief: The same without the length, for a rest that grows longer than written.
        sound: A chime before the announcement, or empty.
        lines: The announcement and the instruction.
        countdown: Numbers before the start, at negative positions.
        rest: Least samples from the lead's beginning to the start, if a rest runs into it.
        ready: Least samples of the lead.
    """

    resting: tuple[Line, ...]
    resting_brief: tuple[Line, ...]
    sound: str
    lines: tuple[Line, ...]
    countdown: tuple[Cue, ...]
    rest: int
    ready: int


class PassCues(NamedTuple):
    """The cues of one pass: its lead, what is heard within it, and the sound of its end."""

    lead: Lead
    within: tuple[Cue, ...]
    stop_sound: str


class Script(NamedTuple):
    """The cues of a session, pass by pass, and its closing words."""

    passes: tuple[PassCues, ...]
    closing: tuple[Line, ...]
