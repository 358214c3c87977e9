from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.fakes import FakeClock

from player.outputs.null import NullOutput, SilentOutput
from player.outputs.output import Output
from player.units import SAMPLE_RATE, seconds


class Sound:
    """A session of so many samples."""

    def __init__(self, length: int) -> None:
        self.left = length
        self.asked: list[int] = []

    def pull(self, count: int) -> NDArray[np.int16]:
        self.asked.append(count)
        taken = min(count, self.left)
        self.left -= taken
        return np.zeros(taken, dtype=np.int16)


def positions(output: Output, sound: Sound) -> list[int]:
    output.start(sound.pull)
    found = []
    while (position := output.advance()) is not None:
        found.append(position)
    output.close()
    assert sound.left == 0
    return found


def test_null_takes_everything_at_once() -> None:
    sound = Sound(100_000)
    assert positions(NullOutput(), sound) == [48_000, 96_000, 100_000]


@pytest.mark.parametrize("lag", [0.0, 0.003, 1.7])
def test_silent_keeps_the_pace_of_the_clock_however_late_it_wakes(lag: float) -> None:
    clock = FakeClock(lag)
    sound = Sound(10 * SAMPLE_RATE + 17)
    began = clock.now()
    output = SilentOutput(clock)
    output.start(sound.pull)
    while (position := output.advance()) is not None:
        assert seconds(position) == pytest.approx(clock.now() - began, abs=1e-4)
    assert 10 <= clock.now() - began < 10.1 + lag
    assert sound.left == 0


def test_an_output_that_is_closed_ends() -> None:
    output = NullOutput()
    output.start(Sound(10).pull)
    output.close()
    assert output.advance() is None
