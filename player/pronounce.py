"""Pronunciation help: what is written one way and spoken another.

A table of spellings, such as `"90/90" = "ninety ninety"`, is applied to a text just before it is
spoken; what is shown stays as it was written.

- A spelling counts as a whole word only: `hip` leaves `hips` alone, `90/90` leaves `190/90`.
- Of spellings that begin at the same place the longest counts. What is put in is final: no other
  spelling is looked for in it.
- A spelling all in small letters stands for any case: `couch` also changes `Couch`. One with a
  capital stands for itself alone: `IT` changes `IT band` and leaves `it` in peace.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from player.units import Unreadable

Pronunciations = tuple[tuple[str, str], ...]
"""Pairs of what is written and how it is spoken."""

MOST_SPELLINGS = 200
"""Spellings a table may have."""

SPELLING_LIMIT = 60
"""Characters of what is written."""

SPOKEN_LIMIT = 200
"""Characters of how it is spoken."""

_MEND = 'write like "90/90" = "ninety ninety"'


def pronounced(pronunciations: Pronunciations, text: str) -> str:
    """A text as it is spoken."""
    if not pronunciations:
        return text
    pattern, spoken = _compiled(pronunciations)
    changed, count = pattern.subn(
        lambda match: spoken[(match.lastindex or 1) - 1], unicodedata.normalize("NFC", text)
    )
    return changed if count else text


def combined(first: Pronunciations, second: Pronunciations) -> Pronunciations:
    """Two tables as one; where both have a spelling, the first counts."""
    known = {spelling for spelling, _ in first}
    return first + tuple(pair for pair in second if pair[0] not in known)


def read_pronunciations(value: object) -> Pronunciations:
    """Read a table of spellings and how they are spoken.

    Raises:
        Unreadable: If it is no such table, or too large.
    """
    if not isinstance(value, dict):
        raise Unreadable("wrong-type", "a table was expected", _MEND)
    if len(value) > MOST_SPELLINGS:
        raise Unreadable(
            "out-of-bounds",
            f"{len(value)} spellings where {MOST_SPELLINGS} are allowed",
            "leave some out",
        )
    pairs = tuple(
        (_text(spelling, SPELLING_LIMIT), _text(spoken, SPOKEN_LIMIT))
        for spelling, spoken in value.items()
    )
    spellings = [spelling for spelling, _ in pairs]
    for spelling in spellings:
        if spellings.count(spelling) > 1:
            raise Unreadable("twice", f'the spelling "{spelling}" stands twice', "keep one")
    return pairs


def _text(value: object, limit: int) -> str:
    """Printable text with a word in it; runs of white space become one."""
    if not isinstance(value, str):
        raise Unreadable("wrong-type", "text was expected", _MEND)
    folded = unicodedata.normalize("NFC", " ".join(value.split()))
    if not folded.isprintable():
        raise Unreadable(
            "control-character",
            "it contains a character that cannot be shown or spoken",
            "delete that character",
        )
    if not any(character.isalnum() for character in folded):
        raise Unreadable("nothing-to-say", f'"{folded[:20]}" has no word in it', _MEND)
    if len(folded) > limit:
        raise Unreadable(
            "too-long", f'"{folded[:20]}…" has {len(folded)} characters, {limit} are allowed',
            "shorten it",
        )  # fmt: skip
    return folded


@lru_cache(maxsize=8)
def _compiled(pronunciations: Pronunciations) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern for all spellings, and what is spoken for each of its groups."""
    ordered = sorted(pronunciations, key=lambda pair: (-len(pair[0]), _of_any_case(pair[0]), pair))
    pattern = "|".join(f"({_whole_word(spelling)})" for spelling, _ in ordered)
    return re.compile(pattern), tuple(spoken for _, spoken in ordered)


def _whole_word(spelling: str) -> str:
    found = re.escape(spelling)
    if _of_any_case(spelling):
        found = f"(?i:{found})"
    before = r"(?<!\w)" if _in_word(spelling[0]) else ""
    after = r"(?!\w)" if _in_word(spelling[-1]) else ""
    return f"{before}{found}{after}"


def _of_any_case(spelling: str) -> bool:
    return spelling == spelling.lower()


def _in_word(character: str) -> bool:
    return re.match(r"\w", character) is not None
