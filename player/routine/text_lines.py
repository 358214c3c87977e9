"""The lines of a text: offsets to lines and columns, and back."""

from __future__ import annotations

import re
from bisect import bisect_right

from player.errors import TextSpan


class TextLines:
    r"""Where the lines of a text begin. Only `\n` ends a line; a `\r` before it belongs to it.

    Args:
        text: The text. Offsets count its characters from 0.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._length = len(text)

    def line(self, offset: int) -> int:
        """The number of the line an offset stands in, from 1."""
        return bisect_right(self._starts, offset)

    def span(self, start: int, end: int) -> TextSpan:
        """The stretch between two offsets; one character after the text is its end."""
        line, last_line = self.line(start), self.line(end)
        return TextSpan(
            line,
            start - self._starts[line - 1] + 1,
            last_line,
            end - self._starts[last_line - 1] + 1,
        )

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; the text's end if they lie beyond it."""
        if not 0 < line <= len(self._starts):
            return self._length
        return min(self._starts[line - 1] + max(column, 1) - 1, self._length)
