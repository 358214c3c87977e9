from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from player.audio.clip import Recording
from player.errors import VoiceError
from player.pronounce import pronounced
from player.voices.cache import ClipCache
from player.voices.engine import Availability, Voice, VoiceChoice
from player.voices.recorder import SPOKEN_AHEAD, Recorder
from player.voices.tone_engine import ToneEngine


class CountingEngine:
    """A voice that hums, and remembers what it was asked for."""

    name = "counting"

    def __init__(self, parallel: int = 2, fails_on: str = "") -> None:
        self.parallel = parallel
        self.spoken: list[str] = []
        self.opened = 0
        self.closed = 0
        self._fails_on = fails_on
        self._lock = threading.Lock()

    def availability(self) -> Availability:
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        return ToneEngine().voices(language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        return f"counting {choice.rate}"

    def open(self, choice: VoiceChoice) -> CountingEngine:
        self._hum = ToneEngine().open(choice)
        with self._lock:
            self.opened += 1
        return self

    def speak(self, text: str) -> Recording:
        with self._lock:
            self.spoken.append(text)
        if text == self._fails_on:
            raise VoiceError("lost for words")
        if text == "silence":
            return Recording(np.zeros(48_000, dtype=np.float32), 48_000)
        return self._hum.speak(text)

    def close(self) -> None:
        with self._lock:
            self.closed += 1


def recorder(engine: CountingEngine, folder: Path, told: list[str] | None = None) -> Recorder:
    tell = (told if told is not None else []).append
    return Recorder(engine, VoiceChoice(), ClipCache(folder), tell=tell)


TEXTS = [f"phrase number {number}" for number in range(30)]


def test_a_phrase_is_spoken_once_ever(tmp_path: Path) -> None:
    first = CountingEngine()
    shapes = recorder(first, tmp_path).record([*TEXTS, *TEXTS])
    assert sorted(first.spoken) == sorted(TEXTS)
    assert list(shapes) == TEXTS
    second = CountingEngine()
    again = recorder(second, tmp_path)
    assert again.record(TEXTS) == shapes
    assert again.known_shapes([*TEXTS, "new"]) == shapes
    assert second.opened == 0
    again.record(["new"])
    assert second.spoken == ["new"]


def test_every_speaker_is_given_back(tmp_path: Path) -> None:
    engine = CountingEngine(parallel=2)
    recorder(engine, tmp_path).record(TEXTS)
    assert (engine.opened, engine.closed) == (2, 2)
    few = CountingEngine(parallel=2)
    recorder(few, tmp_path).record(["just this"])
    assert (few.opened, few.closed) == (1, 1)


def test_what_is_used_is_not_the_oldest(tmp_path: Path) -> None:
    recorder(CountingEngine(), tmp_path).record(["one", "two"])
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    recorder(CountingEngine(), tmp_path).record(["one"])
    assert sorted(path.stat().st_mtime > 1 for path in tmp_path.iterdir()) == [False, True]


def assert_ended(threads: set[threading.Thread]) -> None:
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.parametrize("after", [1, 5, 29])
def test_an_interruption_ends_speaking_and_keeps_what_is_made(tmp_path: Path, after: int) -> None:
    def interrupted(done: int, _: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    engine = CountingEngine()
    broken_off = recorder(engine, tmp_path)
    broken_off.progress = interrupted
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        broken_off.record(TEXTS)
    assert engine.closed >= engine.opened
    assert_ended(set(threading.enumerate()) - before)
    assert len(engine.spoken) <= after + SPOKEN_AHEAD + 2 * engine.parallel
    kept = recorder(CountingEngine(), tmp_path).known_shapes(TEXTS)
    assert set(kept) <= set(engine.spoken)
    assert len(kept) == after


def test_silence_among_many_phrases_ends_every_speaker(tmp_path: Path) -> None:
    engine = CountingEngine()
    before = set(threading.enumerate())
    with pytest.raises(VoiceError, match="says nothing"):
        recorder(engine, tmp_path).record(["silence", *TEXTS])
    assert engine.closed >= engine.opened
    assert_ended(set(threading.enumerate()) - before)


def test_a_phrase_that_cannot_be_spoken_ends_it_all_and_keeps_the_rest(tmp_path: Path) -> None:
    engine = CountingEngine(fails_on="phrase number 20")
    with pytest.raises(VoiceError, match="lost for words"):
        recorder(engine, tmp_path).record(TEXTS)
    assert engine.opened == engine.closed
    assert len(recorder(CountingEngine(), tmp_path).known_shapes(TEXTS)) >= 15


def test_silence_is_an_error_that_names_the_phrase(tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as caught:
        recorder(CountingEngine(), tmp_path).record(["silence"])
    assert "silence" in str(caught.value)


def test_a_damaged_entry_is_made_anew(tmp_path: Path) -> None:
    recorder(CountingEngine(), tmp_path).record(["one", "two"])
    damaged = min(tmp_path.iterdir())
    data = bytearray(damaged.read_bytes())
    data[-1] ^= 1
    damaged.write_bytes(data)
    engine = CountingEngine()
    recorder(engine, tmp_path).record(["one", "two"])
    assert len(engine.spoken) == 1
    assert recorder(CountingEngine(), tmp_path).record(["one", "two"])


def test_a_cache_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    told: list[str] = []
    speaking = recorder(CountingEngine(), blocked / "cache", told)
    assert len(speaking.record(TEXTS)) == len(TEXTS)
    assert len(told) == 1
    assert "cannot be written" in told[0]
    assert len(speaking.clips) == len(TEXTS)


def test_progress_counts_what_had_to_be_spoken(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    recorder(CountingEngine(), tmp_path).record(TEXTS[:10])
    speaking = Recorder(
        CountingEngine(),
        VoiceChoice(),
        ClipCache(tmp_path),
        tell=print,
        progress=lambda done, total: told.append((done, total)),
    )
    speaking.record(TEXTS)
    assert told == [(number, 20) for number in range(1, 21)]


def test_a_text_is_spoken_and_kept_by_how_it_is_pronounced(tmp_path: Path) -> None:
    table = (("90/90", "ninety ninety"),)

    def speaking(engine: CountingEngine) -> Recorder:
        return Recorder(
            engine,
            VoiceChoice(),
            ClipCache(tmp_path),
            tell=print,
            spoken=partial(pronounced, table),
        )

    first = CountingEngine(parallel=1)
    shapes = speaking(first).record(["90/90.", "ninety ninety.", "Halfway."])
    assert first.spoken == ["ninety ninety.", "Halfway."]
    assert list(shapes) == ["90/90.", "ninety ninety.", "Halfway."]
    assert shapes["90/90."] == shapes["ninety ninety."]
    plain = recorder(CountingEngine(), tmp_path)
    assert set(plain.known_shapes(["90/90.", "ninety ninety."])) == {"ninety ninety."}
    second = CountingEngine()
    again = speaking(second)
    assert again.known_shapes(["90/90."]) == {"90/90.": shapes["90/90."]}
    again.record(["90/90."])
    assert second.spoken == []
    assert set(again.clips) == {"90/90."}


def test_without_a_table_the_cache_of_before_is_found(tmp_path: Path) -> None:
    recorder(CountingEngine(), tmp_path).record(["90/90."])
    engine = CountingEngine()
    Recorder(
        engine, VoiceChoice(), ClipCache(tmp_path), tell=print, spoken=partial(pronounced, ())
    ).record(["90/90."])
    assert engine.spoken == []
