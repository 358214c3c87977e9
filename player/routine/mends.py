"""Mends for values that cannot be read: what was likely meant, as it is to be written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from player.routine.slip import LONGEST_MEND, write
from player.routine.toml_text import quoted

_MOST_SHOWN = 10**9
"""Below it, a number is written as text."""

_YES = {"true", "yes", "on", "both", "each"}
_NO = {"false", "no", "off", "none"}
_FOUR = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_BREATH_SLIPS = {"inhale": "in", "exhale": "out", "wait": "pause", "rest": "pause", "top": "hold"}


def text_mend(value: object) -> str:
    """What to write where text was expected."""
    if isinstance(value, list):
        texts = [entry for entry in value[:LONGEST_MEND] if isinstance(entry, str)]
        return write(_in_quotes(" ".join(texts)), "write one text, without the brackets")
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST_SHOWN:
        return f'write "{value}"'
    return 'put it in quotes: "…"'


def list_mend(value: object, otherwise: str) -> str:
    """What to write where a list was expected; `otherwise` if the value is no text."""
    return write(f"[{_in_quotes(value)}]", otherwise) if isinstance(value, str) else otherwise


def _in_quotes(text: str) -> str:
    return quoted(text) if len(text) <= LONGEST_MEND else "…"


def flag_mend(value: object) -> str:
    """What to write where true or false was expected."""
    written = value.casefold() if isinstance(value, str) else ""
    if written in _YES | _NO:
        return "write true" if written in _YES else "write false"
    return "write true or false"


def pair_mend(first: str, second: str, value: object) -> str:
    """What to write where true, or a list of names, was expected."""
    if flag_mend(value) == "write true":
        return f"write true, for {first} and {second}"
    both = f"true for {first} and {second}"
    return list_mend(value, f'write {both}, or a list like ["{first}"]') + (
        f", or {both}" if isinstance(value, str) else ""
    )


def number_mend(low: int, high: int, value: object) -> str:
    """What to write where a whole number within bounds was expected."""
    if value is False and low == 0:
        return "write 0"
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value) and low <= int(value) <= high:
        return f"write {int(value)}"
    if isinstance(value, int) and not isinstance(value, bool) and not low <= value <= high:
        return f"write {low} or more" if value < low else f"write {high} or less"
    return f"write a whole number from {low} to {high}"


def breath_mend(value: object, keys: Iterable[str]) -> str:
    """What to write where a breath was expected: a table with some keys, or text."""
    four = _FOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if four:
        parts = ", ".join(f"{key} = {one}" for key, one in zip(keys, four.groups(), strict=True))
        return f"write {{ {parts} }}"
    return 'write { in = 4, out = 6 }, or "4-0-6" for in, hold and out'


def breath_key_mend(key: str, keys: Iterable[str]) -> str:
    """What to write for a part that no breath has."""
    likely = _BREATH_SLIPS.get(key.casefold())
    return f"did you mean `{likely}`?" if likely else f"its parts are {', '.join(keys)}"


def identifier_mend(value: object) -> str:
    """What to write where the id of an exercise was expected."""
    likely = ""
    if isinstance(value, str):
        likely = re.sub(r"[^a-z0-9]+", "-", value[:200].casefold()).strip("-")
    return write(f'"{likely}"', "", key="") if likely else 'write it like "ankle-circles"'
