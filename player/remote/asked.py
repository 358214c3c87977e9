"""What the buttons of a remote control ask of a session. Pure."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

from player.live.controls import Command, Now, State
from player.remote.shown import shown


class Button(StrEnum):
    """A button that remote controls have."""

    PLAY = "play"
    PAUSE = "pause"
    TOGGLE = "toggle"
    STOP = "stop"
    NEXT = "next"
    PREVIOUS = "previous"


class Ask(NamedTuple):
    """Something to ask of a session, as `Controls.ask` takes it."""

    command: Command
    amount: int = 0


_ASKED = {
    Button.PLAY: Command.RESUME,
    Button.PAUSE: Command.PAUSE,
    Button.TOGGLE: Command.TOGGLE,
    Button.STOP: Command.QUIT,
    Button.NEXT: Command.SKIP,
    Button.PREVIOUS: Command.BACK,
}


def pressed(button: Button, now: Now) -> Ask | None:
    """What a button asks: to go on where the listener is waited for, else what it says.

    It is asked also where it seems to change nothing, such as pausing a pause: what was asked just
    before may not have been done yet, and the session passes over what makes no sense.
    """
    if now.state is State.ENDED:
        return None
    onward = {Button.PLAY, Button.TOGGLE}
    if now.state is State.WAITING:
        onward.add(Button.NEXT)
    waited_for = now.state is State.WAITING or Command.GO_ON in now.offers
    return Ask(Command.GO_ON if waited_for and button in onward else _ASKED[button])


def moved(offset: int, now: Now) -> Ask | None:
    """What moving by samples asks: not before the pass, and past its end the next one."""
    seen = shown(now)
    if seen.track is None:
        return None
    position = seen.position + offset
    if position > seen.track.length:
        return pressed(Button.NEXT, now)
    return Ask(Command.SEEK, seen.track.start + max(0, position))


def placed(key: str, position: int, now: Now) -> Ask | None:
    """What moving to a position in samples asks; nothing outside the pass or for another one."""
    track = shown(now).track
    if track is None or track.key != key or not 0 <= position <= track.length:
        return None
    return Ask(Command.SEEK, track.start + position)


def decibels(volume: float) -> float:
    """A factor in dB; minus infinity for silence and below."""
    return -math.inf if volume <= 0 else 20 * math.log10(volume)


def louder_or_softer(volume: int, wanted: float, change: int) -> Command | None:
    """The next of the steps towards a volume.

    Args:
        volume: The volume now, in dB.
        wanted: What it should come to, in dB.
        change: What the step before has changed, in dB; 0 for none.

    Returns:
        What to ask; None once no step would come nearer.
    """
    off = wanted - volume
    if math.isnan(off) or abs(off) <= abs(change) / 2:
        return None
    return Command.LOUDER if off > 0 else Command.SOFTER
