"""Advice about what a routine asks for. It never stops a routine from being played.

The principles are those of guides on mobility for runners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from player.errors import TextSpan
from player.routine.languages import LANGUAGES
from player.routine.merging import leaves
from player.routine.model import (
    RESTING,
    DoseKind,
    Exercise,
    First,
    Group,
    Leaf,
    Place,
    Routine,
    Step,
)
from player.routine.sides import side_of
from player.units import clock, samples, seconds

LONG_STATIC_HOLD = samples(30)
"""A hold this long costs power for a while, so it does not belong before a run."""

REST_DAY_JOINTS = ("ankle", "hip", "thoracic")
"""The joints that matter most to a runner."""

ALTERNATIVES = 3
"""Exercises named in place of another, at the most."""

_BEFORE_A_RUN = "pre-run"


class Advice(NamedTuple):
    """A recommendation.

    Attributes:
        code: Stable name of the kind of advice.
        path: Keys and indices from the top of the file to what it is about.
        place: The same for a person.
        message: What was seen.
        mend: What would be better.
        principle: Why.
        span: Where it stands in the text; None until it has been looked up.
    """

    code: str
    path: Place
    place: str
    message: str
    mend: str
    principle: str
    span: TextSpan | None = None


PRINCIPLES = {
    "static-hold": "movement before a run; long holds after it, as they cost power for a while",
    "short-hold": "some holds need their length to do anything",
    "outside-its-time": "each exercise has its time: before a run, after it, or on a rest day",
    "lopsided": "both sides alike",
    "joint-left-out": "ankle, hip and upper back matter most to a runner; what one of them lacks "
    "the joints between must pay for",
    "no-instructions": "nobody looks at the screen: what is not said is not known",
    "other-language": "a voice speaks one language; words of another one are hard to understand",
    "equipment-back-and-forth": "a session flows when everything with one thing is done together",
    "off-target": "a session should take the time it promises",
    "does-not-fit": "the voice never talks over itself, so what has no room is cut",
    "long-silence": "a listener who hears nothing for long looks at the screen",
}
"""Why each kind of advice is given, by code."""


def advice_on(routine: Routine, catalogue: Mapping[str, Exercise]) -> list[Advice]:
    """All advice that the steps themselves give reason for, in the order of the file.

    Args:
        routine: The routine.
        catalogue: Where alternatives come from.
    """
    found: list[Advice] = []
    for leaf in leaves(routine.steps):
        if leaf.dose.kind not in RESTING:
            found += _static_hold(leaf, routine, catalogue)
            found += _short_hold(leaf)
            found += _outside_its_time(leaf, routine)
            found += _no_instructions(leaf)
            found += _other_language(leaf, routine)
    found += _lopsided(routine)
    found += _joints_left_out(routine, catalogue)
    found += _equipment(routine)
    return found


def about(code: str, step: Leaf | Group, key: str, message: str, mend: str) -> Advice:
    """Advice about a key of a step."""
    title = step.title if isinstance(step, Group) else step.name
    place = f'step {step.path} "{title}"' if title else f"step {step.path}"
    return Advice(code, (*step.place, key), place, message, mend, PRINCIPLES[code])


def about_all(code: str, key: str, message: str, mend: str) -> Advice:
    """Advice about a key of the whole routine."""
    return Advice(code, (key,), "the routine", message, mend, PRINCIPLES[code])


def _static_hold(
    leaf: Leaf, routine: Routine, catalogue: Mapping[str, Exercise]
) -> Iterator[Advice]:
    held = leaf.dose.kind == DoseKind.HOLD and leaf.dose.amount.high >= LONG_STATIC_HOLD
    if routine.when != _BEFORE_A_RUN or not held:
        return
    joints = leaf.exercise.joints if leaf.exercise else REST_DAY_JOINTS
    moving = [
        one.id
        for one in catalogue.values()
        if one.dose.kind != DoseKind.HOLD
        and one.joints[:1] == joints[:1]
        and _BEFORE_A_RUN in one.when
    ]
    mend = f"move instead, for example {_listed(moving)}" if moving else "move instead"
    message = f"held still for {seconds(leaf.dose.amount.high):g} s before a run"
    yield about("static-hold", leaf, "hold", message, mend)


def _short_hold(leaf: Leaf) -> Iterator[Advice]:
    least = leaf.exercise.least if leaf.exercise else 0
    if leaf.dose.kind in {DoseKind.HOLD, DoseKind.WORK} and leaf.dose.amount.low < least:
        message = f"{seconds(leaf.dose.amount.low):g} s is too short to do much"
        mend = f"make it {seconds(least):g} s or more"
        yield about("short-hold", leaf, leaf.dose.kind, message, mend)


def _outside_its_time(leaf: Leaf, routine: Routine) -> Iterator[Advice]:
    when = leaf.exercise.when if leaf.exercise else ("any",)
    if "any" in when or routine.when in (*when, "any"):
        return
    message = f"the exercise is meant for {_listed(when)}, the routine for {routine.when}"
    mend = f"`player exercises --when {routine.when}` lists others"
    yield about("outside-its-time", leaf, "exercise", message, mend)


def _no_instructions(leaf: Leaf) -> Iterator[Advice]:
    named_phases = any(phase.name for phase in leaf.phases)
    if not (leaf.say or leaf.remarks or named_phases):
        yield about(
            "no-instructions", leaf, "name", "how to do it is never said", 'add say = "…" to it'
        )


def _other_language(leaf: Leaf, routine: Routine) -> Iterator[Advice]:
    """An exercise of the catalogue in another language than the routine is."""
    exercise = leaf.exercise
    if exercise is None or exercise.language in {"", routine.language}:
        return
    if not _brought(leaf, exercise):
        return
    spoken, wanted = (LANGUAGES[one].name for one in (exercise.language, routine.language))
    message = f'"{exercise.id}" is in {spoken}, the routine in {wanted}'
    mend = f"write it out in {wanted} under [exercise.{exercise.id}]"
    yield about("other-language", leaf, "exercise", message, mend)


def _brought(leaf: Leaf, exercise: Exercise) -> bool:
    """Whether an exercise brings a step any words."""
    step = exercise.step
    return bool(
        leaf.name == exercise.spoken
        or (leaf.say and leaf.say == exercise.instructions)
        or set(leaf.remarks) & set(exercise.remarks)
        or exercise.equipment
        or (leaf.unit and leaf.unit == step.get("unit"))
        or (leaf.phases and leaf.phases == step.get("phases"))
        or (leaf.sides and leaf.sides == step.get("sides"))
        or (leaf.directions and leaf.directions == step.get("directions"))
    )


def _lopsided(routine: Routine) -> Iterator[Advice]:
    """The same exercise done more on one side than on the other, over the whole routine."""
    done: dict[tuple[str, DoseKind], dict[First, int]] = defaultdict(lambda: defaultdict(int))
    where: dict[tuple[str, DoseKind], Leaf] = {}
    for leaf, times in _repeated(routine.steps, 1):
        key = (leaf.exercise.id if leaf.exercise else leaf.name.casefold(), leaf.dose.kind)
        for side in leaf.sides:
            meant = side_of(side)
            if meant is not None:
                done[key][meant] += leaf.dose.amount.first * leaf.sets * times
                where[key] = leaf
    for key, sides in done.items():
        for one, other in ((First.LEFT, First.RIGHT), (First.RIGHT, First.LEFT)):
            if sides[one] > sides[other]:
                message = f"the {one} side does more than the {other} one"
                yield about("lopsided", where[key], "sides", message, "write sides = true")


def _repeated(steps: tuple[Step, ...], times: int) -> Iterator[tuple[Leaf, int]]:
    for step in steps:
        if isinstance(step, Group):
            yield from _repeated(step.steps, times * step.rounds)
        else:
            yield step, times


def _joints_left_out(routine: Routine, catalogue: Mapping[str, Exercise]) -> Iterator[Advice]:
    if routine.when != "rest-day":
        return
    measured = any(leaf.measure for leaf in leaves(routine.steps))
    moved = {
        joint
        for leaf in leaves(routine.steps)
        for joint in (leaf.exercise.joints if leaf.exercise else ())
    }
    for joint in REST_DAY_JOINTS:
        if joint in moved or measured:
            continue
        fitting = [
            one.id
            for one in catalogue.values()
            if joint in one.joints and {"rest-day", "any"} & set(one.when)
        ]
        mend = f"add one, for example {_listed(fitting)}" if fitting else "add one"
        yield about_all("joint-left-out", "when", f"nothing in it is for the {joint}", mend)


def _equipment(routine: Routine) -> Iterator[Advice]:
    """A thing that is put away for another and then wanted again."""
    last: tuple[str, ...] = ()
    put_away: set[str] = set()
    for leaf in leaves(routine.steps):
        needed = leaf.exercise.equipment if leaf.exercise else ()
        if not needed:
            continue
        for thing in needed:
            if thing in put_away and thing not in last:
                yield about(
                    "equipment-back-and-forth",
                    leaf,
                    "exercise",
                    f"the {thing} is wanted again after {_listed(last)}",
                    f"move it to the other steps with the {thing}",
                )
                put_away.discard(thing)
        put_away |= set(last) - set(needed)
        last = needed


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:ALTERNATIVES])


def off_target(length: int, target: int) -> str:
    """How far a length is from a target, told; empty within a tenth."""
    if abs(length - target) * 10 <= target:
        return ""
    apart = "longer" if length > target else "shorter"
    return f"it comes to {clock(length)}, {clock(abs(length - target))} {apart} than its target"
