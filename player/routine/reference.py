"""The reference of the format as Markdown, made from the tables that the player itself works by.

It stands in the guide to writing routines, between marks such as `<!-- keys -->`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from player.routine import fields
from player.routine.advice import PRINCIPLES
from player.routine.codes import CODES
from player.routine.fields import Field, Fields
from player.routine.schema import meaning


class _Table(NamedTuple):
    """A table of the format.

    Attributes:
        title: What it is.
        known: Its keys.
        like: A table told before, whose keys mean the same here.
        called: What that one is called.
    """

    title: str
    known: Fields
    like: Fields = {}  # noqa: RUF012 - never changed
    called: str = ""


_TABLES = (
    _Table("The top of a routine", fields.ROUTINE),
    _Table("A step with a dose: `[[step]]`", fields.LEAF),
    _Table("A group: a step with steps within it", fields.GROUP),
    _Table("A step that takes another routine", fields.INCLUDE, fields.GROUP, "in a group"),
    _Table("`[defaults]`", fields.DEFAULTS, fields.LEAF, "in a step"),
    _Table("`[voice]`", fields.VOICE),
    _Table("`[cues]`", fields.CUES),
    _Table("`cues` of a step or a group, as a table", fields.STEP_CUES, fields.CUES, "in `[cues]`"),
    _Table("Coaching with a time of its own, in a list of `cues`", fields.REMARK),
    _Table("A part of a rep, in `phases`", fields.PHASE),
    _Table("An exercise: `[exercise.its-id]`", fields.EXERCISE, fields.LEAF, "in a step"),
)

_HEADERS = {
    "voice": "[voice]",
    "cues": "[cues]",
    "defaults": "[defaults]",
    "replacements": "[replace.which-step]",
    "exercises": "[exercise.its-id]",
    "steps": "[[step]]",
    "steps within": "[[step.step]]",
}
"""How tables are mostly written, by `Field.holds`."""


def reference() -> dict[str, str]:
    """The parts of the reference, by the name of their marks."""
    return {
        "keys": keys(),
        "codes": _two_columns("what it means", {code: one.about for code, one in CODES.items()}),
        "advice": _two_columns("why", PRINCIPLES),
    }


def keys() -> str:
    """All keys, a section for each table of the format."""
    return "\n\n".join(f"### {table.title}\n\n{_section(table)}" for table in _TABLES)


def _section(table: _Table) -> str:
    same = [
        key
        for key, field in table.known.items()
        if key in table.like and field.about == table.like[key].about
    ]
    own = {key: field for key, field in table.known.items() if key not in same}
    parts = []
    if own:
        rows = ((f"`{key}`", meaning(field), _example(key, field)) for key, field in own.items())
        parts.append(_table(("key", "what it means", "example"), rows))
    if same:
        listed = ", ".join(f"`{key}`" for key in same)
        parts.append(f"As {table.called}: {listed}.")
    return "\n\n".join(parts)


def _example(key: str, field: Field) -> str:
    return f"`{_HEADERS.get(field.holds) or f'{key} = {field.example}'}`"


def _two_columns(heading: str, meanings: Mapping[str, str]) -> str:
    rows = ((f"`{code}`", about) for code, about in meanings.items())
    return _table(("code", heading), rows)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines
    )
