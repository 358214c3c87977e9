"""What is kept from session to session of how much sound each device should hold."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from player.atomic import whole_file
from player.outputs.buffering import SIZES, Remembered, after_session

LARGEST_BYTES = 64 * 1024
MOST_DEVICES = 100
"""Devices that are remembered; beyond that, those noted longest ago are forgotten."""

_LONGEST_CLEAN = 1000


def buffers_file() -> Path:
    """Where it is kept."""
    from platformdirs import user_state_dir

    return Path(user_state_dir("routine-player", appauthor=False)) / "buffers.json"


def recall(file: Path, device: str) -> Remembered:
    """What is known of a device; the beginning where nothing is, or nothing that can be read.

    Args:
        file: Where it is kept.
        device: Its name as asked for, empty for the default.
    """
    return _entry(_read(file).get(device))


def size_for(file: Path | None, device: str) -> int:
    """Samples a device is to hold; the least where nothing is remembered."""
    return SIZES[0] if file is None else recall(file, device).buffer


def note(file: Path, device: str, overruns: int, length: int) -> None:
    """Note a session. Where that cannot be written, the next one begins as this one did.

    Args:
        file: Where it is kept.
        device: The device's name as asked for, empty for the default.
        overruns: How often sound ran dry.
        length: Samples that were played.
    """
    known = _read(file)
    before = _entry(known.pop(device, None))
    after = after_session(before, overruns, length)
    if after == before:
        return
    entries = [*known.items(), (device, after._asdict())][-MOST_DEVICES:]
    import json

    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as stream:
            stream.write(json.dumps(dict(entries), indent=1).encode())


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES)
    except OSError:
        return {}
    import json  # most often there is nothing to read, and sound waits for this

    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _entry(value: object) -> Remembered:
    match value:
        case {"buffer": int(buffer), "clean": int(clean)} if (
            buffer in SIZES and 0 <= clean <= _LONGEST_CLEAN
        ):
            return Remembered(buffer, clean)
    return Remembered()
