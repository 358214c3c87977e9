from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.pronounce import (
    MOST_SPELLINGS,
    SPELLING_LIMIT,
    SPOKEN_LIMIT,
    combined,
    pronounced,
    read_pronunciations,
)
from player.units import Unreadable

TABLE = {
    "90/90": "ninety ninety",
    "90/90 hip switch": "ninety ninety hip swap",
    "couch": "cowch",
    "IT": "eye tee",
    "it": "itt",
    "CARs": "cars",
    "façade": "fasahd",
    "min.": "minutes",
}
PAIRS = tuple(TABLE.items())


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("90/90, slowly.", "ninety ninety, slowly."),
        ("Now 90/90 hip switch.", "Now ninety ninety hip swap."),
        ("190/90 and 90/905 stay", "190/90 and 90/905 stay"),
        ("Couch stretch, COUCH", "cowch stretch, cowch"),
        ("couches stay", "couches stay"),
        ("IT band, it band, It band", "eye tee band, itt band, itt band"),
        ("hip CARs, hip cars", "hip cars, hip cars"),
        (unicodedata.normalize("NFD", "Façade"), "fasahd"),
        ("5 min. left", "5 minutes left"),
        ("admin. left", "admin. left"),
        ("nothing of it at all, Größe", "nothing of itt at all, Größe"),
        ("", ""),
    ],
)
def test_whole_words_are_spoken_as_the_table_says(text: str, spoken: str) -> None:
    assert pronounced(PAIRS, text) == spoken


def test_what_is_put_in_is_final() -> None:
    swapped = (("left", "right"), ("right", "left"))
    assert pronounced(swapped, "left, right") == "right, left"


def test_a_place_in_a_spelling_is_no_pattern() -> None:
    assert pronounced(((r"a.c (\1)", r"\1 \g<0>"),), r"a.c (\1) abc") == r"\1 \g<0> abc"


@given(st.text(max_size=80))
def test_without_a_table_a_text_is_spoken_as_it_stands(text: str) -> None:
    assert pronounced((), text) == text


TEXTS = st.text(st.sampled_from(string.ascii_letters + " /.ß" + string.digits), max_size=60)
SPELLINGS = st.text(st.sampled_from(string.ascii_letters + "/ 9"), min_size=1, max_size=8).filter(
    lambda text: any(map(str.isalnum, text)) and text == " ".join(text.split())
)


@given(TEXTS, st.dictionaries(SPELLINGS, st.just("XX"), max_size=6))
def test_nothing_but_spellings_is_changed(text: str, table: dict[str, str]) -> None:
    changed = pronounced(tuple(table.items()), text)
    folded = text.casefold()
    if not any(spelling.casefold() in folded for spelling in table):
        assert changed == text
    for spelling in table:
        assert pronounced(((spelling, "XX"),), spelling) == "XX"


@given(st.permutations(PAIRS))
def test_the_order_of_the_table_makes_no_difference(pairs: list[tuple[str, str]]) -> None:
    text = "90/90 hip switch, IT, it, couch"
    assert pronounced(tuple(pairs), text) == pronounced(PAIRS, text)


def test_of_two_tables_the_first_counts() -> None:
    both = combined((("a", "1"), ("b", "2")), (("b", "3"), ("c", "4")))
    assert both == (("a", "1"), ("b", "2"), ("c", "4"))


def test_a_table_is_read() -> None:
    assert read_pronunciations(TABLE) == PAIRS
    assert read_pronunciations({"hip \n CARs": " hip   cars "}) == (("hip CARs", "hip cars"),)
    assert read_pronunciations({}) == ()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("90/90", "wrong-type"),
        ([["a", "b"]], "wrong-type"),
        ({"a": 1}, "wrong-type"),
        ({"": "nothing"}, "nothing-to-say"),
        ({"?": "question"}, "nothing-to-say"),
        ({"a": " "}, "nothing-to-say"),
        ({"a\x1b[31m": "b"}, "control-character"),
        ({"a": "b\x00"}, "control-character"),
        ({"a" * (SPELLING_LIMIT + 1): "b"}, "too-long"),
        ({"a": "b" * (SPOKEN_LIMIT + 1)}, "too-long"),
        ({"a b": "1", "a  b": "2"}, "twice"),
        ({f"word{number}": "x" for number in range(MOST_SPELLINGS + 1)}, "out-of-bounds"),
    ],
)
def test_a_faulty_table_is_told(table: object, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pronunciations(table)
    assert caught.value.code == code
    assert caught.value.mend


def test_the_largest_table_is_read_and_used() -> None:
    table = {f"word{number}": f"number {number}" for number in range(MOST_SPELLINGS)}
    assert pronounced(read_pronunciations(table), "word7 Word199 word200") == (
        "number 7 number 199 word200"
    )
