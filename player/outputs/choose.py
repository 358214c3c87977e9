"""From the name of an output to the output, and the best that opens where none is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import OutputError, RequestError
from player.outputs.clock import SystemClock
from player.outputs.output import DEFAULT_SETTINGS, DeviceSettings, Output

if TYPE_CHECKING:
    from player.outputs.devices import DeviceNameError

NAMES = ("device", "simpleaudio", "null", "silent")
_FILE_SUFFIX = ".wav"


def open_output(
    wanted: str,
    tell: Callable[[str], None],
    settings: DeviceSettings = DEFAULT_SETTINGS,
    buffers: Path | None = None,
) -> Output:
    """Open an output.

    Args:
        wanted: A name of `NAMES`, a path ending in `.wav`, or empty for the best that opens:
            the device, else silence with the cues on the screen.
        tell: Told in a line each what was chosen and why; last of all the output itself.
        settings: For the device, if it is one. Where the device they name was not asked for just
            now, and is not there, the system's default plays instead.
        buffers: File that remembers how much each device should hold; None for no memory.

    Raises:
        OutputError: If a named output does not open.
        RequestError: If there is no output of that name, or no device that was asked for.
    """
    try:
        output = _opened(wanted or "device", tell, settings, buffers)
    except OutputError as error:
        if wanted:
            raise
        tell(
            f"No sound: {error.reason} ({error.mend}). "
            "The session runs silently; follow it on the screen."
        )
        return _named("silent", settings, buffers)
    tell(f"Output: {output.name}")
    return output


def check_name(wanted: str) -> None:
    """See that there is an output of a name, without opening it.

    Raises:
        RequestError: If there is none.
    """
    if wanted and wanted not in NAMES and not wanted.lower().endswith(_FILE_SUFFIX):
        raise RequestError(
            f'there is no output "{wanted}"',
            place="--output",
            mend=f"write one of {', '.join(NAMES)}, or a file name ending in {_FILE_SUFFIX}",
        )


def reopened(lost: Output) -> Output | None:
    """Try once, within a third of a second and without a word, to open a lost device again.

    It may be asked again and again, for as long as the listener waits: a try that hangs is gone on
    with by the next. Only what the device was reached through is tried, so that another way to the
    same card does not keep its own server from coming back.

    Args:
        lost: An output that raised OutputLostError, and was closed.

    Returns:
        A new output to start, or None while the device is not there.
    """
    from player.outputs.device import DeviceOutput

    return lost.again() if isinstance(lost, DeviceOutput) else None


def _opened(
    wanted: str, tell: Callable[[str], None], settings: DeviceSettings, buffers: Path | None
) -> Output:
    try:
        return _named(wanted, settings, buffers)
    except RequestError as error:
        from player.outputs.devices import DeviceNameError

        if settings.asked_for or not isinstance(error, DeviceNameError):
            raise
        missed = error
    output = _named(wanted, settings._replace(device=""), buffers)
    tell(_missed(settings.device, missed))
    return output


def _missed(device: str, error: DeviceNameError) -> str:
    """What is told where the device of the settings does not play."""
    if error.count:
        return (
            f"config.toml `device`: {error.reason}; the system's default plays instead "
            f"({error.mend})."
        )
    return (
        f'The device "{device}" of your settings is not there; the system\'s default plays instead.'
    )


def _named(wanted: str, settings: DeviceSettings, buffers: Path | None) -> Output:
    match wanted:
        case "device":
            from player.outputs.device import DeviceOutput

            return DeviceOutput(settings, buffers)
        case "simpleaudio":
            from player.outputs.simpleaudio_output import SimpleaudioOutput

            return SimpleaudioOutput(SystemClock())
        case "null":
            from player.outputs.null import NullOutput

            return NullOutput()
        case "silent":
            from player.outputs.null import SilentOutput

            return SilentOutput(SystemClock())
    check_name(wanted)
    from player.outputs.wav_file import WavFileOutput

    return WavFileOutput(Path(wanted))
