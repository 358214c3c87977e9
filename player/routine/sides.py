"""Names of sides and directions: which side is meant, and the usual names in another language."""

from __future__ import annotations

import re

from player.routine.languages import LANGUAGES
from player.routine.model import First, Group, Leaf, Step

_MEANS = {
    word: side
    for language in LANGUAGES.values()
    for side, words in ((First.LEFT, language.left), (First.RIGHT, language.right))
    for word in words
}


def side_of(name: str) -> First | None:
    """Which side a name means, in any of the languages; None if it says neither.

    The first word that says so counts: `left over right` and `jambe gauche` are left ones.
    """
    words = re.findall(r"\w+", name.casefold())
    return next((_MEANS[word] for word in words if word in _MEANS), None)


def put_into(language: str, steps: tuple[Step, ...], known: str) -> tuple[Step, ...]:
    """Steps whose usual sides and directions are called as a language has it.

    Args:
        language: The language they are to be called in.
        steps: The steps.
        known: The language they are called in so far.
    """
    return tuple(
        step._replace(steps=put_into(language, step.steps, known))
        if isinstance(step, Group)
        else leaf_in(language, step, known)
        for step in steps
    )


def leaf_in(language: str, leaf: Leaf, known: str) -> Leaf:
    """A step whose usual sides and directions are called as a language has it."""
    if language == known:
        return leaf
    before, after = LANGUAGES[known], LANGUAGES[language]
    sides = after.sides if leaf.sides == before.sides else leaf.sides
    directions = after.directions if leaf.directions == before.directions else leaf.directions
    return leaf._replace(sides=sides, directions=directions)
