from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fakes import ScriptedOutput

from player.audio.clip import Clip
from player.audio.mix import Mix, Part
from player.errors import OutputError
from player.live.performance import FADE, Performance
from player.live.performer import perform

TONE = (0.5 * np.sin(np.arange(200_000) / 20)).astype(np.float32)
MIX = Mix(200_000, [Part(0, Clip(TONE, 0))])


class Positions:
    def __init__(self) -> None:
        self.seen: list[int] = []
        self.ended = 0

    def at(self, position: int) -> None:
        self.seen.append(position)

    def end(self) -> None:
        self.ended += 1


def test_a_session_is_played_to_its_end() -> None:
    output, follower = ScriptedOutput(), Positions()
    ending = perform(MIX, output, follower)
    assert ending == (200_000, False)
    assert np.array_equal(np.concatenate(output.heard), MIX.int16(0, 200_000))
    assert follower.seen[-1] == 200_000
    assert (output.closed, follower.ended) == (1, 1)


def test_an_interrupt_fades_and_ends() -> None:
    output, follower = ScriptedOutput(30_000, KeyboardInterrupt(), 7000), Positions()
    ending = perform(MIX, output, follower)
    heard = np.concatenate(output.heard)
    assert ending.left
    assert len(heard) == 30_000 + FADE
    assert np.array_equal(heard[:30_000], MIX.int16(0, 30_000))
    fading = np.abs(heard[30_000:].astype(int))
    assert fading[:1000].max() > 10 * fading[-1000:].max()
    assert np.abs(np.diff(heard.astype(int))).max() < 2000
    assert output.closed == 1


def test_a_second_interrupt_ends_at_once() -> None:
    output = ScriptedOutput(1000, KeyboardInterrupt(), KeyboardInterrupt())
    assert perform(MIX, output, Positions()).left
    assert output.closed == 1


def test_an_output_that_is_not_live_ends_at_once() -> None:
    output = ScriptedOutput(1000, KeyboardInterrupt(), live=False)
    assert perform(MIX, output, Positions()) == (1000, True)
    assert output.closed == 1


def test_a_failing_output_is_closed_all_the_same() -> None:
    output, follower = ScriptedOutput(1000, OutputError("gone")), Positions()
    with pytest.raises(OutputError, match="gone"):
        perform(MIX, output, follower)
    assert (output.closed, follower.ended) == (1, 1)


@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=10), st.integers(0, 9))
@settings(max_examples=40)
def test_a_fade_is_the_same_in_blocks_of_any_size(blocks: list[int], fade_after: int) -> None:
    performance = Performance(MIX)
    heard = []
    for number, block in enumerate(blocks):
        if number == fade_after:
            performance.fade_out()
            break
        heard.append(performance.pull(block))
    performance.fade_out()
    start = sum(len(one) for one in heard)
    rest = []
    while len(block_heard := performance.pull(997)):
        rest.append(block_heard)
    whole = Performance(MIX)
    whole.pull(start)
    whole.fade_out()
    expected = whole.pull(200_000)
    assert np.array_equal(np.concatenate(rest) if rest else expected[:0], expected)
    assert len(expected) == min(FADE, 200_000 - start)
