"""Opening a playback device: each way to it in turn, quietly, and not for ever."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from player.errors import OutputError
from player.outputs.bounded import Bounded
from player.outputs.buffering import backends, held, shape_for
from player.outputs.devices import ANSWER_SECONDS, Handle, find_device, library
from player.outputs.noise import quiet_alsa, quiet_stderr

if TYPE_CHECKING:
    from player.outputs.playback import Playback


class Opened(NamedTuple):
    """An open device.

    Attributes:
        playback: The device.
        held: Samples it has left when it asks for more.
    """

    playback: Playback
    held: int


def open_first(device: str, buffer: int) -> Opened:
    """Open a device for the first time.

    Args:
        device: Id, name or part of either; empty for the system's default.
        buffer: Samples it is to hold.

    Raises:
        OutputError: If it does not open, or the sound system does not answer.
        RequestError: If none or several are called so.
    """
    library()
    with quiet_stderr():
        return Bounded(lambda: _opened(device, buffer)).result(ANSWER_SECONDS)


def open_again(device: str, buffer: int, backend: str) -> Opened:
    """Open a device through one backend, without touching stderr; it may hang as that does.

    Args:
        device: As for `open_first`.
        buffer: Samples it is to hold.
        backend: Name of the backend.

    Raises:
        OutputError: If it does not open.
        RequestError: If none or several are called so.
    """
    if backend == "ALSA":
        quiet_alsa()
    return _opened(device, buffer, backend)


def _opened(device: str, buffer: int, backend: str = "") -> Opened:
    handle = None
    if device:
        found, handle = find_device(device, backend)
        backend = found.backend
    *first, last = [backend] if backend else backends(sys.platform)
    for name in first:
        with suppress(OutputError):
            return _through(name, buffer, handle)
    return _through(last, buffer, handle)


def _through(backend: str, buffer: int, handle: Handle | None) -> Opened:
    shape = shape_for(backend, buffer)
    playback = library().open_playback(shape, handle)
    return Opened(playback, held(playback.backend, shape.period, shape.periods))
