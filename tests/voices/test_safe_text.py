from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.voices.safe_text import LONGEST, described, safe_line


def test_the_last_line_that_says_anything_is_told() -> None:
    assert safe_line("one\n\n two \n \n") == "two"
    assert safe_line("") == ""


def test_control_characters_do_not_get_through() -> None:
    assert safe_line("\x1b[31mred\x07") == "\ufffd[31mred\ufffd"


@given(st.text())
def test_whatever_is_said_is_one_printable_line(text: str) -> None:
    line = safe_line(text)
    assert line.isprintable()
    assert len(line) <= LONGEST


class _Mute(Exception):  # noqa: N818 - it stands for any exception
    def __str__(self) -> str:
        raise RuntimeError("not even this")


def test_an_exception_is_told_by_its_kind_even_if_it_cannot_tell_itself() -> None:
    assert described(ValueError("bad\x1b")) == "ValueError: bad\ufffd"
    assert described(KeyError()) == "KeyError"
    assert described(_Mute()) == "_Mute"
