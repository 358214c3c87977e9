from __future__ import annotations

import threading

import pytest

from player.errors import OutputError
from player.outputs.bounded import Bounded


def test_what_a_call_gives_is_given() -> None:
    assert Bounded(lambda: 7).result(10) == 7


def test_what_a_call_raises_is_raised() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Bounded(fail).result(10)


def test_a_call_that_hangs_is_told_and_can_be_asked_again() -> None:
    lasting = threading.Event()
    hanging = Bounded(lambda: lasting.wait(30))
    with pytest.raises(OutputError, match="does not answer"):
        hanging.result()
    assert not hanging.done_within(0)
    lasting.set()
    assert hanging.result(10)
