"""Whatever a file holds, it is read as a routine or refused with faults, soon and in little memory.

The usual run reads some two thousand texts. `pytest -m fuzz` reads a hundred thousand, and the
hard ones at their full size.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fuzzing import LONGEST, MOST_MEMORY, Read, outcome, read_broken, read_hard
from support.hard_texts import HARD_TEXTS, HardText

from player.routine import fields
from player.routine.fields import Field, Fields
from player.routine.reader import LARGEST_FILE

pytestmark = pytest.mark.slow

USUAL = 1_600
ALL = int(os.environ.get("PLAYER_FUZZ", "97")) * 1_000
STRUCTURED = 3_000
"""Texts read in the usual run, and with `-m fuzz`: broken ones, PLAYER_FUZZ thousands, and
structured ones."""

SMALL = 1 << 13
"""Bytes of a hard text in the usual run."""

CHUNK = 1_000

TABLES: dict[str, Fields] = {
    "voice": fields.VOICE,
    "defaults": fields.DEFAULTS,
    "breath": {key: Field("", example="4") for key in ("in", "hold", "out", "pause")},
    "at": fields.REMARK,
    "phase": fields.PHASE,
    "exercise": fields.EXERCISE,
    "cues": fields.CUES | fields.STEP_CUES,
}
KNOWN = {**fields.ROUTINE, **fields.GROUP, **fields.LEAF, **fields.INCLUDE} | {
    key: field for known in TABLES.values() for key, field in known.items()
}
EXAMPLES = [
    tomllib.loads(f"x = {field.example}")["x"]
    for field in [*KNOWN.values(), *fields.ROUTINE.values(), *fields.LEAF.values()]
    if field.example
]

odd = st.one_of(
    st.builds(list),
    st.booleans(),
    st.integers(-3, 1001),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["0s", "1h-1s", "-5s", "A-B", "every 2", "4-0-6", "left", "x" * 700, "\x1b[2J"]
    ),
    st.datetimes(),
    st.times(),
    st.lists(st.sampled_from(EXAMPLES), max_size=3),
)
values = st.recursive(
    st.sampled_from(EXAMPLES) | odd,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(sorted(KNOWN)), inner, max_size=3),
    ),
    max_leaves=6,
)
keys = st.one_of(
    st.sampled_from(sorted(KNOWN)), st.sampled_from(sorted(fields.SLIPS)), st.text(max_size=6)
)


@st.composite
def changed(draw: st.DrawFn, table: dict[str, Any], known: Fields) -> dict[str, Any]:
    """A table with some keys more: those it may have with their examples, and others."""
    examples = {key: field.example for key, field in known.items() if field.example}
    for key in draw(st.lists(st.sampled_from(sorted(examples)), max_size=3)):
        table[key] = tomllib.loads(f"x = {examples[key]}")["x"]
    if draw(st.integers(0, 3)) == 0:
        table |= draw(st.dictionaries(keys, values, min_size=1, max_size=2))
    if table and draw(st.integers(0, 5)) == 0:
        del table[draw(st.sampled_from(sorted(table)))]
    return table


BEGUN: list[dict[str, Any]] = [
    {"name": "A", "hold": "5s"}, {"name": "A", "reps": 3}, {"name": "A", "breaths": "2-3"},
    {"rest": 3}, {"say": "Go."}, {"wait": "Go."}, {"measure": "knee-to-wall"},
    {"exercise": "hip-circles"}, {"include": "x"}, {"title": "G"}, {},
]  # fmt: skip
leaves = st.sampled_from(BEGUN).flatmap(lambda one: changed(dict(one), fields.LEAF))
steps = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda within: changed({"title": "G", "step": within}, fields.GROUP)
    ),
    max_leaves=6,
)
tables = st.sampled_from(sorted(TABLES)).flatmap(
    lambda name: st.tuples(st.just(name), changed({}, TABLES[name]))
)
routines = st.tuples(st.lists(steps, max_size=4), st.lists(tables, max_size=2)).flatmap(
    lambda parts: changed({"title": "T", **dict(parts[1]), "step": parts[0]}, fields.ROUTINE)
)


def assert_sound(read: Read, texts: int) -> None:
    assert read.failures == []
    assert sum(read.outcomes.values()) == texts
    assert read.slowest[0] < LONGEST, read.slowest
    assert read.grown < MOST_MEMORY


@contextmanager
def processes(number: int) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as found:
        yield found


@given(routines)
def test_a_document_of_any_structure_is_read_or_refused(document: dict[str, Any]) -> None:
    outcome(tomli_w.dumps(document).encode())


@pytest.mark.fuzz
@given(routines)
@settings(max_examples=STRUCTURED)
def test_thousands_of_documents_of_any_structure_are_read_or_refused(
    document: dict[str, Any],
) -> None:
    outcome(tomli_w.dumps(document).encode())


def test_broken_texts_are_read_or_refused() -> None:
    with processes(1) as one:
        read = one.submit(read_broken, 0, USUAL).result()
    assert_sound(read, USUAL)
    assert set(read.outcomes) == {"read", "refused", "no text"}


@pytest.mark.fuzz
def test_a_hundred_thousand_broken_texts_are_read_or_refused() -> None:
    with processes(os.cpu_count() or 1) as several:
        chunks = [several.submit(read_broken, USUAL + at, CHUNK) for at in range(0, ALL, CHUNK)]
        for chunk in chunks:
            assert_sound(chunk.result(), CHUNK)


def test_hard_texts_are_read_or_refused() -> None:
    with processes(1) as one:
        assert_sound(one.submit(read_hard, SMALL).result(), len(HARD_TEXTS))


@pytest.mark.fuzz
def test_hard_texts_as_large_as_a_file_may_be_are_read_or_refused() -> None:
    with processes(1) as one:
        assert_sound(one.submit(read_hard, LARGEST_FILE).result(), len(HARD_TEXTS))


@pytest.mark.parametrize("one", HARD_TEXTS.values(), ids=list(HARD_TEXTS))
def test_hard_texts_are_no_larger_than_a_file_may_be(one: HardText) -> None:
    assert len(one.of_size(SMALL)) <= SMALL
