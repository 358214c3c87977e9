"""Something outside the player that shows a session and steers it, whatever the system has."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from player.live.awake import Availability
from player.live.controls import Controls

Tell = Callable[[str], None]
"""Takes one line for the listener, from any thread."""


class Remote(Protocol):
    """A session shown to the system. No method raises, or waits for long."""

    def start(self, controls: Controls) -> None:
        """Show a session and take what is asked of it, from now on, in the background."""

    def changed(self) -> None:
        """The session's state, pass or position has jumped: show it now. From any thread."""

    def close(self) -> None:
        """The session is over: show it no more."""


class NoRemote:
    """Stands in where a system has none."""

    def start(self, controls: Controls) -> None:
        """Show nothing."""

    def changed(self) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing is shown."""


def open_remotes(controls: Controls, tell: Tell) -> Remote:
    """Show a session to the system it runs on, in the background.

    Where that is not possible nothing happens; `availability` tells why.

    Args:
        controls: The session.
        tell: Told if the remote control ends before the session does.
    """
    remote = remote_of(sys.platform, tell)
    remote.start(controls)
    return remote


def remote_of(system: str, tell: Tell) -> Remote:
    """The remote of a system, as `sys.platform` names it; not started."""
    if system == "darwin":
        from player.remote import macos
        from player.remote.watching import Watching

        return Watching(macos.opened, tell)
    if system == "win32":
        from player.remote import windows
        from player.remote.watching import Watching

        return Watching(windows.opened, tell)
    if _has_buses(system):
        from player.remote.mpris import Mpris

        return Mpris(tell)
    return NoRemote()


def availability() -> Availability:
    """Whether media keys and headset buttons reach the player here."""
    if sys.platform == "darwin":
        from player.remote import macos

        return macos.availability()
    if sys.platform == "win32":
        from player.remote import windows

        return windows.availability()
    if _has_buses(sys.platform):
        from player.remote import mpris

        return mpris.availability()
    return Availability(works=False, reason="this system has no media keys that are known")


def _has_buses(system: str) -> bool:
    return system.startswith(("linux", "freebsd", "openbsd", "netbsd", "dragonfly"))
