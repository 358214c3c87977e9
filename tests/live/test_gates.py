"""Passes that last until the listener says go on."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.compiling import timeline

from player.audio.clip import Clip
from player.audio.mix import Mix, Part
from player.live.edges import JUMP_FADE
from player.live.gates import Gate, gates_of
from player.live.performance import Performance

TONE = (0.5 * np.sin(np.arange(200_000) / 20)).astype(np.float32)
MIX = Mix(200_000, [Part(0, Clip(TONE, 0))])
GATE = Gate(50_000, 80_000)


def test_the_sound_holds_at_a_gate_until_the_listener_goes_on() -> None:
    performance = Performance(MIX, [GATE])
    first = performance.pull(100_000)
    assert np.array_equal(first[:80_000], MIX.int16(0, 80_000))
    assert not first[80_000:].any()
    assert not performance.pull(500_000).any()
    assert performance.position_at(590_000) == GATE.stop - 1
    performance.go_on()
    assert np.array_equal(performance.pull(120_000), MIX.int16(80_000, 200_000))
    assert performance.position_at(600_100) == GATE.stop + 100
    assert len(performance.pull(1)) == 0


def test_going_on_ahead_of_time_jumps_without_a_click() -> None:
    performance = Performance(MIX, [GATE])
    before = performance.pull(60_000)
    performance.go_on()
    after = performance.pull(140_000)
    assert len(after) == 120_000
    assert np.array_equal(after[JUMP_FADE:], MIX.int16(80_000 + JUMP_FADE, 200_000))
    steps = np.abs(np.diff(np.concatenate([before, after]).astype(int)))
    assert steps.max() < 1.3 * np.abs(np.diff(MIX.int16(0, 200_000).astype(int))).max()


def test_going_on_too_early_waits_for_the_gate_to_open() -> None:
    performance = Performance(MIX, [GATE])
    performance.pull(10_000)
    assert performance.gate_at(10_000) is None
    performance.go_on()
    assert np.array_equal(performance.pull(40_000), MIX.int16(10_000, 50_000))


def test_a_session_can_be_left_at_a_gate() -> None:
    performance = Performance(MIX, [GATE])
    performance.pull(100_000)
    performance.fade_out()
    assert len(performance.pull(1000)) == 0


@given(
    st.lists(st.integers(1, 40_000), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
    st.lists(st.integers(1, 199_999), min_size=2, max_size=6, unique=True).map(sorted),
)
def test_nothing_is_lost_and_no_gate_passed_unasked(
    blocks: list[int], answers: set[int], marks: list[int]
) -> None:
    gates = [Gate(*pair) for pair in zip(marks[::2], marks[1::2], strict=False)]
    performance = Performance(MIX, gates)
    heard = 0
    for number, block in enumerate(blocks):
        asked = performance.gate_at(performance.position_at(max(0, heard - 1)))
        if number in answers and asked is not None:
            performance.go_on()
        taken = performance.pull(block)
        start = performance.position_at(heard)
        heard += len(taken)
        assert 0 <= start <= performance.position_at(heard) <= MIX.length
        assert len(taken) == block or performance.position_at(heard) == MIX.length


def test_gates_are_where_the_listener_is_waited_for() -> None:
    found = timeline(
        '[[step]]\nwait = "Lie down."\n[[step]]\nname = "Squats"\nreps = 5\npace = "self"\n'
        '[[step]]\nname = "Plank"\nhold = 5\n[[step]]\nmeasure = "cadence"\n'
    )
    wait, squats, _, measure = found.spans
    assert gates_of(found) == (
        (wait.lead, wait.stop), (squats.start, squats.stop), (measure.lead, measure.stop),
    )  # fmt: skip
