"""`player doctor --latency`: clicks, taps, and what they tell."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from support.fakes import FakeClock
from support.new_users import PLAYER

from player.cli.tapping import find_latency, taps_on_keyboard, written
from player.doctor.clicks import COUNT, FIRST, PERIOD
from player.errors import OutputError, RequestError
from player.outputs.null import SilentOutput
from player.units import samples, seconds

if sys.platform == "win32":
    pytest.skip("terminals are the POSIX way here", allow_module_level=True)

import pty
import termios


class Listener:
    """Taps late by some seconds, unevenly by some others, for a part of the clicks."""

    def __init__(self, late: float, uneven: float = 0.0, share: float = 1.0) -> None:
        chance = random.Random(5)  # noqa: S311 - a person, not a secret
        places = [FIRST + number * PERIOD for number in range(round(COUNT * share))]
        self._taps = [100 + seconds(one) + late + chance.uniform(-uneven, uneven) for one in places]

    @contextmanager
    def tapping(self, now: Callable[[], float]) -> Iterator[Sequence[float]]:
        assert now() == 100
        yield self._taps


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    def answered(yes: bool) -> None:  # noqa: FBT001 - what is answered
        monkeypatch.setattr("click.confirm", lambda *_, **__: yes)

    return answered


def found(listener: Listener, known: float = 0.0) -> tuple[int, list[str]]:
    """The exit code, and what was saved."""
    clock = FakeClock()
    saved: list[str] = []
    code = find_latency(
        lambda: SilentOutput(clock), samples(known), clock.now, listener.tapping, saved.append
    )
    return code, saved


def test_a_delay_is_told_and_saved(
    answer: Callable[[bool], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(True)
    assert found(Listener(0.18, uneven=0.02)) == (0, ["180ms"])
    told = capsys.readouterr().out
    assert "behind the device, give or take" in told
    assert "player config set latency 180ms" in told


def test_nothing_is_saved_without_a_yes(answer: Callable[[bool], None]) -> None:
    answer(False)
    assert found(Listener(0.18)) == (0, [])


def test_what_is_set_already_is_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(Listener(0.18), known=0.18) == (0, [])
    assert "That is what is set: latency = 180ms" in capsys.readouterr().out


def test_taps_ahead_of_the_clicks_ask_for_no_latency(
    answer: Callable[[bool], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(True)
    assert found(Listener(-0.04), known=0.1) == (0, ["0ms"])
    assert "40 ms ahead of the device" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("listener", "told"),
    [
        (Listener(0.18, share=0), "0 taps for 20 clicks: too few"),
        (Listener(0.18, share=0.4), "8 taps for 20 clicks: too few"),
        (Listener(0.18, uneven=0.2), "too uneven to tell"),
    ],
)
def test_taps_that_tell_nothing_change_nothing(
    listener: Listener, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(listener) == (1, [])
    assert told in capsys.readouterr().out


def test_sound_that_ran_dry_tells_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SilentOutput, "overruns", 2)
    assert found(Listener(0.18)) == (1, [])
    assert "Sound ran dry 2 times" in capsys.readouterr().out


@pytest.mark.parametrize("latency", [0, 0.01, 0.18, 2])
def test_a_latency_is_written_as_it_is_read(latency: float) -> None:
    from player.config.values import time

    assert time(written(samples(latency))).low == samples(latency)


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A terminal as standard input; its other end, and its own."""
    other, own = pty.openpty()
    with open(own, encoding="utf-8", closefd=False) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        yield other, own
    os.close(other)
    os.close(own)


def test_space_and_enter_are_taps_with_their_times(keyboard: tuple[int, int]) -> None:
    other, own = keyboard
    before = termios.tcgetattr(own)
    clock = FakeClock()
    with taps_on_keyboard(clock.now) as taps:
        for number, key in enumerate((b" ", b"x", b"\r", b" ")):
            clock.seconds = 100.0 + number
            os.write(other, key)
            while len(taps) < [1, 1, 2, 3][number]:
                pass
    assert list(taps) == [100.0, 102.0, 103.0]
    assert termios.tcgetattr(own) == before


def test_the_terminal_is_as_before_when_something_fails(keyboard: tuple[int, int]) -> None:
    _, own = keyboard
    before = termios.tcgetattr(own)
    with suppress(OutputError), taps_on_keyboard(FakeClock().now):
        assert termios.tcgetattr(own) != before
        raise OutputError("unplugged")
    assert termios.tcgetattr(own) == before


def test_without_a_terminal_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_text("")
    with (tmp_path / "empty").open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(RequestError, match="no terminal"), taps_on_keyboard(FakeClock().now):
            pass


def test_the_command_plays_and_listens_in_a_terminal(
    home: dict[str, str], keyboard: tuple[int, int]
) -> None:
    done = subprocess.run(
        [*PLAYER, "doctor", "--latency", "--output", "null"],
        env=home, stdin=keyboard[1], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "You hear 20 clicks, one every 0.75 s." in done.stdout
    assert "0 taps for 20 clicks: too few" in done.stdout
