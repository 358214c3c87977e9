"""Reading TOML statement by statement, up to the first slip in its writing."""

from __future__ import annotations

import re
from typing import NamedTuple

from player.routine.slip import Slip, SlipError
from player.routine.syntax_containers import (
    Last,
    Opening,
    element_slip,
    entry_slip,
    list_slip,
    table_slip,
    value_slip,
)
from player.routine.syntax_lines import after_key_slip, header_slip, no_key_slip, trailing_slip
from player.routine.syntax_strings import end_of_string
from player.routine.toml_text import DOTTED, KEY, key_names, value_of

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_PLAIN_ELEMENTS = re.compile(r"(?:[ \t\n]*+(?:\"[^\"\\\n]*+\"|0|[1-9][0-9]*+)[ \t\n]*+,)++")
"""Elements of a list that are texts or whole numbers, each with its comma: read in one go."""

_LINE_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?:\n|\Z)")
_HEADERS = {
    1: re.compile(rf"\[(?!\[)[ \t]*+({DOTTED})[ \t]*+\](?!\])"),
    2: re.compile(rf"\[\[[ \t]*+({DOTTED})[ \t]*+\]\](?!\])"),
}
_TIMED = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]++)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]++)?"
)
_NUMBER = (
    r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*+|0o[0-7](?:_?[0-7])*+|0b[01](?:_?[01])*+|"
    r"[+-]?(?:0|[1-9](?:_?[0-9])*+)(?:\.[0-9](?:_?[0-9])*+)?(?:[eE][+-]?[0-9](?:_?[0-9])*+)?"
)
_PLAIN = re.compile(
    rf"(?:(?P<timed>{_TIMED})|true|false|[+-]?(?:inf|nan)|{_NUMBER})(?=[ \t\n,;)\]}}#]|\Z)"
)


class Statement(NamedTuple):
    """A header, or a key with its value.

    Attributes:
        start: The offset of its first character.
        end: The offset after its header or its key.
        names: The parts of its key.
        brackets: 1 for a [header], 2 for a [[header]], 0 for a key with its value.
    """

    start: int
    end: int
    names: tuple[str, ...]
    brackets: int = 0


class Entry(NamedTuple):
    """A key of an inline table.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last.
        value_end: The offset after its value.
    """

    start: int
    end: int
    value_end: int


class Scan:
    r"""One reading of a text.

    Args:
        text: The text, its lines ended by `\n` alone.
        until: The offset of what is looked for; no statement that begins after it is read.

    Attributes:
        statements: What was read.
        entries: The keys of inline tables within.
        at: How far it was read.
        slip: The slip that ended it; None if there was none.
    """

    def __init__(self, text: str, until: int) -> None:
        self.statements: list[Statement] = []
        self.entries: list[Entry] = []
        self.at = 0
        self.slip: Slip | None = None
        self._text = text
        self._stack: list[Opening] = []
        self._keys: list[tuple[int, int]] = []
        self._last = Last(0, 0)
        try:
            while self._skip(_BLANK) <= until and self.at < len(text):
                self._statement()
        except SlipError as found:
            self.slip = found.slip

    def _statement(self) -> None:
        start = self.at
        if self._text[start] == "[":
            self._header()
            key = ""
        else:
            key = self._pair()
        if not _LINE_END.match(self._text, self.at):
            begin = self._last.start if key else start
            plain = bool(key) and self._last.plain
            raise SlipError(trailing_slip(self._text, begin, self.at, key=key, plain=plain))

    def _header(self) -> None:
        start = self.at
        for brackets, pattern in _HEADERS.items():
            found = pattern.match(self._text, start)
            if found:
                self.at = found.end()
                self.statements.append(Statement(start, self.at, key_names(found[1]), brackets))
                return
        raise SlipError(header_slip(self._text, start))

    def _pair(self) -> str:
        """Read a key and its value; the key as it is written."""
        start = self.at
        key = self._key()
        self.statements.append(Statement(start, start + len(key), key_names(key)))
        begin = self.at
        self._value(key)
        self._last = self._last._replace(start=begin)
        return key

    def _key(self) -> str:
        """Read a key and the = after it."""
        start = self.at
        found = KEY.match(self._text, start)
        enclosed = bool(self._stack)
        if found is None:
            raise SlipError(no_key_slip(self._text, start, enclosed=enclosed))
        self.at = found.end()
        if self._text[self._skip(_SPACE) : self.at + 1] != "=":
            raise SlipError(after_key_slip(self._text, start, found.end(), enclosed=enclosed))
        self._mark(1)
        self._skip(_SPACE)
        return found[0]

    def _value(self, key: str) -> None:
        """Read a value, with all that it holds."""
        while True:
            opened = self._text[self.at : self.at + 1]
            if opened in {"[", "{"} and self._open(opened):
                continue
            if opened not in {"[", "{"}:
                self._scalar(key)
            if not self._after_value():
                return

    def _open(self, bracket: str) -> bool:
        """Read an opening bracket; whether an element or a value follows."""
        self._stack.append(Opening(bracket, self.at))
        self._keys.append((0, 0))
        self._mark(1)
        return self._next()

    def _next(self) -> bool:
        """Go to the next value of a list or inline table; False, past its end, if none follows."""
        text = self._text
        if self._stack[-1].bracket == "[":
            if passed := _PLAIN_ELEMENTS.match(text, self.at):
                self.at = passed.end() - 1
                self._mark(1)
            if text[self._skip(_BLANK) : self.at + 1] == "]":
                self._close()
                return False
            slip = element_slip(text, self.at, self._last, self._stack)
            if slip:
                raise SlipError(slip)
            return True
        after_comma = text[self._last.start : self._last.end] == ","
        if text[self._skip(_SPACE) : self.at + 1] == "}" and not after_comma:
            self._close()
            return False
        if text[self.at : self.at + 1] in {"", "\n", "#", "}", "]", "{"}:
            raise SlipError(entry_slip(text, self.at, self._last, self._stack))
        start = self.at
        self._keys[-1] = (start, start + len(self._key()))
        return True

    def _close(self) -> None:
        self._keys.pop()
        start = self._stack.pop().start
        self._mark(1)
        self._last = self._last._replace(start=start)

    def _after_value(self) -> bool:
        """Go on after a value: whether another follows before the statement ends."""
        while self._stack:
            listed = self._stack[-1].bracket == "["
            if not listed:
                self.entries.append(Entry(*self._keys[-1], self.at))
            char = self._text[self._skip(_BLANK if listed else _SPACE) : self.at + 1]
            if char == ",":
                self._mark(1)
                if self._next():
                    return True
            elif char == ("]" if listed else "}"):
                self._close()
            else:
                slip = list_slip if listed else table_slip
                raise SlipError(slip(self._text, self.at, self._last, self._stack))
        return False

    def _scalar(self, key: str) -> None:
        text, start = self._text, self.at
        if text[start : start + 1] in {'"', "'"}:
            key = "" if self._stack else key
            end = end_of_string(text, start, key=key, enclosed=bool(self._stack))
            self._mark(end - start)
            return
        found = _PLAIN.match(text, start)
        if not found or (found["timed"] and value_of(found[0]) is None):
            raise SlipError(value_slip(text, start, key, self._last, self._stack))
        self._mark(found.end() - start, plain=True)

    def _mark(self, length: int, *, plain: bool = False) -> None:
        """Pass over what was read, and keep it as the last."""
        self._last = Last(self.at, self.at + length, plain)
        self.at += length

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self.at)
        if found:
            self.at = found.end()
        return self.at
