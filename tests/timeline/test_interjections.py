"""What is said between, in every language and with every voice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.audio.shape import Shape
from player.routine.languages import LANGUAGES
from player.routine.reader import loads
from player.session.model import Session
from player.session.plan import plan
from player.timeline import interjections, rules
from player.timeline.context import TICK
from player.timeline.interjections import laid
from player.units import samples

ROUTINE = """
[[step]]
name = "Plank"
hold = 20
say = "Tall"
[[step]]
wait = "Lie down"
[[step]]
name = "Hip stretch"
hold = 20
sides = true
say = "Breathe."
"""

every_language = pytest.mark.parametrize("language", LANGUAGES)
shapes = st.builds(
    lambda onset, body: Shape(onset + body, onset), st.integers(0, 9000), st.integers(100, 90_000)
)
brief = st.builds(
    lambda onset, body: Shape(onset + body, onset), st.integers(0, 9000), st.integers(100, 30_000)
)
NUMBERS = ("3", "2", "1")


def session_in(language: str, text: str = ROUTINE) -> Session:
    return plan(loads(f'title = "Title"\nlanguage = "{language}"\n{text}', name="test"))


def all_lines(session: Session) -> list[tuple[str, ...]]:
    return [
        interjections.resuming(session),
        interjections.marked(session, easier=True),
        interjections.marked(session, easier=False),
        interjections.reminding(session),
        *(interjections.again(session, one) for one in session.passes),
    ]


@every_language
def test_every_line_is_one_whole_sentence(language: str) -> None:
    for lines in all_lines(session_in(language)):
        assert lines
        for line in lines:
            assert re.search(r"[.!?]$", line)
            assert line == line.strip()
            assert "{" not in line
            assert line[0] == line[0].upper()


@pytest.mark.parametrize("told", [interjections.resuming, interjections.reminding])
def test_every_language_has_words_of_its_own(told: object) -> None:
    assert callable(told)
    assert len({told(session_in(language)) for language in LANGUAGES}) == len(LANGUAGES)


@every_language
def test_the_two_offers_after_a_pain_mark_differ(language: str) -> None:
    session = session_in(language)
    easier = interjections.marked(session, easier=True)
    assert easier[0] == interjections.marked(session, easier=False)[0]
    assert easier[1] != interjections.marked(session, easier=False)[1]


@every_language
def test_said_again_are_name_side_and_the_whole_instruction(language: str) -> None:
    session = session_in(language)
    plank, wait, left, right = session.passes
    assert interjections.again(session, plank) == ("Plank.", "Tall.")
    assert interjections.again(session, wait) == ("Lie down.",)
    for one in (left, right):
        name, said = interjections.again(session, one)
        assert name.startswith("Hip stretch. ")
        assert said == "Breathe."
    assert interjections.again(session, left) != interjections.again(session, right)


@every_language
def test_all_that_may_be_said_between_is_named_once_what_is_wanted_first_in_front(
    language: str,
) -> None:
    session = session_in(language)
    named = interjections.all_of(session)
    assert len(set(named)) == len(named)
    assert set(named) == {line for lines in all_lines(session) for line in lines} | set(NUMBERS)
    assert named[0] == interjections.resuming(session)[0]


def test_nobody_is_reminded_where_nobody_is_waited_for() -> None:
    session = session_in("en", '[[step]]\nname = "Plank"\nhold = 20\n')
    assert interjections.reminding(session)[0] not in interjections.all_of(session)


@given(st.lists(shapes, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_lines_follow_each_other_and_those_not_spoken_yet_are_told(
    outlines: list[Shape], there: list[bool]
) -> None:
    lines = tuple(f"Line {number}." for number in range(len(outlines)))
    spoken = {
        line: shape for line, shape, is_there in zip(lines, outlines, there, strict=False)
        if is_there
    }  # fmt: skip
    found = laid(lines, spoken)
    assert [one.text for one in found.sounds] == list(spoken)
    assert found.lacks == tuple(line for line in lines if line not in spoken)
    assert found.words == " ".join(spoken)
    stops = [one.start + spoken[one.text or ""].length for one in found.sounds]
    for stop, after in zip(stops, found.sounds[1:], strict=False):
        assert after.start - stop == rules.BETWEEN_SENTENCES
    assert found.length == (stops[-1] + rules.BETWEEN_SENTENCES if stops else 0)


@given(
    shapes,
    st.lists(brief, min_size=3, max_size=3),
    st.sets(st.sampled_from(NUMBERS)),
    st.integers(1, 3),
)
def test_a_countdown_is_exact_to_the_sample_and_what_follows_is_on_its_beat(
    line: Shape, outlines: list[Shape], there: set[str], countdown: int
) -> None:
    numbers = dict(zip(NUMBERS, outlines, strict=True))
    spoken = {"Line.": line, **{text: numbers[text] for text in there}}
    found = laid(("Line.",), spoken, countdown)
    first, *counted = found.sounds
    beats = []
    for number, one in zip(range(countdown, 0, -1), counted, strict=True):
        if str(number) in there:
            assert (one.text, one.sound) == (str(number), None)
            beats.append(one.start + spoken[str(number)].onset)
        else:
            assert (one.text, one.sound) == (None, TICK)
            beats.append(one.start)
    assert all(after - before == samples(1) for before, after in pairwise([*beats, found.length]))
    assert counted[0].start >= first.start + line.length + samples(0.15)
    for one, after in pairwise(found.sounds):
        assert one.start < after.start


def test_a_countdown_alone_loses_no_beat_to_a_slow_onset() -> None:
    found = laid((), {text: Shape(40_000, 20_000) for text in NUMBERS}, 3)
    assert [one.start + 20_000 for one in found.sounds] == [
        rules.BREATH, rules.BREATH + samples(1), rules.BREATH + samples(2),
    ]  # fmt: skip
