"""Text in quotes: where it ends, and what keeps it from ending."""

from __future__ import annotations

import re

from player.routine.slip import Slip, SlipError, line_from, without_comment, write
from player.routine.syntax_lines import begins_statement
from player.routine.syntax_values import CURLY
from player.routine.toml_text import DOTTED, quoted

_WHOLE = {
    '"""': re.compile(r'"""(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'),
    "'''": re.compile(r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"'),
    "'": re.compile(r"'[^'\n]*+'"),
}

_ESCAPE = re.compile(
    r'\\(?:(?P<known>[btnfr"\\]|u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8}))'
    r"|(?P<line_end>[ \t]*+\n))?"
)
_SURROGATES = range(0xD800, 0xE000)
_MOST_CHARACTERS = 0x110000

_AFTER_VALUE = re.compile(r"(?=[ \t\n,;)\]}#]|\Z)")
_MOST_LINES = 40
"""Lines after an open quote in which its end is looked for."""

_NO_TEXT = re.compile(rf"[ \t]*+(?:$|#|\[|{DOTTED}[ \t]*+=)")
"""A line that begins something else than text."""


def end_of_string(text: str, start: int, *, key: str, enclosed: bool) -> int:
    """The offset after a string.

    Args:
        text: The whole text.
        start: The offset of its first quote.
        key: The key it belongs to, as a mend shows it; empty within lists and inline tables.
        enclosed: Whether it stands within a list or an inline table.

    Raises:
        SlipError: If it has no end, holds a backslash that means nothing, or runs on.
    """
    quote = text[start]
    opening = quote * 3 if text.startswith(quote * 3, start) else quote
    found = _WHOLE[opening].match(text, start)
    if found is None:
        if opening != quote:
            mend = f"write {opening} where it ends"
            if quote == '"':
                _check_escapes(text, start, len(text), key, long=True)
            raise SlipError(Slip(start, start + 3, "this text has no end", mend))
        raise SlipError(_without_end(text, start, key, enclosed=enclosed))
    if quote == '"':
        _check_escapes(text, start, found.end(), key, long=opening != quote)
    if not _AFTER_VALUE.match(text, found.end()):
        raise SlipError(_running_on(text, start, found.end(), key, enclosed=enclosed))
    return found.end()


def _check_escapes(text: str, start: int, end: int, key: str, *, long: bool) -> None:
    for found in _ESCAPE.finditer(text, start, end):
        if found["line_end"] and long:
            continue
        code = int(found["four"] or found["eight"] or "0", 16)
        if found["known"] and code not in _SURROGATES and code < _MOST_CHARACTERS:
            continue
        at = found.start()
        wrong = text[at : found.end()] if found["known"] else text[at : at + 2]
        if wrong == "\\'":
            message = "the quote ' needs no backslash here"
            value = text[start:end].replace("\\'", "'")
            mend = write(value, "take the backslash out", key=key)
        elif found["known"]:
            message, mend = f"there is no character {wrong}", "write the character itself"
        else:
            message = "a backslash in text is written twice, or the text stands in single quotes"
            value = "" if long else f"'{text[start + 1 : end - 1]}'"
            mend = write(value, "write \\\\ for each backslash", key=key)
        raise SlipError(Slip(at, at + len(wrong.rstrip("\n")), message, mend))


def _without_end(text: str, start: int, key: str, *, enclosed: bool) -> Slip:
    """The slip of a text in single quotes of either kind that its line does not end."""
    quote = text[start]
    line = without_comment(line_from(text, start))
    end = start + len(line)
    if len(line) > 1 and line[-1] in CURLY + "\"'":
        if line[-1] == quote:
            message = "the backslash makes this quote a part of the text"
            value = f"'{line[1:-1]}'"
            mend = write(value, "write the backslash twice", key=key)
            return Slip(end - 2, end, message, mend)
        message = f"text that begins with {quote} also ends with {quote}"
        mend = write(quoted(line[1:-1]), f"write {quote} here", key=key)
        return Slip(end - 1, end, message, mend)
    last = _several_lines(text, start)
    if last:
        message = "text over several lines stands between three quotes"
        return Slip(start, last, message, f"write {quote * 3} at its begin and at its end")
    content = re.split(r"[,\]}]", line[1:], maxsplit=1)[0] if enclosed else line[1:]
    content = content.rstrip() or line[1:]
    return _no_quote(start + 1 + len(content), content, quote, key)


def _several_lines(text: str, start: int) -> int:
    """The offset after the quote that ends a text lines later; 0 if there is none."""
    quote = text[start]
    at = start
    for _ in range(_MOST_LINES):
        at = text.find("\n", at) + 1
        if not at or at == len(text) or _NO_TEXT.match(line_from(text, at)):
            return 0
        line = without_comment(line_from(text, at))
        if quote in line:
            ends_so = line.count(quote) == 1 and line.rstrip(",]} ").endswith(quote)
            return at + line.index(quote) + 1 if ends_so else 0
    return 0


def _running_on(text: str, start: int, end: int, key: str, *, enclosed: bool) -> Slip:
    """The slip of a text that something follows without a gap."""
    quote = text[start]
    content = text[start + 1 : end - 1]
    cut = re.search(r"[,;=\]}]", content) if enclosed else None
    if cut:
        content = content[: cut.start()].rstrip(f" {CURLY}")
        return _no_quote(start + 1 + len(content), content, quote, key)
    if begins_statement(text, end):
        if enclosed:
            return Slip(end, end, "the comma after the text is missing", "write , here")
        last = end + len(without_comment(line_from(text, end)))
        return Slip(end, last, "this needs a line of its own", "begin a new line before it")
    if not enclosed and begins_statement(text, end + 1):
        return Slip(end, end + 1, f"{text[end]} does not belong here", "take it out")
    line = text[start:end] + without_comment(line_from(text, end))
    if enclosed:
        line = line[: end - start] + re.split(r"[,\]}]", line[end - start :], maxsplit=1)[0]
        line = line.rstrip()
    whole = line[1:-1] if line.endswith(quote) else line.replace(quote, "")
    value = quoted(whole.strip(quote) if whole.startswith(quote) else whole)
    if line.endswith(quote):
        mend = write(value, f"write \\{quote} for a quote within the text", key=key)
        return Slip(end - 1, end, "this quote ends the text early", mend)
    mend = (
        write(value, "take it out", key=key)
        if re.search(r"\w", line[end - start :])
        else "take it out"
    )
    return Slip(end, start + len(line), "this stands after the end of the text", mend)


def _no_quote(end: int, content: str, quote: str, key: str) -> Slip:
    mend = f"write {quote} here"
    mend = write(quoted(content), mend, key=key) if key else mend
    return Slip(end, end, "the quote at the end of the text is missing", mend)
