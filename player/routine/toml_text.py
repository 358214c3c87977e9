"""Pieces of TOML as they are written: the parts of a key, and text in quotes."""

from __future__ import annotations

import re
import tomllib

_BARE = r"[A-Za-z0-9_-]++"
_BASIC = r'"(?:[^"\\\n]|\\[^\n])*+"'
_LITERAL = r"'[^'\n]*+'"
_PART = rf"(?:{_BARE}|{_BASIC}|{_LITERAL})"

KEY_PART = re.compile(_PART)
"""One part of a key: bare, or in quotes."""

DOTTED = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
"""A key of one or more parts, as a pattern to build others from."""

KEY = re.compile(DOTTED)
"""A key of one or more parts."""


def key_name(part: str) -> str:
    """What one part of a key says, without its quotes and escapes."""
    if part.startswith('"') and "\\" in part:
        try:
            return next(iter(tomllib.loads(f"{part} = 0")), part)
        except ValueError:
            return part
    return part[1:-1] if part[:1] in {'"', "'"} else part


def key_names(written: str) -> tuple[str, ...]:
    """What the parts of a key say."""
    return tuple(key_name(part) for part in KEY_PART.findall(written))


def value_of(written: str) -> object:
    """The value of one line of TOML; None if it is not exactly one value."""
    if "\n" in written:
        return None
    try:
        found: object = tomllib.loads(f"x = {written}").get("x")
    except (ValueError, RecursionError):
        return None
    return found


def quoted(text: str) -> str:
    """The text as a TOML string, with the quotes that need the least escaping.

    Empty for text that has no plain way to be written in one line.
    """
    forms = (f'"{text}"', f"'{text}'", f'"""{text}"""')
    return next((form for form in forms if value_of(form) == text), "")
