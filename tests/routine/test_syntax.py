"""Slips in the writing of TOML: where they are shown, and whether the mend mends them.

`tests/data/slips.txt` has one slip after another: the text with marks around what is to be
underlined, what is wrong with it, the mend, and the text once it is mended so.
"""

from __future__ import annotations

import tomllib
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st
from support.texts import cut, marked, unmarked
from support.toml_documents import ROUTINES, documents, mutated, mutations

from player.errors import TextSpan
from player.routine.syntax import SyntaxSlip, syntax_slip
from player.routine.syntax_scan import Scan

SLIPS = Path(__file__).resolve().parents[1] / "data" / "slips.txt"


class Example(NamedTuple):
    marked: str
    message: str
    mend: str
    mended: str


def examples() -> list[Example]:
    found = []
    for block in SLIPS.read_text(encoding="utf-8").split("=====\n"):
        shown, message, rest = block.split("\n----- ")
        mend, _, mended = rest.partition("\n")
        found.append(Example(shown, message, mend, mended))
    return found


def slip_in(text: str) -> SyntaxSlip | None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        return syntax_slip(text, str(error))
    except RecursionError:
        return None
    return None


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.marked[:40])
def test_a_slip_is_shown_where_it_is_with_a_mend_that_works(one: Example) -> None:
    for end in ("", "\n", "\nlanguage-of-it = 1\n"):
        text = unmarked(one.marked) + end
        slip = slip_in(text)
        assert slip is not None
        assert marked(text, slip.span) == one.marked + end
        assert (slip.message, slip.mend) == (one.message, one.mend)
    tomllib.loads(one.mended)


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.marked[:40])
def test_line_ends_of_windows_shift_no_slip(one: Example) -> None:
    text = unmarked(one.marked) + "\n"
    assert slip_in(text.replace("\n", "\r\n")) == slip_in(text)


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.marked[:40])
def test_lines_before_a_slip_only_move_it(one: Example) -> None:
    text = unmarked(one.marked) + "\n"
    before = (
        'first = """\n[ö]\n𝄞 "x"""" # “\n\n'
        "\tlast = [{ a = '\\', b = 2024-01-01 09:00:00Z }, # ]\n]\n"
    )
    plain, moved = slip_in(text), slip_in(before + text)
    assert plain is not None
    assert moved is not None
    down = before.count("\n")
    span = plain.span
    assert moved.span == span._replace(line=span.line + down, last_line=span.last_line + down)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = "⟦\x00⟧"', "a character that cannot be seen (U+0000)"),
        ("a = '''⟦\x1b⟧[31m'''", "a character that cannot be seen (U+001B)"),
        ("a = 1 # ⟦\x07⟧", "a character that cannot be seen (U+0007)"),
        ("na⟦\x7f⟧me = 1", "a character that cannot be seen (U+007F)"),
        ("a = ⟦\u200b⟧1", "a character that cannot be seen (U+200B)"),
        ("⟦\ufeff⟧a = 1", "a character that cannot be seen (U+FEFF)"),
        ("a⟦\xa0⟧= 1", "a space of another kind (U+00A0)"),
        ("a =⟦\u3000⟧1", "a space of another kind (U+3000)"),
        ("a = 1⟦\r⟧b = 2", "this line ends in a way that TOML does not know"),
        ('a = "x⟦\r⟧', "this line ends in a way that TOML does not know"),
    ],
)
def test_a_character_that_deceives_the_eye_is_named(text: str, message: str) -> None:
    slip = slip_in(unmarked(text))
    assert slip is not None
    assert marked(unmarked(text), slip.span) == text
    assert slip.message == message
    assert (slip.message + slip.mend).isprintable()


def test_a_tab_deceives_nobody() -> None:
    slip = slip_in("\ta\t=\t30s\t# \t\n")
    assert slip is not None
    assert slip.span == TextSpan(1, 6, 1, 9)


def test_a_number_that_python_does_not_read_is_shown() -> None:
    text = f"a = 1\nb = {'7' * 5000}\n"
    slip = slip_in(text)
    assert slip is not None
    assert slip.span == TextSpan(2, 5, 2, 5005)
    assert slip.mend == "write a shorter one"


def test_long_text_is_described_rather_than_shown() -> None:
    slip = slip_in(f"a = {'word ' * 100}")
    assert slip is not None
    assert slip.mend == 'put """ before and after the text'


def test_a_slip_that_nothing_is_known_of_is_shown_where_tomllib_stopped() -> None:
    text = "a = 1\nb = 2\nc = 30s\n"
    slip = syntax_slip(text, "Something new (at line 2, column 5)")
    assert marked(text, slip.span) == "a = 1\nb = ⟦2⟧\nc = 30s\n"
    assert slip.mend == "mend this first, then check again"


def test_what_tomllib_has_passed_over_is_no_slip() -> None:
    text = "a = { b = 1,\n c = 2 }\nd = 1\n"  # as later versions of TOML allow
    slip = syntax_slip(text, "Something new (at line 3, column 5)")
    assert slip.span.line == 3


@pytest.mark.parametrize("file", ROUTINES, ids=lambda file: file.stem)
def test_routines_that_are_toml_are_read_without_a_slip(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    scan = Scan(text, len(text))
    assert scan.slip is None
    assert scan.at == len(text)


@given(documents, st.sampled_from(["one line", "several"]))
@example({"a": ["[x]", {"b": 1}], "c": {"[[d]]": "e = 1"}}, "several")
def test_whatever_is_toml_is_read_without_a_slip(document: dict[str, Any], long: str) -> None:
    text = tomli_w.dumps(document, multiline_strings=long == "several").replace("\r\n", "\n")
    scan = Scan(text, len(text))
    assert scan.slip is None
    assert scan.at == len(text)
    firsts = list(takewhile(lambda one: not one.brackets, scan.statements))
    headers = [one for one in scan.statements if one.brackets]
    assert {one.names[0] for one in (*firsts, *headers)} == set(document)


@given(st.sampled_from(ROUTINES), mutations)
def test_every_slip_lies_within_its_text_and_can_be_shown(
    file: Path, changes: list[tuple[float, int, str]]
) -> None:
    text = mutated(file.read_text(encoding="utf-8"), changes)
    check(text.replace("\r\n", "\n"))


@given(st.text(max_size=80) | st.text("[]{}=.,:#\"'\\ab01 \n\r\t\x00“”-", max_size=80))
def test_any_text_that_is_not_toml_has_a_slip(text: str) -> None:
    check(text.replace("\r\n", "\n"))


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 99), st.integers(0, 99))
def test_whatever_tomllib_says_is_taken(text: str, said: str, line: int, column: int) -> None:
    for error in (
        said,
        f"Cannot {said} (at line {line}, column {column})",
        f"{said} (at end of document)",
    ):
        cut(text.replace("\r\n", "\n"), syntax_slip(text, error).span)


def check(text: str) -> None:
    slip = slip_in(text)
    if slip is not None:
        cut(text, slip.span)
        assert slip.message
        assert slip.mend
        assert (slip.message + slip.mend).isprintable()


@pytest.mark.parametrize("opened", ["[", "{a = ", "[{a = ", "[[1], "])
def test_brackets_however_deep_are_read_without_recursion(opened: str) -> None:
    text = f"a = {opened * 20_000}"
    slip = syntax_slip(text, "Invalid value (at end of document)")
    assert slip.span.line == 1
    assert slip.span.column > len(text) - 10
