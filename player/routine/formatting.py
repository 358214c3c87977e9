"""Routine files brought into one form, with their comments.

- Plain keys come in the order of the tables in `player.routine.fields`, then tables in that order.
  Keys that no table knows come last. Those, steps and exercises keep their own order.
- One blank line stands before each table header, none at the file's begin; between keys only above
  a comment, where there was one. What stands in a `[[…]]` table is indented two spaces deeper.
- `key = value`, `{ a = 1, b = 2 }`, `[1, 2]`. A list that would go beyond column 100, or that has
  comments in it, has one entry a line, two spaces deeper, with a comma after the last one as well.
- Text is in double quotes where that takes no escapes; keys have none where they need none. Text
  over several lines, numbers and dates stay as they were written.
- Comments stay above what they stand above, or at its line's end: two spaces away, in one column
  with those of the lines around. Those right below the last key of a table, and apart from what
  follows, close it. Those that stand alone below a header, or at the begin or end of the file, stay
  there. A line `#:schema …` becomes the first of all.
- Lines end in LF and without white space, the last one too; there is no byte order mark.

Formatting a formatted text does nothing.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from player.errors import RequestError
from player.routine import fields
from player.routine.written import (
    TOO_WIDE,
    Item,
    Reader,
    Table,
    key_text,
    too_deep,
    without_gap,
)

WIDTH = 100
"""Columns a list on one line may reach."""

_DEEPER = "  "

_TABLES: dict[str, fields.Fields] = {
    "routine": fields.ROUTINE,
    "voice": fields.VOICE,
    "cues": {**fields.CUES, **fields.STEP_CUES},
    "remark": fields.REMARK,
    "defaults": fields.DEFAULTS,
    "phase": fields.PHASE,
    "exercise": fields.EXERCISE,
}
"""Kinds of tables and their keys; a `step` is told by the keys it has."""

_STEPS = (fields.LEAF, fields.GROUP, fields.INCLUDE)

_KINDS = {
    "voice": "voice",
    "cues": "cues",
    "defaults": "defaults",
    "phases": "phase",
    "exercise": "exercises",
    "replace": "replacements",
    "step": "step",
}
"""The kinds of what stands under a key."""

_MEMBERS = {"exercises": "exercise", "replacements": "step"}
"""The kinds of all tables within a table, whatever their names."""


class _Float(NamedTuple):
    """A float by its text: it equals itself, which "nan" does not."""

    written: str


class _Line(NamedTuple):
    text: str
    comment: str = ""


def formatted(text: str) -> str:
    """TOML text in the form told above.

    Raises:
        ValueError: If the text is not TOML.
        RequestError: If the text is nested too deeply, or the result would not say the same.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        values = _values(text)
        reader = Reader(text)
        result = _aligned(_document_lines(reader))
        faithful = _faithful(result, values, reader.comments)
    except RecursionError as error:
        raise too_deep() from error
    if not faithful:
        raise RequestError(
            "cannot be formatted without changing what it says", mend="please report this file"
        )
    return result


def _values(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=_Float)


def _faithful(result: str, values: dict[str, object], comments: list[str]) -> bool:
    try:
        return _values(result) == values and Counter(Reader(result).comments) == Counter(comments)
    except ValueError:
        return False


def _document_lines(reader: Reader) -> Iterator[_Line]:
    top = reader.top
    catalogue = not top.items and not set(top.tables) & set(fields.ROUTINE)
    yield from _comments([*reader.schema, ""] if reader.gap else reader.schema, "")
    yield from _table_lines(top, "exercises" if catalogue else "routine", "")
    yield _Line("")
    yield from _comments(reader.ending, "")


def _comments(lines: Iterable[str], indent: str) -> Iterator[_Line]:
    for line in lines:
        yield _Line(indent + line if line else "")


def _table_lines(table: Table, kind: str, indent: str) -> Iterator[_Line]:
    if table.header:
        yield _Line("")
        yield from _comments(table.above, indent)
        yield _Line(indent + table.header, table.beside)
    yield from _comments(table.opening, indent)
    rank = _rank(kind, [*(item.key[0].name for item in table.items), *table.tables])
    for number, item in enumerate(sorted(table.items, key=lambda item: rank(item.key[0].name))):
        yield from _comments(item.above if number else without_gap(item.above), indent)
        begin = indent + key_text(item)
        yield _Line(begin + _value_text(item, kind, indent, WIDTH - len(begin)), item.beside)
    yield from _comments(table.closing, indent)
    deeper = indent + _DEEPER if table.listed else indent
    for name in sorted(table.tables, key=rank):
        for one in table.tables[name]:
            yield from _table_lines(one, _within(kind, name, listed=one.listed), deeper)


def _rank(kind: str, names: Collection[str]) -> Callable[[str], int]:
    """Where the keys of a table belong, given all of its keys."""
    known = _TABLES.get(kind, {})
    if kind == "step":
        known = max(_STEPS, key=lambda one: len(set(one) & set(names)))
    places = {str(key): place for place, key in enumerate(known)}
    return lambda name: places.get(name, len(places))


def _within(kind: str, name: str, *, listed: bool) -> str:
    """The kind of a table, or of the tables of a list, by the kind it stands in and its name."""
    if listed and name in {"cues", "say"}:
        return "remark"
    return _MEMBERS.get(kind) or _KINDS.get(name, "")


def _value_text(item: Item, kind: str, indent: str, room: int) -> str:
    """The value of a key, or of an entry of a list.

    Args:
        item: The key or the entry.
        kind: The kind of the table the key stands in, or of the list's entries.
        indent: The white space before the line it begins on.
        room: Characters left on that line.
    """
    value = item.value
    if isinstance(value, str):
        return value
    for place, name in enumerate(item.key, 1):
        listed = value.marks == "[]" and place == len(item.key)
        kind = _within(kind, name.name, listed=listed)
    items = value.items
    if value.marks == "{}":
        rank = _rank(kind, [one.key[0].name for one in items])
        items = sorted(items, key=lambda one: rank(one.key[0].name))
    if value.width <= room or (value.marks == "{}" and not value.commented):
        parts = [key_text(one) + _value_text(one, kind, indent, TOO_WIDE - 1) for one in items]
        inner = ", ".join(parts)
        return f"[{inner}]" if value.marks == "[]" else f"{{ {inner} }}" if inner else "{}"
    deeper = indent + _DEEPER
    lines = [_with_comment(value.marks[0], value.beside)]
    for one in items:
        begin = deeper + key_text(one)
        text = _value_text(one, kind, deeper, WIDTH - len(begin) - 1)
        lines += [
            *(deeper + line for line in one.above),
            _with_comment(f"{begin}{text},", one.beside),
        ]
    lines += [*(deeper + line for line in value.closing), indent + value.marks[1]]
    return "\n".join(lines)


def _with_comment(text: str, comment: str) -> str:
    return f"{text}  {comment}" if comment else text


def _aligned(lines: Iterable[_Line]) -> str:
    """Lines as text: one blank line at most, comments of lines in a row in one column."""
    texts: list[str] = []
    for alignable, run in groupby(lines, lambda line: bool(line.comment) and "\n" not in line.text):
        rows = list(run)
        edge = max(len(line.text) for line in rows) if alignable else 0
        column = edge if edge <= WIDTH else 0
        for text, comment in rows:
            if comment:
                texts.append(_with_comment(text.ljust(column), comment))
            elif text or texts[-1:] != [""]:
                texts.append(text)
    return "\n".join(texts).strip("\n") + "\n" if any(texts) else ""
