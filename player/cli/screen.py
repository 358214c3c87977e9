"""What a session looks like as plain text: an updating line on a terminal, else a line a cue."""

from __future__ import annotations

import sys

from player.cli.terminal import echo, say
from player.live.lines import CueLines, UpdatingLine
from player.timeline.model import Timeline


def screen(
    timeline: Timeline, *, answered: bool = False, start: int = 0
) -> CueLines | UpdatingLine:
    """What shows a session as plain text.

    Args:
        timeline: What is heard.
        answered: Whether the listener can say go on.
        start: The position the session begins at.
    """
    if sys.stdout.isatty():
        return UpdatingLine(timeline, echo, answered=answered)
    return CueLines(timeline, say, answered=answered, start=start)
