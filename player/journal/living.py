"""Whether the player that writes a session is still at work."""

from __future__ import annotations

import os
import socket
import sys
from datetime import datetime, timedelta

SEEN_EVERY = 10.0
"""Seconds after which a player says that it is at work, if nothing else is to be written."""

SILENT_FOR = timedelta(seconds=60)
"""After a silence of so long a player no longer counts as being at work."""


def this_host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def at_work(pid: int, host: str, seen: str, now: datetime) -> bool:
    """Whether another player than this one is at work on a session.

    Args:
        pid: Its process.
        host: The machine it runs on.
        seen: When it said so last.
        now: The time.
    """
    try:
        silent = abs(now - datetime.fromisoformat(seen))
    except (TypeError, ValueError):
        return False
    if silent > SILENT_FOR or pid == os.getpid():
        return False
    return host != this_host() or process_lives(pid)


def process_lives(pid: int) -> bool:
    """Whether there is a process of a number on this machine.

    On Windows asking would end the process, so that every process counts as living there.
    """
    if sys.platform == "win32":
        return True
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True
