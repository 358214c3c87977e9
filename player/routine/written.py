"""A TOML text as it is written: its keys, tables and values in their places, with the comments.

The text is proven to be TOML by tomllib, so that only has to be found where things begin and end.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from player.errors import RequestError
from player.routine.toml_text import KEY_PART, key_name

TOO_WIDE = 1 << 30
"""The width of what cannot stand on one line."""

_DEEPEST = 32
"""Lists and inline tables that may stand within each other; each indents all that is within it."""

_SCHEMA = "#:schema"

_TEXT = (
    r'"{3}(?:[^"\\]|\\.|"(?!""))*+"{3,5}|' + r"'{3}(?:[^']|'(?!''))*+'{3,5}|"
    r'"(?:[^"\\]|\\.)*+"|' + r"'[^']*+'"
)
_SCALAR = re.compile(rf"{_TEXT}|\d{{4}}-\d\d-\d\d \d\d:[^\s,\]}}#]+|[^\s,\]}}#]+", re.DOTALL)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_HEADER = re.compile(r"\[\[?[ \t]*")
_HEADER_END = re.compile(r"[ \t]*\]\]?")
_LINES = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+[ \t]*(?:#[^\n]*)?")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_GAP = re.compile(r"[ \t]*(#[^\n]*)?((?:[ \t\n]|#[^\n]*)*+)")


class Name(NamedTuple):
    """One part of a key: what it is, and how it is written."""

    name: str
    written: str


class Item(NamedTuple):
    """A key with its value, or an entry of a list, which has no key."""

    key: tuple[Name, ...]
    value: str | Brackets
    above: list[str]
    beside: str


class Brackets(NamedTuple):
    """A list or an inline table.

    Attributes:
        marks: `[]` or `{}`.
        items: What is in it.
        beside: The comment beside the opening bracket.
        closing: Comments before the closing bracket.
        width: Characters it takes on one line.
    """

    marks: str
    items: list[Item]
    beside: str
    closing: list[str]
    width: int = 0

    @property
    def commented(self) -> bool:
        """Whether there are comments between its items."""
        own = self.beside or self.closing
        return bool(own) or any(item.above or item.beside for item in self.items)


class Table(NamedTuple):
    """A table with its comments, among which "" is a blank line.

    Attributes:
        header: Its header as it is written; empty if it has none.
        listed: Whether the header has two brackets.
        items: Its keys.
        tables: The tables within it, by name.
        above: Comments above the header.
        beside: The comment beside the header.
        opening: Comments below the header that do not belong to a key.
        closing: Comments below the last key.
    """

    header: str
    listed: bool
    items: list[Item]
    tables: dict[str, list[Table]]
    above: list[str]
    beside: str
    opening: list[str]
    closing: list[str]


def _empty_table() -> Table:
    return Table("", False, [], {}, [], "", [], [])


class Reader:
    """Reads a whole text.

    Args:
        text: Proven TOML.

    Attributes:
        top: The table of its top.
        schema: Lines that name its schema, wherever they stand.
        gap: Whether the first thing after them has a blank line above it.
        ending: Comments at its end.
        comments: All comments in it.
    """

    def __init__(self, text: str) -> None:
        self.comments: list[str] = []
        self.schema: list[str] = []
        self.top = table = _empty_table()
        self._text = text
        self._depth = 0
        self._at = 0
        lead = self._lines()
        self.gap = lead[:1] == [""]
        lead = without_gap(lead)
        while self._at < len(text):
            if text[self._at] == "[":
                table = self._table(table, lead)
            else:
                self._pair(table, lead)
            lead = self._lines()
        self.ending = _without_closing(table, [*lead, ""]) if self._begun(table) else []
        table.opening.extend([] if self._begun(table) else lead)

    def _begun(self, table: Table) -> bool:
        """Whether there was a key or a header before."""
        return table is not self.top or bool(table.items)

    def _pair(self, table: Table, lead: list[str]) -> None:
        if not table.items:
            lead = _without_opening(table, without_gap(lead))
        key, value = self._key(), self._value()
        table.items.append(Item(key, value, lead if any(lead) else [], self._line_end()))

    def _table(self, table: Table, lead: list[str]) -> Table:
        """Read the header of a table that follows another one."""
        leave = _without_closing if self._begun(table) else _without_opening
        above = without_gap(leave(table, lead))
        listed = self._take(_HEADER).startswith("[[")
        names = self._names()
        self._take(_HEADER_END)
        written = ".".join(name.written for name in names)
        parent = self.top
        for name in names[:-1]:
            parent = parent.tables.setdefault(name.name, [_empty_table()])[-1]
        alike = parent.tables.setdefault(names[-1].name, [])
        if listed or not alike:
            alike.append(_empty_table())
        header = f"[[{written}]]" if listed else f"[{written}]"
        alike[-1] = alike[-1]._replace(
            header=header, listed=listed, above=above, beside=self._line_end()
        )
        return alike[-1]

    def _names(self) -> tuple[Name, ...]:
        names = [_name(self._take(KEY_PART))]
        while self._found(_DOT):
            names.append(_name(self._take(KEY_PART)))
        return tuple(names)

    def _key(self) -> tuple[Name, ...]:
        names = self._names()
        self._take(_EQUALS)
        return names

    def _value(self) -> str | Brackets:
        for marks in ("[]", "{}"):
            if self._text.startswith(marks[0], self._at):
                return self._brackets(marks)
        return _in_plain_quotes(self._take(_SCALAR))

    def _brackets(self, marks: str) -> Brackets:
        if self._depth == _DEEPEST:
            raise too_deep()
        self._depth += 1
        self._at += 1
        opening, lead = self._gap()
        items = []
        while not self._text.startswith(marks[1], self._at):
            key = self._key() if marks == "{}" else ()
            value = self._value()
            beside, after = self._gap()
            if self._text.startswith(",", self._at):
                self._at += 1
                more, further = self._gap()
                if not beside and not after:
                    beside, more = more, ""
                after += [more, *further] if more else further
            items.append(Item(key, value, lead, beside))
            lead = after
        self._at += 1
        self._depth -= 1
        read = Brackets(marks, items, opening, lead)
        return read._replace(width=_bracketed_width(read))

    def _gap(self) -> tuple[str, list[str]]:
        """The comment on the rest of the line, and those on the lines before the next thing."""
        first, *lines = self._comment_lines(_GAP)
        return first, [line for line in lines if line]

    def _lines(self) -> list[str]:
        """Comments on the lines before the next key or header; one "" for blank lines."""
        *lines, last = self._comment_lines(_LINES)
        lines += [last] if last else []
        self.schema += [line for line in lines if line.startswith(_SCHEMA)]
        lines = [line for line in lines if not line.startswith(_SCHEMA)]
        pairs = zip(["#", *lines], lines, strict=False)
        return [line for before, line in pairs if before or line]

    def _line_end(self) -> str:
        return self._comment_lines(_LINE_END)[0]

    def _comment_lines(self, pattern: re.Pattern[str]) -> list[str]:
        lines = [line.strip(" \t") for line in self._take(pattern).split("\n")]
        self.comments += [line for line in lines if line]
        return lines

    def _found(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return bool(found)

    def _take(self, pattern: re.Pattern[str]) -> str:
        start = self._at
        if not self._found(pattern):
            raise ValueError(f"not TOML at character {start}")
        return self._text[start : self._at]


def without_gap(lead: list[str]) -> list[str]:
    """Comments without a blank line before them."""
    return lead[1:] if lead[:1] == [""] else lead


def _without_opening(table: Table, lead: list[str]) -> list[str]:
    """Give a table the comments that stand apart from what follows; what is left."""
    cut = len(lead) - lead[::-1].index("") if "" in lead else 0
    table.opening.extend(lead[:cut])
    return lead[cut:]


def _without_closing(table: Table, lead: list[str]) -> list[str]:
    """Give a table the comments right below it, if they stand apart from what follows."""
    cut = lead.index("") if "" in lead else 0
    table.closing.extend(lead[:cut])
    return lead[cut:]


def _name(written: str) -> Name:
    name = key_name(written)
    return Name(name, name if _BARE_KEY.fullmatch(name) else _in_plain_quotes(written))


def _in_plain_quotes(written: str) -> str:
    """Text in double quotes if that takes no escapes; anything else as it is."""
    for quotes in ('"""', "'''", '"', "'"):
        if written.startswith(quotes):
            inner = written[len(quotes) : -len(quotes)]
            return written if set(inner) & set('"\\\n') else f'"{inner}"'
    return written


def _width(value: str | Brackets) -> int:
    if isinstance(value, Brackets):
        return value.width
    return TOO_WIDE if "\n" in value else len(value)


def _bracketed_width(value: Brackets) -> int:
    if value.commented:
        return TOO_WIDE
    around = len("{  }") if value.marks == "{}" and value.items else len("[]")
    between = len(", ") * max(0, len(value.items) - 1)
    inner = sum(len(key_text(item)) + _width(item.value) for item in value.items)
    return min(TOO_WIDE, around + between + inner)


def key_text(item: Item) -> str:
    """A key as it is written, up to its value; empty for an entry of a list."""
    return ".".join(name.written for name in item.key) + " = " if item.key else ""


def too_deep() -> RequestError:
    """What is told of a text that is nested too deeply."""
    return RequestError(
        "tables or lists are nested too deeply to be formatted", mend="nest them less deeply"
    )
