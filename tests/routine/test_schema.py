"""The schemas against the reader: neither may know more of the format than the other, if it can.

`BEYOND` says what no schema can see; `UNSEEN` in `test_forms` does the same for single values.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from support.program import ROOT
from support.real import missing
from support.toml_values import FIELDS, anything, value_of

from player.cli.schema import command
from player.routine import fields
from player.routine.document import DocumentReader
from player.routine.exercises import read_exercises
from player.routine.fields import Fields
from player.routine.model import WAITING, Dose, DoseKind, Group, Leaf, Routine
from player.routine.reader import load_exercises
from player.routine.schema import schema, schema_of_exercises
from player.routine.tables import TableReader
from player.units import Range

pytestmark = pytest.mark.slow

DATA = ROOT / "tests" / "data"
ROUTINES = [*sorted(DATA.glob("valid/*.toml")), *sorted(ROOT.glob("routines/*.toml"))]
CATALOGUE = sorted(ROOT.glob("routines/exercises/*.toml"))
INVALID = sorted(DATA.glob("invalid/*.toml"))
NO_TOML = {"syntax"}

BEYOND = {
    "outside_the_pass": "when coaching is said is held against the length of the pass",
    "too_large": "passes come from rounds of rounds",
    "too_long": "hours come from rounds and doses",
    "too_many_prompts": "prompts come from rounds, reps and phases",
}
"""Invalid files that the schema accepts, and why."""

MUST_SEE = {"unknown-key", "wrong-type", "unknown-word", "no-unit", "not-a-time"}
"""Faults that the schema sees wherever they are."""

_ROUTINES = Draft4Validator(schema())
_EXERCISES = Draft4Validator(schema_of_exercises())


def name_of(path: Path) -> str:
    return path.stem


def document_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("make", [schema, schema_of_exercises])
def test_a_schema_is_one_of_draft_4_that_refers_to_itself_only(
    make: Callable[[], dict[str, Any]],
) -> None:
    made = make()
    Draft4Validator.check_schema(made)
    references = {one["$ref"] for one in tables_in(made) if "$ref" in one}
    assert references <= {f"#/definitions/{name}" for name in made["definitions"]}
    assert "id" not in made, "references would be looked for under it, on the net"


@pytest.mark.parametrize("path", ROUTINES, ids=name_of)
def test_a_valid_routine_is_accepted(path: Path) -> None:
    assert list(_ROUTINES.iter_errors(document_of(path))) == []


@pytest.mark.parametrize("path", CATALOGUE, ids=name_of)
def test_a_file_of_the_catalogue_is_accepted(path: Path) -> None:
    assert list(_EXERCISES.iter_errors(document_of(path))) == []


@pytest.mark.parametrize(
    "path", [path for path in INVALID if path.stem not in NO_TOML], ids=name_of
)
def test_an_invalid_routine_is_refused_if_a_schema_can_see_it(path: Path) -> None:
    assert _ROUTINES.is_valid(document_of(path)) == (path.stem in BEYOND)


ADDED = ("after", "before")
EXTENDING = ("extends", "leave_out", "replace")
EXERCISES = {key: one for path in CATALOGUE for key, one in load_exercises(path).items()}
OTHER = Routine(
    name="other",
    title="Other",
    steps=(
        Group("1", "Ankles", 1, (Leaf("1.1", "Plank", Dose(DoseKind.HOLD, Range(9, 9))),)),
        Leaf("2", "Change over", Dose(DoseKind.REST, Range(9, 9))),
    ),
)
"""The routine that is found whenever one is asked for."""


def codes_of(document: dict[str, Any]) -> set[str]:
    """The codes of the reader's faults."""
    reader = DocumentReader(document, lambda: EXERCISES, lambda _: OTHER)
    reader.routine("under test")
    return {fault.code for fault in reader.faults}


def examples_of(table: Fields, *but: str) -> dict[str, Any]:
    return {str(key): value_of(one.example) for key, one in table.items() if key not in but}


