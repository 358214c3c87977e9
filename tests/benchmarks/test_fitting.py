"""Fitting takes time in proportion to the steps of a routine."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.program import ROOT

pytestmark = pytest.mark.benchmark

# Timed in a process of its own, with memory kept as the program keeps it.
TIMED = """
import gc, sys, time
gc.set_threshold(1_000_000, 50, 100)
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from support.compiling import SOUNDS
from player.routine.reader import loads
from player.session.plan import plan
from player.timeline.compile import compile_session
from player.timeline.cues import cues_for
from player.timeline.fit import fit
from player.timeline.phrases import phrases
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shapes
KINDS = (
    'name = "Plank"\\nhold = "5s"\\ncues = ["Tall."]\\n',
    'name = "Squats"\\nreps = 2\\ncues = ["Deep."]\\n',
    'name = "Breath"\\nhold = "5s"\\nbreath = "1-1"\\n',
    'rest = "1s"\\n',
)
def seconds(steps):
    text = 'title = "T"\\n[defaults]\\nprepare = 0\\n'
    text += "".join("[[step]]\\n" + KINDS[number % 4] for number in range(steps))
    session = plan(loads(text, name="test"))
    shapes = {}
    def measure(texts):
        found = estimated_shapes(texts, VoiceChoice(rate=165))
        shapes.update(found)
        return found
    compile_session(session, measure, SOUNDS)  # measures all that fitting asks for
    script = cues_for(session, phrases(session.language), session.nominal)
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        fit(session, script, shapes, SOUNDS)
        best = min(best, time.process_time() - began)
    return best
print(seconds(1000), seconds(10_000))
"""


def test_ten_times_the_steps_take_about_ten_times_as_long() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TIMED, str(ROOT)], capture_output=True, text=True, check=True
    )
    few, many = map(float, ran.stdout.split())
    print(f"\n1,000 steps: {few:.3f} s, 10,000: {many:.3f} s, ratio {many / few:.1f}")  # noqa: T201
    assert many <= 12 * few
