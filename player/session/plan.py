"""Routine to Session: ranges resolved, sets, sides, directions and rounds laid out in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from player.errors import RequestError
from player.routine.model import (
    COUNTED,
    RESTING,
    CuePreferences,
    DoseKind,
    First,
    Group,
    Leaf,
    Remark,
    Routine,
    Step,
)
from player.routine.sides import side_of
from player.session.model import Entry, Pass, Rest, Session


def plan(routine: Routine, *, start_at: str = "", turn: int = 0, alone: bool = False) -> Session:
    """Lay a routine out as passes.

    All directions of a side come before the other side, all sides before the next set. A rest
    runs into the lead of the pass after it; a rest with nothing after it is a pass of its own.
    Ranges stand at their first value.

    Args:
        routine: What to lay out.
        start_at: Path (`2.1`) or name of the step to start with; empty for the beginning.
        turn: How often the routine was done before: sides that alternate begin with the second
            one every other time.
        alone: Whether that step is all that is done.

    Raises:
        RequestError: If there is no such step.
    """
    expanded = list(_expand(routine.steps, Surroundings(routine.cues, turn)))
    expanded = _told_once(expanded)
    chosen = _from_step(expanded, start_at) if start_at else expanded
    if alone:
        chosen = _step_alone(chosen, start_at)
    passes = _rests_merged(chosen)
    return Session(
        routine=routine.name,
        title=routine.title,
        target=None if start_at else routine.target,
        language=routine.language,
        cues=routine.cues,
        passes=tuple(one._replace(order=order) for order, one in enumerate(passes)),
        whole=not start_at,
    )


class Surroundings(NamedTuple):
    """The groups a step stands in, how they are spoken, and how often they were done before."""

    cues: CuePreferences
    turn: int
    groups: tuple[str, ...] = ()
    round: int = 1
    rounds: int = 1
    first_time: bool = True


def _expand(steps: tuple[Step, ...], around: Surroundings) -> Iterator[Pass]:
    for step in steps:
        if isinstance(step, Leaf):
            yield from passes_of(step, around)
            continue
        groups = (*around.groups, step.title) if step.title else around.groups
        within = around._replace(groups=groups, cues=around.cues.changed(step.cues))
        if step.rounds > 1:
            within = within._replace(rounds=step.rounds)
        for number in range(1, step.rounds + 1):
            if step.rounds > 1:
                within = within._replace(round=number)
            within = within._replace(first_time=around.first_time and number == 1)
            yield from _opened(list(_expand(step.steps, within)), step, number)


def _opened(passes: list[Pass], group: Group, number: int) -> list[Pass]:
    """Mark the first pass of a group: the first round with its title, others as a round."""
    first, *others = passes
    if number > 1:
        return [first._replace(opens_round=True), *others]
    if not group.title:
        return passes
    ahead = group.target or group.rounds * sum(one.nominal for one in passes)
    return [first._replace(opens=(group.title, *first.opens), ahead=ahead), *others]


def passes_of(leaf: Leaf, around: Surroundings) -> Iterator[Pass]:
    """The passes of a step, their places in the session still to be numbered."""
    kind = leaf.dose.kind
    amount = leaf.dose.amount.first
    reps = amount if kind in COUNTED else 0
    cues = around.cues.changed(leaf.cues)
    sides = _in_order(leaf, around.turn)
    first = True
    for set_number in range(1, leaf.sets + 1):
        for side_number, side in enumerate(sides or ("",)):
            for direction_number, direction in enumerate(leaf.directions or ("",)):
                if first:
                    entry = Entry.STEP
                elif direction_number:
                    entry = Entry.DIRECTION
                elif side_number:
                    entry = Entry.SIDE
                else:
                    entry = Entry.SET
                yield Pass(
                    order=0,
                    step=leaf.path,
                    groups=around.groups,
                    opens=(),
                    ahead=0,
                    entry=entry,
                    kind=kind,
                    name=leaf.name,
                    side=side,
                    direction=direction,
                    sides=len(leaf.sides),
                    directions=len(leaf.directions),
                    set=set_number,
                    sets=leaf.sets,
                    round=around.round,
                    rounds=around.rounds,
                    reps=reps,
                    phases=leaf.paced_by if reps else (),
                    breath=() if reps else leaf.breath,
                    labels=leaf.labels,
                    length=reps * leaf.rep_length if reps else amount,
                    opens_round=False,
                    rest=None,
                    ready=_ready(leaf, first=first),
                    say=_said(leaf, first=first and around.first_time),
                    remarks=_remarks(leaf, first=first and around.first_time),
                    reminder=_reminder(leaf) if entry == Entry.SIDE and set_number == 1 else "",
                    equipment=leaf.exercise.equipment if leaf.exercise else (),
                    unit=leaf.unit,
                    cues=cues,
                    waits=leaf.waits,
                    measure=leaf.measure,
                    instruction=leaf.say,
                    easier=leaf.exercise.easier if leaf.exercise else None,
                )
                first = False


def _in_order(leaf: Leaf, turn: int) -> tuple[str, ...]:
    """The sides of a step, the one to be done first in front."""
    if leaf.first == First.ALTERNATE:
        return leaf.sides[::-1] if turn % 2 else leaf.sides
    if leaf.first is None:
        return leaf.sides
    return tuple(sorted(leaf.sides, key=lambda side: side_of(side) != leaf.first))


def _said(leaf: Leaf, *, first: bool) -> str:
    """An instruction is said once; what is a step of its own, every time."""
    return leaf.say if first or leaf.dose.kind in {DoseKind.WAIT, DoseKind.SAY} else ""


def _ready(leaf: Leaf, *, first: bool) -> int:
    if leaf.dose.kind in RESTING - {DoseKind.REST}:
        return 0
    return leaf.prepare if first else leaf.switch


def _remarks(leaf: Leaf, *, first: bool) -> tuple[Remark, ...]:
    """Coaching is said once; sentences with a time of their own are said on every pass."""
    return leaf.remarks if first else tuple(one for one in leaf.remarks if one.at is not None)


def _reminder(leaf: Leaf) -> str:
    """The shortest sentence of the coaching."""
    return min((one.text for one in leaf.remarks if one.at is None), key=len, default="")


def _told_once(passes: list[Pass]) -> list[Pass]:
    """The passes with an instruction that was said before cut to its first sentence."""
    told: set[str] = set()
    found = []
    for one in passes:
        if one.say and one.name:
            known = one.say in told
            told.add(one.say)
            found.append(one._replace(say=_first_sentence(one.say)) if known else one)
        else:
            found.append(one)
    return found


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def _rests_merged(passes: list[Pass]) -> list[Pass]:
    """Let every rest run into the lead of the pass after it."""
    merged: list[Pass] = []
    rests: list[Pass] = []
    for one in passes:
        if one.kind == DoseKind.REST:
            rests.append(one)
        else:
            merged.append(_after_rests(one, rests))
            rests = []
    if rests:
        whole = _one_rest(rests)
        merged.append(
            rests[0]._replace(length=whole.length, name=whole.name, say=whole.say, ready=0)
        )
    return merged


def _one_rest(rests: list[Pass]) -> Rest:
    return Rest(
        length=sum(rest.length for rest in rests),
        name=next((rest.name for rest in rests if rest.name), ""),
        say=" ".join(rest.say for rest in rests if rest.say),
    )


def _after_rests(one: Pass, rests: list[Pass]) -> Pass:
    if not rests:
        return one
    opens = tuple(title for rest in rests for title in rest.opens) + one.opens
    opens_round = one.opens_round or any(rest.opens_round for rest in rests)
    return one._replace(rest=_one_rest(rests), opens=opens, opens_round=opens_round)


def _from_step(passes: list[Pass], wanted: str) -> list[Pass]:
    """The passes from a step on: named by its number, its name, or the title of its group."""
    folded = wanted.strip().casefold()
    for position, one in enumerate(passes):
        titles = (one.name, *one.opens)
        numbered = one.step == folded or one.step.startswith(f"{folded}.")
        if folded and (numbered or folded in (title.casefold() for title in titles)):
            return [one._replace(opens=one.opens or one.groups), *passes[position + 1 :]]
    known = dict.fromkeys(f'{one.step} "{one.name or one.say or "rest"}"' for one in passes)
    raise RequestError(
        f'there is no step "{wanted}"',
        place="--from",
        mend="write its number or name: " + ", ".join(known),
    )


def _step_alone(passes: list[Pass], wanted: str) -> list[Pass]:
    """Of the passes from a step on, those of this step, or of the group it names."""
    first = passes[0]
    within = {title.casefold() for title in first.opens} & {wanted.strip().casefold()}
    step = wanted.strip() if first.step.startswith(f"{wanted.strip()}.") else first.step
    return [
        one
        for one in passes
        if one.step == step
        or one.step.startswith(f"{step}.")
        or within & {title.casefold() for title in one.groups}
    ]
