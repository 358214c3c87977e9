"""What gives way over all shipped routines, spoken by the real voice at slow and fast rates."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from support.program import ROOT

from player.timeline.model import CueKind, Outcome

ROUTINES = sorted(path.stem for path in (ROOT / "routines").glob("*.toml"))
DEFAULT_RATE = 165
RATES = (130, DEFAULT_RATE, 200, 220)
NEVER_LOST = {CueKind.GO, CueKind.STOP, CueKind.SWITCH, CueKind.COUNT, CueKind.COUNTDOWN}
LOST = {Outcome.DROPPED, Outcome.SOUND}

TABLE = """
import json, sys
from player.audio.chimes import chime_lengths
from player.cli.options import library
from player.cli.session import chime_folder, clip_cache
from player.routine.model import Style
from player.session.plan import plan
from player.timeline.compile import compile_session
from player.voices.recorder import Recorder
from player.voices.registry import engine_and_voice, voice_choice
rate, *names = sys.argv[1:]
engine, voice = engine_and_voice("")
found = []
recorder = Recorder(engine, voice_choice(voice, int(rate)), clip_cache(), tell=print)
for name in names:
    routine = library().read(name)
    for style in Style:
        told = routine._replace(cues=routine.cues._replace(style=style))
        timeline = compile_session(
            plan(told), recorder.record, chime_lengths(chime_folder(routine.cues.sounds))
        )
        found += [[name, style, one.kind, one.outcome, one.text] for one in timeline.concessions]
print(json.dumps(found))
"""


@pytest.mark.parametrize("rate", RATES)
def test_no_start_stop_switch_or_count_is_lost_at_any_rate(
    rate: int, environment: dict[str, str]
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TABLE, str(rate), *ROUTINES],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    concessions = json.loads(ran.stdout)
    lost = [one for one in concessions if one[2] in NEVER_LOST and one[3] in LOST]
    assert lost == []
    if rate >= DEFAULT_RATE:
        assert concessions == []
