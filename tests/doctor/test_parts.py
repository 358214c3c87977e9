"""Each check against what it may meet."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from player.audio.clip import Clip, Recording
from player.doctor.cache import cache
from player.doctor.checked import Standing
from player.doctor.folders import disk, size, standing, trial
from player.doctor.machine import optional
from player.doctor.routines import routines
from player.doctor.settings import config
from player.doctor.terminal import Terminal, terminal
from player.doctor.voice import spoken
from player.errors import Fault, RequestError, RoutineError, VoiceError
from player.units import SAMPLE_RATE
from player.voices.cache import ClipCache
from player.voices.engine import Availability, Voice, VoiceChoice


class FakeEngine:
    """Speaks a tone, or what it is told to do instead."""

    name = "fake"
    parallel = 1

    def __init__(self, *, works: bool = True, level: float = 0.5, fails: bool = False) -> None:
        self.closed = 0
        self._works = works
        self._level = level
        self._fails = fails

    def availability(self) -> Availability:
        return Availability(self._works, "" if self._works else "no library", "install it")

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        raise AssertionError(language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        raise AssertionError(choice)

    def open(self, choice: VoiceChoice) -> FakeEngine:
        assert choice.language == "en"
        return self

    def speak(self, text: str) -> Recording:
        if self._fails:
            raise VoiceError("lost its tongue", place=text)
        at = np.arange(SAMPLE_RATE, dtype=np.float32)
        return Recording((self._level * np.sin(at / 20)).astype(np.float32), SAMPLE_RATE)

    def close(self) -> None:
        self.closed += 1


def ticking(*times: float) -> list[float]:
    return list(reversed(times))


def test_a_voice_that_speaks_is_told_with_its_time() -> None:
    engine = FakeEngine()
    found = spoken(engine, VoiceChoice("low"), "hello", ticking(10, 10.24).pop)
    assert found.checked[:2] == ("voice", Standing.OK)
    assert found.checked.found == "fake:low, 0.2 s for 1.0 s of speech"
    assert found.clip is not None
    assert engine.closed == 1


def test_a_voice_that_is_not_there_is_told_with_its_mend() -> None:
    found = spoken(FakeEngine(works=False), VoiceChoice(), "hello", ticking().pop)
    assert found.checked[1:] == (Standing.FAILS, "fake: no library", "install it")
    assert found.clip is None


def test_a_voice_that_says_nothing_fails() -> None:
    engine = FakeEngine(level=0)
    found = spoken(engine, VoiceChoice(), "hello", ticking(1, 2).pop)
    assert found.checked.standing == Standing.FAILS
    assert "says nothing" in found.checked.found
    assert engine.closed == 1


def test_a_voice_that_fails_is_closed() -> None:
    engine = FakeEngine(fails=True)
    with pytest.raises(VoiceError):
        spoken(engine, VoiceChoice(), "hello", ticking(1, 2).pop)
    assert engine.closed == 1


def stored(folder: Path, count: int) -> ClipCache:
    found = ClipCache(folder)
    for number in range(count):
        found.store(f"{number:040}", Clip(np.full(100, 0.5, np.float32), 0))
    return found


def test_phrases_that_are_kept_are_counted(tmp_path: Path) -> None:
    assert cache(stored(tmp_path / "none", 0)).found == "no phrases yet"
    assert not (tmp_path / "none").exists()
    assert cache(stored(tmp_path, 1))[1:3] == (Standing.OK, "one phrase, 0 kB")
    assert cache(stored(tmp_path, 12))[1:3] == (Standing.OK, "12 phrases, 5 kB")


def test_damaged_phrases_are_told(tmp_path: Path) -> None:
    clips = stored(tmp_path, 3)
    for file, damage in zip(sorted(tmp_path.iterdir()), (b"", None, b"x" * 424), strict=True):
        if damage is not None:
            file.write_bytes(damage)
    found = cache(clips)
    assert found.standing == Standing.NOTE
    assert "3 phrases" in found.found
    assert "2 damaged" in found.found


def test_a_cache_that_cannot_be_written_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = cache(ClipCache(tmp_path / "file" / "clips"))
    assert found.standing == Standing.FAILS
    assert str(tmp_path / "file" / "clips") in found.found


def test_settings_are_counted(tmp_path: Path) -> None:
    told = [config(tmp_path, lambda count=count: count).found for count in range(3)]  # type: ignore[misc]
    assert told == [f"{one}, {tmp_path}" for one in ("nothing set", "one setting", "2 settings")]


def at_fault(name: str) -> str:
    if name == "missing":
        raise RequestError("cannot be read")
    if name.startswith("bad"):
        raise RoutineError(name, (Fault("x", (), "", "y"),) * 2)
    return name


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], "none of your own"),
        (["a"], "one of your own, read"),
        (["a", "b"], "2 of your own, all read"),
        (["a", "bad"], "1 of 2 with faults: bad (2)"),
        (
            ["bad1", "bad2", "bad3", "missing"],
            "4 of 4 with faults: bad1 (2), bad2 (2), bad3 (2), …",
        ),
        (["missing", "a"], "1 of 2 with faults: missing (1)"),
    ],
)
def test_own_routines_are_read(names: list[str], found: str) -> None:
    told = routines(names, at_fault, list)
    assert told.found == found
    assert (told.standing == Standing.OK) == ("faults" not in found)
    assert ("player check" in told.mend) == ("faults" in found)


def test_exercises_that_are_left_out_are_told() -> None:
    told = routines(["a"], at_fault, lambda: ["my.toml: one fault\n  line 3"])
    assert (told.standing, told.found) == (Standing.WRONG, "my.toml: one fault")


XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("given", "standing", "told"),
    [
        (Terminal(True, 80, 24, "utf-8", XTERM), Standing.OK, "80 by 24, 256 colours, utf-8"),
        (Terminal(True, 80, 24, "utf-8", {**XTERM, "COLORTERM": "truecolor"}), Standing.OK, "all"),
        (Terminal(True, 80, 24, "utf-8", {**XTERM, "NO_COLOR": "1"}), Standing.OK, "no colours"),
        (Terminal(True, 80, 24, "utf-8", {"TERM": "linux"}), Standing.OK, "few colours"),
        (Terminal(True, 80, 24, "ascii", XTERM), Standing.NOTE, "cannot show"),
        (Terminal(True, 80, 24, "no-such-code", XTERM), Standing.NOTE, "cannot show"),
        (Terminal(True, 39, 24, "utf-8", XTERM), Standing.NOTE, "small"),
        (Terminal(True, 80, 11, "utf-8", {}), Standing.NOTE, "small"),
        (Terminal(True, 80, 24, "utf-8", {"TERM": "dumb"}), Standing.NOTE, "plain lines"),
        (Terminal(False, 80, 24, "ascii", {}), Standing.OK, "plain lines"),
    ],
)
def test_terminals_are_told(given: Terminal, standing: Standing, told: str) -> None:
    found = terminal(given)
    assert found.standing == standing
    assert told in found.found
    assert bool(found.mend) == (standing == Standing.NOTE)


class Answer(NamedTuple):
    works: bool
    reason: str = ""
    mend: str = ""


def test_what_is_not_needed_is_a_note_at_most() -> None:
    assert optional("a", "fine", lambda: Answer(works=True))[1:] == (Standing.OK, "fine", "")
    assert optional("a", "fine", lambda: Answer(True, "by x")).found == "fine (by x)"
    missing = optional("a", "fine", lambda: Answer(False, "no bus", "start one"))
    assert missing[1:] == (Standing.NOTE, "no bus", "start one")


def test_the_fullest_disk_is_told(tmp_path: Path) -> None:
    free = {tmp_path: 10**9, tmp_path / "b": 10**6}
    (tmp_path / "b").mkdir()
    full = disk([tmp_path / "a" / "c", tmp_path / "b"], free.__getitem__)
    assert full.standing == Standing.FAILS
    assert full.found == f"1.0 MB free at {tmp_path / 'b'}"
    assert disk([tmp_path / "a"], free.__getitem__)[1:3] == (Standing.OK, "1.0 GB free")


def test_a_disk_that_fills_up_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(**_: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert trial(tmp_path) is None
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    refused = trial(tmp_path)
    assert refused is not None
    assert refused.errno == errno.ENOSPC


def test_the_nearest_folder_that_is_there_stands(tmp_path: Path) -> None:
    assert standing(tmp_path / "a" / "b" / "c") == tmp_path
    assert [size(one) for one in (999, 38_400_000, 5_250_000, 123 * 10**9)] == [
        "0 kB", "38 MB", "5.2 MB", "123 GB",
    ]  # fmt: skip
