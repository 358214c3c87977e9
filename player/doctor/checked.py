"""What was found of one part of the player, and looking at it so that nothing else suffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from player.errors import PlayerError


class Standing(StrEnum):
    """How a part stands."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"
    FAILS = "fails"


_EXIT_CODES = {Standing.WRONG: 1, Standing.FAILS: 3}


class Checked(NamedTuple):
    """What was found of a part.

    Attributes:
        part: What was looked at, in a word.
        standing: NOTE is something that is missing but not needed; WRONG something that the
            listener wrote; FAILS something outside the player.
        found: What was found.
        mend: What to do about it; empty where there is nothing to do.
    """

    part: str
    standing: Standing
    found: str
    mend: str = ""


def examined(part: str, check: Callable[[], Checked]) -> Checked:
    """Look at a part; whatever is raised is what was found."""
    try:
        return check()
    except PlayerError as error:
        outside = error.exit_code == _EXIT_CODES[Standing.FAILS]
        found = f"{error.place}: {error.reason}" if error.place else error.reason
        return Checked(part, Standing.FAILS if outside else Standing.WRONG, found, error.mend)
    except Exception as error:  # noqa: BLE001 - one broken part must not hide the others
        found = f"{type(error).__name__}: {error}".removesuffix(": ")
        return Checked(part, Standing.FAILS, found, "please report it if it stays")


def exit_code(found: Iterable[Checked]) -> int:
    """What a program that found all this ends with: what the listener can mend comes first."""
    codes = {_EXIT_CODES.get(one.standing, 0) for one in found}
    return min(codes - {0}, default=0)
