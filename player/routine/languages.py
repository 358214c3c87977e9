"""The languages a routine may be written in, and what the format itself has words for in each."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_LANGUAGE = "en"
"""The language of a routine that says nothing else, and of the shipped exercises."""


class Language(NamedTuple):
    """A language.

    Attributes:
        name: What it is called, in messages.
        sides: What `sides = true` calls the left and the right one.
        directions: What `directions = true` calls clockwise and counterclockwise.
        left: Words that mean the left one in the name of a side, such as `left foot`.
        right: Words that mean the right one.
    """

    name: str
    sides: tuple[str, str]
    directions: tuple[str, str]
    left: frozenset[str]
    right: frozenset[str]


LANGUAGES: dict[str, Language] = {
    "en": Language(
        "English",
        ("left", "right"),
        ("clockwise", "counterclockwise"),
        frozenset({"left"}),
        frozenset({"right"}),
    ),
    "de": Language(
        "German",
        ("links", "rechts"),
        ("im Uhrzeigersinn", "gegen den Uhrzeigersinn"),
        frozenset({"links", "linke", "linken", "linkem", "linker", "linkes"}),
        frozenset({"rechts", "rechte", "rechten", "rechtem", "rechter", "rechtes"}),
    ),
    "es": Language(
        "Spanish",
        ("izquierda", "derecha"),
        ("sentido horario", "sentido antihorario"),
        frozenset({"izquierda", "izquierdo", "izquierdas", "izquierdos"}),
        frozenset({"derecha", "derecho", "derechas", "derechos"}),
    ),
    "fr": Language(
        "French",
        ("gauche", "droite"),
        ("sens horaire", "sens antihoraire"),
        frozenset({"gauche", "gauches"}),
        frozenset({"droite", "droit", "droites", "droits"}),
    ),
}
"""The languages by their short name. Each has a catalogue of phrases of the same name."""
