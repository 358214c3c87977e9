"""Routines of all kinds, for properties that must hold for every one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from player.routine.measures import MEASURES
from player.routine.merging import renumbered
from player.routine.model import (
    COUNTED,
    RESTING,
    Breath,
    Breathing,
    Count,
    CountMode,
    CuePreferences,
    Dose,
    DoseKind,
    First,
    Group,
    Leaf,
    Pace,
    Phase,
    Remark,
    Routine,
    Step,
    Style,
)
from player.units import Range, samples

_WORDS = ("hip", "circle", "slowly", "reach", "a very long word", "knee", "breathe", "turn")


def _made(kind: type[Any]) -> Callable[..., Any]:
    """A maker of named tuples: hypothesis would fill in what a bare class leaves out."""
    return lambda *values, **named: kind(*values, **named)  # noqa: PLW0108 - to hide the class


def texts(most: int = 8) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=most).map(" ".join)


def times(low: float, high: float) -> st.SearchStrategy[int]:
    return st.floats(low, high).map(samples)


phases = st.builds(
    _made(Phase), texts(1), times(0.3, 6), st.sampled_from([None, Breath.IN, Breath.OUT])
)

breaths = st.builds(
    lambda first, last: (Phase("", first, Breath.IN), Phase("", last, Breath.OUT)),
    times(1, 6),
    times(1, 6),
)

remarks = st.builds(_made(Remark), texts(), st.one_of(st.none(), times(-20, 20)))


preferences = st.builds(
    _made(CuePreferences),
    style=st.sampled_from(Style),
    countdown=st.integers(0, 5),
    halfway=st.just(0) | times(5, 20),
    remaining=st.lists(times(2, 30), max_size=3).map(tuple),
    counting=st.builds(_made(Count), st.sampled_from(CountMode), st.integers(1, 5)),
    breathing=st.sampled_from(Breathing),
    preview=st.booleans(),
)


changes = preferences.map(
    lambda one: tuple(
        (key, getattr(one, key)) for key in ("style", "countdown", "counting", "breathing")
    )
)


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    kind = draw(st.sampled_from(DoseKind))
    if kind in RESTING:
        amount = 0 if kind == DoseKind.SAY else draw(times(0.5, 60))
        say = draw(st.just("") | texts()) if kind == DoseKind.REST else draw(texts())
        return Leaf("", "", Dose(kind, Range(amount, amount)), say=say, prepare=draw(times(0, 9)))
    counted = kind in COUNTED
    amount = draw(st.integers(1, 30)) if counted else draw(times(0.3, 90))
    named = draw(st.lists(phases, max_size=3)) if kind == DoseKind.REPS else []
    return Leaf(
        "",
        draw(texts(3)),
        Dose(kind, Range(amount, amount)),
        say=draw(st.just("") | texts(20)),
        remarks=tuple(draw(st.lists(remarks, max_size=4))),
        sides=draw(st.sampled_from([(), ("left", "right"), ("left leg",)])),
        directions=draw(st.sampled_from([(), ("clockwise", "counterclockwise")])),
        sets=draw(st.integers(1, 2)),
        tempo=draw(times(0.3, 5)),
        phases=tuple(named),
        breath=draw(breaths) if counted else draw(st.just(()) | breaths),
        labels=draw(st.sampled_from([(), ("A", "B", "C")])),
        prepare=draw(times(0, 20)),
        switch=draw(times(0, 9)),
        measure=draw(st.sampled_from(sorted(MEASURES))) if kind == DoseKind.MEASURE else "",
        optional=draw(st.booleans()),
        first=draw(st.none() | st.sampled_from(First)),
        pace=draw(st.sampled_from(Pace)) if kind == DoseKind.REPS else Pace.LED,
        cues=draw(st.just(()) | changes),
    )


def groups(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    return st.builds(
        _made(Group),
        st.just(""),
        st.just("") | texts(2),
        st.integers(1, 3),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
        cues=st.just(()) | changes,
    )


steps = st.recursive(leaves(), groups, max_leaves=5)

routines = st.builds(
    _made(Routine),
    name=st.just("generated"),
    title=texts(3),
    steps=st.lists(steps, min_size=1, max_size=4).map(tuple).map(renumbered),
    cues=preferences,
)
"""Whole routines of up to some twenty steps, with cue preferences of every kind."""
