"""What is told of a session just now: name, figure, side and what comes next, as plain texts."""

from __future__ import annotations

from typing import NamedTuple

from player.live.controls import Now, State
from player.live.lines import GO_ON
from player.live.moment import Moment, described
from player.live.screen.pieces import plain
from player.routine.model import DoseKind
from player.timeline.model import Span
from player.units import SAMPLE_RATE, clock

_LONGEST_LABEL = 4


class Told(NamedTuple):
    """What is told at a moment.

    Attributes:
        name: What is done.
        side: The side and direction.
        turn: The set and round.
        figure: The count or the time, to be shown as large as can be; or a word in its place.
        caption: What the figure is.
        brief: Both in a few words, for where there is one line only.
        alert: Whether the figure is a word for something out of the ordinary.
        following: What comes next, or empty.
    """

    name: str
    side: str
    turn: str
    figure: str
    caption: str
    brief: str
    alert: bool
    following: str


def told(now: Now, moment: Moment, typed: str = "") -> Told:
    """What is told of a session at a moment of it.

    Args:
        now: Where the session is.
        moment: The same, as a moment of its timeline.
        typed: What has been typed of a figure that is asked for.
    """
    figure, caption = _figure(moment)
    brief = f"{figure} {caption}".strip()
    standing = _standing(now, moment, "" if _waits(moment) else brief, typed)
    if standing:
        figure, caption, brief = standing
    span = moment.span
    current = None if moment.resting else span
    following = span if moment.resting else moment.after
    return Told(
        name=plain(_name(moment)),
        side=plain(f"{current.doing.side} {current.doing.direction}") if current else "",
        turn=_turn(current) if current else "",
        figure=plain(figure),
        caption=plain(caption),
        brief=plain(brief),
        alert=bool(standing),
        following=plain(described(following)) if following else "",
    )


def _name(moment: Moment) -> str:
    span = moment.span
    if span is None:
        return "Finished"
    one = span.doing
    if moment.resting:
        return (one.rest and one.rest.name) or "Rest"
    return one.name or one.say or "Rest"


def _turn(span: Span) -> str:
    one = span.doing
    parts = []
    if one.sets > 1:
        parts.append(f"set {one.set} of {one.sets}")
    if one.rounds > 1:
        parts.append(f"round {one.round} of {one.rounds}")
    return ", ".join(parts)


class _Standing(NamedTuple):
    """A word in place of the figure, what is told with it, and both in brief."""

    word: str
    caption: str
    brief: str


def _standing(now: Now, moment: Moment, doing: str, typed: str) -> _Standing | None:
    """What is shown where the session stands still; None where it goes on."""
    match now.state:
        case State.PAUSED:
            if not doing:
                return _Standing("PAUSED", "Space to go on.", "PAUSED")
            return _Standing("PAUSED", f"{doing}. Space to go on.", f"PAUSED, {doing}")
        case State.MARKED:
            return _Standing("MARKED", "Pain is a warning. Choose, or wait.", "MARKED, choose:")
        case State.LOST:
            device = "The sound device is gone; the session goes on when it is back."
            return _Standing("NO SOUND", device, "NO SOUND, device gone")
        case _ if now.state is State.WAITING or _waits(moment):
            return _waiting(now, moment, typed)
        case _:
            return None


def _waits(moment: Moment) -> bool:
    """Whether the pass has started and lasts until the listener says go on."""
    return moment.doing and moment.span is not None and moment.span.doing.waits


def _waiting(now: Now, moment: Moment, typed: str) -> _Standing:
    if now.asks:
        return _Standing(typed or "?", f"Type the figure. {GO_ON}.", GO_ON)
    reps = moment.span.doing.reps if moment.span else 0
    if not reps:
        return _Standing("ENTER", f"{GO_ON}. The session waits for you.", GO_ON)
    caption = f"{_unit(moment)} at your own pace. {GO_ON}."
    return _Standing(str(reps), caption, f"{reps}, {GO_ON}")


def _figure(moment: Moment) -> tuple[str, str]:
    """The count or the time left, and what it is."""
    span = moment.span
    if span is None:
        return "DONE", ""
    one = span.doing
    if moment.resting:
        return _time(moment.left, "of rest")
    if not moment.doing:
        return _time(moment.left, "until it starts")
    if not one.reps:
        return _time(moment.left, "to go")
    down = one.cues.counting.down
    number = one.reps - moment.rep + 1 if down else moment.rep
    label = one.labels[moment.rep - 1] if moment.rep <= len(one.labels) else ""
    if label and len(label) <= _LONGEST_LABEL:
        return label, f"{moment.rep} of {one.reps}"
    return str(number), f"{_unit(moment)} to go" if down else f"of {one.reps} {_unit(moment)}"


def _unit(moment: Moment) -> str:
    one = moment.span.doing if moment.span else None
    if one is None:
        return ""
    several = "breaths" if one.kind == DoseKind.BREATHS else one.unit or "reps"
    single = one.reps == 1 and several in {"reps", "breaths"}
    return several[:-1] if single else several


def _time(left: int, of_what: str) -> tuple[str, str]:
    """A time left, rounded up to the second, and what it is."""
    seconds = -(-left // SAMPLE_RATE)
    if seconds < 60:  # noqa: PLR2004 - seconds of a minute
        return str(seconds), f"second{'s' * (seconds != 1)} {of_what}"
    return clock(seconds * SAMPLE_RATE), of_what
