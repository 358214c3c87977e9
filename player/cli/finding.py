"""What was found in a routine's file: a fault or advice, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from player.errors import Fault, PlayerError, RoutineError, TextSpan
from player.routine.advice import Advice
from player.routine.codes import Part

NOT_A_FILE = "cannot-be-read"
"""Code of a file that cannot be read at all."""


class Level(StrEnum):
    """How much a finding weighs."""

    FAULT = "fault"
    ADVICE = "advice"


class Finding(NamedTuple):
    """One thing found.

    Attributes:
        level: Fault or advice.
        code: Stable name of its kind.
        file: The file, as messages call it.
        place: Where in the routine, for a person; may be empty.
        message: What was found.
        mend: What to write instead; may be empty.
        principle: Why it is advised; empty for a fault.
        span: Where it stands in the text, or None.
        line: The line of the text it begins in; empty without a span.
    """

    level: Level
    code: str
    file: str
    place: str
    message: str
    mend: str
    principle: str
    span: TextSpan | None
    line: str


def findings_of(error: PlayerError, file: str) -> list[Finding]:
    """What an error says about a file."""
    if isinstance(error, RoutineError):
        lines = error.text.split("\n")
        return [_found(Level.FAULT, one, error.name, "", lines) for one in error.faults]
    return [
        Finding(Level.FAULT, NOT_A_FILE, error.place or file, "", error.reason, error.mend, "",
                None, "")
    ]  # fmt: skip


def advised(advice: Iterable[Advice], file: str, text: str) -> list[Finding]:
    """Advice with its places in the text of a routine, in the order it stands there."""
    from player.routine.positions import Positions

    positions = Positions(text)
    lines = text.split("\n")
    placed = [one._replace(span=positions.of(one.path, Part.VALUE)) for one in advice]
    placed.sort(key=lambda one: one.span or ())
    return [_found(Level.ADVICE, one, file, one.principle, lines) for one in placed]


def _found(
    level: Level, one: Fault | Advice, file: str, principle: str, lines: list[str]
) -> Finding:
    line = lines[one.span.line - 1] if one.span and one.span.line <= len(lines) else ""
    line = line.removesuffix("\r")
    return Finding(
        level, one.code, file, one.place, one.message, one.mend, principle, one.span, line
    )
