"""`player doctor --latency`: tap along with clicks to find how late the ear is."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import click

from player.cli.terminal import say
from player.doctor.clicks import COUNT, FIRST, PERIOD, clicks
from player.doctor.device import readings
from player.doctor.latency import UNEVEN, Estimate, estimate, heard_positions
from player.errors import RequestError
from player.units import SAMPLE_RATE, seconds

if TYPE_CHECKING:
    from player.outputs.output import Output

LOOKED_EVERY = 0.05
"""Seconds after which the reader of keys looks whether it is wanted any longer."""

POLLED_EVERY = 0.002
"""Seconds between two looks where the system cannot wait for a key."""

_TAPS = frozenset(b" \r\n")

Now = Callable[[], float]
"""Tells the time, in seconds."""

TapReader = Callable[[Now], AbstractContextManager[Sequence[float]]]
"""Notes, while it is entered, the times at which somebody taps."""


def find_latency(
    opened: Callable[[], Output],
    known: int,
    now: Now,
    tapping: TapReader,
    save: Callable[[str], None],
) -> int:
    """Play clicks, listen to taps, and offer to keep what they tell; the exit code.

    Args:
        opened: Opens where clicks go; it must tell positions without any latency set.
        known: The latency that is set, in samples.
        now: Tells the time.
        tapping: Notes taps.
        save: Keeps a latency, as it is written.

    Raises:
        PlayerError: If nobody can tap, or the output does not open or fails.
    """
    with tapping(now) as taps:
        output = opened()
        say(
            f"You hear {COUNT} clicks, one every {seconds(PERIOD):g} s. Tap the space bar in time "
            "with them, by ear.\nThe first few are to get into time. Ctrl-C stops."
        )
        told = list(readings(output, clicks(), now))
    if output.overruns:
        say(
            f"Sound ran dry {_counted(output.overruns, 'time')}, so that the clicks were not even. "
            "Nothing is changed.\nOnce more when the computer is less busy: player doctor --latency"
        )
        return 1
    found = estimate(FIRST, PERIOD, COUNT, heard_positions(taps, told))
    if found is None:
        say(
            f"{_counted(len(taps), 'tap')} for {COUNT} clicks: too few of them fit. Nothing is "
            "changed.\nTap once for each click; if there was no sound, see `player doctor`."
        )
        return 1
    if found.spread > UNEVEN:
        say(
            f"The taps were too uneven to tell (by {_milliseconds(found.spread)}). Nothing is "
            "changed.\nOnce more: player doctor --latency"
        )
        return 1
    _offer(found, known, save)
    return 0


def written(latency: int) -> str:
    """A latency in samples as the settings take it: `180ms`."""
    return f"{round(1000 * latency / SAMPLE_RATE)}ms"


def _offer(found: Estimate, known: int, save: Callable[[str], None]) -> None:
    say(
        f"You tap {_milliseconds(abs(found.delay))} {'ahead of' if found.delay < 0 else 'behind'} "
        f"the device, give or take {_milliseconds(found.spread)} "
        f"({found.used} of {COUNT} clicks)."
    )
    suggested = found.suggested()
    if suggested == known:
        say(f"That is what is set: latency = {written(known)}")
        return
    say(
        f"Set now is {written(known)}. To change it: player config set latency {written(suggested)}"
    )
    if click.confirm("Do that now?", default=True):
        save(written(suggested))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _milliseconds(count: int) -> str:
    return f"{round(1000 * seconds(count))} ms"


@contextmanager
def taps_on_keyboard(now: Now) -> Iterator[Sequence[float]]:
    """Notes when the space bar or Enter is pressed, until it is left.

    Raises:
        RequestError: If there is no keyboard to read.
    """
    if not sys.stdin.isatty():
        raise RequestError(
            "there is no terminal to tap in", mend="run player doctor --latency in a terminal"
        )
    taps: list[float] = []
    over = threading.Event()
    read = _read_windows if sys.platform == "win32" else _read_posix
    with _keys_at_once():
        reader = threading.Thread(target=read, args=(now, taps, over), daemon=True)
        reader.start()
        try:
            yield taps
        finally:
            over.set()
            reader.join()


def _read_posix(now: Now, taps: list[float], over: threading.Event) -> None:
    import select

    keyboard = sys.stdin.fileno()
    while not over.is_set():
        if select.select([keyboard], [], [], LOOKED_EVERY)[0]:
            at = now()
            typed = os.read(keyboard, 64)
            if not typed:
                return
            taps += [at for key in typed if key in _TAPS]


def _read_windows(now: Now, taps: list[float], over: threading.Event) -> None:
    if sys.platform == "win32":
        import msvcrt

        while not over.wait(POLLED_EVERY):
            while msvcrt.kbhit():
                at = now()
                if ord(msvcrt.getwch()) in _TAPS:
                    taps.append(at)


@contextmanager
def _keys_at_once() -> Iterator[None]:
    """Have keys without Enter, unseen; what was typed too much is dropped at the end."""
    if sys.platform == "win32":
        yield
    else:
        import termios
        import tty

        keyboard = sys.stdin.fileno()
        kept = termios.tcgetattr(keyboard)
        tty.setcbreak(keyboard)
        try:
            yield
        finally:
            termios.tcsetattr(keyboard, termios.TCSAFLUSH, kept)
