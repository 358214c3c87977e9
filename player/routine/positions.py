"""Where keys and values stand in the text of a routine.

tomllib gives values without places, so a text that has faults is parsed once more, by
tree-sitter, which keeps the place of everything. Only the statements are read at first; a list or
an inline table is looked into once a path leads through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from player.errors import TextSpan
from player.routine.codes import Part
from player.routine.model import Place
from player.routine.text_lines import TextLines
from player.routine.toml_text import key_name

_TOML = Language(tree_sitter_toml.language())

_KEYS = {"bare_key", "quoted_key", "dotted_key"}
_HEADERS = {"table", "table_array_element"}

_LINE_ENDING_BACKSLASH = re.compile(r"(?<!\\)\\++[ \t]++(?=\r?\n)")
"""Spaces after a backslash at the end of a line: TOML allows them, the grammar does not."""

Extent = tuple[int, int]
"""The offsets of the first character, and of the one after the last."""


class _Entry:
    """A table, list or value of the document.

    Attributes:
        key: Where its key or its header stands.
        value: Where its value stands; of a table, its header.
        node: The list or inline table that has not been looked into.
        children: What it holds.
        repeated: Whether it is made of [[headers]]; what comes later belongs to its last element.
        headed: Whether a header of its own opens it.
    """

    __slots__ = ("children", "headed", "key", "node", "repeated", "value")

    def __init__(self, key: Extent, value: Extent, node: Node | None = None) -> None:
        self.key = key
        self.value = value
        self.node = node
        self.children: dict[str | int, _Entry] = {}
        self.repeated = False
        self.headed = False


class Positions:
    """The places of all keys and values of a TOML text.

    Takes any text: where it is not TOML, what can be made out of it is found.

    Args:
        text: The text, without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = TextLines(text)
        # One byte for each character, so that the parser's offsets count characters.
        plain = _LINE_ENDING_BACKSLASH.sub(lambda found: "x" * len(found[0]), text)
        self._tree = Parser(_TOML).parse(plain.encode("ascii", "replace"))
        first = _first_line(text)
        self._document = _Entry(first, first)
        self._read_statements()

    def of(self, path: Place, part: Part) -> TextSpan:
        """The stretch of the key or the value at a path.

        Args:
            path: Keys and indices from the top of the document. Where it leads to nothing, the
                stretch is the value of the nearest that is there: a table's header, or the first
                line of the text.
            part: The key or the value. A table's is its header either way, an element of a list
                is itself its key.
        """
        entry = self._document
        for name in path:
            child = self._children(entry).get(name)
            if child is None:
                return self._lines.span(*entry.value)
            entry = child
        return self._lines.span(*(entry.key if part == Part.KEY else entry.value))

    def _read_statements(self) -> None:
        table = self._document
        for node in _within(self._tree.root_node):
            if node.type == "pair":
                self._read_pair(node, table)
            elif node.type in _HEADERS:
                opened = self._read_header(node)
                table = opened or table
                for statement in _within(node):
                    if statement.type == "pair":
                        self._read_pair(statement, table)

    def _read_header(self, node: Node) -> _Entry | None:
        """Open the table of a header, with the tables it leads through."""
        key = next((child for child in node.children if child.type in _KEYS), None)
        if key is None:
            return None
        closing = (child.end_byte for child in node.children if child.type in {"]", "]]"})
        header = (node.start_byte, next(closing, key.end_byte))
        *leading, last = _parts(key)
        entry = self._opened(self._document, leading)
        name = self._name(last)
        child = entry.children.setdefault(name, _Entry(header, header))
        if node.type == "table_array_element":
            child.repeated = child.headed = True
            element = _Entry(header, header)
            self._children(child)[len(child.children)] = element
            return element
        if not child.headed:
            child.key = child.value = header
            child.headed = True
        return _last_element(child)

    def _read_pair(self, node: Node, table: _Entry) -> None:
        """Enter a key and its value into a table."""
        named = [child for child in node.named_children if child.type != "comment"]
        if len(named) < 2 or named[0].type not in _KEYS:  # noqa: PLR2004 - a key and a value
            return
        *leading, last = _parts(named[0])
        entry = self._opened(table, leading)
        value = named[-1]
        entry.children.setdefault(
            self._name(last), _Entry(_extent(last), _extent(value), _holding(value))
        )

    def _opened(self, entry: _Entry, leading: list[Node]) -> _Entry:
        """The table that the parts of a key lead to; made where they are the first to name it."""
        for part in leading:
            made = _Entry(_extent(part), _extent(part))
            entry = _last_element(self._children(entry).setdefault(self._name(part), made))
        self._children(entry)
        return entry

    def _children(self, entry: _Entry) -> dict[str | int, _Entry]:
        """What an entry holds, looked up in its list or inline table the first time."""
        node, entry.node = entry.node, None
        if node is None:
            return entry.children
        within = [child for child in _within(node) if child.is_named and child.type != "comment"]
        if node.type == "array":
            for index, child in enumerate(within):
                extent = _extent(child)
                entry.children[index] = _Entry(extent, extent, _holding(child))
        else:
            for child in within:
                if child.type == "pair":
                    self._read_pair(child, entry)
        return entry.children

    def _name(self, part: Node) -> str:
        """What one part of a key says."""
        return key_name(self._text[part.start_byte : part.end_byte])


def _within(node: Node) -> Iterator[Node]:
    """The children of a node, and those of what could not be parsed between them."""
    waiting = [iter(node.children)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.type == "ERROR":
            waiting.append(iter(child.children))
        else:
            yield child


def _parts(key: Node) -> list[Node]:
    """The parts of a dotted key, the first one first."""
    parts = []
    while key.type == "dotted_key" and len(key.named_children) > 1:
        parts.append(key.named_children[-1])
        key = key.named_children[0]
    return [key, *reversed(parts)]


def _holding(value: Node) -> Node | None:
    """The value, if it is one that holds others."""
    return value if value.type in {"array", "inline_table"} else None


def _extent(node: Node) -> Extent:
    return node.start_byte, node.end_byte


def _last_element(entry: _Entry) -> _Entry:
    """The last of [[repeated]] tables; the entry itself if it is another."""
    return entry.children[len(entry.children) - 1] if entry.repeated else entry


def _first_line(text: str) -> Extent:
    """The first line that is neither blank nor a comment; the text's begin if there is none."""
    found = re.search(r"^[ \t\r]*+([^\s#][^\n]*)", text, re.MULTILINE)
    if found is None:
        return 0, 0
    return found.start(1), found.start(1) + len(found[1].rstrip())
