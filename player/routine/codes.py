"""The kinds of fault a routine may have, by the stable code that messages carry."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    """Which part of an entry a fault is about."""

    KEY = "key"
    VALUE = "value"


class Code(NamedTuple):
    """A kind of fault: what it means, and the part of the entry that is underlined."""

    about: str
    part: Part = Part.VALUE


CODES: dict[str, Code] = {
    "toml-syntax": Code("the text is not TOML"),
    "too-deep": Code("tables, lists or groups are nested too deeply", Part.KEY),
    "too-large": Code("the routine would grow out of hand", Part.KEY),
    "too-many": Code("the file has more faults than are told at once"),
    "too-long": Code("a text is longer than is allowed"),
    "unknown-key": Code("a key that the format does not have at this place", Part.KEY),
    "missing-key": Code("a key that is needed is not there", Part.KEY),
    "wrong-type": Code("a value of another type than is expected, such as text for a number"),
    "unknown-word": Code("a word that is not among the choices"),
    "out-of-bounds": Code("a number or a list beyond its bounds"),
    "not-positive": Code("a time or a number that must be more than nothing"),
    "not-a-time": Code("a text that is no time"),
    "no-unit": Code("a time without its unit"),
    "range-here": Code("a range where one value is needed"),
    "not-a-count": Code("a text that is no number"),
    "not-an-id": Code("a text that cannot be the id of an exercise"),
    "empty-text": Code("a text with nothing in it"),
    "nothing-to-say": Code("a text without a word in it"),
    "control-character": Code("a character that can be neither shown nor spoken"),
    "twice": Code("the same name stands twice in a list"),
    "no-steps": Code("a routine or group without steps", Part.KEY),
    "no-dose": Code("a step that does not say how much", Part.KEY),
    "two-doses": Code("more than one dose in a step", Part.KEY),
    "two-tempos": Code("both `tempo` and `phases`", Part.KEY),
    "not-for-this-dose": Code("a key that does not go with the dose of its step", Part.KEY),
    "outside-the-pass": Code("coaching at a time that lies outside of its step"),
    "no-such-side": Code("`first` names a side that the step does not have"),
    "unknown-exercise": Code("an exercise that is neither in the catalogue nor in the file"),
    "only-when-extending": Code("a key that only a routine with `extends` can have", Part.KEY),
    "two-places": Code("both `after` and `before`", Part.KEY),
    "unknown-step": Code("a step that the extended routine does not have"),
    "unknown-group": Code("a group that the included routine does not have"),
    "no-such-routine": Code("a routine to extend or include that cannot be found or read"),
    "faulty-routine": Code("a routine to extend or include that is at fault itself"),
    "outside-folder": Code("a file to extend or include outside of the routine's own folder"),
    "circle": Code("routines that extend or include each other in a circle"),
}
"""Every code, in the order in which they are documented."""
