"""Large letters and figures made of blocks, to be read across a room.

Every glyph has five columns and seven rows of dots; an accent stands in an eighth row above.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache

_SHEETS = """
0     1     2     3     4     5     6     7     8     9     :   .   ,   '
.###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ... ... ... ##
#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# ##. ... ... ##
#...# ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# ##. ... ... .#
#...# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### ... ... ... #.
#...# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# ##. ... ##. ..
#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. ##. ##. .#. ..
.###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. ... ##. #.. ..

A     B     C     D     E     F     G     H     I   J     K     L     M
.###. ####. .###. ####. ##### ##### .###. #...# ### ..### #...# #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# .#. ...#. #..#. #.... ##.##
#...# #...# #.... #...# #.... #.... #.... #...# .#. ...#. #.#.. #.... #.#.#
##### ####. #.... #...# ####. ####. #.### ##### .#. ...#. ##... #.... #.#.#
#...# #...# #.... #...# #.... #.... #...# #...# .#. ...#. #.#.. #.... #...#
#...# #...# #...# #...# #.... #.... #...# #...# .#. #..#. #..#. #.... #...#
#...# ####. .###. ####. ##### #.... .#### #...# ### .##.. #...# ##### #...#

N     O     P     Q     R     S     T     U     V     W     X     Y     Z
#...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
#...# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
#.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
#..## #...# #.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#...
#...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. #.#.# #...# ..#.. #....
#...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. .#.#. #...# ..#.. #####

-     +     /     (   )   !  ?     &
..... ..... ....# ..# #.. ## .###. .##..
..... ..#.. ....# .#. .#. ## #...# #..#.
..... ..#.. ...#. #.. ..# ## ....# #.#..
.###. ##### ..#.. #.. ..# ## ...#. .#...
..... ..#.. .#... #.. ..# .. ..#.. #.#.#
..... ..#.. #.... .#. .#. ## ..... #..#.
..... ..... #.... ..# #.. ## ..#.. .##.#
"""

_ROWS = 8

_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": ".#...",
    "\N{COMBINING ACUTE ACCENT}": "...#.",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "..#..",
    "\N{COMBINING TILDE}": ".###.",
    "\N{COMBINING DIAERESIS}": ".#.#.",
    "\N{COMBINING RING ABOVE}": "..#..",
    "\N{COMBINING CEDILLA}": ".....",
}

_LIKE = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
}

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""A cell of two by two dots: bits for top left, top right, bottom left, bottom right."""


class Scale(Enum):
    """How large letters are, the largest first.

    A dot takes four columns and two rows of the terminal, two and one, one and a half, or half of
    each.
    """

    HUGE = "huge"
    LARGE = "large"
    SMALL = "small"
    NARROW = "narrow"

    @property
    def rows(self) -> int:
        """Rows that letters take."""
        return {Scale.HUGE: 14, Scale.LARGE: 7}.get(self, 4)


@lru_cache(maxsize=128)
def lettered(text: str, scale: Scale) -> tuple[str, ...]:
    """Text in large letters, one string a row, all of one width; empty if it cannot be drawn."""
    dots = _dots(text)
    if not dots:
        return ()
    if scale in {Scale.HUGE, Scale.LARGE}:
        wide, high = (4, 2) if scale is Scale.HUGE else (2, 1)
        cells = {"#": "█" * wide, ".": " " * wide}
        rows = ["".join(cells[dot] for dot in row) for row in dots[1:]]
        return tuple(row for row in rows for _ in range(high))
    if scale is Scale.SMALL:
        dots = tuple("".join(2 * dot for dot in row) for row in dots)
    dots = tuple(row + "." * (len(row) % 2) for row in dots)
    return tuple(
        "".join(
            _cell(top[column : column + 2], bottom[column : column + 2])
            for column in range(0, len(top), 2)
        )
        for top, bottom in zip(dots[::2], dots[1::2], strict=True)
    )


def largest(text: str, width: int, height: int) -> tuple[str, ...]:
    """Text in the largest letters that fit; empty if none do."""
    for scale in Scale:
        rows = lettered(text, scale) if scale.rows <= height else ()
        if rows and len(rows[0]) <= width:
            return rows
    return ()


def _cell(top: str, bottom: str) -> str:
    """The character of two dots over two."""
    pairs = zip(top, bottom, strict=True)
    left, right = ((above == "#") + 4 * (below == "#") for above, below in pairs)
    return _QUADRANTS[left + 2 * right]


def _dots(text: str) -> tuple[str, ...]:
    """The rows of dots of a text, all as long; empty if a character has no glyph."""
    glyphs: list[list[str]] = []
    for character in unicodedata.normalize("NFD", text.replace("ß", "ss").upper()):
        if character in _ACCENTS and glyphs:
            glyphs[-1][0] = _ACCENTS[character][: len(glyphs[-1][1])]
        elif glyph := _glyphs().get(_LIKE.get(character, character)):
            glyphs.append(["." * len(glyph[0]), *glyph])
        else:
            return ()
    return tuple(".".join(glyph[row] for glyph in glyphs) for row in range(_ROWS)) if glyphs else ()


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, tuple[str, ...]]:
    """The glyphs of the sheets, by their character."""
    found = {" ": ("...",) * (_ROWS - 1)}
    for sheet in _SHEETS.strip().split("\n\n"):
        names, *rows = (line.split() for line in sheet.splitlines())
        found |= dict(zip(names, zip(*rows, strict=True), strict=True))
    return found
