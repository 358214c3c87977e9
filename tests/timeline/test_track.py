from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.audio.shape import Shape
from player.timeline.rules import GAP
from player.timeline.track import VoiceTrack

positions = st.integers(0, 500_000)
lengths = st.integers(1, 100_000)


def test_a_phrase_takes_its_anchor_when_that_is_free() -> None:
    assert VoiceTrack().nearest(Shape(1000, 100), 5000, 0, 9000, 20_000) == 5000


def test_a_phrase_moves_past_another_and_keeps_the_gap() -> None:
    track = VoiceTrack()
    track.take(5000, 15_000)
    after = 15_000 + GAP + 100
    assert track.nearest(Shape(4000, 100), 14_000, 5000, 40_000, 60_000) == after


def test_there_is_no_place_beyond_the_tolerance_or_the_end() -> None:
    track = VoiceTrack()
    track.take(5000, 15_000)
    assert track.nearest(Shape(4000, 0), 6000, 6000, 15_000 + GAP - 1, 60_000) is None
    assert track.nearest(Shape(4000, 0), 50_000, 50_000, 50_000, 53_999) is None
    assert track.nearest(Shape(4000, 0), 50_000, 50_000, 50_000, 54_000) == 50_000


def test_the_room_at_an_anchor_is_what_lies_before_the_next_phrase() -> None:
    track = VoiceTrack()
    track.take(20_000 + GAP, 30_000)
    assert track.room_at(5000, 5000, 5000, 90_000) == 15_000
    assert track.room_at(25_000, 25_000, 25_000, 90_000) == 0
    assert track.room_at(25_000, 5000, 60_000, 90_000) == 90_000 - 30_000 - GAP


@given(
    st.lists(st.tuples(positions, lengths, st.integers(0, 50_000)), max_size=20),
    st.integers(0, 400),
)
def test_phrases_that_found_a_place_never_come_too_close(
    wanted: list[tuple[int, int, int]], onset: int
) -> None:
    track = VoiceTrack()
    taken: list[tuple[int, int]] = []
    for anchor, length, tolerance in wanted:
        shape = Shape(length + onset, onset)
        found = track.nearest(shape, anchor, anchor - tolerance, anchor + tolerance, 700_000)
        if found is None:
            continue
        assert abs(found - anchor) <= tolerance
        start, stop = found - onset, found + length
        assert all(start - other_stop >= GAP or other - stop >= GAP for other, other_stop in taken)
        track.take(start, stop)
        taken.append((start, stop))
