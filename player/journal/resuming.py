"""Where a session that was left or broken off goes on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from player.journal.records import Standing


class Known(NamedTuple):
    """A pass of the session that is to go on: the path of its step, and its name in full."""

    step: str
    name: str


class GoingOn(NamedTuple):
    """Where a session goes on.

    Attributes:
        number: The pass with whose lead it begins.
        word: What the listener should know about that, or empty.
    """

    number: int
    word: str = ""


CHANGED = "The routine has changed since then."


def where_to_go_on(standing: Standing, passes: Sequence[Known], *, changed: bool) -> GoingOn | None:
    """Where a session goes on: with the pass that was being done, or what comes after it.

    The session is planned anew from the arguments it began with, so that a pass may have another
    number than it had: steps were left out or eased while it was done, or the routine was written
    anew. So a pass is known by its step and name, then by which pass of its step it is.

    Args:
        standing: Where its listener was.
        passes: Those of the session as it is planned now; at least one.
        changed: Whether the routine is no longer the one it was.

    Returns:
        The place, or None where nothing is left to do.
    """
    same = [at for at, one in enumerate(passes) if one == (standing.step, standing.name)]
    of_step = [at for at, one in enumerate(passes) if one.step == standing.step]
    if same:
        found, word = min(same, key=lambda at: abs(at - standing.number)), CHANGED * changed
    elif of_step:
        found = of_step[min(standing.of_step, len(of_step) - 1)]
        word = f"{CHANGED} It goes on with step {standing.step} as it is now." if changed else ""
    else:
        after = [at for at, one in enumerate(passes) if _path(one.step) > _path(standing.step)]
        if not after:
            return None
        found = after[0]
        step = passes[found].step
        word = f"{CHANGED} There is no step {standing.step} any more: it goes on with {step}."
        return GoingOn(found, word)
    if not standing.complete:
        return GoingOn(found, word)
    return GoingOn(found + 1, word) if found + 1 < len(passes) else None


def _path(step: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in step.split("."))
