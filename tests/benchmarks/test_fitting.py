"""Fitting takes time in proportion to the steps of a routine."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.program import ROOT

pytestmark = pytest.mark.benchmark

# Timed in a process of its own, with memory kept as the program keeps it. Ten short sessions in a
# row against a long one, taking turns: both have as many passes in memory, and are as likely to
# meet a moment when the machine is busy.
TIMED = """
import gc, sys, time
gc.set_threshold(1_000_000, 50, 100)
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from support.compiling import SOUNDS
from player.routine.reader import loads
from player.session.plan import plan
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
shapes = {}
def scripted(steps):
    text = 'title = "T"\\n[defaults]\\nprepare = 0\\n'
    text += "".join("[[step]]\\n" + KINDS[number % 4] for number in range(steps))
    session = plan(loads(text, name="test"))
    script = cues_for(session, phrases(session.language), session.nominal)
    while wanted := fit(session, script, shapes, SOUNDS)[1]:
        shapes.update(estimated_shapes(wanted, VoiceChoice(rate=165)))
    return session, script
def seconds(sessions):
    began = time.process_time()
    fitted = [fit(session, script, shapes, SOUNDS) for session, script in sessions]
    return time.process_time() - began
ten, long = [scripted(1000) for _ in range(10)], [scripted(10_000)]
turns = [(seconds(ten), seconds(long)) for _ in range(5)]
print(*map(min, zip(*turns)))
"""


def test_ten_times_the_steps_take_about_ten_times_as_long() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TIMED, str(ROOT)], capture_output=True, text=True, check=True
    )
    ten, many = map(float, ran.stdout.split())
    few = ten / 10
    print(f"\n1,000 steps: {few:.3f} s, 10,000: {many:.3f} s, ratio {many / few:.1f}")  # noqa: T201
    assert many <= 12 * few
