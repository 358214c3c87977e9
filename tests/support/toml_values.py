"""Values as TOML has them, for holding readers against schemas."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

from hypothesis import strategies as st

from player.routine import fields
from player.routine.fields import Fields
from player.units import Unreadable, read_duration, seconds

TABLES: dict[str, Fields] = {
    "routine": fields.ROUTINE,
    "voice": fields.VOICE,
    "cues": fields.CUES,
    "step-cues": fields.STEP_CUES,
    "defaults": fields.DEFAULTS,
    "leaf": fields.LEAF,
    "group": fields.GROUP,
    "include": fields.INCLUDE,
    "phase": fields.PHASE,
    "remark": fields.REMARK,
    "exercise": fields.EXERCISE,
}
"""All tables of the format."""

FIELDS = {
    f"{name}-{key}": (str(key), field)
    for name, table in TABLES.items()
    for key, field in table.items()
}
"""All fields with their keys, by the names of their tables and themselves."""

SAMPLE = seconds(1)
_DASHES = ("-", "\N{EN DASH}")
_WORDS = (
    "", " ", "\u2026", "\u200b", "a", "full", "Full", "in", "out", "every", "every 5", "every 0",
    "last", "last 3", " off ", "off 2", "A-Z", "Z-A", "A-A", " B-C", "4-6", "4-0-6", "4--6", "left",
    "en", "any", "hip", "hip-circles", "Hip", "a--b", "10-15", "10 - 15", "1-", "0-3",
    "knee-to-wall",
)  # fmt: skip
_PARTS_OF_TIMES = (
    "0", "1", "05", "30", "90", "1.5", "59", "60", "86401", ":", *_DASHES, " ", "h", "min", "m",
    "s", "sec", ".", "\u00a0", "\t",
)  # fmt: skip


def value_of(text: str) -> Any:
    """The value that is written in TOML."""
    return tomllib.loads(f"value = {text}")["value"]


EXAMPLES = [value_of(field.example) for _, field in FIELDS.values()]


def has_like_ends(text: str) -> bool:
    """Whether text is a range from one time to the same."""
    inner = text.strip().removeprefix("-")
    try:
        ends = read_duration(inner)
    except Unreadable:
        return False
    return ends.first == ends.last and any(dash in inner for dash in _DASHES)


_texts = (
    st.sampled_from(_WORDS)
    | st.lists(st.sampled_from(_PARTS_OF_TIMES), max_size=6).map("".join)
    | st.text(max_size=4)
).filter(lambda text: not has_like_ends(text))

_scalars = st.one_of(
    st.booleans(),
    st.integers(-3, 1001),
    st.sampled_from([10**400, 86400, 86401, 0.0, 0.5, 3.0, -1.5, 86400.0]),
    st.floats().filter(lambda number: not 0 < abs(number) < SAMPLE),
    _texts,
    st.sampled_from([dt.date(2025, 1, 2), dt.time(1, 30)]),
)

_keys = st.sampled_from(["in", "out", "hold", "pause", "exercise", "say", "at", "name", "time"])

anything = st.recursive(
    _scalars | st.sampled_from(EXAMPLES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=5,
)
"""Any value, those near to right ones above all. No range has like ends, and no number is so small
that it is nothing as a time: there the reader is more lenient than a schema can be."""