def leaf(kind: DoseKind) -> dict[str, Any]:
    """A step with one dose, and with all that goes with it."""
    but = [*fields.DOSES, *fields.NOT_FOR[kind], "exercise", "tempo", *ADDED]
    return {**examples_of(fields.LEAF, *but), str(kind): value_of(fields.DOSES[kind].example)}


EXERCISE = examples_of(fields.EXERCISE, "work", "reps", "breaths", "tempo")

FULL = {
    **examples_of(fields.ROUTINE, *EXTENDING),
    "exercise": {"heel-drops": EXERCISE},
    "step": [
        *(leaf(DoseKind(kind)) for kind in fields.DOSES),
        {**leaf(DoseKind.HOLD), "cues": examples_of(fields.STEP_CUES)},
        {"exercise": "hip-circles"},
        {"say": "Sit down."},
        {
            **examples_of(fields.GROUP, *ADDED),
            "step": [leaf(DoseKind.REPS), {"rounds": 2, "step": [leaf(DoseKind.REST)]}],
        },
        examples_of(fields.INCLUDE, *ADDED),
    ],
}
"""A routine with every key but those for extending another."""

MADE_FROM_ANOTHER = {
    "extends": "other",
    "leave_out": ["Change over"],
    "replace": {"Plank": {"exercise": "hip-circles"}},
    "step": [
        {**leaf(DoseKind.HOLD), "after": "Plank"},
        {"title": "Last", "before": "plank", "step": [leaf(DoseKind.WORK)]},
    ],
}


@pytest.mark.parametrize("document", [FULL, MADE_FROM_ANOTHER], ids=["full", "extending"])
def test_a_routine_with_every_key_is_accepted(document: dict[str, Any]) -> None:
    assert codes_of(document) == set()
    assert list(_ROUTINES.iter_errors(document)) == []


