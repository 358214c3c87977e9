"""Which form of a phrase a count asks for: the plural rules of CLDR, for whole numbers.

Babel has these rules too, but to import it and to load one locale takes about 30 ms of processor
time, a third of what all of `player check` takes to import, and 33 MB of disk. For whole numbers
the rules of these languages are a line each; the tests hold them against Babel's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

MILLION = 1_000_000


class PluralRule(NamedTuple):
    """The plural rule of a language.

    Attributes:
        forms: The names of the forms it tells apart.
        form: Gives the name of the form for a count of nothing or more.
    """

    forms: tuple[str, ...]
    form: Callable[[int], str]


def _one_or_other(count: int) -> str:
    return "one" if count == 1 else "other"


def _whole_millions_apart(ones: tuple[int, ...], count: int) -> str:
    if count in ones:
        return "one"
    return "many" if count and count % MILLION == 0 else "other"


PLURALS: dict[str, PluralRule] = {
    "en": PluralRule(("one", "other"), _one_or_other),
    "de": PluralRule(("one", "other"), _one_or_other),
    "es": PluralRule(("one", "many", "other"), lambda count: _whole_millions_apart((1,), count)),
    "fr": PluralRule(("one", "many", "other"), lambda count: _whole_millions_apart((0, 1), count)),
}
"""The rules by language."""
