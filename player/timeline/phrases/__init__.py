"""The words of the player: one TOML file per language.

All files have the same keys, and the same places in their phrases, so that a language can be
translated line by line:

- A phrase that a count decides has a form for each that the plural rule of its language tells
  apart, such as `one` and `other`. A form named by a figure goes before these: `1` where "one" is
  an article that a voice cannot know to bend.
- `ordinal_sets` and `ordinal_rounds` are apart because sets and rounds may differ in gender.
- `first_and_last` has a wording for each beginning of the last thing that asks for one of its
  own; the longest beginning counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from player.routine.languages import LANGUAGES
from player.timeline.phrases.plurals import PLURALS
from player.units import SAMPLE_RATE

USUAL_NAMES = ("left_side", "right_side", "clockwise", "counterclockwise")
"""Keys of the names that `sides = true` and `directions = true` stand for."""


class Phrases(NamedTuple):
    """The wordings of one language.

    Args:
        language: Its short name, such as `en`.
        words: The catalogue: phrases with `{…}` places by key, or their forms by name.
    """

    language: str
    words: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The phrase of a key with its places filled in."""
        return str(self.words[key]).format_map(values)

    def number(self, key: str, count: int) -> str:
        """The phrase of a key in the form a count asks for: `1 rep`, `2 reps`."""
        forms = self.words[key]
        form = forms.get(str(count)) or forms[PLURALS[self.language].form(count)]
        return str(form).format(count=count)

    def duration(self, length: int) -> str:
        """A length in samples as a person would say it, to the second: `1 minute 30 seconds`."""
        minutes, second = divmod(max(1, round(length / SAMPLE_RATE)), 60)
        if not minutes:
            return self.number("seconds", second)
        if not second:
            return self.number("minutes", minutes)
        return self.say(
            "minutes_and_seconds",
            minutes=self.number("minutes", minutes),
            seconds=self.number("seconds", second),
        )

    def about(self, length: int) -> str:
        """A length in samples to the minute, from two minutes on; else to the second."""
        minutes = round(length / SAMPLE_RATE / 60)
        return self.number("minutes", minutes) if minutes > 1 else self.duration(length)

    def nth(self, what: str, number: int, total: int) -> str:
        """Which set or round it is: `Second set of 3`, `Last set`."""
        if number == total:
            return self.say(f"last_{what}")
        ordinals = self.words[f"ordinal_{what}s"]
        if number > len(ordinals):
            return self.say(f"later_{what}", number=number, total=total)
        return self.say(f"{what}_of", ordinal=ordinals[number - 1], total=total)

    def listed(self, things: Sequence[str]) -> str:
        """Things in a row: `mat, wall and band`."""
        *most, last = things
        if not most:
            return last
        forms = self.words["first_and_last"]
        begins = max((one for one in forms if last.casefold().startswith(one)), key=len)
        return str(forms[begins]).format(first=", ".join(most), last=last)

    def named(self, name: str) -> str:
        """A side or direction as it is spoken: a mere `left` is `left side`."""
        usual = LANGUAGES[self.language]
        keys = dict(zip((*usual.sides, *usual.directions), USUAL_NAMES, strict=True))
        return self.say(keys[name]) if name in keys else name


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language, such as `en`."""
    file = Path(__file__).with_name(f"{language}.toml")
    return Phrases(language, tomllib.loads(file.read_text(encoding="utf-8")))


def sentence(*parts: str) -> str:
    """Parts made into one text: each a sentence of its own, empty ones left out."""
    return " ".join(
        part[0].upper() + part[1:] + ("" if part[-1] in ".!?…:" else ".") for part in parts if part
    )
