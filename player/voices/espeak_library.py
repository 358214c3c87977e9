"""Making espeak-ng available to pyttsx3 on Linux without a system package."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

LONGEST_DATA_PATH = 159
"""Characters of a data path that espeak-ng 1.52 still opens; at 160 it ends the process."""


def load_espeak(*, system: bool, folder: Path) -> None:
    """Load espeak-ng so that pyttsx3 finds it under its usual name.

    The package `espeakng-loader` carries the library and its data. Loading it with its symbols
    global satisfies the later look-up of `libespeak-ng.so.1` by that name.

    Args:
        system: Leave it to the system's own espeak-ng instead.
        folder: Where a link to the data may lie; whoever gives it removes it.

    Raises:
        OSError: If the library cannot be loaded.
    """
    if system:
        return
    import espeakng_loader

    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = short_data_path(espeakng_loader.get_data_path(), folder)


def short_data_path(path: str, folder: Path) -> str:
    """The data folder under a path that espeak-ng can open, linked or copied into `folder`."""
    if len(os.fsencode(path)) <= LONGEST_DATA_PATH:
        return path
    short = folder / "espeak-ng-data"
    try:
        short.symlink_to(path, target_is_directory=True)
    except OSError:
        shutil.copytree(path, short)
    return str(short)
