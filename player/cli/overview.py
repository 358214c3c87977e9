"""A session at a glance: what is done when, how long it takes, and what to have ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from player.routine.merging import leaves
from player.routine.model import COUNTED, DoseKind, Group, Leaf, Routine, Step
from player.timeline.advice import group_length
from player.timeline.model import Span, Timeline
from player.units import clock, seconds


def overview(routine: Routine, timeline: Timeline) -> list[str]:
    """Lines with title, length, equipment, and a table of groups and steps."""
    target = f" of {clock(timeline.target)}" if timeline.target else ""
    lines = [f"{timeline.title}, {clock(timeline.length)}{target}"]
    lines += [routine.summary] if routine.summary else []
    things = dict.fromkeys(
        thing
        for leaf in leaves(routine.steps)
        if leaf.exercise is not None
        for thing in leaf.exercise.equipment
    )
    lines += [f"Have ready: {', '.join(things)}"] if things else []
    lines += ["", f"{'start':>7}  {'takes':>6}  step"]
    spans: dict[str, list[Span]] = {}
    for span in timeline.spans:
        spans.setdefault(span.doing.step, []).append(span)
    lines += _rows(routine.steps, spans, timeline, "")
    return lines


def _rows(
    steps: tuple[Step, ...], spans: Mapping[str, list[Span]], timeline: Timeline, indent: str
) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Group):
            inside = [one for path, group in spans.items() for one in group
                      if path.startswith(f"{step.path}.")]  # fmt: skip
            if not inside:
                continue
            rounds = f", {step.rounds} rounds" if step.rounds > 1 else ""
            target = f" of {clock(step.target)}" if step.target else ""
            length = group_length(step, timeline.spans)
            title = f"{step.title or 'Group'}{rounds}{target}"
            start = min(one.lead for one in inside)
            yield f"{clock(start):>7}  {clock(length):>6}  {indent}{step.path} {title}"
            yield from _rows(step.steps, spans, timeline, f"{indent}  ")
        elif mine := spans.get(step.path):
            length = sum(one.stop - one.lead for one in mine)
            row = f"{clock(mine[0].lead):>7}  {clock(length):>6}  {indent}{step.path} "
            yield row + _described(step, mine[0])
        elif step.dose.kind == DoseKind.REST:
            rest = f"{step.name or 'Rest'}: {seconds(step.dose.amount.first):g} s"
            yield f"{'':>7}  {'':>6}  {indent}{step.path} {rest}"


def _described(leaf: Leaf, first: Span) -> str:
    """A step in a few words: name, dose, sides, directions and sets."""
    one = first.doing
    if leaf.dose.kind in {DoseKind.SAY, DoseKind.WAIT}:
        return f"“{leaf.say}”"
    if leaf.dose.kind in COUNTED:
        unit = "breath" if leaf.dose.kind == DoseKind.BREATHS else "rep"
        dose = f"{one.reps} {unit}{'s' * (one.reps > 1)}"
    else:
        dose = f"{seconds(one.length):g} s"
    if leaf.measure:
        dose = "a measure"
    parts = [dose, "at your own pace" if leaf.waits and not leaf.measure else ""]
    parts += [f"{len(leaf.sides)} sides" if len(leaf.sides) > 1 else ", ".join(leaf.sides)]
    parts += [f"{len(leaf.directions)} ways" if len(leaf.directions) > 1 else ""]
    parts += [f"{leaf.sets} sets" if leaf.sets > 1 else ""]
    return f"{leaf.name or 'Rest'}: {', '.join(part for part in parts if part)}"
