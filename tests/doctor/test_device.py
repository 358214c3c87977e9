"""Opening an output, and playing through it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from support.fakes import FakeClock, ScriptedOutput

from player.doctor.checked import Standing
from player.doctor.clicks import clicks
from player.doctor.device import Reading, heard, opens, readings
from player.errors import OutputError
from player.outputs.null import SilentOutput


class Scripted(ScriptedOutput):
    """An output whose sound ran dry now and then."""

    overruns = 0


def telling(output: Scripted, *lines: str) -> Callable[[Callable[[str], None]], Scripted]:
    """Opens an output, with words."""

    def opened(tell: Callable[[str], None]) -> Scripted:
        for line in lines:
            tell(line)
        return output

    return opened


@pytest.mark.parametrize(("count", "told"), [(1, "; one device"), (3, "; 3 devices"), (None, "")])
def test_an_output_that_opens_is_closed_and_told(count: int | None, told: str) -> None:
    output = Scripted()
    found = opens(telling(output), lambda: count)
    assert found == ("device", Standing.OK, f"scripted{told}", "")
    assert output.closed == 1


def test_what_plays_instead_of_the_device_that_is_set_is_a_note() -> None:
    output = Scripted()
    found = opens(telling(output, "Headphones are not there."), lambda: 2)
    assert found[:2] == ("device", Standing.NOTE)
    assert found.found == "scripted; 2 devices. Headphones are not there."
    assert "player devices" in found.mend
    assert output.closed == 1


def test_a_sound_is_played_whole_whatever_the_blocks() -> None:
    mix = clicks(2)
    output = Scripted(1, 999, 30_000)
    assert heard(output, mix, FakeClock().now).standing == Standing.OK
    assert (np.concatenate(output.heard) == mix.int16(0, mix.length)).all()
    assert output.closed == 1


def test_sound_that_ran_dry_is_told() -> None:
    output = Scripted()
    output.overruns = 2
    found = heard(output, clicks(1), FakeClock().now)
    assert found.standing == Standing.NOTE
    assert "ran dry 2 times" in found.found
    assert found.mend


def test_an_output_that_fails_is_closed() -> None:
    output = Scripted(480, OutputError("unplugged"))
    with pytest.raises(OutputError, match="unplugged"):
        heard(output, clicks(2), FakeClock().now)
    assert output.closed == 1


def test_positions_are_told_with_their_time() -> None:
    clock = FakeClock()
    told = list(readings(SilentOutput(clock), clicks(1), clock.now))
    assert told[0] == Reading(100.04, 1920)
    assert all(one.position == round((one.at - 100) * 48_000) for one in told)
