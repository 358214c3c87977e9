"""A timeline anew in mid-session: what was heard stays, what follows is placed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.compiling import SOUNDS
from support.strategies import routines

from player.audio.shape import Shape
from player.routine.model import DoseKind, Routine
from player.routine.reader import loads
from player.session.changes import TIMED, lasting, resting, without
from player.session.model import Session
from player.session.plan import plan
from player.timeline import rules
from player.timeline.change import Change, spliced, spoken_until
from player.timeline.compile import compile_session
from player.timeline.compile import lasting as told_length
from player.timeline.cue import Script
from player.timeline.model import CueKind, Placement, Timeline
from player.units import samples
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shape, estimated_shapes

pytestmark = pytest.mark.slow

VOICE = VoiceChoice(rate=165)


class Spoken(Mapping[str, Shape]):
    """Outlines of whatever is asked for."""

    def __getitem__(self, text: str) -> Shape:
        return estimated_shape(text, VOICE)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("it has no end")

    def __len__(self) -> int:
        raise AssertionError("it has no end")


ALL = Spoken()


def compiled(session: Session) -> Timeline:
    return compile_session(session, lambda texts: estimated_shapes(texts, VOICE), SOUNDS)


class Heard:
    """A session being heard, and what it becomes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.timeline = compiled(session)
        self.script: Script | None = None
        self._told = told_length(session, self.timeline)

    def becomes(self, after: Session, first: int, position: int) -> None:
        change = Change(self.session, self.timeline, after, first, self._told, self.script)
        self.timeline, wanted = change.timeline(position, ALL, SOUNDS)
        self.session, self.script = change.session, change.script
        assert not wanted


@st.composite
def within_a_pass(draw: st.DrawFn, routine: Routine | None = None) -> tuple[Heard, int, int]:
    """A session, the number of a timed pass, and a position within its doing."""
    heard = Heard(plan(routine or draw(routines)))
    timed = [one.order for one in heard.session.passes if one.kind in TIMED and not one.waits]
    assume(timed)
    index = draw(st.sampled_from(timed))
    span = heard.timeline.spans[index]
    return heard, index, draw(st.integers(span.start, span.stop))


def stays(before: Timeline, after: Timeline, position: int) -> None:
    """What had begun is as it was; only a sound that goes on may be softer or not."""

    def begun(timeline: Timeline) -> list[Placement]:
        return [
            one._replace(under_speech=one.under_speech and one.stop <= position)
            for one in timeline.placements
            if one.start < position
        ]

    assert begun(before) == begun(after)


def nothing_is_said_over_another(timeline: Timeline) -> None:
    spoken = [one for one in timeline.placements if one.text is not None]
    for before, after in pairwise(spoken):
        assert after.start - before.stop >= rules.GAP


def lengths(timeline: Timeline, first: int) -> list[int]:
    return [span.stop - span.lead for span in timeline.spans[first:]]


changes_of_length = st.integers(samples(-60), samples(60)) | st.just(samples(10))


@given(within_a_pass(), changes_of_length)
def test_a_pass_that_lasts_longer_or_shorter_keeps_what_was_heard(
    at: tuple[Heard, int, int], by: int
) -> None:
    heard, index, position = at
    before, span = heard.timeline, heard.timeline.spans[index]
    least = max(0, spoken_until(before, position) - span.start) + samples(1.2)
    heard.becomes(lasting(heard.session, index, by, least), index, position)
    after = heard.timeline
    stays(before, after, position)
    nothing_is_said_over_another(after)
    assert after.spans[:index] == before.spans[:index]
    now = after.spans[index]
    assert now[1:4] == span[1:4]
    assert now.stop - now.start == heard.session.passes[index].length
    assert list(after.placements) == sorted(after.placements, key=lambda one: one.start)
    assert all(one.stop <= after.length for one in after.placements)


@given(within_a_pass(), st.integers(0, samples(60)))
def test_all_that_follows_is_later_by_as_much_as_a_pass_is_longer(
    at: tuple[Heard, int, int], by: int
) -> None:
    heard, index, position = at
    assume(heard.timeline.spans[index].doing.length >= samples(3))
    before = heard.timeline
    heard.becomes(lasting(heard.session, index, by, 0), index, position)
    assert lengths(heard.timeline, index + 1) == lengths(before, index + 1)
    assert heard.timeline.length == before.length + by


@given(within_a_pass(), st.lists(changes_of_length, min_size=2, max_size=4))
def test_a_pass_that_is_changed_again_and_again_begins_where_it_did(
    at: tuple[Heard, int, int], by: list[int]
) -> None:
    heard, index, position = at
    before = heard.timeline
    for change in by:
        least = max(0, spoken_until(heard.timeline, position) - before.spans[index].start)
        after = lasting(heard.session, index, change, least + samples(1.2))
        heard.becomes(after, index, position)
        stays(before, heard.timeline, position)
        assert heard.timeline.spans[index][1:4] == before.spans[index][1:4]
        nothing_is_said_over_another(heard.timeline)


