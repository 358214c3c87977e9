"""What a screen is made of: lines of pieces of text, each with the part it plays."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from player.routine.place import printable

LONGEST_TEXT = 1000
"""Characters of a text from a routine that are looked at."""


class Role(StrEnum):
    """The part a piece of text plays, by which it is painted."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    FIGURE = "figure"
    ALERT = "alert"
    IN = "in"
    OUT = "out"
    HELD = "held"
    DONE = "done"
    KEY = "key"
    TYPED = "typed"


class Piece(NamedTuple):
    """Text of one role; plain text whatever is in it."""

    text: str
    role: Role = Role.PLAIN


Line = tuple[Piece, ...]
"""Pieces from left to right."""


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Text of a routine on one line, its control characters replaced."""
    return printable(" ".join(text[:LONGEST_TEXT].split()), LONGEST_TEXT)


def cut(text: str, width: int) -> str:
    """Text in at most so many columns, with an ellipsis where some is missing."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


@lru_cache(maxsize=256)
def wrapped(text: str, width: int, most: int) -> tuple[str, ...]:
    """Text in lines of at most so many columns, broken between words; at most so many lines."""
    lines: list[str] = []
    for word in text.split():
        for part in chop_cells(word, max(2, width)):
            joined = f"{lines[-1]} {part}" if lines else part
            if lines and cell_len(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(part)
    if len(lines) > most:
        lines[most - 1] = cut(f"{lines[most - 1]} …", width)
    return tuple(lines[:most])


def width_of(line: Iterable[Piece]) -> int:
    """The columns a line takes."""
    return sum(cell_len(piece.text) for piece in line)


@lru_cache(maxsize=256)
def filled(line: Line, width: int, margin: int = 0) -> Line:
    """A line of exactly so many columns with margins on both sides; what is too long is cut."""
    left = width - 2 * margin
    pieces = [Piece(" " * margin)] if margin else []
    for piece in line:
        text = cut(piece.text, left)
        if text:
            pieces.append(Piece(text, piece.role))
        left -= cell_len(text)
        if text != piece.text:
            break
    left += margin
    return (*pieces, Piece(" " * left)) if left else tuple(pieces)
