"""A session as an MPRIS player on the session bus: for desktops, headsets and `playerctl`.

All that has to do with the bus lives in a thread of its own, and is imported there: the session
goes on meanwhile, and goes on too where there is no bus.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from player.live.awake import Availability
from player.live.controls import Controls

LEAVING = 1.0
"""Seconds that the end of a session waits for the bus to be left."""

ANSWER = 6.0
"""Seconds within which the bus answers, or is taken to be dead."""


class Mpris:
    """A session on the session bus.

    Args:
        tell: Told if the bus is lost.
        environment: Where the address of the bus is looked up.
    """

    def __init__(
        self, tell: Callable[[str], None], environment: Mapping[str, str] = os.environ
    ) -> None:
        self._tell = tell
        self._environment = environment
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._over = False
        self._wake: Callable[[], object] | None = None
        self._end: Callable[[], object] | None = None

    def start(self, controls: Controls) -> None:
        """Show a session on the bus from now on, in the background."""
        self._thread = threading.Thread(
            target=self._run, args=(controls,), name="media keys", daemon=True
        )
        self._thread.start()

    def changed(self) -> None:
        """Look at the session at once."""
        with self._lock:
            _into_loop(self._wake)

    def close(self) -> None:
        """Leave the bus."""
        with self._lock:
            self._over = True
            _into_loop(self._end)
        if self._thread is not None:
            self._thread.join(LEAVING)

    def _run(self, controls: Controls) -> None:
        address = bus_address(self._environment)
        if address is None:
            return
        try:
            from player.remote.mpris_service import serve

            lost = serve(address, controls, self._begun)
        except Exception:  # noqa: BLE001 - a library that does not even begin is as good as none
            return
        with self._lock:
            told = "" if self._over else lost
        if told:
            self._tell(f"media keys no longer work: {told}")

    def _begun(self, wake: Callable[[], object], end: Callable[[], object]) -> None:
        """Take what wakes and what ends the loop on the bus."""
        with self._lock:
            self._wake, self._end = wake, end
            if self._over:
                end()


def bus_address(environment: Mapping[str, str]) -> str | None:
    """The address of the session bus, or None where none is to be seen."""
    if address := environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    folder = environment.get("XDG_RUNTIME_DIR")
    if folder and (socket := Path(folder) / "bus").is_socket():
        return f"unix:path={quote(str(socket), safe='/')}"
    return None


def availability(environment: Mapping[str, str] = os.environ) -> Availability:
    """Whether the session bus can be used, found out by asking it."""
    mend = "start the player from a desktop session"
    address = bus_address(environment)
    if address is None:
        return Availability(works=False, reason="there is no session bus", mend=mend)
    try:
        from player.remote.mpris_service import fault_of
    except ImportError:
        return Availability(
            works=False, reason="dbus-fast is not installed", mend="install the package dbus-fast"
        )
    faults = ["the session bus does not answer"]
    # In a thread of its own, as the caller may have an event loop already.
    thread = threading.Thread(target=lambda: faults.append(fault_of(address)), daemon=True)
    thread.start()
    thread.join(ANSWER)
    if fault := faults[-1]:
        return Availability(works=False, reason=fault, mend=mend)
    return Availability(works=True, reason="MPRIS on the session bus")


def _into_loop(call: Callable[[], object] | None) -> None:
    """Call into the loop, if it has begun; where it has ended, nothing is left to be done."""
    if call is not None:
        with suppress(RuntimeError):
            call()
