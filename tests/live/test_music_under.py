"""A session with music: it goes on while the session waits, and fades when it is left."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from player.audio.clip import Clip
from player.audio.mix import Mix, Part
from player.live.gates import Gate
from player.live.performance import FADE, Performance

VOICE = (0.3 * np.sin(np.arange(200_000) / 20)).astype(np.float32)
# As at any gate, nothing is said where the session waits.
VOICE[76_000:90_000] *= np.maximum(np.linspace(1, -6, 14_000), 0).astype(np.float32)
MIX = Mix(200_000, [Part(0, Clip(VOICE, 0))])
GATE = Gate(50_000, 80_000)
MUSIC = 0.05


class Constant:
    """Adds a number, and remembers where it was asked to."""

    volume = 0.0

    def __init__(self) -> None:
        self.asked: list[tuple[int | None, int]] = []

    def under(
        self,
        voice: NDArray[np.float32],
        position: int | None,
        level: NDArray[np.float32] | None = None,
        *,
        said: bool = False,
    ) -> NDArray[np.float32]:
        assert level is None
        assert not said
        if len(voice):
            self.asked.append((position, len(voice)))
        return voice + np.float32(MUSIC)

    @property
    def count(self) -> int:
        return sum(count for _, count in self.asked)


def music_in(heard: NDArray[np.int16], start: int) -> NDArray[np.float64]:
    """What is left of a stretch when its voice is taken away."""
    return heard / 32767 - VOICE[start : start + len(heard)]


def test_music_lies_under_every_sample_of_a_session() -> None:
    music = Constant()
    heard = Performance(MIX, music=music).pull(300_000)
    assert len(heard) == music.count == 200_000
    assert np.abs(music_in(heard, 0) - MUSIC).max() < 1e-4


def test_music_is_asked_for_by_position_in_the_order_it_is_heard() -> None:
    music = Constant()
    performance = Performance(MIX, music=music)
    for _ in range(5):
        performance.pull(1000)
    assert music.asked == [(start, 1000) for start in range(0, 5000, 1000)]


def test_music_goes_on_while_the_session_waits() -> None:
    music = Constant()
    performance = Performance(MIX, [GATE], music)
    performance.pull(80_000)
    waiting = performance.pull(30_000)
    assert music.asked[-1] == (None, 30_000)
    assert np.abs(waiting / 32767 - MUSIC).max() < 1e-4
    assert performance.position_at(100_000) == GATE.stop - 1
    performance.go_on()
    after = performance.pull(1000)
    assert music.asked[-1:] == [(GATE.stop, 1000)]
    assert np.abs(music_in(after, GATE.stop) - MUSIC).max() < 1e-4
    assert music.count == 111_000


def test_music_is_taken_once_where_the_session_jumps() -> None:
    music = Constant()
    performance = Performance(MIX, [GATE], music)
    performance.pull(60_000)
    performance.go_on()
    heard = performance.pull(20_000)
    assert music.count == 60_000 + len(heard)


@pytest.mark.parametrize("pulled", [30_000, 75_000, 120_000])
def test_music_fades_with_the_voice_when_a_session_is_left(pulled: int) -> None:
    performance = Performance(MIX, [GATE], Constant())
    performance.pull(pulled)
    performance.fade_out()
    pieces = []
    while len(piece := performance.pull(997)):
        pieces.append(piece)
    fading = np.concatenate(pieces)
    assert len(fading) == FADE
    assert abs(fading[0] / 32767) > MUSIC / 2
    assert np.abs(fading[-100:]).max() < 32767 * 0.01
    assert np.abs(np.diff(fading.astype(int))).max() < 32767 * (0.3 / 20 + MUSIC)
    position = performance.position_at(pulled + FADE)
    assert position <= (GATE.stop if pulled > GATE.start else pulled + FADE)


def test_a_session_without_music_sounds_as_it_did() -> None:
    assert np.array_equal(Performance(MIX).pull(200_000), MIX.int16(0, 200_000))
