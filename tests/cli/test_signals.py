"""Signals that end a session: the first leaves it, the second stops everything."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from player.cli.signals import leaving_on_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

HEEDED = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    """Whatever a test sets is given back."""
    before = {number: signal.getsignal(number) for number in HEEDED}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", HEEDED)
def test_the_first_signal_leaves_and_gives_its_exit_code(number: signal.Signals) -> None:
    left: list[None] = []
    with leaving_on_signals(lambda: left.append(None)) as received:
        assert received.exit_code is None
        signal.raise_signal(number)
    assert len(left) == 1
    assert received.exit_code == 128 + number


@pytest.mark.parametrize("second", HEEDED)
def test_the_second_signal_stops_everything(second: signal.Signals) -> None:
    left: list[None] = []
    with leaving_on_signals(lambda: left.append(None)) as received:
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(second)
    assert len(left) == 1
    assert received.number == signal.SIGTERM


def test_what_was_set_before_is_set_again() -> None:
    heard: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    with leaving_on_signals(lambda: None):
        signal.raise_signal(signal.SIGTERM)
        assert heard == []
    signal.raise_signal(signal.SIGTERM)
    assert heard == [signal.SIGTERM]


def test_signals_are_given_back_where_the_session_fails() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(LookupError), leaving_on_signals(lambda: None):
        raise LookupError
    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    with leaving_on_signals(lambda: pytest.fail("it left")) as received:
        signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert received.exit_code is None
