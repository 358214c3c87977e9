"""Headers, keys and ends of lines that are almost TOML."""

from __future__ import annotations

import re

from player.routine import fields
from player.routine.slip import Slip, line_from, without_comment, write
from player.routine.syntax_values import CURLY, meant, miswritten
from player.routine.toml_text import DOTTED, KEY, KEY_PART, quoted, value_of

_BEGINS_STATEMENT = re.compile(
    rf"[ \t]*+(?:{DOTTED}[ \t]*+=(?!=)|\[{{1,2}}[ \t]*+{DOTTED}[ \t]*+\]{{1,2}}[ \t]*+(?:#|$))",
    re.MULTILINE,
)
_REMARK = re.compile(r"[ \t]*+(?://|--|/\*|<!--|\(|;[ \t]*+\S)")
_BULLET = re.compile(rf"([-*\u2022])[ \t]++{DOTTED}[ \t]*+[=:]")
_ENDED_BADLY = re.compile(rf"(\[{{1,3}})[ \t]*+({DOTTED})([^\w\s#]*)")
_SPACES = re.compile(r"[ \t]*+")
_IN_BRACES = re.compile(r"[^,}]*+")

_FORMAT = {*fields.ROUTINE, *fields.GROUP, *fields.LEAF, *fields.EXERCISE, *fields.CUES}
"""Keys that a routine may have somewhere: a line that begins with one is meant to set it."""

_NUMBERS = ("no bracket", "one bracket", "two brackets", "three brackets or more")

_NO_KEY = "this is no key with a value"
_REMARK_MEND = "write # before it"


def begins_statement(text: str, at: int) -> bool:
    """Whether a header, or a key with its =, begins at an offset."""
    return _BEGINS_STATEMENT.match(text, at) is not None


def headed(name: str, *, brackets: int = 0) -> str:
    """A name as a header; of its own accord with two brackets where it is a step's."""
    if (brackets or 1) > 1 or KEY_PART.findall(name)[-1:] == ["step"]:
        return f"[[{name}]]"
    return f"[{name}]"


def header_slip(text: str, start: int) -> Slip:
    """The slip of a line that begins with a bracket but is no header."""
    line = without_comment(line_from(text, start))
    end = start + len(line)
    name = line.strip("[] \t")
    ended_badly = _ENDED_BADLY.fullmatch(line)
    if ended_badly and set(ended_badly[3]) - {"]"}:
        opening, name, closing = ended_badly.groups()
        message = f"the header does not end in {']' * min(len(opening), 2)}"
        mend = f"write {headed(name, brackets=len(opening))}"
        return Slip(end - len(closing), end, message, mend)
    opening = line[: line.index(name)] if name else line
    opened = opening.count("[")
    closed = 0 if not name else line[len(opening) + len(name) :].count("]")
    if not name:
        return Slip(start, end, "the header has no name", "write it within, like [[step]]")
    if KEY.fullmatch(name):
        header = headed(name, brackets=max(opened, closed))
        if opened == closed:
            return Slip(start, end, "a header has one or two brackets, side by side",
                        f"write {header}")  # fmt: skip
        message = f"{_NUMBERS[min(opened, 3)]} before the name, {_NUMBERS[min(closed, 3)]} after it"
        return Slip(end if opened > closed else start, end, message, f"write {header}")
    at = start + len(opening)
    if "=" in name or "]" in name:
        return Slip(
            start, end, "this is no header", "write one in a line of its own, like [[step]]"
        )
    repaired = ".".join(_bare_or_quoted(part.strip()) for part in name.split("."))
    return Slip(at, at + len(name), _bare_letters("a name"), f"write {repaired}")


def no_key_slip(  # noqa: PLR0911 - one for each slip
    text: str, start: int, *, enclosed: bool
) -> Slip:
    """The slip of what stands where a key should begin."""
    line = _statement(text, start, enclosed=enclosed)
    char = text[start]
    before = line.partition("=")[0].rstrip()
    if not enclosed and begins_statement(text, start + 1):
        return Slip(start, start + 1, f"{char} does not belong here", "take it out")
    if char == "=":
        return Slip(start, start + 1, "the key before the = is missing", "write it there")
    if char in "]})," or line == ";":
        what = "this comma is" if char == "," else "this bracket closes nothing: it is"
        what = "this semicolon is" if char == ";" else what
        return Slip(start, start + 1, f"{what} one too many", "take it out")
    bullet = _BULLET.match(line)
    if bullet:
        return _bullet_slip(start, bullet)
    if "=" in line and char in CURLY:
        message = "a key stands in straight quotes, or in none"
        return Slip(start, start + len(before), message, f"write {_key(before.strip(CURLY))}")
    if "=" in line and char in "\"'":
        message = "the quote at the end of the key is missing"
        return Slip(start, start + len(before), message, f"write {_key(before[1:])}")
    if "=" in line:
        return _odd_key(start, before)
    return Slip(start, start + len(line), _NO_KEY, _REMARK_MEND)


