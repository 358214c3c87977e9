"""The form of each plain value against its reader, and what every field says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from support.toml_values import FIELDS, anything, value_of

from player.routine import fields, forms, values
from player.routine.fields import Field
from player.routine.merging import leaves
from player.routine.model import Leaf, Routine
from player.routine.reader import loads
from player.routine.schema import described
from player.units import Unreadable, read_duration, samples

pytestmark = pytest.mark.slow

UNSEEN = {
    "too-long": "text is measured once its white space is folded",
    "nothing-to-say": "which character is a letter depends on the tool",
    "control-character": "what can be shown is a matter of Unicode's tables",
    "not-positive": "a written time of nothing looks like any other",
    "out-of-bounds": "a written number is not counted",
    "twice": "two texts may be the same once their white space is folded",
}
"""Faults of values that a schema may miss, and why; it sees all others."""

READERS = {id(field.read): (name, field.read) for name, (_, field) in FIELDS.items() if field.read}


@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in READERS.values()])
@given(value=anything)
def test_a_form_takes_what_its_reader_takes(read: Any, value: Any) -> None:
    form = {"definitions": forms.definitions(), **forms.form_of(read)}
    accepted = Draft4Validator(form).is_valid(value)
    try:
        read(value)
    except Unreadable as fault:
        code = fault.code
    else:
        code = ""
    if not code:
        assert accepted
    elif code not in UNSEEN:
        assert not accepted, code


def test_a_range_with_like_ends_is_refused_by_the_form_alone() -> None:
    form = {"definitions": forms.definitions(), **forms.form_of(values.exact)}
    assert values.exact("5-5s") == samples(5)
    assert not Draft4Validator(form).is_valid("5-5s")


def test_the_longest_time_is_that_of_the_reader() -> None:
    read_duration(forms.LONGEST)
    with pytest.raises(Unreadable, match="24 hours"):
        read_duration(forms.LONGEST + 1)


@pytest.mark.parametrize(
    ("key", "field"), [pytest.param(*both, id=name) for name, both in FIELDS.items()]
)
def test_every_key_is_explained_with_an_example_that_can_be_read(key: str, field: Field) -> None:
    assert field.about.endswith(".")
    assert f"`{key} = {field.example}`" in described(key, field)
    assert (field.read is None) == bool(field.holds)
    for text in (field.example, field.default):
        value = value_of(text) if text else None
        if field.read is not None and value is not None:
            field.read(value)


AROUND = {
    "routine": "{}\n[[step]]\nname = 'a'\nreps = 3",
    "cues": "[cues]\n{}\n[[step]]\nname = 'a'\nreps = 3",
    "leaf": "[[step]]\nname = 'a'\nreps = 3\n{}",
    "group": "[[step]]\ntitle = 'a'\n{}\n[[step.step]]\nname = 'b'\nreps = 3",
    "exercise": "[exercise.a]\nname = 'a'\nreps = 3\n{}\n[[step]]\nexercise = 'a'",
}
"""Routines with room for a key of each table that has defaults of its own."""

WITH_DEFAULT = [
    pytest.param(AROUND[name.split("-")[0]], key, field, id=name)
    for name, (key, field) in FIELDS.items()
    if field.default and not name.startswith("defaults-")
]


@pytest.mark.parametrize(("around", "key", "field"), WITH_DEFAULT)
def test_a_key_with_the_value_it_has_without_it_changes_nothing(
    around: str, key: str, field: Field
) -> None:
    text = f"title = 't'\n{around}"
    written, not_written = (
        loads(text.format(line), name="same") for line in (f"{key} = {field.default}", "")
    )
    assert without_exercises(written) == without_exercises(not_written)
    assert fields.DEFAULTS.get(key, field).default == field.default


def without_exercises(routine: Routine) -> tuple[Routine, list[Leaf], list[tuple[str, ...]]]:
    """A routine and its leaves as they come out, whatever of it their exercises brought."""
    found = leaves(routine.steps)
    when = [leaf.exercise.when for leaf in found if leaf.exercise]
    return routine._replace(steps=()), [leaf._replace(exercise=None) for leaf in found], when
