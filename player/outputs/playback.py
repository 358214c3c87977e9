"""miniaudio's playback device, opened and given back whole; the only module that imports it."""

from __future__ import annotations

from typing import Any

import miniaudio
from miniaudio import ffi, lib

from player.errors import OutputError
from player.outputs.buffering import Shape
from player.outputs.devices import Device, Handle, id_text
from player.units import SAMPLE_RATE

_BACKENDS = {
    ffi.string(lib.ma_get_backend_name(backend.value)).decode(): backend
    for backend in miniaudio.Backend
}
_NOBODY = "Null"


class Playback(miniaudio.PlaybackDevice):  # type: ignore[misc] # the package has no types
    """A playback device that gives back its context too, which miniaudio's own keeps open."""

    def close(self) -> None:
        """Stop and give everything back."""
        super().close()
        context, self._context = getattr(self, "_context", None), None
        if context is not None:
            lib.ma_context_uninit(context)


def open_playback(shape: Shape, device: Handle | None) -> Playback:
    """Open a device.

    Args:
        shape: Backend and buffer.
        device: Which one, or None for the system's default.

    Raises:
        OutputError: If it does not open.
    """
    try:
        playback = Playback(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=SAMPLE_RATE,
            buffersize_msec=max(1, round(1000 * shape.period / SAMPLE_RATE)),
            callback_periods=shape.periods,
            device_id=device,
            backends=_only(shape.backend),
            app_name="Routine player",
        )
    except miniaudio.MiniaudioError as error:
        raise OutputError(
            "no sound device can be opened",
            place="device",
            mend="connect one, or play without: --output silent",
        ) from error
    if playback.backend == _NOBODY:
        playback.close()
        raise OutputError("no sound device was found", place="device", mend="connect one")
    return playback


def playback_devices(backend: str) -> list[tuple[Device, Handle]]:
    """All playback devices of a backend, with what opens them; none where it is not there.

    miniaudio's own list does not say which is the default, so the library below it is asked.

    Args:
        backend: Its name, or empty for the first that works.
    """
    try:
        found = miniaudio.Devices(_only(backend))
    except miniaudio.MiniaudioError:
        return []
    if found.backend == _NOBODY:
        return []
    with ffi.new("ma_device_info**") as infos, ffi.new("ma_uint32*") as count:
        if lib.ma_context_get_devices(found._context, infos, count, ffi.NULL, ffi.NULL):  # noqa: SLF001
            return []
        return [_described(infos[0][index], found.backend) for index in range(count[0])]


def _described(info: Any, backend: str) -> tuple[Device, Handle]:
    handle = ffi.new("ma_device_id*", info.id)
    raw = bytes(ffi.buffer(handle))
    name = ffi.string(info.name).decode("utf-8", "replace")
    return Device(name, id_text(raw, backend), backend, bool(info.isDefault)), handle


def _only(backend: str) -> list[miniaudio.Backend]:
    return [_BACKENDS[backend]] if backend else []
