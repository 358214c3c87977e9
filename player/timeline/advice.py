"""Advice about how a routine sounds: its length, its silences, and what has no room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from player.routine.advice import Advice, about, about_all, off_target
from player.routine.merging import leaves
from player.routine.model import Group, Leaf, Routine, Step
from player.timeline.model import Concession, CueKind, Outcome, Span, Timeline, given_up
from player.timeline.phrases import sentence
from player.units import samples, seconds

LONG_SILENCE = samples(40)
"""A stretch this long without any cue makes a listener look at the screen."""


DOUBT = 1.25
"""An estimated length may be wrong by so much; what lacks less room than that is not told."""


def advice_on_timeline(routine: Routine, timeline: Timeline, *, measured: bool) -> list[Advice]:
    """All advice that the compiled routine gives reason for, in the order it is heard.

    Args:
        routine: What was compiled.
        timeline: What it came to.
        measured: Whether that rests on measured lengths of phrases, or on estimated ones.
    """
    found = [*_total(timeline), *_groups(routine.steps, timeline)]
    steps = {leaf.path: leaf for leaf in leaves(routine.steps)}
    found += _silences(steps, timeline)
    found += _concessions(steps, timeline, 1 if measured else DOUBT)
    return found


def group_length(group: Group, spans: tuple[Span, ...]) -> int:
    """Samples that the passes of a group take, their leads with them."""
    inside = f"{group.path}."
    return sum(span.stop - span.lead for span in spans if span.doing.step.startswith(inside))


def _total(timeline: Timeline) -> Iterator[Advice]:
    told = off_target(timeline.length, timeline.target) if timeline.target else ""
    if told:
        mend = "change doses or `target`; `player play --fit` takes any time it can come to"
        yield about_all("off-target", "target", told, mend)


def _groups(steps: tuple[Step, ...], timeline: Timeline) -> Iterator[Advice]:
    for step in steps:
        if isinstance(step, Leaf):
            continue
        told = off_target(group_length(step, timeline.spans), step.target) if step.target else ""
        if told:
            yield about("off-target", step, "target", told, "change its doses or its `target`")
        yield from _groups(step.steps, timeline)


def _silences(steps: dict[str, Leaf], timeline: Timeline) -> Iterator[Advice]:
    """The longest silence of each step, if it is long."""
    longest: dict[str, int] = {}
    heard = 0
    for cue in timeline.placements:
        if cue.start - heard > LONG_SILENCE and cue.pass_index is not None:
            path = timeline.spans[cue.pass_index].doing.step
            longest[path] = max(longest.get(path, 0), cue.start - heard)
        heard = max(heard, cue.stop)
    for path, length in longest.items():
        if path in steps:
            message = f"nothing is heard for {seconds(length):.0f} s"
            mend = "add coaching, a breath, or times left that are told"
            yield about("long-silence", steps[path], "cues", message, mend)


def _concessions(steps: dict[str, Leaf], timeline: Timeline, doubt: float) -> Iterator[Advice]:
    """What gave way, one piece of advice a step and kind of cue."""
    given: dict[tuple[str, str, Outcome], list[Concession]] = defaultdict(list)
    for one in timeline.concessions:
        if one.pass_index is not None and one.needs > doubt * one.free:
            path = timeline.spans[one.pass_index].doing.step
            given[path, one.kind.value, one.outcome].append(one)
    for (path, *_), all_of_them in given.items():
        first = all_of_them[0]
        times = f" (and {len(all_of_them) - 1} more)" if len(all_of_them) > 1 else ""
        message = f"{given_up(first)}{times}"
        mend = "use fewer words, or give it more time"
        advice = about("does-not-fit", steps[path], _KEYS.get(first.kind, "name"), message, mend)
        yield advice._replace(path=(*advice.path, *_remark(steps[path], first)))


_KEYS = {CueKind.COACH: "cues", CueKind.ANNOUNCE: "rest"}


def _remark(leaf: Leaf, one: Concession) -> tuple[int, ...]:
    """Which of a step's coaching sentences a concession is about."""
    said = [sentence(remark.text) for remark in leaf.remarks]
    return (said.index(one.text),) if one.text in said else ()
