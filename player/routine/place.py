"""Where a value stands in a routine, told to its author; and text made safe to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from player.routine.model import Place


def place_of(path: Place, document: Mapping[str, Any]) -> str:
    """The place of a value as a person would say it: `step 2.1 "Ankle circles", reps`."""
    numbers: list[str] = []
    title: object = ""
    node: Any = document
    rest: list[str] = []
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            node = {}
        if isinstance(key, int) and not rest:
            numbers.append(str(key + 1))
            title = (node.get("name") or node.get("title")) if isinstance(node, dict) else ""
        elif isinstance(key, int):
            rest[-1] += f" {key + 1}"
        elif key != "step" or rest:
            rest.append(printable(key))
    parts = []
    if numbers:
        named_as = f' "{printable(title)}"' if isinstance(title, str) and title else ""
        parts.append(f"step {'.'.join(numbers)}{named_as}")
    parts.extend(rest)
    return ", ".join(parts) or "the routine"


def printable(text: str, limit: int = 60) -> str:
    """Text made safe to show: control characters replaced, overlong text cut."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
                    for character in text)  # fmt: skip
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
