"""Values that are almost TOML: what was meant, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from player.routine.slip import Slip, write
from player.routine.toml_text import quoted, value_of

CURLY = (
    "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\u300c\u300d`\u00b4"
)
"""Quotes and accents that stand where only straight quotes are TOML."""

_QUOTES = CURLY + "\"'"

_UNIT = r"hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|s"
_TIME = rf"\d[\d.:]*+ ?(?:{_UNIT})?+"
_TIMES = rf"[-+]?(?:{_TIME} ?)++(?:[-\u2013] ?(?:{_TIME} ?)++)?+"
_UNITS = {"h": "h", "m": "min", "s": "s"}


class _Repair(NamedTuple):
    """A way in which a value is often miswritten.

    Attributes:
        written: The whole of such a value.
        message: What is wrong with it.
        value: What was meant, in TOML; empty if that cannot be told.
        otherwise: The mend where that cannot be shown.
    """

    written: re.Pattern[str]
    message: str
    value: Callable[[str], str]
    otherwise: str


def _time(written: str) -> str:
    def unit(found: re.Match[str]) -> str:
        return found[0] if len(found[0]) == 1 else _UNITS[found[0][0].lower()]

    return f'"{re.sub(r"[A-Za-z]+", unit, written)}"'


def _number(written: str) -> str:
    sign = written[0] if written[0] in "+-" else ""
    whole, point, part = written.lstrip("+-").replace(",", ".").partition(".")
    return f"{sign}{whole.lstrip('0_') or '0'}" + (f".{part or '0'}" if point else "")


def _flag(written: str) -> str:
    return "true" if written.lower() in {"true", "yes"} else "false"


def _unquoted(written: str) -> str:
    return quoted(written.strip(_QUOTES))


def _in_brackets(written: str) -> str:
    return f"[{written[1:-1]}]"


_TRIPLE_TEXT = 'put """ before and after the text'

_REPAIRS = (
    _Repair(
        re.compile(rf"[{CURLY}].*|[^{_QUOTES}]*+[{CURLY}]", re.DOTALL),
        "text stands in straight quotes, not in these",
        _unquoted,
        'write the straight quote " before and after the text',
    ),
    _Repair(
        re.compile(rf"[^{_QUOTES}]*+[\"']"),
        "the quote before the text is missing",
        _unquoted,
        "write the same quote before it",
    ),
    _Repair(
        re.compile(r"true|false|yes|no", re.IGNORECASE),
        "a yes or no is written true or false, in small letters",
        _flag,
        "write true or false",
    ),
    _Repair(
        re.compile(r"[-+]?0[0-9_]*+(?:\.[0-9]++)?+"),
        "a number does not begin with 0",
        _number,
        "leave the 0 out",
    ),
    _Repair(
        re.compile(r"[-+]?(?:[0-9]*+[.,][0-9]++|[0-9]++\.)"),
        "a fraction is written with a point, and with digits on both sides of it",
        _number,
        "write it like 1.5",
    ),
    _Repair(
        re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d).*", re.DOTALL),
        "this is no date",
        quoted,
        "put quotes around it",
    ),
    _Repair(
        re.compile(r"[-+]?\d++ ?[-\u2013] ?\d++"),
        "a range stands in quotes",
        quoted,
        "put quotes around it",
    ),
    _Repair(
        re.compile(rf"(?=.*[a-z:]){_TIMES}", re.IGNORECASE),
        "a time stands in quotes",
        _time,
        'put quotes around it, like "30s"',
    ),
    _Repair(
        re.compile(r"\(.*\)", re.DOTALL),
        "a list stands in square brackets",
        _in_brackets,
        "write [ and ] for ( and )",
    ),
    _Repair(re.compile(r".*", re.DOTALL), "text stands in quotes", quoted, _TRIPLE_TEXT),
)


def miswritten(written: str, start: int, *, key: str = "") -> Slip:
    """The slip of a value that is not TOML.

    Args:
        written: The value.
        start: Its offset.
        key: The key it belongs to, as it is to be shown in the mend; empty for an element of a
            list.
    """
    repair = next(one for one in _REPAIRS if one.written.fullmatch(written))
    mend = write(repair.value(written), repair.otherwise, key=key)
    return Slip(start, start + len(written), repair.message, mend)


def meant(written: str) -> str:
    """The value in TOML, mended if need be; empty if it cannot be told."""
    if value_of(written) is not None:
        return written
    if not written or written[0] in "\"'[{":
        return ""
    repair = next(one for one in _REPAIRS if one.written.fullmatch(written))
    value = repair.value(written)
    return "" if value_of(value) is None else value
