"""The whole screen at a moment, for a terminal of any size: lines of pieces. Pure."""

from __future__ import annotations

from typing import NamedTuple

from player.live.controls import Now
from player.live.moment import Story
from player.live.screen.foot import all_keys
from player.live.screen.layout import arranged
from player.live.screen.page import NOTHING_TYPED, Entry, Page
from player.live.screen.pieces import Line, Piece, Role, filled, width_of


class View(NamedTuple):
    """A screen: as many lines as it has rows, each of as many columns as it has."""

    lines: tuple[Line, ...]


_WIDE, _MIDDLE = 72, 36
# Columns from which on there is a margin of two, and of one.


def view(now: Now, story: Story, width: int, height: int, entry: Entry = NOTHING_TYPED) -> View:
    """What a terminal of some columns and rows shows of a session.

    What matters most is shown in any size, and in larger letters the more room there is: what is
    done, the count or time, what comes next. Other things join as there is room.

    Args:
        now: Where the session is.
        story: The story of its timeline.
        width: Columns.
        height: Rows.
        entry: What the listener is typing.
    """
    margin = 2 if width >= _WIDE else 1 if width >= _MIDDLE else 0
    page = Page(now, story, story.moment(now.position), width - 2 * margin, height, entry)
    lines = arranged(page.blocks(), height)
    return View(tuple(filled(line, width, margin if line else 0) for line in lines))


def help_view(width: int, height: int) -> View:
    """All keys: in sentences, or in a word or two where there is less room."""
    margin = 1 if width >= _MIDDLE else 0
    rows = _in_columns(all_keys(brief=False), height - 2)
    if max(map(width_of, rows)) > width - 2 * margin:
        rows = _in_columns(all_keys(brief=True), height - 2)
    title: Line = (Piece("Keys", Role.STRONG), Piece("   any key goes back", Role.FAINT))
    lines = [title, (), *rows, *[()] * height][:height]
    return View(tuple(filled(line, width, margin) for line in lines))


def _in_columns(lines: tuple[Line, ...], rows: int) -> tuple[Line, ...]:
    """Lines one under another, then beside one another, in so many rows at the most."""
    rows = max(1, min(rows, len(lines)))
    columns = [lines[start : start + rows] for start in range(0, len(lines), rows)]
    joined = list(columns[0])
    for column in columns[1:]:
        start = max(map(width_of, joined)) + 1
        for row, line in enumerate(column):
            joined[row] = (*joined[row], Piece(" " * (start - width_of(joined[row]))), *line)
    return tuple(joined)
