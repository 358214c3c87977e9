"""Bars: how far something has come, and how full the lungs are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from player.live.breathing import Lungs, Part
from player.live.screen.lettering import Scale, lettered
from player.live.screen.pieces import Line, Piece, Role, cut
from player.live.screen.progress import Stretch
from player.units import SAMPLE_RATE, clock

_MIDDLE, _WIDE = 60, 100
# Columns from which on the word of a breath is in large letters, and in wide ones.

_LABEL = 10
_LABELLED = 30
_LEAST_BAR = 6

_BREATH_ROLES = {Part.IN: Role.IN, Part.OUT: Role.OUT}


def progress_bars(stretches: Sequence[Stretch], width: int) -> tuple[Line, ...]:
    """Stretches as bars between their names and their times; in few columns the times alone."""
    times = [_times(stretch) for stretch in stretches]
    widest = max(len(time) for time in times)
    label = _LABEL if width >= _LABELLED else 0
    room = width - label - widest - 2
    lines: list[Line] = []
    for stretch, time in zip(stretches, times, strict=True):
        name = cut(stretch.name, label - 2)
        named = Piece(name + " " * (label - cell_len(name)), Role.FAINT)
        bar = _bar(stretch, room) if room >= _LEAST_BAR else ()
        lines.append((named, *bar, Piece(time.rjust(widest + 2) if bar else time)))
    return tuple(lines)


def _times(stretch: Stretch) -> str:
    """How much of a stretch is over, and of how much."""
    if not stretch.length:
        return stretch.instead
    return f"{clock(stretch.done)} / {clock(stretch.length)}"


def _bar(stretch: Stretch, room: int) -> Line:
    """What is over in heavy strokes, what is left in light ones."""
    halves = 2 * room * stretch.done // stretch.length if stretch.length else 0
    whole, half = divmod(halves, 2)
    done = "━" * whole + "╸" * half
    return (Piece(done, Role.DONE), Piece("─" * (room - len(done)), Role.FAINT))


def breath_bar(breath: Lungs, width: int, rows: int) -> tuple[Line, ...]:
    """A bar that swells from its middle as the lungs fill, after the word of what they do.

    The word is as large as the rows allow, with the seconds that are left of it.
    """
    role = _BREATH_ROLES.get(breath.part, Role.HELD)
    words = _words(breath, width, rows)
    labelled = max(len(row) for row in words)
    room = width - labelled
    middle = room // 2
    halves = round(breath.fullness * middle * 2)
    whole, half = divmod(halves, 2)
    full = "▐" * half + "█" * (2 * whole) + "▌" * half
    empty = middle - whole - half
    lines: list[Line] = []
    for row, text in enumerate(words):
        around = Piece(("·" if row == rows // 2 else " ") * empty, Role.FAINT)
        lines.append((Piece(text.ljust(labelled), role), around, Piece(full, role), around))
    return tuple(lines)


def _words(breath: Lungs, width: int, rows: int) -> tuple[str, ...]:
    """What the lungs do, in as many rows."""
    seconds = -(-breath.left // SAMPLE_RATE)
    if rows >= Scale.SMALL.rows and width >= _MIDDLE:
        scale = Scale.SMALL if width >= _WIDE else Scale.NARROW
        # The widest of the words, so that the bar stays in its place.
        widest = len(lettered(f"{Part.PAUSE} 0", scale)[0])
        return tuple(
            row.ljust(widest + 2) for row in lettered(f"{breath.part} {seconds % 100}", scale)
        )
    word = f"{breath.part.upper():<6}{seconds:>2}  "
    blank = " " * len(word)
    return tuple(word if row == rows // 2 else blank for row in range(rows))
