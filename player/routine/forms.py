"""What a plain value may look like, as a JSON Schema: one form for each reader of values.

Patterns keep to what JavaScript, Python and Rust share: no looking ahead or behind.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from itertools import pairwise
from string import ascii_uppercase
from typing import Any, NamedTuple

from player.pronounce import MOST_SPELLINGS, read_pronunciations
from player.routine import values

Form = dict[str, Any]

LONGEST = 24 * 3600
"""Seconds a time may have at the most."""

_NUMBER = r"\d+(?:\.\d+)?"
_H, _MIN, _S = (f"{_NUMBER} ?{unit}" for unit in ("h", "(?:min|m)", "(?:sec|s)"))
_PARTS = f"{_H}(?: ?{_MIN}(?: ?{_S})?| {{0,2}}{_S})?|{_MIN}(?: ?{_S})?|{_S}"
_TIME = rf"(?:\d{{1,3}}:[0-5]\d(?:\.\d+)?|{_PARTS})"
_DASH = "\\s*[-\N{EN DASH}]\\s*"
_RANGE = rf"{_TIME}{_DASH}{_TIME}|{_NUMBER}{_DASH}{_NUMBER} ?(?:h|min|m|sec|s)"
_TH = r"[1-9]\d{0,2}"


class _Written(NamedTuple):
    """A way of writing something as text: how, told to a person, and its pattern."""

    how: str
    pattern: str


_WRITTEN = {
    "time": _Written('a time is written like 90, "90s", "1m30s", "1:30" or "1.5min"', _TIME),
    "times": _Written(
        'a time is written like 90, "90s", "1m30s", "1:30" or "1.5min", a range like "30-45s"',
        f"{_TIME}|{_RANGE}",
    ),
    "moment": _Written(
        'a time is written like 10 or "10s", one from the end like -10 or "-10s"',
        rf"-?\s*{_TIME}",
    ),
    "number": _Written(
        'a number is written like 10, a range like "10-15"', rf"\d{{1,6}}(?:{_DASH}\d{{1,6}})?"
    ),
    "counting": _Written(
        'write "every", "every 5", "last 3", "off", or "down", "down last 3"',
        f"(?:down )?(?:every(?: {_TH})?|last {_TH})|down|off",
    ),
    "naming": _Written('write "first 2", "every" or "off"', f"first {_TH}|every|off"),
    "breath": _Written(
        'a breath is written { in = 4, out = 6 }, or "4-6", or "4-0-6"',
        f"{_NUMBER}-(?:{_NUMBER}-)?{_NUMBER}",
    ),
    "letters": _Written(
        'a row of letters is written like "A-Z"',
        "|".join(f"{first}-[{second}-Z]" for first, second in pairwise(ascii_uppercase)),
    ),
}
"""Ways of writing, by the name of their definition."""


def definitions() -> Form:
    """What the forms refer to."""
    return {
        name: {"pattern": rf"^\s*(?:{written.pattern})\s*$"} for name, written in _WRITTEN.items()
    }


def _written(name: str) -> Form:
    """Text of one way of writing; as a `not`, so that a message tells the way."""
    reference = {"$ref": f"#/definitions/{name}"}
    return {"not": {"description": _WRITTEN[name].how, "not": reference}}


def form_of(read: Callable[[object], object]) -> Form:
    """The form of what a reader takes."""
    if isinstance(read, partial):
        return _BOUNDED[read.func](*read.args)
    return _FORMS[read]()


def _text(_limit: int) -> Form:
    return {"type": "string", "pattern": r"\S"}


def _words(words: tuple[str, ...]) -> Form:
    return {"enum": list(words)}


def _members(options: type[StrEnum]) -> Form:
    return _words(tuple(one.value for one in options))


def _whole_number(low: int, high: int) -> Form:
    return {"type": "integer", "minimum": low, "maximum": high}


def _amount(limit: int) -> Form:
    return {"type": ["integer", "string"], "minimum": 1, "maximum": limit, **_written("number")}


def _time(way: str, *, least: int = 0, nothing: bool = False) -> Form:
    bounds: Form = {"minimum": least, "maximum": LONGEST}
    if not nothing:
        bounds["exclusiveMinimum"] = True
    return {"type": ["number", "string"], **bounds, **_written(way)}


def _lasting() -> Form:
    return _time("times")


def _exact() -> Form:
    return _time("time")


def _pause() -> Form:
    return _time("time", nothing=True)


def _moment() -> Form:
    return _time("moment", least=-LONGEST, nothing=True)


def _halfway() -> Form:
    return {**_exact(), "type": ["boolean", "number", "string"]}


def _moments() -> Form:
    return {"type": "array", "items": _exact(), "maxItems": values.MOST_MOMENTS}


def _flag() -> Form:
    return {"type": "boolean"}


def _identifier() -> Form:
    return {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$"}


def _listed_words(words: tuple[str, ...]) -> Form:
    return {"type": "array", "items": _words(words), "minItems": 1}


def _names(least: int, most: int) -> Form:
    items = _text(values.NAME_LIMIT)
    return {
        "type": "array", "items": items, "minItems": least, "maxItems": most, "uniqueItems": True,
    }  # fmt: skip


def _pair(_first: str, _second: str) -> Form:
    return {**_names(1, values.MOST_SIDES), "type": ["boolean", "array"]}


def _labels() -> Form:
    return {**_names(1, values.MOST_LABELS), "type": ["string", "array"], **_written("letters")}


def _breath() -> Form:
    ways = values.BREATH_KEYS.items()
    return {
        "type": ["string", "object"],
        **_written("breath"),
        "properties": {key: _exact() if way else _pause() for key, way in ways},
        "required": [key for key, way in ways if way],
        "additionalProperties": False,
    }


def _variant() -> Form:
    return {
        **_text(values.TEXT_LIMIT),
        "type": ["string", "object"],
        "properties": {"exercise": _identifier()},
        "required": ["exercise"],
        "additionalProperties": False,
    }


def _count() -> Form:
    return {"type": "string", **_written("counting")}


def _naming() -> Form:
    return {"type": "string", **_written("naming")}


def _pronunciations() -> Form:
    return {
        "type": "object",
        "maxProperties": MOST_SPELLINGS,
        "additionalProperties": {"type": "string", "pattern": r"\w"},
    }


_FORMS: dict[Callable[..., object], Callable[[], Form]] = {
    values.flag: _flag,
    values.lasting: _lasting,
    values.exact: _exact,
    values.pause: _pause,
    values.moment: _moment,
    values.breath_pattern: _breath,
    values.labels: _labels,
    values.variant: _variant,
    values.identifier: _identifier,
    values.count_mode: _count,
    values.naming: _naming,
    values.halfway: _halfway,
    values.moments_left: _moments,
    read_pronunciations: _pronunciations,
}
"""Forms by reader."""

_BOUNDED: dict[Callable[..., object], Callable[..., Form]] = {
    values.text: _text,
    values.word: _words,
    values.option: _members,
    values.whole_number: _whole_number,
    values.amount: _amount,
    values.listed_words: _listed_words,
    values.listed_names: _names,
    values.pair: _pair,
}
"""Forms by the function that a reader with bounds calls; they take the same bounds."""
