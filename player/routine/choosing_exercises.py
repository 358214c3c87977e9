"""Exercises of the catalogue that come to a time, chosen for an occasion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from player.routine.advice import REST_DAY_JOINTS
from player.routine.doings import Doing, Length, Section, Sections, in_order
from player.routine.fitting_doses import fitted, near
from player.routine.model import DoseKind, Exercise

AT_HAND = frozenset({"wall", "mat"})
"""What the player takes for granted when it chooses exercises."""

MOST_SETS = 3
"""Sets the player asks for at the most, unless the catalogue asks for more."""

FLAT = 4
"""Up to so many exercises stand without groups."""

_BEFORE_A_RUN = "pre-run"

_NEEDING = {
    frozenset[str](): 0,
    frozenset({"wall"}): 1,
    frozenset({"wall", "mat"}): 2,
    frozenset({"mat"}): 3,
}
"""The order in which nothing is put away that is wanted again."""


def suits(one: Exercise, when: str) -> bool:
    """Whether an exercise is for an occasion; nothing is held still before a run."""
    held = one.dose.kind == DoseKind.HOLD
    return bool({when, "any"} & set(one.when)) and not (held and when == _BEFORE_A_RUN)


def chosen(when: str, target: int, catalogue: Mapping[str, Exercise], length: Length) -> Sections:
    """Exercises that come to a target in samples, as near as the catalogue allows.

    They are for an occasion, for ankle, hip and upper back in turn, the first of the catalogue
    first; where that comes to another time, the shortest first. They need nothing but a wall and a
    mat. Empty if there are none.
    """
    queues = [
        [one for one in catalogue.values() if _may_be_chosen(one, joint, when)]
        for joint in REST_DAY_JOINTS
    ]
    alone = {one.id: length(in_order([_once(one)])) for queue in queues for one in queue}
    shared = _shared(queues, alone, length)
    tries: list[tuple[int, int, Sections]] = []
    orders = [(queue, sorted(queue, key=lambda one: alone[one.id])) for queue in queues]
    for order in product(*orders):
        doings = _taken(order, alone, target, shared)
        if not doings:
            continue
        found = fitted(_arranged(doings, when), target, length, sets_allowed=MOST_SETS)
        missing = len(REST_DAY_JOINTS) - len({one.exercise.joints[0] for one in doings})
        if near(found.apart, target) and not missing:
            return found.sections
        tries.append((missing, *found))
        if len(doings) == len(alone):
            break
    return min(tries, key=lambda one: one[:2])[2] if tries else ()


def _may_be_chosen(one: Exercise, joint: str, when: str) -> bool:
    return one.joints[:1] == (joint,) and set(one.equipment) <= AT_HAND and suits(one, when)


def _once(one: Exercise) -> Doing:
    return Doing(one, one.dose.amount, 1)


def _shared(queues: Sequence[Sequence[Exercise]], alone: Mapping[str, int], length: Length) -> int:
    """The samples that two exercises take less together than each alone."""
    pair = [queue[0] for queue in queues if queue][:2]
    together = length(in_order([_once(one) for one in pair])) if pair else 0
    return sum(alone[one.id] for one in pair) - together


def _taken(
    queues: Sequence[Sequence[Exercise]], alone: Mapping[str, int], target: int, shared: int
) -> list[Doing]:
    """One exercise of each queue in turn, those that do not fit passed over."""
    taken: list[Doing] = []
    left = target - shared
    waiting = [iter(queue) for queue in queues]
    while waiting:
        for queue in tuple(waiting):
            one = next((one for one in queue if alone[one.id] - shared <= left), None)
            if one is None:
                waiting.remove(queue)
            else:
                taken.append(_once(one))
                left -= alone[one.id] - shared
    return taken


def _arranged(doings: Sequence[Doing], when: str) -> Sections:
    """In sections by what they need, joint by joint: to the mat, or before a run up from it."""
    upwards = when == _BEFORE_A_RUN

    def place(one: Doing) -> tuple[int, int]:
        needing = _NEEDING[frozenset(one.exercise.equipment)]
        return -needing if upwards else needing, REST_DAY_JOINTS.index(one.exercise.joints[0])

    ordered = sorted(doings, key=place)
    free = "To finish" if upwards else "To begin"
    titled: dict[str, list[Doing]] = {}
    for one in ordered:
        needed = one.exercise.equipment
        title = "On the mat" if "mat" in needed else "At the wall" if needed else free
        titled.setdefault(title, []).append(one)
    if len(titled) == 1 or len(ordered) <= FLAT:
        return in_order(ordered)
    return tuple(Section(title, tuple(some)) for title, some in titled.items())
