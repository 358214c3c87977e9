"""Parts of the machine that a session is glad of but does not need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from player.doctor.checked import Checked, Standing


class Availability(Protocol):
    """Whether something serves the player here."""

    @property
    def works(self) -> bool:
        """Whether it does."""

    @property
    def reason(self) -> str:
        """What does it; or why it does not."""

    @property
    def mend(self) -> str:
        """What to do about it."""


def optional(part: str, works: str, availability: Callable[[], Availability]) -> Checked:
    """Ask a part whether it works.

    Args:
        part: What it is called.
        works: What there is to say if it does.
        availability: Asks it.
    """
    found = availability()
    if found.works:
        by = f" ({found.reason})" if found.reason else ""
        return Checked(part, Standing.OK, f"{works}{by}")
    return Checked(part, Standing.NOTE, found.reason or "does not work here", found.mend)
