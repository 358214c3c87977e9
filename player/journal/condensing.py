"""The fewest notes that tell all of a session. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from player.journal.records import Begun, Done, Measured, Note, Seen

Session = tuple[Note, ...]
"""Notes of one session, each kind once, passes and figures once a number; `Begun` is the first."""


def condensed(notes: Iterable[Note]) -> Session:
    """Notes without those that later ones make void: a pass, say, as it was noted last."""
    last: dict[tuple[type[Note], int], Note] = {}
    for note in notes:
        number = note.number if isinstance(note, Done | Measured) else 0
        last[type(note), number] = note
    return tuple(last.values())


def beginning(session: Session) -> Begun | None:
    """How a session began; None where that is not known."""
    return next((note for note in session if isinstance(note, Begun)), None)


def last_seen(session: Session) -> str:
    """When the player of a session was seen at work last, or empty."""
    seen = next((note.when for note in session if isinstance(note, Seen)), "")
    begun = beginning(session)
    return seen or (begun.started if begun else "")
