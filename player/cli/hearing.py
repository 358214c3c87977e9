"""Hearing a bit of a routine: a step, or an exercise of the catalogue."""

from __future__ import annotations

from player.cli.main import INTERRUPTED
from player.cli.options import Request, device_settings
from player.cli.progress import SpeakingBar
from player.cli.screen import screen
from player.cli.session import compiled
from player.cli.terminal import tell
from player.outputs.choose import check_name, open_output
from player.routine.model import Routine


def hear(request: Request, output: str, routine: Routine | None = None) -> int:
    """Play what is asked for, without an entry in the journal; the exit code it ends with."""
    # These load numpy, which the rest can do without.
    from player.live.performer import Hands, Performer
    from player.live.studio import Score

    check_name(output)
    with SpeakingBar() as bar:
        session = compiled(request, bar, routine)
    score = Score(session.session, session.timeline, session.mix())
    sink = open_output(output, tell, device_settings())
    performer = Performer(score, Hands(followers=[screen(session.timeline)]))
    return INTERRUPTED if performer.perform(sink).left else 0
