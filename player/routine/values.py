"""Readers of single values: a TOML value in, a checked value of the model out.

Every reader raises `player.units.Unreadable` with a code, the reason and a mend. A reader with
bounds is a `partial` of one of the functions here, so that what a key takes can be told from its
reader alone, as `player.routine.schema` does.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import TypeVar

from player.routine.mends import (
    breath_key_mend,
    breath_mend,
    flag_mend,
    identifier_mend,
    list_mend,
    number_mend,
    pair_mend,
    text_mend,
)
from player.routine.model import (
    ALWAYS,
    LONG_PASS,
    Breath,
    Count,
    CountMode,
    Naming,
    Phase,
    Variant,
)
from player.units import Range, Unreadable, read_count, read_duration, seconds

Option = TypeVar("Option", bound=StrEnum)
Value = TypeVar("Value")

NAME_LIMIT = 120
"""Characters a name or title may have."""

TEXT_LIMIT = 600
"""Characters an instruction or a coaching sentence may have: about 40 seconds of speech."""

MOST_SIDES = 4
"""Sides or directions a step may have."""

MOST_LABELS = 100
"""Names that may be said instead of numbers."""

MOST_MOMENTS = 10
"""Times left that may be told in a pass."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\N{SOFT HYPHEN}"}


def text(limit: int, value: object) -> str:
    """Read printable text of 1 to `limit` characters; runs of white space become one."""
    if not isinstance(value, str):
        raise Unreadable("wrong-type", "text was expected", text_mend(value))
    folded = re.sub(r"[ \t\r\n]+", " ", value).strip()
    if not folded:
        raise Unreadable("empty-text", "the text is empty", "write something, or leave it out")
    if not any(character.isalnum() for character in folded):
        raise Unreadable("nothing-to-say", f'"{folded[:20]}" has no word in it', "write words")
    if len(folded) > limit:
        raise Unreadable(
            "too-long",
            f"the text has {len(folded)} characters, {limit} are allowed",
            "shorten it",
        )
    for character in () if folded.isprintable() else folded:
        if unicodedata.category(character) in _INVISIBLE and character not in _JOINERS:
            raise Unreadable(
                "control-character",
                f"the text contains U+{ord(character):04X}, which cannot be shown or spoken",
                "delete that character",
            )
    return folded


name = partial(text, NAME_LIMIT)
sentence = partial(text, TEXT_LIMIT)


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Unreadable("wrong-type", "true or false was expected", flag_mend(value))
    return value


def word(words: tuple[str, ...], value: object) -> str:
    """Read one of a few words."""
    if isinstance(value, str) and value in words:
        return value
    listed = ", ".join(f'"{one}"' for one in words)
    choices = f"write one of {listed}" if len(words) > 1 else f"write {listed}"
    if not isinstance(value, str):
        raise Unreadable("wrong-type", "a word was expected", choices)
    near = difflib.get_close_matches(value.casefold(), words, 1)
    mend = f'did you mean "{near[0]}"?' if near else choices
    raise Unreadable("unknown-word", f'"{value[:40]}" is not a choice here', mend)


def one_of(*words: str) -> Callable[[object], str]:
    """A reader of one of a few words."""
    return partial(word, words)


def option(options: type[Option], value: object) -> Option:
    """Read a member of an enumeration, by its value."""
    return options(word(tuple(one.value for one in options), value))


def member(options: type[Option]) -> Callable[[object], Option]:
    """A reader of a member of an enumeration, by its value."""
    return partial(option, options)


