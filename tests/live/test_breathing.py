"""The breath that is shown is the breath that is prompted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.strategies import routines

from player.live.breathing import Lungs, Part, lungs
from player.routine.model import Breathing, Routine
from player.timeline.model import CueKind, Placement, Span
from player.units import samples

pytestmark = pytest.mark.slow

rates = st.integers(80, 400)

PARTS = {"inhale": Part.IN, "exhale": Part.OUT}


def breath_cues(span: Span, placements: tuple[Placement, ...]) -> list[Placement]:
    return [
        cue
        for cue in placements
        if cue.pass_index == span.doing.order and cue.kind == CueKind.BREATH
    ]


def at(text: str, seconds: float) -> Lungs | None:
    span = timeline(text).spans[0]
    return lungs(span, span.start + samples(seconds))


@pytest.mark.slow
@given(routines, rates)
def test_every_breath_prompt_falls_on_the_start_of_its_part(routine: Routine, rate: int) -> None:
    found = compiled(routine, rate)
    for span in found.spans:
        phases = (*span.doing.phases, *span.doing.breath)
        lengths = {phase.length for phase in phases}
        breathing = span.doing.cues.breathing != Breathing.OFF
        led = breathing and any(phase.breath for phase in phases)
        for cue in breath_cues(span, found.placements):
            here, before = lungs(span, cue.onset), lungs(span, cue.onset - 1)
            if not led:  # its parts are ticked
                assert cue.chime not in PARTS
                assert here is None
                continue
            assert here is not None
            assert here.left in lengths
            assert before is None or before.left == 1
            if cue.chime in PARTS:
                assert here.part == PARTS[cue.chime]
                assert cue.sound == f"{cue.chime}:{here.left}"


@pytest.mark.slow
@given(routines)
def test_every_part_that_breathes_is_prompted_where_sounds_prompt_it(routine: Routine) -> None:
    found = compiled(routine)
    for span in found.spans:
        if span.doing.cues.breathing != Breathing.SOUND:
            continue
        prompted = {cue.onset for cue in breath_cues(span, found.placements)}
        position = span.start
        while position < span.stop:
            here = lungs(span, position)
            if here is None:
                break
            if here.part in {Part.IN, Part.OUT}:
                assert position in prompted
            position += here.left


@pytest.mark.slow
@given(routines, st.data())
def test_lungs_are_never_fuller_than_full_and_their_part_lasts(
    routine: Routine, data: st.DataObject
) -> None:
    for span in compiled(routine).spans:
        position = data.draw(st.integers(span.lead, span.stop))
        here = lungs(span, position)
        if here is None:
            continue
        assert 0 <= here.fullness <= 1
        assert 0 < here.left <= span.stop - position
        last = lungs(span, position + here.left - 1)
        assert last is not None
        assert last.part == here.part


HOLD = '[[step]]\nname = "Rest"\nhold = "25s"\nbreath = { in = 4, hold = 2, out = 5, pause = 1 }\n'


def test_the_last_breath_ends_with_the_hold_and_the_lungs_rest_before_the_first() -> None:
    assert at(HOLD, 0) == Lungs(Part.PAUSE, 0, samples(1))
    assert at(HOLD, 1) == Lungs(Part.IN, 0, samples(4))
    assert at(HOLD, 3) == Lungs(Part.IN, 0.5, samples(2))
    assert at(HOLD, 5.5) == Lungs(Part.HOLD, 1, samples(1.5))
    assert at(HOLD, 7) == Lungs(Part.OUT, 1, samples(5))
    assert at(HOLD, 9.5) == Lungs(Part.OUT, 0.5, samples(2.5))
    assert at(HOLD, 12) == Lungs(Part.PAUSE, 0, samples(1))
    assert at(HOLD, 24.5) == Lungs(Part.PAUSE, 0, samples(0.5))
    assert at(HOLD, 25) is None
    assert at(HOLD, -0.1) is None


def test_reps_lead_the_breath_of_their_phases() -> None:
    text = (
        '[[step]]\nname = "Press"\nreps = 2\nphases = ['
        '{ name = "up", time = "2s", breath = "out" }, { name = "stay", time = "1s" },'
        '{ name = "down", time = "4s", breath = "in" }]\n'
    )
    assert at(text, 1) == Lungs(Part.OUT, 0.5, samples(1))
    assert at(text, 2) == Lungs(Part.PAUSE, 0, samples(1))
    assert at(text, 4) == Lungs(Part.IN, 0.25, samples(3))
    assert at(text, 7) == Lungs(Part.OUT, 1, samples(2))


def test_phases_that_breathe_the_same_way_share_one_breath() -> None:
    text = (
        '[[step]]\nname = "Press"\nreps = 2\nphases = ['
        '{ name = "a", time = "3s", breath = "in" }, { name = "b", time = "1s" },'
        '{ name = "c", time = "4s", breath = "out" }, { name = "d", time = "1s", breath = "in" }]\n'
    )
    fullness = [found.fullness for second in (0, 3, 3.5, 4, 8, 9) if (found := at(text, second))]
    assert fullness == [0.25, 1, 1, 1, 0, 0.25]


def test_a_breath_in_alone_begins_anew_each_time() -> None:
    text = (
        '[[step]]\nname = "Sniff"\nreps = 2\nphases = ['
        '{ name = "a", time = "2s", breath = "in" }, { name = "b", time = "1s" }]\n'
    )
    assert at(text, 1) == Lungs(Part.IN, 0.5, samples(1))
    assert at(text, 2) == Lungs(Part.HOLD, 1, samples(1))
    assert at(text, 3) == Lungs(Part.IN, 0, samples(2))


OWN_PACE = """
[[step]]
name = "Own"
reps = 3
pace = "self"
phases = [{ name = "a", time = "2s", breath = "in" }, { name = "b", time = "1s" }]
"""


@pytest.mark.parametrize(
    "text",
    [
        '[[step]]\nname = "Squats"\nreps = 3\ntempo = "2s"\n',
        '[[step]]\nname = "Plank"\nhold = "20s"\n',
        '[[step]]\nname = "Short"\nhold = "5s"\nbreath = "4-6"\n',
        '[cues]\nbreathing = "off"\n[[step]]\nname = "Calm"\nhold = "30s"\nbreath = "4-6"\n',
        OWN_PACE,
    ],
    ids=["no breath", "plain hold", "shorter than a breath", "prompts off", "own pace"],
)
def test_nothing_is_led_where_nothing_is_prompted(text: str) -> None:
    assert at(text, 1) is None


def test_the_breath_has_no_jumps_where_it_goes_both_ways() -> None:
    span = timeline(HOLD).spans[0]
    levels = [
        found.fullness
        for position in range(span.start, span.stop, samples(0.01))
        if (found := lungs(span, position))
    ]
    assert max(abs(after - before) for before, after in pairwise(levels)) < 0.003
