"""What a session becomes when the listener changes it while it is done. Pure.

Every change leaves the passes before the one that is being done as they are.
"""

from __future__ import annotations

from player.routine.model import DoseKind, Leaf
from player.routine.sides import side_of
from player.session.model import Entry, Pass, Session
from player.session.plan import Surroundings, passes_of
from player.units import samples

TIMED = frozenset({DoseKind.HOLD, DoseKind.WORK, DoseKind.REST})
"""Doses that can last longer or shorter."""

LONGEST = samples(60 * 60)
"""What one pass or rest can be made to last at the most."""


def lasting(session: Session, index: int, by: int, least: int) -> Session:
    """A pass longer or shorter.

    Args:
        session: The session.
        index: The pass.
        by: Samples more; fewer where it is negative.
        least: Samples it lasts at the least, as so much of it is over.

    Returns:
        The session; the same where the pass is not timed, or cannot be changed any more.
    """
    one = session.passes[index]
    if one.kind not in TIMED or one.waits:
        return session
    return _with(session, index, one._replace(length=_changed(one.length, by, least)))


def resting(session: Session, index: int, by: int, least: int) -> Session:
    """The rest before a pass longer or shorter; the arguments are those of `lasting`."""
    one = session.passes[index]
    if one.rest is None:
        return session
    rest = one.rest._replace(length=_changed(one.rest.length, by, least))
    return _with(session, index, one._replace(rest=rest))


def _changed(length: int, by: int, least: int) -> int:
    if by < 0:
        return min(length, max(length + by, least))
    return max(length, min(length + by, LONGEST))


def without(session: Session, index: int) -> Session:
    """A session in which what is done in a pass does not come again after it.

    A round whose first pass falls away begins with the next.
    """
    name = session.passes[index].name
    kept = []
    begun: tuple[str, int] | None = None
    for one in session.passes[index + 1 :]:
        if name and one.name == name:
            begun = _round(one) if one.opens_round else begun
        elif begun == _round(one):
            kept.append(one._replace(opens_round=True))
            begun = None
        else:
            kept.append(one)
    return _followed(session, index, tuple(kept))


def _round(one: Pass) -> tuple[str, int]:
    """The innermost group that a pass stands in, and the round of it."""
    return one.step.rpartition(".")[0], one.round


def eased(session: Session, index: int, leaf: Leaf) -> Session:
    """A session in which an easier step takes the place of what is left of one.

    The pass that is being done stays where it is. The easier step begins after it, on the same
    side, with as many sets as were left.

    Args:
        session: The session.
        index: The pass that is being done.
        leaf: The easier step.
    """
    one = session.passes[index]
    later = session.passes[index + 1 :]
    count = next((at for at, other in enumerate(later) if not _same_step(one, other)), len(later))
    sets = one.sets - one.set + 1 if one.sets > 1 else leaf.sets
    around = Surroundings(one.cues, 0, one.groups, one.round, one.rounds)
    steps = tuple(passes_of(leaf._replace(path=one.step, sets=sets), around))
    same_side = (
        at
        for at, other in enumerate(steps)
        if side_of(one.side) and side_of(other.side) == side_of(one.side)
    )
    first, *others = steps[next(same_side, 0) :]
    first = first._replace(entry=Entry.STEP, say=first.instruction)
    return _followed(session, index, (first, *others, *later[count:]))


def _same_step(one: Pass, other: Pass) -> bool:
    """Whether a pass that comes after another belongs to the same doing of the same step."""
    again = other.entry == Entry.STEP or other.opens_round
    return other.step == one.step and not again


def _with(session: Session, index: int, one: Pass) -> Session:
    passes = (*session.passes[:index], one, *session.passes[index + 1 :])
    return session._replace(passes=passes)


def _followed(session: Session, index: int, following: tuple[Pass, ...]) -> Session:
    """A session with other passes after one of its own; titles that fell away are handed on."""
    kept = {id(one) for one in following}
    old = session.passes[index + 1 :]
    fallen = {title for one in old if id(one) not in kept for title in one.opens}
    passes = list(session.passes[: index + 1])
    for one in following:
        own = dict.fromkeys(one.groups)
        titles = [title for title in own if title in fallen and title not in one.opens]
        fallen -= {*titles, *one.opens}
        passes.append(one._replace(opens=(*titles, *one.opens), order=len(passes)))
    return session._replace(passes=tuple(passes))