@given(routines, st.data(), changes_of_length)
def test_a_rest_that_lasts_longer_or_shorter_keeps_what_was_heard(
    routine: Routine, data: st.DataObject, by: int
) -> None:
    heard = Heard(plan(routine))
    # A sentence may be said within its rest; all else is done after it.
    passes = [one for one in heard.session.passes if one.kind != DoseKind.SAY]
    rests = [one.order for one in passes if one.rest is not None]
    assume(rests)
    index = data.draw(st.sampled_from(rests))
    span = heard.timeline.spans[index]
    position = data.draw(st.integers(span.lead, span.ready))
    before = heard.timeline
    busy = spoken_until(before, position)
    after = resting(heard.session, index, by, busy - span.lead + samples(1.2))
    heard.becomes(after, index, position)
    stays(before, heard.timeline, position)
    nothing_is_said_over_another(heard.timeline)
    assert heard.timeline.spans[index].lead == span.lead
    rest = heard.session.passes[index].rest
    assert rest is not None
    assert heard.timeline.spans[index].start - span.lead >= rest.length


@given(routines, st.data())
def test_what_is_left_out_leaves_what_was_heard(routine: Routine, data: st.DataObject) -> None:
    heard = Heard(plan(routine))
    index = data.draw(st.integers(0, len(heard.session.passes) - 1))
    span = heard.timeline.spans[index]
    position = data.draw(st.integers(span.lead, span.stop))
    before = heard.timeline
    heard.becomes(without(heard.session, index), index + 1, position)
    stays(before, heard.timeline, position)
    nothing_is_said_over_another(heard.timeline)
    assert heard.timeline.spans[: index + 1] == before.spans[: index + 1]
    assert len(heard.timeline.spans) == len(heard.session.passes)


@given(within_a_pass())
def test_a_change_of_nothing_changes_nothing(at: tuple[Heard, int, int]) -> None:
    heard, index, position = at
    before = heard.timeline
    heard.becomes(heard.session, index, position)
    assert heard.timeline.placements == before.placements
    assert heard.timeline.spans == before.spans
    assert heard.timeline.length == before.length


def placed(start: int, length: int, number: int, *, spoken: bool) -> Placement:
    text = f"Line {number}." if spoken else None
    sound = None if spoken else "go"
    return Placement(CueKind.COACH, start, start, start + length, text, sound, 0)


@st.composite
def lines(draw: st.DrawFn, first: int) -> tuple[Placement, ...]:
    """Placements in order, phrases with their gaps and chimes anywhere."""
    found = []
    position = 0
    for number in range(draw(st.integers(0, 8))):
        position += rules.GAP + draw(st.integers(0, 50_000))
        length = draw(st.integers(1, 60_000))
        found.append(placed(position, length, first + number, spoken=True))
        position += length
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 400_000))
        found.append(placed(start, 20_000, first + number, spoken=False))
    return tuple(sorted(found, key=lambda one: one.start))


@given(lines(0), lines(100), st.integers(0, 500_000))
def test_two_timelines_meet_at_a_position(
    before: tuple[Placement, ...], after: tuple[Placement, ...], position: int
) -> None:
    found = spliced(before, after, position)
    begun = tuple(one for one in before if one.start < position)
    assert found[: len(begun)] == begun
    following = found[len(begun) :]
    assert all(one.start >= position for one in following)
    spoken = [one for one in found if one.text is not None]
    for one, other in pairwise(spoken):
        assert other.start - one.stop >= rules.GAP
    chimes = [one for one in after if one.text is None and one.start >= position]
    assert [one for one in following if one.text is None] == chimes
    free = max((one.stop + rules.GAP for one in begun if one.text), default=0)
    said = [one for one in after if one.text and one.start >= max(free, position)]
    assert [one for one in following if one.text] == said


TEXT = """
title = "Title"
[cues]
countdown = 3
[[step]]
name = "Plank"
hold = 20
say = "Tall."
[[step]]
rest = 15
[[step]]
name = "Squats"
hold = 30
"""


def test_what_was_announced_stays_however_often_a_pass_is_changed() -> None:
    heard = Heard(plan(loads(TEXT, name="test")))
    before = heard.timeline
    position = before.spans[0].start + samples(3)
    for _ in range(3):
        heard.becomes(lasting(heard.session, 0, samples(10), 0), 0, position)
    assert heard.timeline.length == before.length + samples(30)
    said = [one.text for one in heard.timeline.placements if one.pass_index == 0]
    assert "Plank. 20 seconds." in said
    assert not any(text and "50 seconds" in text for text in said)


def test_a_pass_gone_back_to_is_announced_as_it_was_when_it_is_changed_once_more() -> None:
    heard = Heard(plan(loads(TEXT, name="test")))
    first, second = heard.timeline.spans
    heard.becomes(lasting(heard.session, 0, samples(10), 0), 0, first.start + samples(3))
    later = heard.timeline.spans[1].start + samples(3)
    heard.becomes(lasting(heard.session, 1, samples(10), 0), 1, later)
    heard.becomes(lasting(heard.session, 0, samples(10), 0), 0, first.start + samples(2))
    spans = heard.timeline.spans
    assert spans[0][1:4] == first[1:4]
    assert [span.stop - span.start for span in spans] == [samples(40), samples(40)]
    assert heard.session.passes[1].kind == DoseKind.HOLD
    assert second.doing.length == samples(30)
