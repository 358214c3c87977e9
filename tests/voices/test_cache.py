from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.audio.clip import Clip
from player.voices.cache import ClipCache, cache_key


def clip(size: int = 1000, onset: int = 10) -> Clip:
    return Clip(np.linspace(-1, 1, size, dtype=np.float32), onset)


def test_a_clip_comes_back_bit_for_bit(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "deep" / "folder")
    cache.store("key", clip())
    found = cache.load("key")
    assert found is not None
    assert np.array_equal(found.samples, clip().samples)
    assert found.onset == 10
    assert cache.shape("key") == clip().shape


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    assert cache.load("key") is None
    assert cache.shape("key") is None


@given(st.integers(0, 4023), st.integers(1, 255))
def test_any_damaged_byte_is_noticed(position: int, change: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        cache.store("key", clip())
        path = Path(folder) / "key.clip"
        data = bytearray(path.read_bytes())
        assert len(data) == 4024
        data[position] ^= change
        path.write_bytes(data)
        found = cache.load("key")
        if found is not None:
            padding = range(20, 24)
            assert position in padding


@pytest.mark.parametrize("size", [0, 5, 23, 24, 100, 4000, 4028])
def test_a_cut_or_grown_file_is_noticed(tmp_path: Path, size: int) -> None:
    cache = ClipCache(tmp_path)
    cache.store("key", clip())
    path = tmp_path / "key.clip"
    path.write_bytes((path.read_bytes() + bytes(9))[:size])
    assert cache.load("key") is None
    assert cache.shape("key") is None


def test_nothing_is_left_behind_when_a_file_cannot_be_named(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    (tmp_path / "key.clip").mkdir()
    with pytest.raises(OSError, match=r"."):
        cache.store("key", clip())
    assert [path.name for path in tmp_path.iterdir()] == ["key.clip"]


def test_the_entries_unused_for_longest_go_first(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, largest=3 * 4024)
    for number in range(5):
        cache.store(f"k{number}", clip())
        os.utime(tmp_path / f"k{number}.clip", (number, number))
    cache.touch(["k0"])
    cache.trim()
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["k0", "k3", "k4"]
    noted = (tmp_path / "k0.clip").stat().st_mtime_ns
    cache.touch(["k0"])
    assert (tmp_path / "k0.clip").stat().st_mtime_ns == noted


def test_a_key_depends_on_everything_the_sound_depends_on() -> None:
    keys = {
        cache_key(fingerprint, version, text)
        for fingerprint in ("a", "b")
        for version in (1, 2)
        for text in ("x", "y")
    }
    assert len(keys) == 8
