"""Whether the player that writes a session is still at work."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

SEEN_EVERY = 10.0
"""Seconds after which a player says that it is at work, if nothing else is to be written."""

SILENT_FOR = timedelta(seconds=60)
"""After a silence of so long a player no longer counts as being at work."""

_SYNCHRONIZE = 0x00100000
"""The right to wait for the end of a process."""
_NO_SUCH_PROCESS = 87
"""ERROR_INVALID_PARAMETER, which is what Windows says of a number that no process has."""
_IS_OVER = 0
"""WAIT_OBJECT_0; a process that still runs gives WAIT_TIMEOUT."""
_GREATEST_PID = 2**32 - 1


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


class Kernel(Protocol):
    """What is asked of Windows; its functions, by their names in kernel32."""

    def OpenProcess(self, access: int, inherits: int, pid: int, /) -> int | None:  # noqa: N802
        """A handle of a process, or nothing where that is refused."""

    def WaitForSingleObject(self, handle: int, milliseconds: int, /) -> int:  # noqa: N802
        """Whether the process of a handle is over; 0 where it is."""

    def CloseHandle(self, handle: int, /) -> int:  # noqa: N802
        """Give a handle back."""


def windows_process_lives(pid: int, kernel: Kernel, last_error: Callable[[], int]) -> bool:
    """Whether there is a process of a number on Windows, where a signal would end it.

    It was tried with a kernel of the tests only, never on Windows itself.

    Args:
        pid: The process.
        kernel: Asks the system.
        last_error: Tells why the system refused what it was asked last.
    """
    if pid > _GREATEST_PID:
        return False
    handle = kernel.OpenProcess(_SYNCHRONIZE, 0, pid)
    if not handle:
        return last_error() != _NO_SUCH_PROCESS
    try:
        return kernel.WaitForSingleObject(handle, 0) != _IS_OVER
    finally:
        kernel.CloseHandle(handle)


def process_lives(pid: int) -> bool:
    """Whether there is a process of a number on this machine.

    Where the system does not tell, it counts as living.
    """
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return windows_process_lives(pid, *_kernel_of_windows())
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True


if sys.platform == "win32":

    def _kernel_of_windows() -> tuple[Kernel, Callable[[], int]]:
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        kernel.WaitForSingleObject.restype = wintypes.DWORD
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        return kernel, ctypes.get_last_error
