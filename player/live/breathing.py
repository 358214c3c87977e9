"""Where the breath is at a position of a pass: what the prompts tell, as a state. Pure.

Whole breaths are placed as their prompts are: from the start of a counted pass, and so that the
last one ends with a hold.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from player.routine.model import Breath, Breathing, Phase
from player.timeline.model import Span


class Part(StrEnum):
    """A part of a breath: in, lungs held full, out, lungs left empty."""

    IN = "in"
    HOLD = "hold"
    OUT = "out"
    PAUSE = "pause"


class Lungs(NamedTuple):
    """Where a breath is.

    Attributes:
        part: Its part.
        fullness: How full the lungs are, from 0 to 1.
        left: Samples that the part still lasts.
    """

    part: Part
    fullness: float
    left: int


class _Stretch(NamedTuple):
    """A part of the breath that comes again and again, and how full the lungs are at its ends."""

    part: Part
    length: int
    first: float
    last: float


def lungs(span: Span, position: int) -> Lungs | None:
    """Where the breath is at a position in samples; None where no breath is led.

    In a hold that is no whole number of breaths, the lungs rest until the first one begins.
    """
    one = span.doing
    if one.waits or one.cues.breathing == Breathing.OFF or not span.start <= position < span.stop:
        return None
    phases = one.phases if one.reps else one.breath
    whole = sum(phase.length for phase in phases)
    breaths = one.length // whole if whole else 0
    if not breaths or not any(phase.breath for phase in phases):
        return None
    stretches = _stretches(phases)
    since = position - (span.start + one.length - breaths * whole)
    if since < 0:
        level = stretches[0].first
        return Lungs(_held(level), level, -since)
    since %= whole
    for stretch in stretches:
        if since < stretch.length:
            gone = since / stretch.length
            level = stretch.first + (stretch.last - stretch.first) * gone
            return Lungs(stretch.part, level, stretch.length - since)
        since -= stretch.length
    return None


def _held(level: float) -> Part:
    return Part.HOLD if level > 0 else Part.PAUSE


@lru_cache(maxsize=16)
def _stretches(phases: tuple[Phase, ...]) -> tuple[_Stretch, ...]:
    """The parts of a breath in the order of its phases.

    Phases that breathe the same way one after another fill or empty the lungs together, each by
    its share of their time; a phase without a breath keeps them as they are.
    """
    order = _from_a_turn(phases)
    ends: dict[int, tuple[float, float]] = {}
    breathing = (index for index in order if phases[index].breath)
    for way, run in groupby(breathing, key=lambda index: phases[index].breath):
        together = list(run)
        total = sum(phases[index].length for index in together)
        done = 0
        for index in together:
            before, done = done / total, done + phases[index].length
            first, last = before, done / total
            ends[index] = (first, last) if way == Breath.IN else (1 - first, 1 - last)
    level = 0.0
    for index in order:
        ends.setdefault(index, (level, level))
        level = ends[index][1]
    return tuple(
        _Stretch(Part(phase.breath) if phase.breath else _held(ends[index][0]), phase.length,
                 *ends[index])
        for index, phase in enumerate(phases)
    )  # fmt: skip


def _from_a_turn(phases: tuple[Phase, ...]) -> list[int]:
    """The places of phases, round and round, from one where the breath begins or turns."""
    breathing = [index for index, phase in enumerate(phases) if phase.breath]
    turns = (
        index
        for before, index in zip((breathing[-1], *breathing), breathing, strict=False)
        if phases[before].breath != phases[index].breath
    )
    begin = next(turns, breathing[0])
    return [*range(begin, len(phases)), *range(begin)]
