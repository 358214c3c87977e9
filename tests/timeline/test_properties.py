"""What holds for the timeline of every routine."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import SOUNDS, compiled
from support.strategies import routines

from player.routine.model import WAITING, DoseKind, Routine, Style
from player.timeline import rules
from player.timeline.model import CueKind, Timeline
from player.units import seconds

pytestmark = pytest.mark.slow

rates = st.integers(80, 400)


@given(routines, rates)
def test_phrases_never_overlap_and_keep_their_distance(routine: Routine, rate: int) -> None:
    spoken = [one for one in compiled(routine, rate).placements if one.text is not None]
    for before, after in pairwise(spoken):
        assert after.start - before.stop >= rules.GAP


@given(routines, rates)
def test_passes_tile_the_session_and_cues_lie_within_it(routine: Routine, rate: int) -> None:
    timeline = compiled(routine, rate)
    position = 0
    for span in timeline.spans:
        assert span.lead == position
        assert span.lead <= span.start <= span.stop
        position = span.stop
        if span.doing.kind != DoseKind.SAY:
            assert span.stop - span.start == span.doing.length
            assert span.start - span.lead >= span.doing.ready
            assert span.start - span.lead >= (span.doing.rest.length if span.doing.rest else 0)
    assert position <= timeline.length
    for cue in timeline.placements:
        assert 0 <= cue.start <= cue.onset < cue.stop <= timeline.length


@given(routines, rates)
def test_starts_stops_and_countdowns_are_never_lost(routine: Routine, rate: int) -> None:
    timeline = compiled(routine, rate)
    for span in timeline.spans:
        mine = [cue for cue in timeline.placements if cue.pass_index == span.doing.order]
        onsets = {kind: [cue.onset for cue in mine if cue.kind == kind] for kind in CueKind}
        if span.doing.kind in {DoseKind.SAY, *WAITING}:
            continue
        assert onsets[CueKind.STOP] == [span.stop]
        if span.doing.kind == DoseKind.REST:
            continue
        assert onsets[CueKind.GO] == [span.start]
        numbers = range(span.doing.cues.countdown, 0, -1)
        assert onsets[CueKind.COUNTDOWN] == [
            span.start - number * rules.COUNTDOWN_STEP for number in numbers
        ]


@given(routines, rates)
def test_every_count_falls_on_the_start_of_its_rep(routine: Routine, rate: int) -> None:
    timeline = compiled(routine, rate)
    for span in timeline.spans:
        one = span.doing
        counts = [
            cue.onset
            for cue in timeline.placements
            if cue.pass_index == one.order and cue.kind == CueKind.COUNT
        ]
        spoken = [
            span.start + (rep - 1) * one.rep_length
            for rep in range(1, one.reps + 1)
            if one.cues.counting.speaks(rep, one.reps) and not one.waits
        ]
        assert counts == spoken


@given(routines, rates)
def test_every_yield_is_a_concession_with_figures(routine: Routine, rate: int) -> None:
    timeline = compiled(routine, rate)
    for one in timeline.concessions:
        assert one.needs > 0
        assert one.free >= 0
        assert one.text
    dropped = Counter(one.kind for one in timeline.concessions if one.outcome == "dropped")
    never = {CueKind.GO, CueKind.STOP, CueKind.FINISH, CueKind.SWITCH, CueKind.COUNTDOWN}
    assert not never & set(dropped)


@given(routines, rates)
def test_silence_says_nothing(routine: Routine, rate: int) -> None:
    silent = routine._replace(cues=routine.cues._replace(style=Style.SILENT))
    timeline = compiled(silent, rate)
    for cue in timeline.placements:
        one = None if cue.pass_index is None else timeline.spans[cue.pass_index].doing
        assert cue.text is None or (one is not None and one.cues.style != Style.SILENT)


@given(routines, rates)
@settings(max_examples=30)
def test_the_same_routine_gives_the_same_timeline(routine: Routine, rate: int) -> None:
    assert compiled(routine, rate) == compiled(routine, rate)


@given(routines)
@settings(max_examples=30)
def test_sounds_that_meet_speech_are_marked_and_no_others(routine: Routine) -> None:
    timeline = compiled(routine, 165)
    for cue in timeline.placements:
        assert cue.under_speech == (
            cue.sound is not None and _meets_speech(timeline, cue.start, cue.stop)
        )


def _meets_speech(timeline: Timeline, start: int, stop: int) -> bool:
    return any(
        other.text is not None and other.start < stop and start < other.stop
        for other in timeline.placements
    )


def test_the_sounds_used_here_are_those_of_the_player() -> None:
    assert seconds(max(SOUNDS.values())) < 2
