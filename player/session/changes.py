"""What a session becomes when the listener changes it while it is done. Pure.

Every change leaves the passes before the one that is being done as they are.
"""

from __future__ import annotations

from player.routine.model import DoseKind, Leaf
from player.routine.sides import side_of
from player.session.model import Entry, Pass, Rest, Session
from player.session.plan import Surroundings, passes_of
from player.units import samples

TIMED = frozenset({DoseKind.HOLD, DoseKind.WORK, DoseKind.REST})
"""Doses that can last longer or shorter."""

LONGEST = samples(60 * 60)
"""What one pass or rest can be made to last at the most."""


def is_timed(one: Pass) -> bool:
    """Whether a pass can last longer or shorter."""
    return one.kind in TIMED and not one.waits


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
    if not is_timed(one):
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

    A round whose first pass falls away begins with the next; a rest before what falls away is
    taken before what comes after it.
    """
    name = session.passes[index].name
    kept: list[Pass] = []
    begun: tuple[str, int] | None = None
    rest: Rest | None = None
    fallen: set[str] = set()
    for one in session.passes[index + 1 :]:
        if name and one.name == name:
            begun = _round(one) if one.opens_round else begun
            rest = _longer(rest, one.rest)
            fallen |= {*one.opens}
            continue
        if begun == _round(one):
            begun = None
            kept.append(one._replace(opens_round=True, rest=_longer(rest, one.rest)))
        else:
            kept.append(one._replace(rest=_longer(rest, one.rest)))
        rest = None
    return _followed(session, index, kept, fallen)


def _longer(rest: Rest | None, other: Rest | None) -> Rest | None:
    found = [one for one in (other, rest) if one is not None]
    return max(found, key=lambda one: one.length, default=None)


def _round(one: Pass) -> tuple[str, int]:
    """The innermost group that a pass stands in, and the round of it."""
    return one.step.rpartition(".")[0], one.round


def eased(session: Session, index: int, leaf: Leaf, *, begun: bool = True) -> Session:
    """A session in which an easier step takes the place of one, now and in later rounds.

    Args:
        session: The session.
        index: The pass that is being done, or is the next.
        leaf: The easier step.
        begun: Whether the pass has begun. It stays where it is then: the easier step begins after
            it, on the same side, with as many sets as were left. Else the easier step takes its
            place, after the same rest.
    """
    one = session.passes[index]
    leaf = leaf._replace(path=one.step, first=None, sides=_in_order(session, index, leaf))
    later = session.passes[index + 1 :]
    sets = one.sets - one.set + 1 if one.sets > 1 else leaf.sets
    first, *others = _from_side(_doing(leaf._replace(sets=sets), one), one.side)
    first = first._replace(entry=Entry.STEP, say=first.instruction)
    if not begun:
        first = _begun_as(first, one)
    following = [first, *others]
    for other in later:
        if other.step != one.step:
            following.append(other)
        elif other.entry == Entry.STEP or other.opens_round:
            head, *rest = _doing(leaf, other)
            following += [_begun_as(head, other), *rest]
    return _numbered(session, (*session.passes[: index + begun], *following))


def _doing(leaf: Leaf, one: Pass) -> list[Pass]:
    """The passes of a step that stands where a pass does."""
    around = Surroundings(one.cues, 0, one.groups, one.round, one.rounds, one.round == 1)
    return list(passes_of(leaf, around))


def _begun_as(one: Pass, before: Pass) -> Pass:
    """A pass with the rest and the titles of the one whose place it takes."""
    return one._replace(rest=before.rest, opens=before.opens, opens_round=before.opens_round,
                        ahead=before.ahead)  # fmt: skip


def _in_order(session: Session, index: int, leaf: Leaf) -> tuple[str, ...]:
    """The sides of a step in the order in which those of the pass of a number are done."""
    one = session.passes[index]
    same = [other for other in session.passes if (other.step, other.round) == (one.step, one.round)]
    done = dict.fromkeys(side_of(other.side) for other in same)
    rank = {side: at for at, side in enumerate(done)}
    return tuple(sorted(leaf.sides, key=lambda side: rank.get(side_of(side), 0)))


def _from_side(passes: list[Pass], side: str) -> list[Pass]:
    """Passes from the first one on that is done on a side; all where the side is none."""
    wanted = side_of(side)
    same = (at for at, one in enumerate(passes) if wanted and side_of(one.side) == wanted)
    return passes[next(same, 0) :]


def _with(session: Session, index: int, one: Pass) -> Session:
    passes = (*session.passes[:index], one, *session.passes[index + 1 :])
    return session._replace(passes=passes)


def _followed(session: Session, index: int, following: list[Pass], fallen: set[str]) -> Session:
    """A session with other passes after one of its own; titles that fell away are handed on."""
    passes = list(session.passes[: index + 1])
    for one in following:
        own = dict.fromkeys(one.groups)
        titles = [title for title in own if title in fallen and title not in one.opens]
        fallen -= {*titles, *one.opens}
        passes.append(one._replace(opens=(*titles, *one.opens)))
    return _numbered(session, tuple(passes))


def _numbered(session: Session, passes: tuple[Pass, ...]) -> Session:
    numbered = (one._replace(order=order) for order, one in enumerate(passes))
    return session._replace(passes=tuple(numbered))
