"""Looking at parts: what is raised is told, and nothing else suffers."""

from __future__ import annotations

import pytest

from player.doctor.checked import Checked, Standing, examined, exit_code
from player.errors import OutputError, RequestError


def raising(error: Exception) -> Checked:
    raise error


@pytest.mark.parametrize(
    ("error", "standing", "found"),
    [
        (OutputError("gone", place="device", mend="m"), Standing.FAILS, "device: gone"),
        (OutputError("gone", mend="m"), Standing.FAILS, "gone"),
        (RequestError("no such device", mend="m"), Standing.WRONG, "no such device"),
    ],
)
def test_the_players_own_errors_are_told_with_their_mend(
    error: Exception, standing: Standing, found: str
) -> None:
    assert examined("x", lambda: raising(error)) == Checked("x", standing, found, "m")


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
        (KeyError(), "KeyError"),
        (OSError(28, "No space left"), "OSError: [Errno 28] No space left"),
    ],
)
def test_any_other_error_is_told_with_its_class(error: Exception, found: str) -> None:
    told = examined("x", lambda: raising(error))
    assert (told.standing, told.found) == (Standing.FAILS, found)
    assert told.mend


def test_an_interrupt_is_no_finding() -> None:
    def interrupted() -> Checked:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examined("x", interrupted)


@pytest.mark.parametrize(
    ("standings", "code"),
    [("", 0), ("ok note", 0), ("ok fails", 3), ("wrong ok", 1), ("fails wrong note", 1)],
)
def test_what_the_listener_can_mend_comes_first(standings: str, code: int) -> None:
    found = [Checked("x", Standing(one), "") for one in standings.split()]
    assert exit_code(found) == code