def after_key_slip(  # noqa: PLR0911 - one for each slip
    text: str, start: int, end: int, *, enclosed: bool
) -> Slip:
    """The slip of a key that no = follows.

    Args:
        text: The whole text.
        start: The offset of the key.
        end: The offset after it.
        enclosed: Whether it stands in an inline table.
    """
    line = _statement(text, start, enclosed=enclosed)
    key = text[start:end]
    at = _end_of(_SPACES, text, end)
    char = text[at : at + 1]
    rest = line[at - start :]
    if bullet := _BULLET.match(line):
        return _bullet_slip(start, bullet)
    if key[0] in "\"'" and begins_statement(text, start + 1):
        return Slip(start, start + 1, "this quote does not belong here", "take it out")
    if mark := _mark_slip(key, at, rest, enclosed=enclosed):
        return mark
    if not rest and enclosed and key[0] in "\"'":
        message = "a table in braces has keys with values; a list stands in brackets"
        return Slip(start, end, message, "write [ and ] for { and }")
    if not rest and KEY_PART.findall(key)[-1] == "step":
        return Slip(start, end, "a step begins with its name in brackets", f"write {headed(key)}")
    if not rest:
        mend = "write = and its value after it"
        mend = mend if enclosed else f"{mend}, or # before it"
        return Slip(start, end, "this key has no value", mend)
    if not rest.strip("] \t"):
        header = headed(key, brackets=rest.count("]"))
        opening = header[: header.index(key)]
        mend = f"write {opening} here" if header == f"{opening}{line}" else f"write {header}"
        last = start if mend.endswith("here") else start + len(line)
        return Slip(start, last, f"the {opening} before the name is missing", mend)
    if char not in "\"'[{" and "=" in rest:
        return _odd_key(start, line.partition("=")[0].rstrip())
    if char in "\"'[{" or value_of(rest) is not None or key in _FORMAT:
        mend = "write = here"
        mend = mend if enclosed else write(meant(rest), mend, key=key)
        return Slip(end, end, "the = after the key is missing", mend)
    return Slip(start, start + len(line), _NO_KEY, _REMARK_MEND)


def trailing_slip(  # noqa: PLR0911 - one for each slip
    text: str, start: int, end: int, *, key: str = "", plain: bool = False
) -> Slip:
    """The slip of what follows a header, or a value, on its line.

    Args:
        text: The whole text.
        start: The offset of the header or the value.
        end: The offset after it.
        key: The key of the value; empty for a header.
        plain: Whether the value is a number, a date or a flag.
    """
    rest = without_comment(line_from(text, end))
    line = text[start:end] + rest
    at = end + len(rest) - len(rest.lstrip())
    last = end + len(rest)
    if _REMARK.match(rest):
        return Slip(at, last, "a comment begins with #", _REMARK_MEND)
    if rest.strip() in {",", ";", ".", "\\"}:
        return Slip(at, last, "nothing follows a value on its line", "take it out")
    if begins_statement(text, at):
        return Slip(at, last, "this needs a line of its own", "begin a new line before it")
    if key and rest.lstrip().startswith(","):
        value = meant(line) if plain else ""
        listed = f"[{line}" if line.endswith("]") else f"[{line}]"
        value = value if value and not value.startswith('"') else listed
        message = "several values stand in a list"
        message = message if value.startswith("[") else "a fraction is written with a point"
        return Slip(
            start, last, message, write(value, "put [ before them and ] after them", key=key)
        )
    if not rest.strip("]}) \t"):
        return Slip(at, last, "this bracket closes nothing", "take it out")
    if plain:
        return miswritten(line, start, key=key)
    what = "the value" if key else "the header"
    return Slip(at, last, f"this stands after {what}", "take it out, or write # before it")


def _mark_slip(key: str, at: int, rest: str, *, enclosed: bool) -> Slip | None:
    """The slip of a sign that stands where the = of a key should; None if it is no sign."""
    char = rest[:1]
    if char in {":", "\uff1a", "\uff1d"}:
        return _colon_slip(key, at, rest[1:].lstrip("= \t"), enclosed=enclosed)
    if char == ".":
        return Slip(at, at + 1, "a part of the key is missing beside this dot", "take the dot out")
    if not char.isalnum() and value_of(rest) is None and value_of(rest[1:].strip()) is not None:
        return Slip(at, at + 1, f"a key is followed by =, not by {char}", "write = for it")
    return None


def _colon_slip(key: str, at: int, value: str, *, enclosed: bool) -> Slip:
    message = "a key is followed by =, not by a colon"
    mend = "write = for each such colon" if enclosed else "write = for it"
    if not enclosed:
        mend = write(meant(value), mend, key=key) if value else f"write {headed(key)}"
    return Slip(at, at + 1, message, mend)


def _bullet_slip(start: int, bullet: re.Match[str]) -> Slip:
    message = "entries have no bullets: a step begins with [[step]]"
    return Slip(start, start + 1, message, f"take the {bullet[1]} out")


def _odd_key(start: int, written: str) -> Slip:
    mend = f"write {_key(written)}"
    return Slip(start, start + len(written), _bare_letters("a key"), mend)


def _bare_letters(what: str) -> str:
    return f"{what} has letters from a to z, digits, - and _ only, or stands in quotes"


def _key(written: str) -> str:
    """What was meant as a key: one of the format's if it is near, else as it stands."""
    known = re.sub(r"[ \t-]+", "_", written)
    return known if known in _FORMAT else _bare_or_quoted(written)


def _bare_or_quoted(name: str) -> str:
    if KEY_PART.fullmatch(name):
        return name
    joined = re.sub(r"[ \t]+", "-", name)
    return joined if KEY_PART.fullmatch(joined) else quoted(name) or "it in quotes"


def _statement(text: str, start: int, *, enclosed: bool) -> str:
    """The line from an offset on, without a comment; in an inline table, up to its next entry."""
    line = without_comment(line_from(text, start))
    return line[: _end_of(_IN_BRACES, line, 0)].rstrip() if enclosed else line


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
