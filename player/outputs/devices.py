"""The playback devices of this computer, and the one that somebody means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from player.errors import OutputError, RequestError
from player.outputs.bounded import Bounded
from player.outputs.buffering import CORE_AUDIO, PULSEAUDIO, backends
from player.outputs.noise import quiet_stderr

ALSA = "ALSA"

Handle = Any
"""What the sound library knows a device by."""

ANSWER_SECONDS = 5.0
"""How long the sound system may take to open a device or to list all."""

_MOST_NAMED = 5
_ALSA_PLUGINS = {
    "a52", "jack", "lavrate", "null", "oss", "pulse", "samplerate", "speex", "speexrate", "upmix",
    "usbstream", "vdownmix",
}  # fmt: skip
# ALSA lists these wherever its plug-ins are installed, whether or not anything is behind them.

_TEXT_IDS = {PULSEAUDIO, CORE_AUDIO, ALSA}


class Device(NamedTuple):
    """A device that plays.

    Attributes:
        name: What the system calls it; several may share a name.
        id: What only it is called.
        backend: What it is reached through.
        default: Whether it is what plays where none is named.
    """

    name: str
    id: str
    backend: str
    default: bool


class DeviceNameError(RequestError):
    """No device, or more than one, is called as somebody wrote.

    Args:
        wanted: What was written.
        count: How many are called so.
        mend: What to write or to do instead.
    """

    def __init__(self, wanted: str, count: int, mend: str) -> None:
        reason = (
            f'"{wanted}" may be {count} sound devices'
            if count
            else f'there is no sound device "{wanted}"'
        )
        super().__init__(reason, place="--device", mend=mend)
        self.count = count


def devices() -> tuple[Device, ...]:
    """All devices that can be played to; the default first.

    Raises:
        OutputError: If miniaudio is not there, or the sound system does not answer.
    """
    with quiet_stderr():
        listed = Bounded(_all_devices).result(ANSWER_SECONDS)
    return tuple(sorted((device for device, _ in listed), key=lambda device: not device.default))


def find_device(wanted: str, backend: str = "") -> tuple[Device, Handle]:
    """The device of an id, a name or a part of either, with what opens it.

    Args:
        wanted: Id, name or part.
        backend: Look only among those of this backend.

    Raises:
        OutputError: If miniaudio is not there.
        DeviceNameError: If there is none or several.
    """
    listed = _all_devices(backend)
    index = chosen([device for device, _ in listed], wanted)
    return listed[index]


def chosen(among: Sequence[Device], wanted: str) -> int:
    """The place among devices of the one that is meant.

    An id counts before a name, and a whole one before a part; case does not matter.

    Raises:
        DeviceNameError: If there is none or several.
    """
    text = wanted.casefold()
    meant: list[int] = []
    for fits in (
        lambda device: device.id == wanted,
        lambda device: text == device.name.casefold(),
        lambda device: text in device.name.casefold() or text in device.id.casefold(),
    ):
        meant = [index for index, device in enumerate(among) if fits(device)]
        if meant:
            break
    if len(meant) == 1:
        return meant[0]
    offered = _offered(among[index] for index in meant) or _offered(among)
    ids = ", ".join(offered[:_MOST_NAMED])
    more = ", ..." if len(offered) > _MOST_NAMED else ""
    mend = f"write one of {ids}{more}" if ids else "connect one; `player devices` lists them"
    raise DeviceNameError(wanted, len(meant), mend)


def id_text(raw: bytes, backend: str) -> str:
    """What the sound library knows a device by, as text.

    Args:
        raw: All its bytes.
        backend: What it belongs to; decides how it is written.
    """
    if backend in _TEXT_IDS:
        return raw.split(b"\0", 1)[0].decode("utf-8", "replace")
    if backend == "WASAPI":
        return raw.decode("utf-16-le", "replace").split("\0", 1)[0]
    return raw.rstrip(b"\0").hex() or "0"


def library() -> Any:
    """The module that reaches miniaudio.

    Raises:
        OutputError: If miniaudio is not installed.
    """
    try:
        from player.outputs import playback
    except ImportError as error:
        raise OutputError(
            "the package miniaudio is not installed",
            place="device",
            mend="install it: pip install 'routine-player[device]' (needs a compiler there)",
        ) from error
    return playback


def _offered(among: Iterable[Device]) -> list[str]:
    """The ids that are worth a try."""
    return [
        device.id for device in among
        if device.backend != ALSA or device.id not in _ALSA_PLUGINS
    ]  # fmt: skip


def _all_devices(backend: str = "") -> list[tuple[Device, Handle]]:
    """Those of the first backend that is there, as a device is opened."""
    playback = library()
    for name in [backend] if backend else backends(sys.platform):
        found: list[tuple[Device, Handle]] = playback.playback_devices(name)
        if found:
            return found
    return []
