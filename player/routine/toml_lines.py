"""Lines of TOML as a person would write them: keys with their values, doses, times, comments."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import tomli_w

from player.routine.formatting import WIDTH
from player.routine.model import COUNTED, DoseKind
from player.routine.place import printable
from player.units import Range, samples, seconds

LONGEST_COMMENT = 2 * WIDTH
"""Characters of strangers that a comment may have."""


def key_lines(values: Mapping[str, object]) -> list[str]:
    """Keys with their values: text, numbers, true and false, and lists of them."""
    return [f"{written_key(key)} = {written_value(value)}" for key, value in values.items()]


def written_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def written_value(value: object) -> str:
    """A value on one line."""
    if isinstance(value, list):
        return f"[{', '.join(written_value(one) for one in value)}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n")


def written_amount(kind: DoseKind, amount: Range) -> int | str:
    """A dose as the value of its key: `10`, `10-15`, `30-45s`."""
    if kind in COUNTED:
        return amount.first if amount.first == amount.last else f"{amount.first}-{amount.last}"
    return written_time(*amount)


def written_time(first: int, last: int | None = None) -> str:
    """A time in samples, or a range of times, which reads as the same again: `30-45s`, `2min`."""
    last = first if last is None else last
    minute = samples(60)
    whole = min(first, last) > minute and not (first % minute or last % minute)
    ends = [one / minute if whole else seconds(one) for one in dict.fromkeys((first, last))]
    written = "-".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in ends)
    return f"{written}{'min' if whole else 's'}"


def comment_lines(text: str, indent: str = "") -> list[str]:
    """A text as a comment, made safe to show."""
    begin = f"{indent}# "
    safe = printable(" ".join(text.split()), LONGEST_COMMENT)
    return textwrap.wrap(safe, WIDTH, initial_indent=begin, subsequent_indent=begin)


def left_out(lines: Iterable[str]) -> list[str]:
    """Lines that work once their `#` is taken away."""
    return [f"#{line}" for line in lines]
