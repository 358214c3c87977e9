"""What is wrong with a text that is not TOML: the place, the slip and the mend.

tomllib tells where it stopped. That is often behind the slip, and its words are those of a
grammar; so the text is read once more, for what people write in haste.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from player.errors import TextSpan
from player.routine.place import printable
from player.routine.slip import Slip
from player.routine.syntax_clashes import clash
from player.routine.syntax_scan import Scan
from player.routine.text_lines import TextLines

_WHERE = re.compile(r"\(at (?:line (\d{1,9}), column (\d{1,9})|end of document)\)")
_CLASHES = ("Cannot ", "Duplicate ")
_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4299,}")
"""More digits than Python reads as a number."""

_LONGEST = 300
"""Characters of a message or a mend."""


class SyntaxSlip(NamedTuple):
    """A slip in the writing of TOML.

    Attributes:
        span: Where it stands; of no width where something is missing.
        message: What is wrong.
        mend: What to do about it.
    """

    span: TextSpan
    message: str
    mend: str


def syntax_slip(text: str, error: str) -> SyntaxSlip:
    """The slip that keeps a text from being TOML.

    Args:
        text: A text that tomllib refuses.
        error: What it says about it.
    """
    text = text.replace("\r\n", "\n")
    lines = TextLines(text)
    slip = _slip(text, error, lines)
    return SyntaxSlip(
        lines.span(slip.start, slip.end),
        printable(slip.message, _LONGEST),
        printable(slip.mend, _LONGEST),
    )


def _slip(text: str, error: str, lines: TextLines) -> Slip:
    where = _WHERE.search(error)
    if where is None:
        return _without_place(text)
    stopped = lines.offset(int(where[1]), int(where[2])) if where[1] else len(text)
    if error.startswith("Unescaped"):
        stopped = max(0, stopped - 2)  # tomllib is past the escape by then
    odd = _odd_character(text, stopped)
    if odd is not None:
        return odd
    scan = Scan(text, stopped)
    found = scan.slip
    if found is None and error.startswith(_CLASHES):
        found = clash(text, scan, stopped)
    if found and (not where[1] or lines.line(stopped) <= lines.line(max(scan.at, found.end))):
        return found
    return _unknown(text, stopped)


def _without_place(text: str) -> Slip:
    """The slip that tomllib gives no place for: a number that Python does not read."""
    found = _LONG_NUMBER.search(text)
    if found is None:
        return _unknown(text, 0)
    return Slip(*found.span(), "this number has too many digits", "write a shorter one")


def _unknown(text: str, at: int) -> Slip:
    end = at if text[at : at + 1] in {"", "\n"} else at + 1
    return Slip(at, end, "the text is not TOML from here on", "mend this first, then check again")


def _odd_character(text: str, at: int) -> Slip | None:
    """The slip of a character that cannot be seen for what it is."""
    char = text[at : at + 1]
    if not char or char in "\n\t ":
        return None
    kind = unicodedata.category(char)
    code = f"U+{ord(char):04X}"
    if char == "\r":
        return Slip(at, at + 1, "this line ends in a way that TOML does not know",
                    "save the file with the line ends of Unix or Windows")  # fmt: skip
    if kind in {"Cc", "Cf"}:
        return Slip(at, at + 1, f"a character that cannot be seen ({code})", "take it out")
    if kind == "Zs":
        return Slip(at, at + 1, f"a space of another kind ({code})", "write a plain space")
    return None
