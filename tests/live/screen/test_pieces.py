"""Texts of strangers, cut and wrapped by the columns they take."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from player.live.screen.pieces import Piece, Role, cut, filled, plain, width_of, wrapped

anything = st.text(max_size=60)


@given(anything)
def test_plain_text_is_printable_and_on_one_line(text: str) -> None:
    assert plain(text).isprintable()


def test_control_characters_are_replaced_and_blanks_are_one() -> None:
    assert plain("a\x1b[31mb\x07\n  c\u202e") == "a\ufffd[31mb\ufffd c\ufffd"


@given(anything.map(plain), st.integers(0, 40))
def test_cut_text_fits(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width


def test_cut_text_ends_in_an_ellipsis_only_where_something_is_missing() -> None:
    assert cut("Plank", 5) == "Plank"
    assert cut("Planks", 5) == "Plan…"
    assert cut("プランク", 5) == "プラ…"
    assert cut("Plank", 0) == ""


@given(anything.map(plain), st.integers(2, 40), st.integers(1, 5))
def test_wrapped_lines_fit_and_are_not_more_than_asked(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most)
    assert len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)


def test_text_is_wrapped_between_words_and_long_words_within() -> None:
    assert wrapped("tuck your tailbone", 9, 3) == ("tuck your", "tailbone")
    assert wrapped("Oberschenkelvorderseite", 10, 3) == ("Oberschenk", "elvorderse", "ite")
    assert wrapped("one two three four", 5, 2) == ("one", "two …")
    assert wrapped("", 5, 2) == ()


@given(st.lists(anything.map(plain), max_size=4), st.integers(0, 50), st.integers(0, 3))
def test_a_filled_line_has_exactly_its_width(texts: list[str], width: int, margin: int) -> None:
    margin = min(margin, width // 2)
    line = filled(tuple(Piece(text, Role.KEY) for text in texts), width, margin)
    assert width_of(line) == width
