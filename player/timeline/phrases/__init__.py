"""The words of the player: one TOML file per language."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from player.units import SAMPLE_RATE


class Phrases(NamedTuple):
    """The wordings of one language.

    Args:
        words: The catalogue: phrases with `{…}` places, by key; plural forms as `one`, `other`.
    """

    words: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The phrase of a key with its places filled in."""
        return str(self.words[key]).format_map(values)

    def number(self, key: str, count: int) -> str:
        """The phrase of a key in the form a count asks for: `1 rep`, `2 reps`."""
        forms = self.words[key]
        return str(forms["one" if count == 1 else "other"]).format(count=count)

    def duration(self, length: int) -> str:
        """A length in samples as a person would say it, to the second: `1 minute 30 seconds`."""
        minutes, second = divmod(max(1, round(length / SAMPLE_RATE)), 60)
        parts = [self.number("minutes", minutes)] if minutes else []
        if second or not minutes:
            parts.append(self.number("seconds", second))
        return " ".join(parts)

    def about(self, length: int) -> str:
        """A length in samples to the minute, from two minutes on; else to the second."""
        minutes = round(length / SAMPLE_RATE / 60)
        return self.number("minutes", minutes) if minutes > 1 else self.duration(length)

    def nth(self, what: str, number: int, total: int) -> str:
        """Which set or round it is: `Second set of 3`, `Last set`."""
        if number == total:
            return self.say(f"last_{what}")
        ordinals = self.words["ordinals"]
        if number > len(ordinals):
            return self.say(f"later_{what}", number=number, total=total)
        return self.say(f"{what}_of", ordinal=ordinals[number - 1], total=total)

    def listed(self, things: Sequence[str]) -> str:
        """Things in a row: `mat, wall and band`."""
        *most, last = things
        return self.say("first_and_last", first=", ".join(most), last=last) if most else last

    def side(self, name: str) -> str:
        """A side as it is spoken: a mere `left` is `left side`."""
        return str(self.words["sides"].get(name, name))


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language, such as `en`."""
    file = Path(__file__).with_name(f"{language}.toml")
    return Phrases(tomllib.loads(file.read_text(encoding="utf-8")))


def sentence(*parts: str) -> str:
    """Parts made into one text: each a sentence of its own, empty ones left out."""
    return " ".join(
        part[0].upper() + part[1:] + ("" if part[-1] in ".!?…:" else ".") for part in parts if part
    )
