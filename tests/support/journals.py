"""Sessions for the journal, and a clock that only tests move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from player.journal.living import this_host
from player.journal.records import About, Begun, Done, Ended, Note, Reached, Standing
from player.journal.store import Journal
from player.journal.writer import Places

BEGAN = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
NOBODY = 2**22 + 1
"""A process number that no process can have on Linux."""


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> str:
        """Move on; the new time as it is written."""
        self.now += timedelta(**span)
        return self.now.isoformat(timespec="seconds")


def begun(
    routine: str = "demo",
    *,
    at: datetime = BEGAN,
    pid: int = NOBODY,
    resumes: str = "",
) -> Begun:
    """The beginning of a session, by a player that is no longer at work."""
    about = About(routine, routine.title(), 1000, resumes=resumes)
    return Begun(about, at.isoformat(timespec="seconds"), pid, this_host())


def reached(position: int, number: int = 1, step: str = "2", of_step: int = 0) -> Reached:
    """A position in a pass that began 100 samples before."""
    return Reached(position, position, 1000, Standing(number, step, "Plank", of_step, 100, False))


def left(position: int = 400) -> tuple[Note, ...]:
    """A session that was left in its second pass."""
    return (
        begun(),
        Done(0, "1", "Squats", 5, 5, 500, 500),
        Done(1, "2", "Plank", 0, 0, 400, 100),
        reached(position),
        Ended(BEGAN.isoformat(timespec="seconds"), finished=False),
    )


def places(folder: Path) -> Places:
    """The journal, and side files beside it or elsewhere, in a folder of a test."""
    data = folder / "data"
    return Places(data / "journal.sqlite", (data, folder / "cache", folder / "temp"))


def kept(where: Places) -> Journal:
    """The journal of these places, opened once more; the test closes it."""
    return Journal(where.database)