def whole_number(low: int, high: int, value: object) -> int:
    """Read a whole number within bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int):
        mend = number_mend(low, high, value)
        raise Unreadable("wrong-type", "a whole number was expected", mend)
    if not low <= value <= high:
        message = f"{_brief(value)} is not within {low} to {high}"
        raise Unreadable("out-of-bounds", message, number_mend(low, high, value))
    return value


def _brief(number: int) -> str:
    """A number as it is told; Python does not write those with thousands of digits."""
    return str(number) if abs(number) < 10**9 else "the number"


def whole(low: int, high: int) -> Callable[[object], int]:
    """A reader of a whole number within bounds, both included."""
    return partial(whole_number, low, high)


def lasting(value: object) -> Range:
    """Read a time or range of times in samples, longer than nothing."""
    length = read_duration(value)
    if length.low <= 0:
        mend = "write more than 0"
        if isinstance(value, int | float) and value < 0:
            mend = f"write {-value:g}"
        raise Unreadable("not-positive", "it must be longer than nothing", mend)
    return length


def exact(value: object) -> int:
    """Read one time in samples, longer than nothing; a range is at fault."""
    return _one(lasting(value))


def pause(value: object) -> int:
    """Read one time in samples, which may be nothing."""
    length = _one(read_duration(value))
    if length < 0:
        raise Unreadable("not-positive", "a time cannot be negative", 'write 0 or a time like "5s"')
    return length


def moment(value: object) -> int:
    """Read a time in samples from the start, or from the end if it has a minus in front."""
    if isinstance(value, str) and value.lstrip().startswith("-"):
        return -exact(value.lstrip()[1:])
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return -exact(-value)
    return pause(value)


def _one(length: Range) -> int:
    if length.first != length.last:
        first, last = (f'"{seconds(end):g}s"' for end in length)
        mend = f"write {first} or {last}"
        raise Unreadable("range-here", "one time was expected, not a range", mend)
    return length.first


def amount(limit: int, value: object) -> Range:
    """Read a number of reps or a range of them, from 1 to `limit`."""
    number = read_count(value)
    if number.low <= 0:
        raise Unreadable("not-positive", "it must be more than nothing", "write 1 or more")
    if number.high > limit:
        raise Unreadable(
            "out-of-bounds", f"{_brief(number.high)} is more than {limit}", f"write {limit} or less"
        )
    return number


def repetitions(limit: int) -> Callable[[object], Range]:
    """A reader of a number of reps or a range of them, from 1 to `limit`."""
    return partial(amount, limit)


BREATH_KEYS = {"in": Breath.IN, "hold": None, "out": Breath.OUT, "pause": None}
"""The parts of a breath in their order, with the way it goes."""

_WRITTEN_BREATH = re.compile(r"(\d+(?:\.\d+)?)-(?:(\d+(?:\.\d+)?)-)?(\d+(?:\.\d+)?)")


def breath_pattern(value: object) -> tuple[Phase, ...]:
    """Read a breath: `{ in = 4, hold = 0, out = 6, pause = 0 }`, or `"4-6"`, or `"4-0-6"`."""
    mend = breath_mend(value, BREATH_KEYS)
    if isinstance(value, str) and (match := _WRITTEN_BREATH.fullmatch(value.strip())):
        first, held, last = match.groups()
        value = {"in": float(first), "hold": float(held or 0), "out": float(last)}
    if not isinstance(value, dict):
        raise Unreadable("wrong-type", "a breath was expected", mend)
    if unknown := set(value) - set(BREATH_KEYS):
        key = min(unknown)
        mend = breath_key_mend(key, BREATH_KEYS)
        raise Unreadable("unknown-key", f"a breath has no `{key[:40]}`", mend, within=(key,))
    if not {"in", "out"} <= set(value):
        raise Unreadable("missing-key", "a breath needs both `in` and `out`", mend)
    parts = {key: value.get(key, 0) for key in BREATH_KEYS}
    lengths = dict(zip(parts, _each(pause, parts), strict=True))
    if not (lengths["in"] and lengths["out"]):
        raise Unreadable("not-positive", "breathing in and out must take time", mend)
    return tuple(Phase("", length, BREATH_KEYS[key]) for key, length in lengths.items() if length)


def labels(value: object) -> tuple[str, ...]:
    """Read what is said instead of numbers: `"A-Z"`, or a list of names."""
    if isinstance(value, str) and re.fullmatch(r"[A-Z]-[A-Z]", value.strip()):
        first, last = (ord(letter) for letter in value.strip()[::2])
        if first < last:
            return tuple(chr(code) for code in range(first, last + 1))
    if isinstance(value, str):
        upper = value.strip().upper()
        row = upper if re.fullmatch(r"[A-Z]-[A-Z]", upper) and upper[0] < upper[-1] else "A-Z"
        raise Unreadable("unknown-word", f'"{value[:40]}" is no row of letters', f'write "{row}"')
    return listed_names(1, MOST_LABELS, value)


def variant(value: object) -> Variant:
    """Read an easier or harder way: a sentence, or `{ exercise = "…" }`."""
    if isinstance(value, dict):
        if set(value) != {"exercise"}:
            raise Unreadable("unknown-key", "only `exercise` goes here", 'write { exercise = "…" }')
        return Variant(exercise=identifier(value["exercise"]))
    return Variant(text=sentence(value))


def identifier(value: object) -> str:
    """Read the id of an exercise: small letters, digits and hyphens."""
    written = isinstance(value, str) and len(value) <= NAME_LIMIT
    if not written or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(value)):
        raise Unreadable("not-an-id", "an exercise's id was expected", identifier_mend(value))
    return str(value)


def listed_words(words: tuple[str, ...], value: object) -> tuple[str, ...]:
    """Read a list of one or more of a few words."""
    if not isinstance(value, list) or not value:
        mend = list_mend(value, f'write ["{words[0]}"]')
        raise Unreadable("wrong-type", "a list was expected", mend)
    return tuple(_each(partial(word, words), dict(enumerate(value))))


def some_of(*words: str) -> Callable[[object], tuple[str, ...]]:
    """A reader of a list of one or more of a few words."""
    return partial(listed_words, words)


def count_mode(value: object) -> Count:
    """Read which reps are counted: `every`, `every 5`, `last 3` or `off`; `down` in front."""
    mend = 'write "every", "every 5", "last 3", "off", or "down", "down last 3"'
    if not isinstance(value, str):
        raise Unreadable("wrong-type", "a word was expected", mend)
    match = re.fullmatch(
        r"(?:(down)(?: |$))?(?:(every|last|off)(?: ([1-9]\d{0,2}))?)?", value.strip()
    )
    if not match or not value.strip() or not _makes_sense(*match.groups()):
        raise Unreadable("unknown-word", f'"{value[:40]}" is not a way of counting', mend)
    down, mode, number = match.groups()
    return Count(CountMode(mode or "every"), int(number or 1), bool(down))


def _makes_sense(down: str | None, mode: str | None, number: str | None) -> bool:
    """`last` needs a number, and `off` goes with nothing."""
    if mode == CountMode.OFF:
        return not (number or down)
    return mode != CountMode.LAST or bool(number)


def naming(value: object) -> Naming:
    """Read in which reps the parts are called by name: `first 2`, `every` or `off`."""
    mend = 'write "first 2", "every" or "off"'
    if not isinstance(value, str):
        raise Unreadable("wrong-type", "a word was expected", mend)
    match = re.fullmatch(r"(every|off)|first ([1-9]\d{0,2})", value.strip())
    if not match:
        raise Unreadable("unknown-word", f'"{value[:40]}" is not a choice here', mend)
    word, number = match.groups()
    first = int(number) if number else 0
    return Naming(ALWAYS if word == "every" else first)


def halfway(value: object) -> int:
    """Read whether the middle is told: true, false, or the least length of a pass, in samples."""
    if isinstance(value, bool):
        return LONG_PASS if value else 0
    return exact(value)


def listed_names(least: int, most: int, value: object) -> tuple[str, ...]:
    """Read a list of `least` to `most` different names."""
    if not isinstance(value, list):
        raise Unreadable("wrong-type", "a list of names was expected",
                         list_mend(value, 'write ["…", "…"]'))  # fmt: skip
    if not least <= len(value) <= most:
        raise Unreadable("out-of-bounds", f"{len(value)} names where {least} to {most} are allowed")
    found = tuple(_each(name, dict(enumerate(value))))
    for number, one in enumerate(found):
        if one in found[:number]:
            raise Unreadable("twice", "the same name stands twice", "give each its own name",
                             within=(number,))  # fmt: skip
    return found


def _each(
    read: Callable[[object], Value], values: Mapping[int, object] | Mapping[str, object]
) -> Iterator[Value]:
    """Read values; one that cannot be read tells which of them it is."""
    for key, value in values.items():
        try:
            yield read(value)
        except Unreadable as error:
            error.within = (key, *error.within)
            raise


def names(least: int, most: int) -> Callable[[object], tuple[str, ...]]:
    """A reader of a list of `least` to `most` different names."""
    return partial(listed_names, least, most)


def pair(first: str, second: str, value: object) -> tuple[str, ...]:
    """Read `true` for a usual pair of names, `false` for none, or a list of names."""
    if isinstance(value, bool):
        return (first, second) if value else ()
    if not isinstance(value, list):
        raise Unreadable(
            "wrong-type",
            "true or a list of names was expected",
            pair_mend(first, second, value),
        )
    return listed_names(1, MOST_SIDES, value)


def pair_or_names(first: str, second: str) -> Callable[[object], tuple[str, ...]]:
    """A reader of `true` for a usual pair of names, `false` for none, or a list of names."""
    return partial(pair, first, second)


def moments_left(value: object) -> tuple[int, ...]:
    """Read a list of times left, in samples."""
    if not isinstance(value, list):
        raise Unreadable("wrong-type", "a list of times was expected",
                         list_mend(value, 'write ["30s", "10s"]'))  # fmt: skip
    if len(value) > MOST_MOMENTS:
        raise Unreadable("out-of-bounds", f"{len(value)} times where {MOST_MOMENTS} are allowed")
    return tuple(sorted(set(_each(exact, dict(enumerate(value)))), reverse=True))
