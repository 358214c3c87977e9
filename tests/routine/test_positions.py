"""Places of keys and values: what is underlined, in every way TOML has of writing them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from support.texts import cut
from support.toml_documents import ROUTINES, documents, keys, mutated, mutations

from player.errors import TextSpan
from player.routine.codes import Part
from player.routine.model import Place
from player.routine.positions import Positions

ROUTINE = '''\
# Ein Übungsplan
title = "Füße ≠ Hüften"

[cues]
style = "full"
remaining = ["10s", "5s"]

[exercise.couch-stretch]
hold = "60s"

[exercise."deep squat"]
reps = 5

[[step]]
name = "𝄞 Cow"
phases = [ { name = "köw", time = "3s" }, { name = "cat", time = 4 } ]
say = """
Slowly \\
  and "softly"."""

[[step]]
title = "Group"
  [[step.step]]
  name = "Inner"
  hold = [
    "30s", # first
    "60s",
  ]
  [step.step.cues]
  style = "brief"
  [[step.step]]
  breath = { in = 4, out.long = 6 }

[[step]]
rest.time.least = 3
\t"odd key" = 'C:\\path'
'''

PLACES: list[tuple[Place, str, str]] = [
    (("title",), "title", '"Füße ≠ Hüften"'),
    (("cues",), "[cues]", "[cues]"),
    (("cues", "style"), "style", '"full"'),
    (("cues", "remaining"), "remaining", '["10s", "5s"]'),
    (("cues", "remaining", 1), '"5s"', '"5s"'),
    (("exercise",), "exercise", "exercise"),
    (("exercise", "couch-stretch"), "[exercise.couch-stretch]", "[exercise.couch-stretch]"),
    (("exercise", "couch-stretch", "hold"), "hold", '"60s"'),
    (("exercise", "deep squat"), '[exercise."deep squat"]', '[exercise."deep squat"]'),
    (("exercise", "deep squat", "reps"), "reps", "5"),
    (("step",), "[[step]]", "[[step]]"),
    (("step", 0), "[[step]]", "[[step]]"),
    (("step", 0, "name"), "name", '"𝄞 Cow"'),
    (("step", 0, "phases", 0), '{ name = "köw", time = "3s" }', '{ name = "köw", time = "3s" }'),
    (("step", 0, "phases", 0, "time"), "time", '"3s"'),
    (("step", 0, "phases", 1, "time"), "time", "4"),
    (("step", 0, "say"), "say", '"""\nSlowly \\\n  and "softly"."""'),
    (("step", 1, "title"), "title", '"Group"'),
    (("step", 1, "step"), "[[step.step]]", "[[step.step]]"),
    (("step", 1, "step", 0, "name"), "name", '"Inner"'),
    (("step", 1, "step", 0, "hold"), "hold", '[\n    "30s", # first\n    "60s",\n  ]'),
    (("step", 1, "step", 0, "hold", 1), '"60s"', '"60s"'),
    (("step", 1, "step", 0, "cues"), "[step.step.cues]", "[step.step.cues]"),
    (("step", 1, "step", 0, "cues", "style"), "style", '"brief"'),
    (("step", 1, "step", 1, "breath"), "breath", "{ in = 4, out.long = 6 }"),
    (("step", 1, "step", 1, "breath", "in"), "in", "4"),
    (("step", 1, "step", 1, "breath", "out"), "out", "out"),
    (("step", 1, "step", 1, "breath", "out", "long"), "long", "6"),
    (("step", 2, "rest"), "rest", "rest"),
    (("step", 2, "rest", "time"), "time", "time"),
    (("step", 2, "rest", "time", "least"), "least", "3"),
    (("step", 2, "odd key"), '"odd key"', "'C:\\path'"),
    # What is not there is shown by the nearest that is.
    ((), 'title = "Füße ≠ Hüften"', 'title = "Füße ≠ Hüften"'),
    (("summary",), 'title = "Füße ≠ Hüften"', 'title = "Füße ≠ Hüften"'),
    (("title", 3, "x"), '"Füße ≠ Hüften"', '"Füße ≠ Hüften"'),
    (("cues", "remaining", 9), '["10s", "5s"]', '["10s", "5s"]'),
    (("step", 0, "hold"), "[[step]]", "[[step]]"),
    (("step", 7), "[[step]]", "[[step]]"),
    (("step", "name"), "[[step]]", "[[step]]"),
    (("step", 1, "step", 1, "breath", "hold"), "{ in = 4, out.long = 6 }",
     "{ in = 4, out.long = 6 }"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "key", "value"), PLACES, ids=lambda one: str(one)[:60])
def test_keys_and_values_stand_where_they_are_written(path: Place, key: str, value: str) -> None:
    positions = Positions(ROUTINE)
    assert cut(ROUTINE, positions.of(path, Part.KEY)) == key
    assert cut(ROUTINE, positions.of(path, Part.VALUE)) == value


def test_lines_and_columns_count_characters_from_one() -> None:
    text = 'title = "Ärger"\n[[step]]\nphases = [ { name = "𝄞ö", time = 3 } ]\n'
    positions = Positions(text)
    assert positions.of(("title",), Part.VALUE) == TextSpan(1, 9, 1, 16)
    assert positions.of(("step", 0, "phases", 0, "time"), Part.KEY) == TextSpan(3, 27, 3, 31)
    assert positions.of(("step", 0, "phases", 0, "time"), Part.VALUE) == TextSpan(3, 34, 3, 35)


def test_later_steps_are_not_the_first() -> None:
    text = "[[step]]\n" * 3
    positions = Positions(text)
    spans = [positions.of(("step", index), Part.KEY) for index in range(3)]
    assert [span.line for span in spans] == [1, 2, 3]


def test_a_table_given_after_its_parts_stands_at_its_own_header() -> None:
    text = "[a.b]\nx = 1\n[a]\ny = 2\n"
    positions = Positions(text)
    assert positions.of(("a",), Part.KEY) == TextSpan(3, 1, 3, 4)
    assert cut(text, positions.of(("a", "b", "x"), Part.VALUE)) == "1"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("", TextSpan(1, 1, 1, 1)),
        ("\n\n", TextSpan(1, 1, 1, 1)),
        ("# nothing\n \t# at all", TextSpan(1, 1, 1, 1)),
        ("\r\n  # über\r\n  a = 1  \r\nb = 2", TextSpan(3, 3, 3, 8)),
        ("[[step]] # one", TextSpan(1, 1, 1, 15)),
    ],
)
def test_the_document_itself_stands_at_its_first_line(text: str, span: TextSpan) -> None:
    assert Positions(text).of((), Part.VALUE) == span
    assert Positions(text).of(("title",), Part.KEY) == span


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r'"t\u0061b\t"', "tab\t"),
        (r"'t\u0061b'", r"t\u0061b"),
        ('"a.b"', "a.b"),
        ('""', ""),
        ("true", "true"),
        ("1979-05-27", "1979-05-27"),
        ("-", "-"),
        ("inf", "inf"),
    ],
)
def test_keys_are_known_by_what_they_say(written: str, name: str) -> None:
    text = f"x = 0\n{written} = 1\n[ y . {written} ]\nz = {{{written} = 2}}\n"
    assert tomllib.loads(text)[name] == 1
    positions = Positions(text)
    assert cut(text, positions.of((name,), Part.KEY)) == written
    assert cut(text, positions.of(("y", name), Part.KEY)) == f"[ y . {written} ]"
    assert cut(text, positions.of(("y", name, "z", name), Part.VALUE)) == "2"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "value",
    ['"""a \\  \t', '"""\\\\ ', "'''C:\\ ", '"""""', '"""a ""'],
)
def test_long_text_in_every_form_ends_where_it_ends(value: str, end: str) -> None:
    text = f"a = {value}{end} b {value[:3][-1] * 5}{end}b = 2{end}"
    document = tomllib.loads(text)
    positions = Positions(text)
    found = cut(text, positions.of(("a",), Part.VALUE))
    assert tomllib.loads(f"x = {found}")["x"] == document["a"]
    assert cut(text, positions.of(("b",), Part.VALUE)) == "2"


def entries(value: object, path: Place = ()) -> Iterator[tuple[Place, object]]:
    yield path, value
    children: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    for key, child in children:
        yield from entries(child, (*path, key))


def is_tables(value: object) -> bool:
    """Whether it is written with headers: a table, or a list of tables."""
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


@given(documents, st.sampled_from(["one line", "several"]))
def test_what_stands_at_a_value_reads_as_that_value(document: dict[str, Any], long: str) -> None:
    text = tomli_w.dumps(document, multiline_strings=long == "several")
    positions = Positions(text)
    for path, value in entries(tomllib.loads(text)):
        found = cut(text, positions.of(path, Part.VALUE))
        if not path or (is_tables(value) and not found.startswith(("{", "[ ", "[\n"))):
            continue
        assert tomllib.loads(f"x = {found}")["x"] == value


@given(documents)
def test_what_stands_at_a_key_or_header_names_it(document: dict[str, Any]) -> None:
    text = tomli_w.dumps(document)
    positions = Positions(text)
    for path, _ in entries(tomllib.loads(text)):
        if not path or isinstance(path[-1], int):
            continue
        key = cut(text, positions.of(path, Part.KEY)).strip("[]")
        named: Any = tomllib.loads(f"{key} = 0")
        while named:
            ((last, named),) = named.items()
        assert last == path[-1]


@given(documents, keys)
def test_a_key_that_is_missing_is_shown_at_its_table(document: dict[str, Any], key: str) -> None:
    text = tomli_w.dumps(document)
    positions = Positions(text)
    for path, value in entries(tomllib.loads(text)):
        if isinstance(value, dict) and key not in value:
            here = positions.of(path, Part.VALUE)
            assert positions.of((*path, key), Part.KEY) == here
            assert positions.of((*path, key, 0, "x"), Part.VALUE) == here


@given(documents)
def test_line_ends_of_windows_shift_nothing(document: dict[str, Any]) -> None:
    text = tomli_w.dumps(document)
    plain, windows = Positions(text), Positions(text.replace("\n", "\r\n"))
    for path, _ in entries(tomllib.loads(text)):
        for part in Part:
            assert windows.of(path, part) == plain.of(path, part)


paths = st.lists(st.one_of(keys, st.integers(0, 3)), max_size=4).map(tuple)


@given(st.sampled_from(ROUTINES), mutations, paths)
def test_half_written_routines_have_places_too(
    file: Path, changes: list[tuple[float, int, str]], path: Place
) -> None:
    text = mutated(file.read_text(encoding="utf-8"), changes)
    positions = Positions(text)
    for part in Part:
        cut(text, positions.of(path, part))
        cut(text, positions.of(("step", 0, *path), part))


@given(st.text(alphabet=st.characters(), max_size=60) | st.text("[]{}=.,#\"'\\ab1 \n\r\x00\ud800"))
def test_any_text_has_places(text: str) -> None:
    positions = Positions(text)
    for part in Part:
        for path in ((), ("a",), ("a", 0, "b"), ("b", "a", 0)):
            cut(text, positions.of(path, part))


def test_a_half_written_line_leaves_the_rest_its_places() -> None:
    text = '[cues]\nstyle = full"\n\n[[step]]\nname = "A"\n\n[[step]]\nhold "3s"\nreps = 2\n'
    positions = Positions(text)
    assert cut(text, positions.of(("step", 0, "name"), Part.VALUE)) == '"A"'
    assert positions.of(("step", 1), Part.KEY).line == 7
    assert cut(text, positions.of(("step", 1, "reps"), Part.VALUE)) == "2"


def test_deep_lists_and_tables_are_found_without_recursion() -> None:
    deep = 200
    text = f"a = {'[' * deep}7{']' * deep}\nb = {'{c = ' * deep}8{' }' * deep}\n"
    assert tomllib.loads(text)
    positions = Positions(text)
    assert cut(text, positions.of(("a", *[0] * deep), Part.VALUE)) == "7"
    assert cut(text, positions.of(("b", *["c"] * deep), Part.VALUE)) == "8"
    deeper = Positions(f"a = {'[' * 50_000}")
    assert deeper.of(("a", *[0] * 50_000), Part.VALUE).line == 1


def test_many_steps_are_each_found() -> None:
    number = 14_000
    text = "[[step]]\nreps = 1\n" * number
    positions = Positions(text)
    for index in range(0, number, 500):
        assert positions.of(("step", index, "reps"), Part.VALUE).line == 2 * index + 2
