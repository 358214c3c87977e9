"""Lists and inline tables that are almost TOML."""

from __future__ import annotations

import re
from typing import NamedTuple

from player.routine.slip import LONGEST_MEND, Slip, line_from, without_comment, write
from player.routine.syntax_lines import begins_statement, no_key_slip
from player.routine.syntax_values import CURLY, meant, miswritten
from player.routine.toml_text import DOTTED

_GAP = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_KEY_LIKE = re.compile(rf"{DOTTED}[ \t]*+=(?!=)")
_HEADER_LIKE = re.compile(
    r"\[{1,2}[ \t]*+[A-Za-z][\w. \t\"'-]*+\]{1,2}[ \t]*+(?:#[^\n]*+)?(?:\n|\Z)"
)
_CURLY_TEXT = re.compile(rf"[{CURLY}][^{CURLY}\"'\n]*+[{CURLY}\"']?+")
_PLAIN_AND_MORE = re.compile(r"true|false|(?:0|[1-9][0-9]*+)(?=[^0-9.,:-])")
"""A value that ends only where something follows without a gap."""

_TABLES_BELOW = re.compile(r"(?:[ \t]*+[{\"'#][^\n]*+\n){1,50}+[ \t]*+\]")
"""Lines of elements, up to the end of a list."""

_ELEMENT = re.compile(
    rf"[ \t]*+([{CURLY}][^{CURLY}\"'\n]*+[{CURLY}]|\"[^\"\\\n]*+\"|'[^'\n]*+'|"
    rf"[^,\[\]{{}}\"'\\\n{CURLY}]++)[ \t]*+[,\]]"
)

_TEXT_TO_QUOTE = re.compile(r"[^\"'\[\]{}#\n]++\"(?=[ \t]*+[,\]}])")

_MOST_LINES = 20
"""Lines after an open brace in which its end is looked for."""

_ONE_COMMA_MORE = "this comma is one too many"


class Opening(NamedTuple):
    """A bracket or brace that is open.

    Attributes:
        bracket: `[` or `{`.
        start: Its offset.
    """

    bracket: str
    start: int


class Last(NamedTuple):
    """What was read last: a value, a comma or an opening bracket.

    Attributes:
        start: The offset of its first character.
        end: The offset after it.
        plain: Whether it is a number, a date or a flag.
    """

    start: int
    end: int
    plain: bool = False


def value_slip(text: str, start: int, key: str, last: Last, stack: list[Opening]) -> Slip:
    """The slip of something that is no value.

    Args:
        text: The whole text.
        start: The offset where a value should begin.
        key: The key of the statement it stands in.
        last: What stands before it.
        stack: The brackets that are open.
    """
    written = _region(text, start, stack)
    if not written:
        return _no_value(text, last, stack)
    if written[0] == "=":
        return Slip(start, start + 1, "one = is enough", "take it out")
    more = _PLAIN_AND_MORE.match(written) if not stack else None
    if more and begins_statement(text, start + more.end()):
        return Slip(start + more.end(), start + len(written), "this needs a line of its own",
                    "begin a new line before it")  # fmt: skip
    if more and not re.search(r"[\w\s\"']", written[more.end() :]):
        return Slip(start + more.end(), start + len(written), "this stands after the value",
                    "take it out")  # fmt: skip
    slip = miswritten(written, start, key="" if stack else key)
    if [opening.bracket for opening in stack] == ["["]:
        whole = _list_meant(without_comment(line_from(text, stack[0].start)))
        return slip._replace(mend=write(whole, slip.mend, key=key))
    return slip


def _no_value(text: str, last: Last, stack: list[Opening]) -> Slip:
    mend = "write it here: a number, or text in quotes"
    gap = _GAP.match(text, last.end)
    following = gap.end() if gap else last.end
    if not stack and text[following : following + 1] in {"{", '"', "'"}:
        mend = "write [ here" if _TABLES_BELOW.match(text, following) else "write it on this line"
    return Slip(last.end, last.end, "the value after the = is missing", mend)


def _list_meant(written: str) -> str:
    """A list on one line with every element mended; empty if that cannot be told."""
    if len(written) > LONGEST_MEND:
        return ""
    elements: list[str] = []
    at = 1
    while found := _ELEMENT.match(written, at):
        elements.append(meant(found[1].rstrip()))
        at = found.end()
    whole = written[at - 1 :] == "]" and all(elements)
    return f"[{', '.join(elements)}]" if whole else ""


def element_slip(text: str, at: int, last: Last, stack: list[Opening]) -> Slip | None:
    """The slip of what stands where an element of a list should begin; None if it may be one."""
    char = text[at : at + 1]
    on_new_line = "\n" in text[last.end : at]
    if char == "}" and not _within(stack, "{"):
        return _wrong_mark(at, "]")
    if _KEY_LIKE.match(text, at) and "}" in re.split(r"[{\]]", line_from(text, at))[0]:
        return Slip(at, at, "the { before this table is missing", "write { here")
    if not char or char == "}" or (on_new_line and _begins_other(text, at)):
        return _not_closed(text, last, stack)
    if char == ",":
        return Slip(at, at + 1, _ONE_COMMA_MORE, "take it out")
    if _KEY_LIKE.match(text, at):
        end = at + len(re.split(r"\]", without_comment(line_from(text, at)))[0].rstrip(", "))
        return Slip(at, end, "a list has no keys", "put { before it and } after it")
    return None


