"""Speed of fitting to a time, as a ratio against compiling the same routine once."""

from __future__ import annotations

import time

import pytest
from support.compiling import compiled

from player.routine.model import Routine
from player.routine.reader import loads
from player.session.exact import with_amounts
from player.session.fit_time import fit_to
from player.session.lengths import Lengths, PassLength
from player.timeline.model import Timeline
from player.units import samples

pytestmark = pytest.mark.benchmark

STEPS = """
  [[step.step]]
  name = "Couch stretch"
  hold = "20-60s"
  sides = true
  optional = true
  [[step.step]]
  name = "Bridges"
  reps = "5-20"
  say = "Lie on your back and lift your hips."
  [[step.step]]
  rest = "10-30s"
  optional = true
  [[step.step]]
  name = "March"
  work = "20-45s"
  optional = true
  [[step.step]]
  name = "Leg lifts"
  reps = "8-12"
  sides = true
"""
GROUPS = 20
RUNS = 10


def lengths(timeline: Timeline) -> Lengths:
    return Lengths(
        timeline.length,
        tuple(
            PassLength(
                span.doing.step,
                span.doing.rest.length if span.doing.rest else 0,
                span.start - span.lead,
                span.start - span.ready,
                span.stop - span.start,
            )
            for span in timeline.spans
        ),
    )


@pytest.mark.parametrize("minutes", [60, 100])
def test_fitting_a_hundred_steps(minutes: int) -> None:
    """Whatever it reckons between its measurements takes no longer than compiling once."""
    group = f'[[step]]\ntitle = "Group"\ntarget = "5min"\n{STEPS}'
    routine = loads('title = "Hundred"\n' + group * GROUPS, name="hundred")
    told: list[Lengths] = []

    def telling(exact: Routine) -> Lengths:
        told.append(lengths(compiled(exact)))
        return told[-1]

    wished = samples(60 * minutes)
    fitted = fit_to(routine, wished, telling)
    assert not fitted.note
    times, floors = [], []
    for _ in range(RUNS):
        exact = with_amounts(routine, lambda leaf: leaf.dose.amount.first)
        began = time.process_time()
        compiled(exact)
        floors.append(time.process_time() - began)
        again = iter(told)
        began = time.process_time()
        fit_to(routine, wished, lambda _, again=again: next(again))  # type: ignore[misc]
        times.append(time.process_time() - began)
    found = min(times) / min(floors)
    compiles = f"{len(told)} measurements, {len(fitted.left_out)} left out"
    print(f"\nfit: {1000 * min(times):.1f} ms, compile {1000 * min(floors):.1f} ms, "  # noqa: T201
          f"ratio {found:.2f}; {compiles}")  # fmt: skip
    assert found <= 1
