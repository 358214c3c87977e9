"""Drafts of routines, read and measured."""

from __future__ import annotations

import re
from functools import cache

from player.routine.doings import Length, Sections
from player.routine.drafting import Heading, new_text
from player.routine.library import Library
from player.routine.model import Routine
from player.routine.reader import loads
from player.shipped import shipped_folder
from player.units import Unreadable, samples
from support.compiling import compiled

LIBRARY = Library(shipped_folder("routines"))
CATALOGUE = LIBRARY.exercises()


def read(text: str, base: Routine | None = None) -> Routine:
    """The routine of a draft; `base` is what it is made from."""

    def other(wanted: str) -> Routine:
        if base is None:
            raise Unreadable("no-such-routine", f"there is no {wanted}")
        return base

    return loads(text, name="drafted", exercises=lambda: CATALOGUE, others=other)


def length_under(heading: Heading) -> Length:
    """Gives the samples that a draft with a heading takes."""
    return lambda sections: length(new_text(heading, sections))


def length(text: str) -> int:
    """Samples that a draft takes."""
    return _length_without_target(re.sub(r'(?m)^target = "\d+min"$', "", text))


@cache
def _length_without_target(text: str) -> int:
    return compiled(read(text)).length


def apart(heading: Heading, sections: Sections) -> float:
    """How far from its minutes a draft is, as a share of them."""
    target = samples(60 * (heading.minutes or 0))
    return abs(length(new_text(heading, sections)) - target) / target


def used(text: str) -> str:
    """The text with everything that is left out taken in."""
    return re.sub(r"(?m)^#(?=[^\s:])", "", text)
