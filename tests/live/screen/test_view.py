"""The whole screen: what is shown at every size, and that it always fits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import compiled
from support.scenes import scene, whole
from support.strategies import routines

from player.live.controls import Command, Now, State
from player.live.moment import Story
from player.live.screen.lettering import Scale, lettered
from player.live.screen.page import NOTHING_TYPED, Entry
from player.live.screen.pieces import Role, width_of
from player.live.screen.view import View, help_view, view
from player.routine.model import Routine

SIZES = [(120, 40), (80, 24), (40, 12), (20, 5)]


def seen(now: Now, width: int = 80, height: int = 24, entry: Entry = NOTHING_TYPED) -> View:
    return view(now, Story(now.timeline), width, height, entry)


def rows(shown: View) -> list[str]:
    return ["".join(piece.text for piece in line).rstrip() for line in shown.lines]


def text(shown: View) -> str:
    return "\n".join(rows(shown))


def has_letters(shown: View, word: str, scale: Scale) -> bool:
    """Whether a word stands somewhere in letters of a scale."""
    art = [row.rstrip() for row in lettered(word, scale)]
    lines = rows(shown)
    return any(
        lines[top].find(art[0].strip(), column) >= 0
        and all(lines[top + row][column : column + len(one)] == one for row, one in enumerate(art))
        for top in range(len(lines) - len(art) + 1)
        for column in range(len(lines[top]) + 1)
    )


@pytest.mark.parametrize("size", SIZES)
def test_name_time_and_what_comes_next_are_seen_at_every_size(size: tuple[int, int]) -> None:
    width, height = size
    shown = seen(scene("Squats", -3), width, height)
    assert "Squats" in text(shown) or any(has_letters(shown, "Squats", scale) for scale in Scale)
    assert "3 seconds" in text(shown) or any(has_letters(shown, "3", scale) for scale in Scale)
    hold = text(seen(scene("Couch", 20), width, height))
    assert "Next  Couch stretc" in hold


def test_the_figure_is_seven_rows_high_where_there_are_24() -> None:
    assert has_letters(seen(scene("Couch", 20)), "55", Scale.LARGE)
    assert has_letters(seen(scene("Cat", 7)), "2", Scale.LARGE)
    assert has_letters(seen(scene("Couch", 20), 120, 40), "55", Scale.HUGE)


def test_the_side_stands_in_large_letters_beside_the_figure() -> None:
    assert has_letters(seen(scene("Couch", 20)), "left leg", Scale.SMALL)
    assert has_letters(seen(scene("Couch", 20, 1)), "right leg", Scale.SMALL)


def test_a_screen_of_24_rows_has_everything() -> None:
    shown = seen(scene("Half", 5, words="Two.", notice="Music softer"))
    lines = text(shown)
    for part in (
        "Half-kneeling hip flexor",
        "left, round 1 of 2",
        "of 8 reps",
        "▸ Music softer",
        "Next  Half-kneeling",
        "“Two.”",
        "Now   ",
        "Hips  ",
        "Session  ",
        "Space pause  n skip",
        "q quit",
    ):
        assert part in lines


@pytest.mark.parametrize(
    ("state", "word"),
    [(State.PAUSED, "PAUSED"), (State.MARKED, "MARKED"), (State.LOST, "NO SOUND")],
)
def test_a_session_that_stands_still_says_so_in_large_letters(state: State, word: str) -> None:
    shown = seen(scene("Couch", 20, state=state))
    assert has_letters(shown, word, Scale.LARGE if word != "NO SOUND" else Scale.SMALL)
    for width, height in ((20, 5), (10, 2)):
        assert word in text(seen(scene("Couch", 20, state=state), width, height))


def test_after_a_pain_mark_the_choice_is_seen_also_in_five_rows() -> None:
    choice = (Command.EASIER, Command.SKIP, Command.GO_ON)
    for width, height in SIZES:
        marked = scene("Couch", 20, state=State.MARKED, offers=choice)
        assert "e easier   n skip" in text(seen(marked, width, height))
    assert text(seen(marked, 20, 1)) == "MARKED, choose:"


def test_a_wait_says_which_key_goes_on_at_every_size() -> None:
    for width, height in (*SIZES, (14, 1)):
        shown = text(seen(scene("Lie", 1, state=State.WAITING), width, height))
        assert "Enter to go on" in shown


def test_a_figure_that_is_asked_for_is_typed_in_a_line_with_what_was_odd() -> None:
    now = scene("Knee", 1, state=State.WAITING, asks="Knee to wall, left (cm)")
    shown = seen(now, entry=Entry("9.5"))
    assert has_letters(shown, "9.5", Scale.LARGE)
    assert "Knee to wall, left (cm): 9.5▁" in text(shown)
    odd = text(seen(now, entry=Entry("", "Type a figure from 0 to 30 (cm).")))
    assert "Type a figure from 0 to 30 (cm)." in odd
    assert "Knee to wall, le…: 9.5▁" in text(seen(now, 24, 5, Entry("9.5")))


def test_the_breath_is_shown_where_it_is_led_and_only_while_it_goes_on() -> None:
    assert "IN     3" in text(seen(scene("Cat", 0.1)))
    assert "OUT    2" in text(seen(scene("Cat", 4.5)))
    assert "IN     3" not in text(seen(scene("Cat", 0.1, state=State.PAUSED)))
    assert has_letters(seen(scene("Cat", 4.5), 120, 40), "out 2", Scale.SMALL)


def test_what_is_out_of_the_ordinary_is_told_in_words_and_not_by_colour_alone() -> None:
    paused = seen(scene("Couch", 20, state=State.PAUSED), 40, 4)
    alerts = [piece.text for line in paused.lines for piece in line if piece.role == Role.ALERT]
    assert alerts == ["PAUSED, 55 seconds to go"]
    assert "voice off" in text(seen(scene("Half", 20, voice=False)))


def test_text_of_a_routine_is_shown_as_it_is_written() -> None:
    found = scene("Squats", -5, words="[bold]x[/] \x1b[31mred\x07", notice="[red]")
    name = found.timeline.spans[-1].doing._replace(name="[b]Plank[/b]\x1b]0;title\x07")
    spans = (*found.timeline.spans[:-1], found.timeline.spans[-1]._replace(doing=name))
    shown = text(seen(found._replace(timeline=found.timeline._replace(spans=spans))))
    assert "“[bold]x[/] \ufffd[31mred\ufffd”" in shown
    assert "[b]Plank[/b]\ufffd]0;title\ufffd" in shown
    assert "▸ [red]" in shown
    assert "\x1b" not in shown


def test_help_lists_every_key_in_sentences_or_in_a_word_where_there_is_less_room() -> None:
    assert "Space     Pause, or go on after a pause." in text(help_view(80, 24))
    small = text(help_view(40, 12))
    for label in ("pause", "leave out", "music softer", "quit", "colours"):
        assert label in small


@given(
    routines,
    st.floats(-0.1, 1.1),
    st.integers(1, 160),
    st.integers(1, 60),
    st.sampled_from(State),
    st.text(max_size=80),
    st.sampled_from(["", "Knee (cm)"]),
)
@settings(max_examples=60)
def test_a_view_has_exactly_the_size_of_its_terminal(  # noqa: PLR0913, PLR0917 - all of a moment
    routine: Routine, share: float, width: int, height: int, state: State, words: str, asks: str
) -> None:
    timeline = compiled(routine)
    position = max(0, int(timeline.length * share))
    now = Now(state, position, timeline, words, words, (Command.SKIP, Command.GO_ON), asks)
    for shown in (
        view(now, Story(timeline), width, height, Entry(words, words)),
        help_view(width, height),
    ):
        assert len(shown.lines) == height
        assert {width_of(line) for line in shown.lines} == {width}
        assert all(piece.text.isprintable() for line in shown.lines for piece in line)


def test_the_same_moment_gives_the_same_view() -> None:
    now = scene("Couch", 20)
    assert seen(now) == seen(now)
    assert whole() is now.timeline
