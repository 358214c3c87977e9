"""Whether a process lives: on this machine, and as Windows would tell."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from player.journal.living import process_lives, windows_process_lives

NO_SUCH_PROCESS = 87
ACCESS_DENIED = 5
IS_OVER, STILL_RUNS, FAILED = 0, 0x102, 0xFFFFFFFF


class Windows:
    """A kernel that gives one answer to each question, and counts the handles it has given."""

    def __init__(
        self, *, handle: int | None = 12, answer: int = STILL_RUNS, error: int = 0
    ) -> None:
        self._handle = handle
        self._answer = answer
        self._error = error
        self.asked: list[tuple[int, int, int]] = []
        self.closed: list[int] = []

    def OpenProcess(self, access: int, inherits: int, pid: int, /) -> int | None:  # noqa: N802 - its name there
        self.asked.append((access, inherits, pid))
        return self._handle

    def WaitForSingleObject(self, handle: int, milliseconds: int, /) -> int:  # noqa: N802 - as above
        assert (handle, milliseconds) == (self._handle, 0)
        return self._answer

    def CloseHandle(self, handle: int, /) -> int:  # noqa: N802 - as above
        self.closed.append(handle)
        return 1

    def last_error(self) -> int:
        return self._error


@pytest.mark.parametrize(
    ("answer", "lives"), [(STILL_RUNS, True), (IS_OVER, False), (FAILED, True)]
)  # fmt: skip
def test_windows_is_asked_whether_a_process_is_over(answer: int, lives: bool) -> None:  # noqa: FBT001 - from the table
    windows = Windows(answer=answer)
    assert windows_process_lives(1234, windows, windows.last_error) is lives
    assert windows.asked == [(0x00100000, 0, 1234)]
    assert windows.closed == [12]


@pytest.mark.parametrize(("error", "lives"), [(NO_SUCH_PROCESS, False), (ACCESS_DENIED, True)])
def test_a_process_that_windows_does_not_open_may_be_another_persons(
    error: int,
    lives: bool,  # noqa: FBT001 - from the table
) -> None:
    windows = Windows(handle=None, error=error)
    assert windows_process_lives(1234, windows, windows.last_error) is lives
    assert windows.closed == []


def test_windows_is_not_asked_for_a_number_that_it_would_cut_short() -> None:
    windows = Windows()
    assert not windows_process_lives(2**32 + 4, windows, windows.last_error)
    assert windows.asked == []


def test_a_process_of_this_machine_lives_until_it_is_over() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as other:
        assert process_lives(other.pid)
        other.communicate()
        assert not process_lives(other.pid)
    assert process_lives(os.getpid())


@pytest.mark.parametrize("pid", [0, -1, 2**80])
def test_a_number_that_no_process_can_have_does_not_live(pid: int) -> None:
    assert not process_lives(pid)
