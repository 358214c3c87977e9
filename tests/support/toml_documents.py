"""TOML of all kinds: documents of any values, and routines with slips in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
ROUTINES = sorted(
    [*(ROOT / "routines").rglob("*.toml"), *(ROOT / "tests" / "data" / "valid").glob("*.toml")]
)

scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(),
    st.sampled_from(["\\", '"', "'", '"""', "'''", "#", "ö\t", "a = 1", "[x]", "\r\n", "\x00"]),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.dates(),
    st.times(),
)
keys = st.one_of(st.text(max_size=4), st.sampled_from(["step", "a.b", "a", "b", "1", '"', "\\"]))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
documents = st.dictionaries(keys, values, max_size=6)

mutations = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 9),
        st.sampled_from(["", '"', "'", "[", "]", "{", "}", "=", ",", "\n", "\x00", "\ud800", "é"]),
    ),
    min_size=1,
    max_size=4,
)


def mutated(text: str, changes: list[tuple[float, int, str]]) -> str:
    for where, removed, added in changes:
        at = int(where * (len(text) + 1))
        text = text[:at] + added + text[at + removed :]
    return text
