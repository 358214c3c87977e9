from __future__ import annotations

from player.outputs.silence import GONE_SECONDS, STARTING_SECONDS, gone, waited

STEP, PERIOD = 0.02, 0.06


def silence_after(waits: list[float]) -> float:
    silence = 0.0
    for elapsed in waits:
        silence = waited(silence, elapsed, taken=False)
    return silence


def test_a_device_that_takes_nothing_is_gone_within_a_second() -> None:
    waits = 0
    silence = 0.0
    while not gone(silence, PERIOD, starting=False):
        silence = waited(silence, STEP, taken=False)
        waits += 1
    assert GONE_SECONDS <= waits * STEP + 1e-9 < 1.0


def test_taking_sound_ends_the_silence() -> None:
    assert waited(10.0, STEP, taken=True) == 0.0


def test_waking_after_hours_is_not_a_loss() -> None:
    silence = silence_after([STEP] * 10 + [3600.0])
    assert not gone(silence, PERIOD, starting=False)


def test_after_waking_a_device_that_stays_silent_is_gone() -> None:
    assert gone(silence_after([3600.0] + [STEP] * 50), PERIOD, starting=False)


def test_a_device_may_wake_up_slowly() -> None:
    assert not gone(2.9, PERIOD, starting=True)
    assert gone(STARTING_SECONDS, PERIOD, starting=True)


def test_long_periods_are_waited_for() -> None:
    assert not gone(0.85, 0.4, starting=False)
    assert gone(0.95, 0.4, starting=False)
