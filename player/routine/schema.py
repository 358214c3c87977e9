"""The format as a JSON Schema, made from the field tables: for editors, which then help and check.

Draft 04, with `$ref` to `#/definitions` and nothing else to follow, as taplo takes it: the tool
most editors check TOML with. It shows a `description` where the pointer rests, so those say it all,
the example too. Its messages quote the part of the schema that fails. Therefore alternatives are
told apart by `dependencies` rather than `anyOf`, and what must not stand together is a `not` with
the reason as its `description`.

A schema cannot see everything `player check` sees: what an exercise or the defaults bring, whether
names exist, lengths of text once its white space is folded, written times of nothing, sums. It is
stricter than the reader in two things nobody writes: where one time is needed, a range with like
ends ("5-5s"), and a number below 0 that is less than a sample.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from player.routine import fields, forms, values
from player.routine.exercises import LEAST_CUES
from player.routine.fields import Field, Fields
from player.routine.model import DoseKind
from player.routine.tables import MOST_ENTRIES

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-04/schema#"

_OF_A_GROUP = ("title", "rounds", "target")
_OF_A_LEAF = [key for key in fields.LEAF if key not in fields.GROUP]
_DOSES_OF_EXERCISES = [dose for dose in fields.DOSES if dose in fields.EXERCISE]
_EVERY_STEP: Fields = {
    key: field._replace(needed=False)
    for key, field in {**fields.INCLUDE, **fields.GROUP, **fields.LEAF}.items()
}


def schema() -> Schema:
    """The schema of a routine file."""
    return {
        "$schema": DRAFT,
        "title": "Routine",
        "description": "A routine for `player`: what is done, how much of it, and what is said.",
        **_table(fields.ROUTINE),
        **_demanded(
            "a routine needs `title` and `step`, unless it extends another",
            ("title", "step"),
            ("extends",),
        ),
        "dependencies": {"leave_out": ["extends"], "replace": ["extends"]},
        "definitions": {**_definitions(), "step": _step()},
    }


def schema_of_exercises() -> Schema:
    """The schema of a catalogue file: tables of exercises by id."""
    exercise = _exercise()
    exercise["required"] = list(fields.NEEDED_IN_CATALOGUE)
    exercise["properties"]["cues"]["minItems"] = LEAST_CUES
    return {
        "$schema": DRAFT,
        "title": "Exercises",
        "description": "Exercises for `player`, each under `[its-id]`.",
        "type": "object",
        "additionalProperties": {"$ref": "#/definitions/exercise"},
        "definitions": {**_definitions(), "exercise": exercise},
    }


def _definitions() -> Schema:
    return {
        **forms.definitions(),
        "exercise": _exercise(),
        "phase": {"title": "A part of a rep", **_table(fields.PHASE)},
        "remark": {
            "title": "A sentence of coaching, or a table with its time",
            **_table(fields.REMARK),
            **forms.form_of(values.sentence),
            "type": ["string", "object"],
        },
    }


def _step() -> Schema:
    """A step of any kind. Which keys may stand together follows from those that are there."""
    doses = {
        dose: {
            **_refused(
                {
                    **_because(f"one dose is enough, and there is `{dose}`", fields.DOSES),
                    **_because(f"it does not go with `{dose}`", fields.NOT_FOR[DoseKind(dose)]),
                },
                but=dose,
            ),
            **_named(dose),
        }
        for dose in fields.DOSES
    }
    group, include = (
        _refused(_because("it belongs to a single step, not to a group", keys))
        for keys in (_OF_A_LEAF, [*_OF_A_LEAF, "step"])
    )
    for one in (group, include):
        one["properties"]["cues"] = _HELD[fields.GROUP["cues"].holds]()
    in_a_group = "`title`, `rounds` and `target` belong to a group, which has steps within it"
    return {
        "title": "A step: one dose, or a group of steps, or the steps of another routine",
        **_table(_EVERY_STEP),
        "dependencies": {
            **doses,
            "step": group,
            "include": include,
            "group": ["include"],
            **dict.fromkeys(_OF_A_GROUP, _demanded(in_a_group, ("step",), ("include",))),
            "phases": _refused(_because("phases have times of their own", ["tempo"])),
            "after": _refused(_because("there is `after`", ["before"])),
        },
    }


def _exercise() -> Schema:
    return {
        "title": "An exercise",
        **_table(fields.EXERCISE),
        **_demanded("an exercise needs one dose", *((dose,) for dose in _DOSES_OF_EXERCISES)),
        "dependencies": {
            **{
                dose: _refused(
                    _because(f"one dose is enough, and there is `{dose}`", _DOSES_OF_EXERCISES),
                    but=dose,
                )
                for dose in _DOSES_OF_EXERCISES
            },
            "phases": _refused(_because("phases have times of their own", ["tempo"])),
        },
    }


def _named(dose: str) -> Schema:
    """What is done must have a name; resting and measuring need none."""
    if DoseKind(dose) in {DoseKind.REST, DoseKind.WAIT, DoseKind.MEASURE}:
        return {}
    ways = (("name",), ("exercise",), ("step",), ("include",))
    return _demanded("what is done needs a name or an exercise", *ways)


def _demanded(reason: str, *ways: tuple[str, ...]) -> Schema:
    """The keys of one way or another must be there; as a `not`, so that the reason is told."""
    anyone = {"anyOf": [{"required": [str(key) for key in keys]} for keys in ways]}
    return {"not": {"description": reason, "not": anyone}}


def _refused(reasons: dict[str, str], but: str = "") -> Schema:
    """Keys that must not be there, each with the reason."""
    return {
        "properties": {
            key: {"not": {"description": reason}} for key, reason in reasons.items() if key != but
        }
    }


def _because(reason: str, keys: Iterable[str]) -> dict[str, str]:
    return {str(key): reason for key in keys}


def _table(known: Fields) -> Schema:
    """A table with these keys and no others."""
    found: Schema = {
        "type": "object",
        "properties": {str(key): _property(key, field) for key, field in known.items()},
        "additionalProperties": False,
    }
    needed = [str(key) for key, field in known.items() if field.needed]
    return {**found, "required": needed} if needed else found


def _property(key: str, field: Field) -> Schema:
    form = forms.form_of(field.read) if field.read else _HELD[field.holds]()
    found = {"description": described(key, field), **form, "examples": [_value(field.example)]}
    return {**found, "default": _value(field.default)} if field.default else found


def described(key: str, field: Field) -> str:
    """A key for whoever writes it: what it means, and an example; as Markdown."""
    return f"{meaning(field)}\n\nExample: `{key} = {field.example}`"


def meaning(field: Field) -> str:
    """What a key means, and what happens without it; as Markdown."""
    needed = " Needed." if field.needed else ""
    default = f" Without it: `{field.default}`." if field.default else ""
    return field.about + needed + default


def _value(text: str) -> Any:
    return tomllib.loads(f"value = {text}")["value"]


def _list(of: str) -> Schema:
    items = {"$ref": f"#/definitions/{of}"}
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_ENTRIES}


def _coaching_or_changes() -> Schema:
    return {**_table(fields.STEP_CUES), **_list("remark"), "type": ["array", "object"]}


def _changes() -> Schema:
    """What is left of the `cues` of a step in a group."""
    return {"type": "object", **_refused(_because("coaching belongs to a single step", ["say"]))}


def _steps() -> Schema:
    return {"type": "array", "items": {"$ref": "#/definitions/step"}, "minItems": 1}


def _tables_by_name(of: str) -> Schema:
    return {"type": "object", "additionalProperties": {"$ref": f"#/definitions/{of}"}}


_HELD: dict[str, Callable[[], Schema]] = {
    "phases": partial(_list, "phase"),
    "coaching": partial(_list, "remark"),
    "coaching or changes": _coaching_or_changes,
    "changes": _changes,
    "voice": partial(_table, fields.VOICE),
    "cues": partial(_table, fields.CUES),
    "defaults": partial(_table, fields.DEFAULTS),
    "replacements": partial(_tables_by_name, "step"),
    "exercises": partial(_tables_by_name, "exercise"),
    "steps": _steps,
    "steps within": _steps,
}
"""Forms of what holds tables, by `Field.holds`."""
