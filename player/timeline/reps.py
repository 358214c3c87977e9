"""Counts and the prompts of phases, rep by rep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from player.routine.model import Breathing, Phase
from player.timeline import rules
from player.timeline.context import BREATH_SOUND, TICK, Context
from player.timeline.cue import Cue
from player.timeline.model import CueKind
from player.timeline.phrases import sentence

NAMED_REPS = 2
"""Reps in which the phases are called by name; after that by the breath alone."""


def reps(about: Context) -> Iterator[Cue]:
    """The cues of every rep of a counted pass; none for a timed one, or at one's own pace."""
    one = about.one
    if one.waits:
        return
    for number in range(1, one.reps + 1):
        at = (number - 1) * one.rep_length
        counted = about.preferences.counting.speaks(number, one.reps)
        label = one.labels[number - 1] if number <= len(one.labels) else str(number)
        if counted and not one.phases:
            yield _count(about, label, at, _Prompt(at + one.rep_length - rules.GAP))
        for position, prompt in enumerate(_prompts(about, one.phases, number, at)):
            if position == 0 and counted:
                yield _count(about, label, at, prompt)
            elif prompt.words:
                kind = CueKind.BREATH if prompt.fallback or prompt.sound else CueKind.COACH
                yield Cue.exact(
                    kind, prompt.at, prompt.words, sound=prompt.fallback, until=prompt.until
                )
            if prompt.sound:
                yield Cue.exact(CueKind.BREATH, prompt.at, sound=prompt.sound)


class _Prompt(NamedTuple):
    """What belongs to the start of a phase.

    Attributes:
        at: Where the phase starts, in samples from the start of the pass.
        until: Where its words must have ended.
        words: Wordings, the fullest first; may be empty.
        joined: The fullest wording as it follows a count.
        fallback: The chime that replaces the words where they do not fit, or empty.
        sound: The chime that sounds in any case, or empty.
    """

    until: int
    at: int = 0
    words: tuple[str, ...] = ()
    joined: str = ""
    fallback: str = ""
    sound: str = ""


def breaths(about: Context) -> Iterator[Cue]:
    """The breath during a hold: whole breaths, the last of which ends with it."""
    one = about.one
    length = sum(phase.length for phase in one.breath)
    if not length:
        return
    for number in range(one.length // length):
        at = one.length - (one.length // length - number) * length
        for prompt in _prompts(about, one.breath, number + 1, at):
            words = prompt.words if number < NAMED_REPS else ()
            sound = prompt.fallback or prompt.sound
            if sound:
                yield Cue.exact(CueKind.BREATH, prompt.at, words, sound=sound, until=prompt.until)


def _prompts(about: Context, phases: tuple[Phase, ...], rep: int, at: int) -> Iterator[_Prompt]:
    """The prompt of each phase: its name at first, then the breath alone."""
    breathing = about.preferences.breathing
    for phase in phases:
        brisk = phase.length < rules.SPOKEN_PHASE
        chime = BREATH_SOUND[phase.breath] if phase.breath and breathing != Breathing.OFF else ""
        spoken = bool(chime) and breathing == Breathing.VOICE and not (brisk or about.silent)
        breath = about.words.say(phase.breath) if phase.breath and spoken else ""
        named = rep <= NAMED_REPS and not (brisk or about.silent)
        full = ", ".join(part for part in (phase.name if named else "", breath) if part)
        yield _Prompt(
            at=at,
            until=at + phase.length - rules.GAP,
            words=tuple(dict.fromkeys(sentence(part) for part in (full, breath) if part)),
            joined=full,
            fallback=chime if spoken else "",
            sound="" if spoken else chime,
        )
        at += phase.length


def _count(about: Context, label: str, at: int, prompt: _Prompt) -> Cue:
    """A count at the start of its rep; where a breath meets it, one phrase says both."""
    joined: tuple[str, ...] = ()
    if prompt.words:
        word = prompt.joined
        joined = (about.words.say("count_and", count=label, word=word),)
    return Cue.exact(
        CueKind.COUNT,
        at,
        () if about.silent else (*joined, label),
        sound=TICK,
        until=prompt.until,
        with_shorter=prompt.fallback,
    )
