from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.strategies import routines

from player.live.lines import CueLines, UpdatingLine
from player.live.moment import Story, described
from player.routine.model import Routine
from player.units import samples

TEXT = """
[defaults]
prepare = "10s"
[[step]]
name = "Squats"
reps = 4
tempo = "2s"
sides = ["left leg", "right leg"]
[[step]]
name = "Plank"
hold = "30s"
sets = 2
"""


def test_a_moment_tells_what_is_done_and_what_comes() -> None:
    found = timeline(TEXT)
    story = Story(found)
    first, second, third = found.spans[:3]
    before = story.moment(first.start - samples(2))
    assert (before.doing, before.left, before.span) == (False, samples(2), first)
    third_rep = story.moment(first.start + samples(4))
    assert (third_rep.doing, third_rep.rep, third_rep.after) == (True, 3, second)
    holding = story.moment(third.stop - samples(7))
    assert (holding.rep, holding.left) == (0, samples(7))
    assert story.moment(found.spans[-1].stop).span is None
    assert described(second) == "Squats, right leg"
    assert described(third) == "Plank, set 1 of 2"


def test_a_rest_is_shown_as_a_rest_until_what_follows_is_announced() -> None:
    found = timeline(
        '[[step]]\nname = "A"\nhold = "5s"\n[[step]]\nname = "Water"\nrest = "30s"\n'
        '[[step]]\nname = "B"\nhold = "5s"\n'
    )
    rested = found.spans[1]
    assert rested.lead < rested.ready < rested.start
    line = UpdatingLine(found, lambda _: None)
    assert "Water | 29 s left | next: B" in line.line(rested.start - samples(28.5), 200)
    assert "B | in 3 s" in line.line(rested.start - samples(3), 200)


@given(routines, st.lists(st.integers(1, 100_000), max_size=30))
@settings(max_examples=50)
def test_every_cue_is_told_exactly_once_whatever_the_steps(
    routine: Routine, steps: list[int]
) -> None:
    found = compiled(routine)
    lines: list[str] = []
    follower = CueLines(found, lines.append)
    position = 0
    for step in steps:
        position = min(position + step, found.length)
        follower.at(position, found, 0)
    follower.at(found.length, found, 0)
    cues = [line for line in lines if not line.startswith("[")]
    headers = [line for line in lines if line.startswith("[")]
    assert len(cues) == len(found.placements)
    assert len(headers) == len({cue.pass_index for cue in found.placements} - {None})


@given(routines, st.integers(0, 100), st.integers(1, 200))
@settings(max_examples=50)
def test_the_updating_line_fits_anywhere(routine: Routine, share: int, width: int) -> None:
    found = compiled(routine)
    line = UpdatingLine(found, lambda _: None).line(found.length * share // 100, width)
    assert "\n" not in line
    assert 0 < len(line) <= width


def test_the_updating_line_tells_pass_time_and_next() -> None:
    found = timeline(TEXT)
    written: list[str] = []
    follower = UpdatingLine(found, written.append)
    position = found.spans[0].start + samples(4)
    follower.at(position, found, 0)
    assert follower.line(position, 120).endswith(
        "Squats, left leg | rep 3 of 4 | next: Squats, right leg | “3”"
    )
    assert follower.line(position, 60) == "0:14/1:51 Squats, left leg | rep 3 of 4 | “3”"
    count = len(written)
    follower.at(found.spans[0].start + samples(4.01), found, 0)
    assert len(written) == count
    follower.at(found.spans[2].stop - samples(7), found, 0)
    assert "Plank, set 1 of 2 | 7 s left" in written[-1]
    follower.end()
    assert written[-1] == "\n"


def test_what_is_said_in_between_is_shown_until_the_session_goes_on() -> None:
    found = timeline(TEXT)
    written: list[str] = []
    line, lines = UpdatingLine(found, written.append), CueLines(found, written.append, start=960)
    line.at(960, found, 0)
    line.hear("Resuming.")
    assert "| “Resuming.”" in written[-1]
    line.at(100_000, found, 0)
    assert "Resuming" not in written[-1]
    lines.hear("Resuming.")
    assert written[-1].endswith("0:00  “Resuming.”")
