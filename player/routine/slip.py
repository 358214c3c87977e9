"""What a slip in the writing of TOML is, and how its mend is put."""

from __future__ import annotations

import re
from typing import NamedTuple

from player.routine.toml_text import key_names, value_of

LONGEST_MEND = 70
"""Characters of TOML that a mend shows; what is longer is described instead."""

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")


class Slip(NamedTuple):
    """Something in a text that is not TOML.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last; the same as `start` where something is missing.
        message: What is wrong.
        mend: What to do about it.
    """

    start: int
    end: int
    message: str
    mend: str


class SlipError(Exception):
    """Reading came to a slip."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.message)
        self.slip = slip


def write(value: str, otherwise: str, *, key: str = "") -> str:
    """A mend that shows what to write; `otherwise` if that would be long, or would be no TOML."""
    shown = f"{key} = {value}" if key else value
    fits = len(shown) <= LONGEST_MEND and shown.isprintable()
    sound = fits and value_of(value) is not None and (not key or key_names(key))
    return f"write {shown}" if sound else otherwise


def line_from(text: str, start: int) -> str:
    """The rest of the line from an offset on, without its end."""
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def without_comment(line: str) -> str:
    """A line up to a comment and the blanks before it."""
    return _COMMENT.sub("", line, count=1).rstrip()
