"""Counts and the prompts of phases, rep by rep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from player.routine.model import Breathing, Phase
from player.timeline import rules
from player.timeline.context import TICK, Context, breath_sound
from player.timeline.cue import Cue
from player.timeline.model import CueKind
from player.timeline.phrases import sentence

SPOKEN_BREATHS = 2
"""Breaths that are prompted in words at the beginning; after that by their sound."""

SPOKEN_AT_THE_END = 1
"""Breaths that are prompted in words again at the end."""


def reps(about: Context) -> Iterator[Cue]:
    """The cues of every rep of a counted pass; none for a timed one, or at one's own pace."""
    one = about.one
    if one.waits:
        return
    for number in range(1, one.reps + 1):
        at = (number - 1) * one.rep_length
        counted = about.preferences.counting.speaks(number, one.reps)
        wordings = _count_wordings(about, number) if counted else ()
        if counted and not one.phases:
            yield _count(about, wordings, at, _Prompt(at + one.rep_length - rules.GAP))
        for position, prompt in enumerate(_prompts(about, one.phases, number, one.reps, at)):
            if position == 0 and counted:
                yield _count(about, wordings, at, prompt)
            elif prompt.words:
                kind = CueKind.BREATH if prompt.fallback or prompt.sound else CueKind.COACH
                yield Cue.exact(
                    kind,
                    prompt.at,
                    prompt.words,
                    sound=prompt.fallback,
                    until=prompt.until,
                    spare=number > SPOKEN_BREATHS,
                )
            if prompt.sound:
                yield Cue.exact(CueKind.BREATH, prompt.at, sound=prompt.sound)
            yield from prompt.ticks
    yield from _last_one(about)


def _count_wordings(about: Context, rep: int) -> tuple[str, ...]:
    """What is said for a rep: its label or number, and above twenty its last digit alone."""
    one = about.one
    if rep <= len(one.labels):
        return (one.labels[rep - 1],)
    number = one.reps - rep + 1 if about.preferences.counting.down else rep
    short = (str(number % 10),) if number > LONGEST_SHORT and number % 10 else ()
    return (str(number), *short)


LONGEST_SHORT = 20
"""Numbers above it may be told by their last digit where reps are brisk."""


def _last_one(about: Context) -> Iterator[Cue]:
    """That the last rep comes, said within the one before it where there is room."""
    one = about.one
    counted = about.preferences.counting.speaks(one.reps, one.reps)
    if not (about.full and counted) or one.reps < rules.FEWEST_FOR_LAST or one.labels:
        return
    last = (one.reps - 1) * one.rep_length
    yield Cue(
        CueKind.COACH,
        (sentence(about.words.say("last_rep")),),
        "",
        anchor=last - one.rep_length // 2,
        earliest=last - one.rep_length + rules.GAP,
        latest=last,
        until=last - rules.GAP,
        anchored=False,
        spare=True,
    )


class _Prompt(NamedTuple):
    """What belongs to the start of a phase.

    Attributes:
        at: Where the phase starts, in samples from the start of the pass.
        until: Where its words must have ended.
        words: Wordings, the fullest first; may be empty.
        joined: The fullest wording as it follows a count.
        fallback: The chime that replaces the words where they do not fit, or empty.
        sound: The chime that sounds in any case, or empty.
        ticks: The seconds of a slow phase.
    """

    until: int
    at: int = 0
    words: tuple[str, ...] = ()
    joined: str = ""
    fallback: str = ""
    sound: str = ""
    ticks: tuple[Cue, ...] = ()


def breaths(about: Context) -> Iterator[Cue]:
    """The breath during a hold: whole breaths, the last of which ends with it."""
    one = about.one
    length = sum(phase.length for phase in one.breath)
    if not length:
        return
    number = one.length // length
    for breath in range(1, number + 1):
        at = one.length - (number - breath + 1) * length
        for prompt in _prompts(about, one.breath, breath, number, at):
            sound = prompt.fallback or prompt.sound
            if sound:
                yield Cue.exact(
                    CueKind.BREATH,
                    prompt.at,
                    prompt.words,
                    sound=sound,
                    until=prompt.until,
                    spare=breath > SPOKEN_BREATHS,
                )


def _prompts(
    about: Context, phases: tuple[Phase, ...], rep: int, total: int, at: int
) -> Iterator[_Prompt]:
    """The prompt of each phase: by name and in words at first, by sounds, in words at the end."""
    breathing = about.preferences.breathing
    in_words = rep <= SPOKEN_BREATHS or rep > total - SPOKEN_AT_THE_END
    for phase in phases:
        brisk = phase.length < rules.SPOKEN_PHASE or about.silent
        breathes = bool(phase.breath) and breathing != Breathing.OFF
        chime = breath_sound(phase.breath, phase.length) if phase.breath and breathes else ""
        spoken = bool(chime) and breathing == Breathing.VOICE and in_words and not brisk
        breath = about.words.say(phase.breath) if phase.breath and spoken else ""
        named = about.preferences.naming.speaks(rep) and not brisk
        full = ", ".join(part for part in (phase.name if named else "", breath) if part)
        marked = "" if named or phase.breath else TICK
        yield _Prompt(
            at=at,
            until=at + phase.length - rules.GAP,
            words=tuple(dict.fromkeys(sentence(part) for part in (full, breath) if part)),
            joined=full,
            fallback=chime if spoken else "",
            sound=marked if spoken or not chime else chime,
            ticks=tuple(_ticks(about, phase, at)),
        )
        at += phase.length


def _ticks(about: Context, phase: Phase, at: int) -> Iterator[Cue]:
    """The seconds within a slow phase."""
    if about.preferences.ticks and phase.length >= rules.SLOW_PHASE:
        for tick in range(rules.TICK_STEP, phase.length, rules.TICK_STEP):
            yield Cue.exact(CueKind.TICK, at + tick, sound=TICK)


def _count(about: Context, wordings: tuple[str, ...], at: int, prompt: _Prompt) -> Cue:
    """A count at the start of its rep; where a breath meets it, one phrase says both."""
    joined: tuple[str, ...] = ()
    if prompt.words:
        word = prompt.joined
        joined = (about.words.say("count_and", count=wordings[0], word=word),)
    return Cue.exact(
        CueKind.COUNT,
        at,
        () if about.silent else (*joined, *wordings),
        sound=TICK,
        until=prompt.until,
        with_shorter=prompt.fallback,
    )
