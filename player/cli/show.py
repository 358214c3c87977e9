"""`player show`: the timeline of a routine, for people or programs."""

from __future__ import annotations

import json
from typing import Any

import click

from player.cli.hearing import hear
from player.cli.options import Request, output_option, session_options
from player.cli.overview import overview
from player.cli.progress import SpeakingBar
from player.cli.session import compiled
from player.cli.terminal import say
from player.live.lines import shown
from player.live.moment import described
from player.timeline.model import Concession, Timeline, given_up
from player.units import SAMPLE_RATE, clock


@click.command("show")
@session_options
@click.option("--cues", is_flag=True, help="Every word and sound, with its time.")
@click.option("--json", "as_json", is_flag=True, help="All of it for programs; times in samples.")
@click.option("--speak", metavar="STEP", default="", help="Hear one step: its number or name.")
@output_option
def command(request: Request, cues: bool, as_json: bool, speak: str, output: str) -> int:  # noqa: FBT001 - click flags
    """Show what is done in ROUTINE and when, or all that is said and sounded."""
    if speak:
        if request.start_at:
            raise click.UsageError("--speak chooses the step: leave out --from.")
        return hear(request._replace(start_at=speak, alone=True), output)
    with SpeakingBar() as bar:
        session = compiled(request, bar)
    if as_json:
        click.echo(json.dumps(as_data(session.timeline), indent=1))
    elif cues:
        say("\n".join(_table(session.timeline)))
    else:
        say("\n".join(overview(session.routine, session.timeline)))
        if given := len(session.timeline.concessions):
            say(f"\n{given} did not fit as it is written; --cues tells." if given == 1
                else f"\n{given} did not fit as they are written; --cues tells.")  # fmt: skip
    return 0


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
                "step": span.doing.step,
                "waits": span.doing.waits,
                "measure": span.doing.measure or None,
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
                "sound": cue.chime or None,
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
        lines += [f"  {_given_up(timeline, one)}" for one in timeline.concessions]
    return lines


def _given_up(timeline: Timeline, one: Concession) -> str:
    """A concession with its place."""
    if one.pass_index is None:
        return given_up(one)
    span = timeline.spans[one.pass_index]
    return f"step {span.doing.step} ({described(span)}): {given_up(one)}"
