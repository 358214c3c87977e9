"""Cues without a fixed place: the choice of places by which the most of them are heard.

Each could take the place nearest to where it belongs, first come, first served; but then one may
stand where only another has room. So all choices that could still be best are carried along, cue
by cue in their order: for every moment from which the voice is free again, the best so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from player.audio.shape import Shape
from player.timeline.cue import Cue
from player.timeline.model import CueKind
from player.timeline.rules import GAP
from player.timeline.track import VoiceTrack

MOST_CHOICES = 24
"""Choices that are carried along at the most."""

_WORTH = {CueKind.ANNOUNCE: 10_000, CueKind.COACH: 100, CueKind.PREVIEW: 10}
_WORTH_OF_SPARE = 1


class Found(NamedTuple):
    """The place of a cue: which of its wordings, and the position of its onset."""

    wording: int
    onset: int


class _Choice(NamedTuple):
    """Places of the first cues.

    Attributes:
        free: From where the voice is free again.
        worth: What the cues that are heard are worth together; more is better.
        away: Samples that they lie away from where they belong, together; less is better.
        places: The place of each, or None for one that is not heard.
    """

    free: int
    worth: int
    away: int
    places: tuple[Found | None, ...]


def spread(
    cues: Sequence[Cue], start: int, shapes: Mapping[str, Shape], track: VoiceTrack
) -> list[Found | None]:
    """Where each cue is heard; None where there is no room for it.

    Args:
        cues: Cues without a fixed place, in the order they are heard.
        start: The position their own positions count from.
        shapes: Outlines of the wordings measured so far; others are not chosen.
        track: Where the voice is taken already.
    """
    choices = [_Choice(0, 0, 0, ())]
    for cue in cues:
        further: list[_Choice] = []
        for choice in choices:
            further.append(choice._replace(places=(*choice.places, None)))
            further += _placed(cue, choice, start, shapes, track)
        choices = _best(further)
    return list(choices[0].places)


def _placed(
    cue: Cue, choice: _Choice, start: int, shapes: Mapping[str, Shape], track: VoiceTrack
) -> list[_Choice]:
    """The choices with a cue at the place nearest to where it belongs, or at the first one."""
    anchor, until, latest = start + cue.anchor, start + cue.until, start + cue.latest
    found = []
    for number, text in enumerate(cue.wordings):
        shape = shapes.get(text)
        if shape is None:
            continue
        earliest = max(start + cue.earliest, choice.free + shape.onset)
        for wished in dict.fromkeys((anchor, earliest)):
            onset = track.nearest(shape, wished, earliest, latest, until)
            if onset is not None:
                found.append(
                    _Choice(
                        onset - shape.onset + shape.length + GAP,
                        choice.worth + _worth(cue) - number,
                        choice.away + abs(onset - anchor),
                        (*choice.places, Found(number, onset)),
                    )
                )
    return found


def _worth(cue: Cue) -> int:
    return _WORTH_OF_SPARE if cue.spare else 4 * _WORTH[cue.kind]


def _best(choices: list[_Choice]) -> list[_Choice]:
    """Those that no other one beats in worth and nearness while leaving as much room."""
    choices.sort(key=lambda one: (-one.worth, one.away, one.free))
    kept: list[_Choice] = []
    for choice in choices:
        if not kept or choice.free < min(other.free for other in kept):
            kept.append(choice)
    return kept[:MOST_CHOICES]