def tables_in(node: Any) -> Iterator[dict[str, Any]]:
    """Every table within a value, itself among them."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            yield from tables_in(inner)


KEYS = {(key, one.example) for key, one in FIELDS.values()} | {("colour", "1"), ("rep", "3")}
"""Keys with values that they may have, wherever that is."""


def assert_alike(document: dict[str, Any]) -> None:
    """The schema accepts what the reader does, and refuses what it must see."""
    codes = codes_of(document)
    accepted = _ROUTINES.is_valid(document)
    assert not (accepted and codes & MUST_SEE), codes
    assert accepted or codes


PLANK = {"name": "Plank", "hold": "30s"}
SMALL = {
    "top": {**examples_of(fields.ROUTINE, *EXTENDING, "exercise"), "step": [PLANK]},
    "exercise": {"title": "t", "exercise": {"heel-drops": EXERCISE}, "step": [PLANK]},
    "extending": MADE_FROM_ANOTHER,
    **{f"step-{number}": {"title": "t", "step": [one]} for number, one in enumerate(FULL["step"])},
}
"""Routines with a few tables each; together they have every kind of table."""

TABLES = {
    f"{name}-{number}": (whole, number)
    for name, whole in SMALL.items()
    for number, _ in enumerate(tables_in(whole))
}


@pytest.mark.parametrize(("whole", "number"), TABLES.values(), ids=TABLES)
def test_a_key_put_in_a_table_is_accepted_or_refused_as_the_reader_does(
    whole: dict[str, Any], number: int
) -> None:
    for key, example in KEYS:
        document = copy.deepcopy(whole)
        list(tables_in(document))[number][key] = value_of(example)
        assert_alike(document)


@given(
    st.sampled_from([FULL, MADE_FROM_ANOTHER]),
    st.lists(st.tuples(st.integers(0, 10**6), st.none() | anything), min_size=1, max_size=3),
)
def test_a_changed_routine_is_accepted_or_refused_as_the_reader_does(
    whole: dict[str, Any], changes: list[tuple[int, Any]]
) -> None:
    """Keys of tables anywhere are taken away or have other values."""
    document = copy.deepcopy(whole)
    for number, value in changes:
        tables = [table for table in tables_in(document) if table]
        table = tables[number % len(tables)]
        key = sorted(table)[number // len(tables) % len(table)]
        if value is None:
            del table[key]
        else:
            table[key] = copy.deepcopy(value)
    assert_alike(document)


@pytest.mark.parametrize("kind", list(DoseKind))
@pytest.mark.parametrize("key", [key for key in fields.LEAF if key not in {*fields.DOSES, *ADDED}])
def test_a_key_goes_with_a_dose_for_the_reader_and_the_schema_alike(
    kind: DoseKind, key: str
) -> None:
    named = {} if kind in {*WAITING, DoseKind.REST, DoseKind.SAY} else {"name": "a"}
    step = {**named, key: value_of(fields.LEAF[key].example)}
    step[str(kind)] = value_of(fields.LEAF[kind].example)
    document = {"title": "t", "step": [step]}
    refused = key in fields.NOT_FOR[kind]
    assert ("not-for-this-dose" in codes_of(document)) == refused
    if kind == DoseKind.SAY:
        return  # what is there says nothing of what is not, so a schema cannot tell it
    assert _ROUTINES.is_valid(document) != refused


@pytest.mark.parametrize("key", ["", *EXERCISE])
def test_a_file_of_the_catalogue_needs_the_same_keys_for_the_reader_and_the_schema(
    key: str,
) -> None:
    document = {"heel-drops": {name: value for name, value in EXERCISE.items() if name != key}}
    reader = TableReader(document)
    read_exercises(reader, document, (), whole=True)
    needed = key in {*fields.NEEDED_IN_CATALOGUE, DoseKind.HOLD}
    assert bool(reader.faults) == needed
    assert _EXERCISES.is_valid(document) != needed


def test_the_command_prints_either_schema() -> None:
    for arguments, expected in (([], schema()), (["--exercises"], schema_of_exercises())):
        printed = CliRunner().invoke(command, arguments, catch_exceptions=False).output
        assert json.loads(printed) == expected


class Taplo:
    """The tool most editors check TOML with. The schema it is given is the only one it looks for.

    Args:
        program: Where it is.
        folder: For the schema, and as its home.
    """

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder

    def check(self, made: dict[str, Any], *paths: Path) -> subprocess.CompletedProcess[str]:
        file = self.folder / "schema.json"
        file.write_text(json.dumps(made), encoding="utf-8")
        return subprocess.run(
            [self.program, "check", "--no-auto-config", "--colors", "never",
             "--schema", file.as_uri(), *map(str, paths)],
            cwd=self.folder, env={**os.environ, "HOME": str(self.folder)},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip


@pytest.fixture
def taplo(tmp_path: Path) -> Taplo:
    folders = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    program = shutil.which("taplo", path=folders)
    if program is None:
        missing("there is no taplo on this machine")
    return Taplo(str(program), tmp_path)


def test_taplo_accepts_all_that_is_shipped(taplo: Taplo) -> None:
    for made, paths in ((schema(), ROUTINES), (schema_of_exercises(), CATALOGUE)):
        checked = taplo.check(made, *paths)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_taplo_refuses_what_a_schema_can_see(path: Path, taplo: Taplo) -> None:
    checked = taplo.check(schema(), path)
    assert (checked.returncode == 0) == (path.stem in BEYOND), checked.stderr


def test_taplo_tells_the_place_and_the_reason(taplo: Taplo) -> None:
    told = taplo.check(schema(), DATA / "invalid" / "half_right.toml").stderr
    for place, reason in (
        ("4:8", "a time is written like 90"),
        ("11:9", "does not go with `hold`"),
    ):
        blocks = [block for block in told.split("error: ") if reason in block.split("\n")[0]]
        assert any(f"half_right.toml:{place}" in block for block in blocks)
