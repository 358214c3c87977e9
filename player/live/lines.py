"""A session as plain lines: one updating line on a terminal, a line a cue elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from player.live.moment import Moment, Story, described, words_at
from player.routine.model import DoseKind
from player.timeline.model import Placement, Timeline
from player.units import SAMPLE_RATE, clock

BAR_WIDTH = 16
GO_ON = "Enter to go on"
LINES_PER_SECOND = 5
"""How often the updating line changes at the most."""


class CueLines:
    """A line for every pass and every cue, as they are heard.

    Args:
        timeline: What is heard.
        write: Takes one whole line.
        answered: Whether the listener can say go on.
        start: The position the session begins at.
    """

    def __init__(
        self,
        timeline: Timeline,
        write: Callable[[str], None],
        *,
        answered: bool = False,
        start: int = 0,
    ) -> None:
        self._answered = answered
        self._story = Story(timeline)
        self._write = write
        self._since = self._told = start
        self._pass = -1

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        """Write what has been heard up to a position, from `since` on without a jump."""
        self._story = self._story.of(timeline)
        if since != self._since:
            self._since = self._told = since
            self._pass = -1
        for cue in self._story.cues_between(self._told, position + 1):
            self._open_pass(cue)
            self._write(f"{clock(cue.onset):>7}  {shown(cue)}")
        self._told = max(self._told, position + 1)

    def hear(self, words: str) -> None:
        """Write what is said while the session stands still."""
        self._write(f"{clock(self._told):>7}  “{words}”")

    def say(self, notice: str) -> None:
        """Write what the listener should know."""
        if notice:
            self._write(f"{'':>7}  {notice}.")

    def end(self) -> None:
        """Nothing is left open."""

    def _open_pass(self, cue: Placement) -> None:
        index = cue.pass_index
        if index is None or index <= self._pass:
            return
        self._pass = index
        spans = self._story.timeline.spans
        span = spans[index]
        after = f"; next: {described(spans[index + 1])}" if index + 1 < len(spans) else ""
        reps = span.doing.reps
        amount = f"{reps} rep{'s' * (reps > 1)}" if reps else clock(span.stop - span.start)
        if span.doing.waits and self._answered:
            amount = GO_ON
        self._write(f"[{index + 1}/{len(spans)}] {described(span)}: {amount}{after}")


class UpdatingLine:
    """One line with progress, what is being done, and the last words.

    Args:
        timeline: What is heard.
        write: Takes text without a line's end.
        answered: Whether the listener can say go on.
    """

    def __init__(
        self, timeline: Timeline, write: Callable[[str], None], *, answered: bool = False
    ) -> None:
        self._answered = answered
        self._story = Story(timeline)
        self._write = write
        self._position = 0
        self._shown_at = -SAMPLE_RATE
        self._notice = ""
        self._between = ""

    def at(self, position: int, timeline: Timeline, since: int) -> None:  # noqa: ARG002 - a line tells of now
        """Show where the session stands at a position in samples."""
        self._story = self._story.of(timeline)
        if position != self._position:
            self._between = ""
        self._position = position
        if abs(position - self._shown_at) >= SAMPLE_RATE // LINES_PER_SECOND:
            self._show()

    def hear(self, words: str) -> None:
        """Show what is said while the session stands still."""
        self._between = words
        self._show()

    def say(self, notice: str) -> None:
        """Show what the listener should know in place of the last words."""
        self._notice = notice
        self._show()

    def _show(self) -> None:
        self._shown_at = self._position
        width = shutil.get_terminal_size().columns - 1
        self._write("\r" + self.line(self._position, width).ljust(width))

    def line(self, position: int, width: int) -> str:
        """The line in at most `width` characters; what matters least goes first."""
        length = self._story.timeline.length
        filled = BAR_WIDTH * min(position, length) // length
        bar = f"[{'#' * filled}{'-' * (BAR_WIDTH - filled)}]"
        moment = self._story.moment(position)
        time = f"{clock(position)}/{clock(length)}"
        following = moment.span if moment.resting else moment.after
        after = f"next: {described(following)}" if following else ""
        doing, state = _doing(moment)
        if moment.doing and moment.span and moment.span.doing.waits and self._answered:
            state = GO_ON
        said = self._between or words_at(self._story.timeline, position)
        words = self._notice or (f"“{said}”" if said else "")
        for parts in (
            (f"{time} {bar} {doing}", state, after, words),
            (f"{time} {doing}", state, after, words),
            (f"{time} {doing}", state, words),
            (doing, state, words),
        ):
            line = " | ".join(part for part in parts if part)
            if len(line) <= width:
                return line
        return line[: max(0, width - 1)] + "…"

    def end(self) -> None:
        """Leave the line, with where the session has come to."""
        self._show()
        self._write("\n")


def _doing(moment: Moment) -> tuple[str, str]:
    """What is being done, and how far it is."""
    span = moment.span
    if span is None:
        return "Finished", ""
    seconds = f"{-(-moment.left // SAMPLE_RATE)} s"
    if moment.resting:
        return (span.doing.rest and span.doing.rest.name) or "Rest", f"{seconds} left"
    if not moment.doing:
        state = f"in {seconds}"
    elif span.doing.reps:
        what = "breath" if span.doing.kind == DoseKind.BREATHS else "rep"
        state = f"{what} {moment.rep} of {span.doing.reps}"
    else:
        state = f"{seconds} left"
    return described(span), state


def shown(cue: Placement) -> str:
    """A cue as text: words in quotes, a chime in brackets."""
    return f"“{cue.text}”" if cue.text is not None else f"({cue.chime})"
