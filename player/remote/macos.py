"""A session in macOS's Now Playing: control centre, media keys, headset buttons.

Written from Apple's documentation of MPNowPlayingInfoCenter and MPRemoteCommandCenter and from that
of PyObjC; it has been run against stand-ins only, never on a Mac.

macOS calls back in the main thread while that runs an event loop of AppKit. The player's main
thread has other things to do, so a process of its own does that, `macos_center`: it is sent what to
show as lines of JSON, and sends buttons back. It ends when its input does, so with the player.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import IO

from player.live.awake import Availability
from player.live.controls import Controls
from player.remote.asked import Ask, Button, placed, pressed
from player.remote.shown import Shown
from player.remote.watching import Show
from player.units import samples, seconds

COMMAND = (sys.executable, "-m", "player.remote.macos_center")

ENDING = 0.5
"""Seconds the process may take to end."""

PLACE = "position"
"""What a line says that moves to a place within a pass."""


class MissingError(Exception):
    """PyObjC's MediaPlayer is not installed."""


@contextmanager
def opened(controls: Controls, command: tuple[str, ...] = COMMAND) -> Iterator[Show]:
    """Show a session in Now Playing.

    Args:
        controls: The session.
        command: Starts the process that does it.

    Raises:
        MissingError: If PyObjC's MediaPlayer is not installed.
        OSError: If the process cannot be started, or has ended.
    """
    if command == COMMAND and not availability().works:
        raise MissingError
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C is for the player
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise OSError("no way to talk to it")
        stdin = process.stdin
        listening = threading.Thread(
            target=_listen, args=(process.stdout, controls), name="Now Playing", daemon=True
        )
        listening.start()

        def show(seen: Shown) -> None:
            stdin.write(json.dumps(message(seen)) + "\n")
            stdin.flush()

        try:
            yield show
        finally:
            with suppress(OSError):
                stdin.close()
            try:
                process.wait(ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
            listening.join(ENDING)


def message(seen: Shown) -> dict[str, str | int | float]:
    """What is sent to be shown, in seconds."""
    track = seen.track
    return {
        "status": seen.status.value,
        "onward": seen.onward,
        "key": track.key if track else "",
        "title": track.title if track else "",
        "album": track.album if track else "",
        "number": track.number if track else 0,
        "length": seconds(track.length) if track else 0.0,
        "position": seconds(seen.position),
    }


def asked_by(line: str, controls: Controls) -> Ask | None:
    """What a line from the process asks: a button, or a place in a pass in seconds."""
    word, *rest = line.split()
    if word == PLACE:
        key, place = rest
        return placed(key, samples(float(place)), controls.now())
    return pressed(Button(word), controls.now())


def availability() -> Availability:
    """Whether what Now Playing needs is installed."""
    if find_spec("MediaPlayer") is None or find_spec("PyObjCTools") is None:
        return Availability(
            works=False,
            reason="PyObjC's MediaPlayer is not installed",
            mend="install the package pyobjc-framework-MediaPlayer",
        )
    return Availability(works=True, reason="Now Playing")


def _listen(lines: IO[str], controls: Controls) -> None:
    for line in lines:
        with suppress(ValueError):  # a line cut short as the process ended
            if ask := asked_by(line, controls):
                controls.ask(*ask)
