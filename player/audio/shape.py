"""The outline of a clip: all that fitting needs to know of it."""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """How long a clip is, and where in it the first sound is heard, both in samples."""

    length: int
    onset: int