def list_slip(text: str, at: int, last: Last, stack: list[Opening]) -> Slip:
    """The slip of what follows an element of a list and is neither a comma nor the end."""
    char = text[at : at + 1]
    on_new_line = "\n" in text[last.end : at]
    if char == "}" and not _within(stack, "{"):
        return _wrong_mark(at, "]")
    if not char or char == "}" or (on_new_line and _begins_other(text, at)):
        return _not_closed(text, last, stack)
    if char in ");":
        return _wrong_mark(at, "]" if char == ")" else ",")
    if last.plain and not on_new_line and char not in "\"'[{" and not char.isdecimal():
        return miswritten(_region(text, last.start, stack), last.start)
    if text[last.end - 1] == "}" and _KEY_LIKE.match(text, at):
        return Slip(last.end - 1, last.end, "this closes the table too early", "write , for it")
    return Slip(last.end, last.end, "the comma between two values is missing", "write , here")


def table_slip(text: str, at: int, last: Last, stack: list[Opening]) -> Slip:
    """The slip of what follows a value in an inline table and is neither a comma nor the end."""
    char = text[at : at + 1]
    if char in {"", "\n", "#"}:
        return _over_lines(text, last, stack)
    if char == "]":
        return _not_closed(text, last, stack[-1:]) if _within(stack, "[") else _wrong_mark(at, "}")
    if char in ");":
        return _wrong_mark(at, "}" if char == ")" else ",")
    if _KEY_LIKE.match(text, at):
        return Slip(last.end, last.end, "the comma between two entries is missing", "write , here")
    if last.plain:
        return miswritten(_region(text, last.start, stack), last.start)
    end = at + max(1, len(_region(text, at, stack)))
    return Slip(at, end, "this stands after the value", "take it out")


def entry_slip(text: str, at: int, last: Last, stack: list[Opening]) -> Slip:
    """The slip of what stands where a key of an inline table should begin."""
    char = text[at : at + 1]
    after_comma = text[last.start : last.end] == ","
    if char in {"", "\n", "#"}:
        return _over_lines(text, last, stack)
    if char == "}" and after_comma:
        return Slip(last.start, last.end, _ONE_COMMA_MORE, "take it out")
    if char == "]" and after_comma:
        return Slip(last.start, last.end, "the table in braces is not closed",
                    "write } for this comma")  # fmt: skip
    if char == "]":
        return _not_closed(text, last, stack[-1:])
    if char == "{" and after_comma and _within(stack, "["):
        return Slip(last.start, last.start, "the table in braces is not closed", "write } here")
    return no_key_slip(text, at, enclosed=True)


def _over_lines(text: str, last: Last, stack: list[Opening]) -> Slip:
    """The slip of an inline table that its line does not end."""
    gap = _GAP.match(text, last.end)
    following = gap.end() if gap else last.end
    char = text[following : following + 1]
    comma = text[last.start : last.end] == ","
    goes_on = char in {",", "}"}
    if (comma or text[last.start : last.end] == "{") and char not in {"{", "[", "]", ""}:
        goes_on = _closes_below(text, following)
    if goes_on:
        return Slip(stack[-1].start, last.end, "a table in braces stands on one line",
                    "write all of it on one line")  # fmt: skip
    if not comma and char == "{" and _within(stack, "["):
        return _not_closed(text, last, stack[-1:])._replace(mend="write }, here")
    if not comma:
        inner = stack[-1:] if char in {"{", "]"} and not _begins_other(text, following) else stack
        return _not_closed(text, last, inner)
    if char in {"{", "]"}:
        return Slip(last.start, last.start, "the table in braces is not closed", "write } here")
    return Slip(last.start, last.end, "the table in braces is not closed",
                f"write {_closing(stack)} for this comma")  # fmt: skip


def _closes_below(text: str, at: int) -> bool:
    """Whether a brace closes on a line from an offset on, before a header begins."""
    for _ in range(_MOST_LINES):
        line = without_comment(line_from(text, at))
        if "}" in line:
            return True
        at = text.find("\n", at) + 1
        if not at or _HEADER_LIKE.match(text, at):
            break
    return False


def _begins_other(text: str, at: int) -> bool:
    """Whether a statement begins at an offset within a list that should have ended before."""
    header = _HEADER_LIKE.match(text, at)
    return header is not None or (text[at] != "[" and begins_statement(text, at))


def _not_closed(text: str, last: Last, stack: list[Opening]) -> Slip:
    opening = stack[-1]
    what = "list" if opening.bracket == "[" else "table in braces"
    line, here = text.count("\n", 0, opening.start), text.count("\n", 0, last.end)
    where = "" if line == here else f" that begins on line {line + 1}"
    mend = f"write {_closing(stack)} here"
    return Slip(last.end, last.end, f"the {what}{where} is not closed", mend)


def _within(stack: list[Opening], bracket: str) -> bool:
    return any(opening.bracket == bracket for opening in stack)


def _closing(stack: list[Opening]) -> str:
    return "".join("]" if opening.bracket == "[" else "}" for opening in reversed(stack))


def _wrong_mark(at: int, right: str) -> Slip:
    return Slip(at, at + 1, f"{right} should stand here", f"write {right} for it")


def _region(text: str, start: int, stack: list[Opening]) -> str:
    """What is written from an offset on, up to what ends a value there."""
    line = line_from(text, start)
    curly = _CURLY_TEXT.match(line)
    if stack and (within := curly or _TEXT_TO_QUOTE.match(line)):
        return within[0].rstrip()
    if not stack:
        return without_comment(line)
    ends = ",]" if stack[-1].bracket == "[" else ",}"
    if len({opening.bracket for opening in stack}) > 1:
        ends = ",]}"
    return re.split(f"[{re.escape(ends)}]", without_comment(line), maxsplit=1)[0].rstrip()
