"""Concessions told to people."""

from __future__ import annotations

from player.live.moment import described
from player.timeline.model import Concession, Outcome, Timeline
from player.units import seconds

_OUTCOMES = {
    Outcome.SHORTENED: "said in fewer words",
    Outcome.MOVED: "moved a little",
    Outcome.SOUND: "became a sound",
    Outcome.DROPPED: "left out",
}


def concession_line(timeline: Timeline, one: Concession) -> str:
    """A concession with its place and its figures."""
    place = ""
    if one.pass_index is not None:
        span = timeline.spans[one.pass_index]
        place = f"step {span.doing.step} ({described(span)}): "
    needs, free = seconds(one.needs), seconds(one.free)
    figures = f"needs {needs:.1f} s, {free:.1f} s free"
    return f"{place}{one.kind.value} “{one.text}” {_OUTCOMES[one.outcome]}: {figures}"
