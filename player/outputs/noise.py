"""What C libraries print while no device is found, kept off the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep stderr silent, for all threads: not while a screen is drawn through it."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device file, by its name
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def quiet_alsa() -> None:
    """Let ALSA report its errors to a C function that does nothing, instead of to stderr."""
    import ctypes

    with suppress(OSError, AttributeError):
        handle = ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler
        handle.argtypes = [ctypes.c_void_p]
        handle(ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p))
