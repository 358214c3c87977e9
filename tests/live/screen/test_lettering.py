"""Large letters: as wide as they say, and drawable or not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.live.screen.lettering import Scale, largest, lettered

drawable = st.text(string.ascii_letters + string.digits + " :.-/äöüßéñçå", min_size=1, max_size=12)


@given(drawable, st.sampled_from(Scale))
def test_rows_are_as_many_as_the_scale_says_and_all_as_wide(text: str, scale: Scale) -> None:
    rows = lettered(text, scale)
    assert len(rows) == scale.rows
    assert len({len(row) for row in rows}) == 1


@given(drawable, st.integers(0, 200), st.integers(0, 20))
def test_the_largest_letters_fit_and_the_next_scale_would_not(
    text: str, width: int, height: int
) -> None:
    rows = largest(text, width, height)
    assert len(rows) <= height
    assert all(len(row) <= width for row in rows)
    larger = [scale for scale in Scale if scale.rows > len(rows)]
    for scale in larger:
        art = lettered(text, scale)
        assert scale.rows > height or len(art[0]) > width


def test_figures_look_like_themselves() -> None:
    assert lettered("14", Scale.LARGE) == (
        "    ██            ██  ",
        "  ████          ████  ",
        "    ██        ██  ██  ",
        "    ██      ██    ██  ",
        "    ██      ██████████",
        "    ██            ██  ",
        "  ██████          ██  ",
    )
    assert lettered("7", Scale.SMALL) == (
        "▄▄▄▄▄",
        "   ▄▀",
        " ▄▀  ",
        " █   ",
    )
    assert lettered("L", Scale.NARROW) == ("▖  ", "▌  ", "▌  ", "▙▄▖")


def test_a_dot_of_huge_letters_is_four_columns_and_two_rows() -> None:
    large, huge = lettered("7", Scale.LARGE), lettered("7", Scale.HUGE)
    assert len(huge) == 2 * len(large)
    assert huge[0] == huge[1] == "█" * 20


def test_no_two_glyphs_of_figures_or_letters_look_alike() -> None:
    characters = string.ascii_uppercase + string.digits
    drawn = {lettered(character, Scale.LARGE) for character in characters}
    # The letter O and the figure zero may.
    assert len(drawn) >= len(characters) - 1


def test_accents_are_drawn_above_their_letters() -> None:
    plain, accented = (lettered(text, Scale.SMALL) for text in ("U", "Ü"))
    assert plain[1:] == accented[1:]
    assert plain[0] != accented[0]


def test_sharp_s_is_drawn_as_two() -> None:
    assert lettered("ß", Scale.LARGE) == lettered("SS", Scale.LARGE)


@pytest.mark.parametrize("text", ["", "プランク", "Планка", "a\x1bb", "✓", "\N{COMBINING TILDE}"])
def test_what_has_no_glyph_is_not_drawn(text: str) -> None:
    assert lettered(text, Scale.LARGE) == ()
    assert largest(text, 200, 50) == ()
