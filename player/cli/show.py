"""`player show`: the timeline of a routine, for people or programs."""

from __future__ import annotations

import json
from typing import Any

import click

from player.cli.options import RoutineName, from_option, voice_options
from player.cli.progress import SpeakingBar
from player.cli.report import concession_line
from player.cli.session import Request, compiled
from player.cli.terminal import say
from player.live.lines import shown
from player.live.moment import described
from player.timeline.model import Timeline
from player.units import SAMPLE_RATE, clock


@click.command("show")
@click.argument("routine", type=RoutineName())
@click.option("--json", "as_json", is_flag=True, help="For programs; times in samples.")
@from_option
@voice_options
def command(routine: str, as_json: bool, start_at: str, voice: str, rate: int | None) -> None:  # noqa: FBT001 - a click flag
    """Show what ROUTINE says and sounds, and when."""
    bar = SpeakingBar()
    try:
        timeline = compiled(Request(routine, start_at, voice, rate), bar).timeline
    finally:
        bar.end()
    if as_json:
        click.echo(json.dumps(as_data(timeline), indent=1))
    else:
        say("\n".join(_table(timeline)))


def as_data(timeline: Timeline) -> dict[str, Any]:
    """The timeline as plain data: a contract that other programs build on; times in samples."""
    return {
        "routine": timeline.routine,
        "title": timeline.title,
        "rate": SAMPLE_RATE,
        "length": timeline.length,
        "passes": [
            {
                "index": span.doing.order,
                "lead": span.lead,
                "start": span.start,
                "stop": span.stop,
                "kind": span.doing.kind.value,
                "name": span.doing.name,
                "side": span.doing.side or None,
                "direction": span.doing.direction or None,
                "set": span.doing.set,
                "sets": span.doing.sets,
                "round": span.doing.round,
                "reps": span.doing.reps or None,
            }
            for span in timeline.spans
        ],
        "cues": [
            {
                "kind": cue.kind.value,
                "start": cue.start,
                "onset": cue.onset,
                "stop": cue.stop,
                "text": cue.text,
                "sound": cue.sound,
                "pass": cue.pass_index,
            }
            for cue in timeline.placements
        ],
        "concessions": [
            {
                "kind": one.kind.value,
                "text": one.text,
                "needs": one.needs,
                "free": one.free,
                "outcome": one.outcome.value,
                "pass": one.pass_index,
            }
            for one in timeline.concessions
        ],
    }


def _table(timeline: Timeline) -> list[str]:
    lines = [f"{timeline.title}, {clock(timeline.length)}", ""]
    lines.append(f"{'time':>8}  {'step':<5} {'cue':<10} what is heard")
    told = -1
    for cue in timeline.placements:
        index = cue.pass_index
        step = ""
        if index is not None and index > told:
            told = index
            span = timeline.spans[index]
            lines.append(f"{'':>8}  {span.doing.step:<5} {described(span)}")
        tenth = cue.onset * 10 // SAMPLE_RATE % 10
        lines.append(f"{clock(cue.onset):>6}.{tenth}  {step:<5} {cue.kind.value:<10} {shown(cue)}")
    if timeline.concessions:
        lines += ["", "What did not fit as it is written:"]
        lines += [f"  {concession_line(timeline, one)}" for one in timeline.concessions]
    return lines
