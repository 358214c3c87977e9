from __future__ import annotations

import threading
from collections.abc import Generator

import numpy as np
import pytest
from support.tunes import Samples, tone

from player.audio.music import Music
from player.audio.reading_ahead import AHEAD, EDGE, ENOUGH, RETURN, ReadingAhead

BLOCK = 12_000
PERIOD = 1920


def unexpected(line: str) -> None:
    pytest.fail(f"told: {line}")


class Decoder:
    """Blocks of a tone, handed out as they are allowed."""

    def __init__(self, allowed: int) -> None:
        self.read = 0
        self.closed = threading.Event()
        self.waiting = threading.Semaphore(0)
        self._allowed = threading.Semaphore(allowed)
        self.stopped = False

    def allow(self, count: int) -> None:
        self._allowed.release(count)

    def stop(self) -> None:
        self.stopped = True
        self._allowed.release()

    def blocks(self) -> Generator[Samples, None, None]:
        try:
            while True:
                if not self._allowed.acquire(blocking=False):
                    self.waiting.release()
                    self._allowed.acquire()
                if self.stopped:
                    return
                start = self.read * BLOCK
                yield np.sin((np.arange(BLOCK) + start) / 20).astype(np.float32)
                self.read += 1
        finally:
            self.closed.set()


def original(count: int) -> Samples:
    return np.sin(np.arange(count) / 20).astype(np.float32)


def test_music_comes_up_and_is_the_same_as_if_it_were_read_when_asked_for() -> None:
    decoder = Decoder(14)
    source = ReadingAhead(decoder.blocks(), unexpected)
    assert decoder.waiting.acquire(timeout=10)
    heard = np.concatenate([source.take(PERIOD) for _ in range(80)])
    expected = Music(Decoder(14).blocks()).take(80 * PERIOD)
    assert np.array_equal(heard[RETURN:], expected[RETURN:])
    assert np.abs(heard[: RETURN // 10]).max() < 0.11
    decoder.stop()
    source.close()


def test_it_reads_no_further_ahead_than_it_should() -> None:
    decoder = Decoder(10_000)
    source = ReadingAhead(decoder.blocks(), unexpected)
    for _ in range(2000):
        source.take(PERIOD)
        assert decoder.read * BLOCK <= source._taken + AHEAD + 2 * BLOCK
    source.close()
    assert decoder.closed.wait(10)


def test_where_it_runs_out_it_fades_and_comes_back_without_a_click() -> None:
    decoder = Decoder(8)
    source = ReadingAhead(decoder.blocks(), unexpected)
    assert decoder.waiting.acquire(timeout=10)
    first = [source.take(PERIOD) for _ in range(80)]
    decoder.allow(14)
    assert decoder.waiting.acquire(timeout=10)
    second = [source.take(PERIOD) for _ in range(40)]
    decoder.stop()
    source.close()
    heard = np.concatenate(first + second)
    assert np.abs(np.diff(heard)).max() < 1.5 / 20 + 1 / EDGE
    gap = np.concatenate(first)[8 * BLOCK :]
    assert not gap.any()
    assert np.abs(np.concatenate(second)).max() > 0.9


def test_it_waits_until_there_is_enough_before_it_begins() -> None:
    decoder = Decoder(1)
    source = ReadingAhead(decoder.blocks(), unexpected)
    assert decoder.waiting.acquire(timeout=10)
    assert not source.take(PERIOD).any()
    decoder.allow(2)
    assert decoder.waiting.acquire(timeout=10)
    assert source.take(PERIOD).any()
    decoder.stop()
    source.close()


@pytest.mark.parametrize("length", [0, 100, ENOUGH, 100_000])
def test_what_ends_is_heard_to_its_end_and_then_there_is_silence(length: int) -> None:
    sound = original(length)
    done = threading.Event()

    def blocks() -> Generator[Samples, None, None]:
        try:
            if length:
                yield sound
        finally:
            done.set()

    source = ReadingAhead(blocks(), unexpected)
    assert done.wait(10)
    assert source._finished.wait(10)
    heard = np.concatenate([source.take(PERIOD) for _ in range(100)])
    assert np.array_equal(heard[RETURN:length], sound[RETURN:])
    assert not heard[length:].any()
    source.close()
    source.close()


def test_an_unforeseen_failure_is_told_and_the_session_goes_on() -> None:
    def blocks() -> Generator[Samples, None, None]:
        yield tone(1)
        raise MemoryError("too much")

    told: list[str] = []
    source = ReadingAhead(blocks(), told.append)
    assert source._finished.wait(10)
    assert told == ["Music: it cannot be read any further: too much. The session goes on without."]
    assert source.take(PERIOD).any()
    source.close()


def test_closing_ends_the_thread_and_closes_the_file() -> None:
    decoder = Decoder(10_000)
    source = ReadingAhead(decoder.blocks(), unexpected)
    source.close()
    assert decoder.closed.is_set()
    assert source._finished.is_set()
