from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.listening import find
from support.tunes import Samples, level, tone, tune, write

from player.audio.levelling import LEVEL
from player.audio.music import Music, endless, playable
from player.audio.track import UnplayableTrackError, check, track, track_level
from player.errors import RequestError
from player.units import samples

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")

TARGET = 20 * np.log10(LEVEL)


def unexpected(line: str) -> None:
    pytest.fail(f"told: {line}")


def heard(path: Path, amiss: Callable[[str], None] = unexpected) -> Samples:
    return np.concatenate(list(track(path, track_level(path), amiss)))


def pitch(sound: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum)) * 48_000 / len(sound)


@pytest.mark.parametrize(
    ("name", "rate", "channels", "form"),
    [
        ("a.mp3", 44_100, 2, {}),
        ("a.mp3", 22_050, 1, {}),
        ("a.ogg", 44_100, 2, {}),
        ("a.opus", 48_000, 2, {}),
        ("a.flac", 8000, 1, {}),
        ("a.flac", 96_000, 2, {"subtype": "PCM_24"}),
        ("a.flac", 48_000, 6, {}),
        ("a.wav", 48_000, 1, {}),
        ("a.wav", 44_100, 2, {"subtype": "FLOAT"}),
        ("a.wav", 11_025, 1, {"subtype": "PCM_U8"}),
    ],
)
def test_any_format_rate_and_number_of_channels_is_heard_alike(
    tmp_path: Path, name: str, rate: int, channels: int, form: dict[str, str]
) -> None:
    sound = np.tile(tone(3, 1000, rate)[:, None], (1, channels))
    path = write(tmp_path / name, sound, rate, **form)
    check(path)
    music = heard(path)
    assert len(music) == pytest.approx(samples(3), abs=samples(0.005))
    assert pitch(music) == pytest.approx(1000, abs=1)
    assert level(music[4800:-4800]) == pytest.approx(TARGET, abs=0.3)


def test_an_mp3_is_read_without_miniaudio_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.mp3", tone(2, 1000, 44_100), 44_100)
    with_miniaudio = heard(path)
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    without = heard(path)
    assert len(without) == len(with_miniaudio)
    assert np.abs(without - with_miniaudio).max() < 0.001


def test_an_mp3_behind_a_large_picture_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(2, 1000, 44_100), 44_100)
    plain = heard(path)
    picture = 300_000
    size = bytes(picture >> shift & 0x7F for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\x04\0\0" + size + b"\xff" * picture + path.read_bytes())
    assert np.array_equal(heard(path), plain)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_a_tune_that_goes_on_in_the_next_file_goes_on_without_a_gap(
    tmp_path: Path, suffix: str
) -> None:
    sound = tone(4, 441, 44_100)
    middle = 2 * 44_100
    paths = [
        write(tmp_path / f"{number}{suffix}", part, 44_100)
        for number, part in enumerate((sound[:middle], sound[middle:]))
    ]
    music = Music(endless(paths, unexpected))
    joint = music.take(samples(4))[samples(1.5) : samples(2.5)]
    music.close()
    windows = np.abs(joint.reshape(-1, 480)).max(axis=1)
    assert windows.min() > 0.8 * np.median(windows)
    assert windows.max() < 1.2 * np.median(windows)


def test_tracks_follow_each_other_and_begin_again(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{number}.wav", tone(1, 400 * number)) for number in (1, 2, 3)]
    music = Music(endless(paths, unexpected))
    found = [round(pitch(music.take(48_000)) / 400) for _ in range(7)]
    music.close()
    assert found == [1, 2, 3, 1, 2, 3, 1]


@given(st.lists(st.integers(1, 70_000), min_size=1, max_size=20))
@settings(max_examples=20)
def test_music_is_the_same_in_blocks_of_any_size(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    path = tmp_path_factory.getbasetemp() / "same.flac"
    if not path.exists():
        write(path, tune(3, 44_100), 44_100)
    whole, pieces = (Music(endless([path], unexpected)) for _ in range(2))
    expected = whole.take(sum(sizes))
    assert np.array_equal(np.concatenate([pieces.take(size) for size in sizes]), expected)
    whole.close()
    pieces.close()


def nothing(path: Path) -> None:
    assert not path.exists()


def text(path: Path) -> None:
    path.write_text("Not a sound at all. " * 5000)


def empty(path: Path) -> None:
    path.touch()


def beginning(path: Path) -> None:
    path.write_bytes(b"ID3\x04")


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def no_samples(path: Path) -> None:
    write(path.with_suffix(".wav"), tone(0))
    path.with_suffix(".wav").replace(path)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (nothing, "it cannot be opened: No such file or directory"),
        (text, "there is no sound in it that can be read"),
        (empty, "there is no sound in it that can be read"),
        (beginning, "there is no sound in it that can be read"),
        (folder, "it is not a file"),
        pytest.param(pipe, "it is not a file", marks=POSIX),
        (no_samples, "there is no sound in it"),
    ],
)
@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".wav", ".raw"])
def test_what_is_no_music_is_told_and_left_out(
    tmp_path: Path, made: Callable[[Path], None], reason: str, suffix: str
) -> None:
    bad, good = tmp_path / f"bad{suffix}", write(tmp_path / "good.wav", tone(0.5))
    made(bad)
    with pytest.raises(UnplayableTrackError, match=reason[:20]):
        check(bad)
    told: list[str] = []
    music = Music(endless([bad, good], told.append))
    assert music.take(samples(2)).any()
    music.close()
    assert len(told) == 1
    assert told[0].startswith(f"Music: {bad} is left out: {reason[:20]}")
    with pytest.raises(RequestError) as raised:
        playable([bad], unexpected)
    assert raised.value.place == str(bad)
    assert raised.value.mend


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".wav"])
def test_a_file_that_was_cut_short_is_played_as_far_as_it_goes(tmp_path: Path, suffix: str) -> None:
    sound = tune(4, 44_100)
    path = write(tmp_path / f"a{suffix}", sound, 44_100)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    told: list[str] = []
    music = heard(path, told.append)
    assert samples(1) < len(music) < samples(3)
    # Ogg and WAV do not tell how long they were.
    assert told == ([] if suffix in {".ogg", ".wav"} else [told[0]])
    assert all(line.startswith("it is damaged: 0:0") for line in told)


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".wav"])
def test_damage_in_the_middle_ends_in_a_word_at_the_most(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", 0.5 * tune(6, 44_100) + tone(6, 441, 44_100), 44_100)
    content = bytearray(path.read_bytes())
    middle, size = len(content) // 2, len(content) // 20
    content[middle : middle + size] = np.random.default_rng(3).bytes(size)
    path.write_bytes(content)
    told: list[str] = []
    music = Music(endless([path], told.append))
    sound = music.take(samples(20))
    music.close()
    assert np.isfinite(sound).all()
    assert level(sound[: samples(2)]) > TARGET - 10
    assert len(told) <= 1


def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    sound = tone(2)
    sound[5000:5010] = np.nan
    sound[6000:6010] = np.inf
    sound[7000:7010] = 1e30
    music = heard(write(tmp_path / "a.wav", sound, subtype="FLOAT"))
    assert np.isfinite(music).all()
    assert np.abs(music).max() < 0.5


@pytest.mark.parametrize("rate", [1, 3999, 400_000])
def test_a_rate_that_no_music_has_is_refused(tmp_path: Path, rate: int) -> None:
    with pytest.raises(UnplayableTrackError, match=f"rate of {rate} Hz"):
        check(write(tmp_path / "a.wav", tone(1), rate))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files")
def test_a_file_that_vanishes_is_told_once_and_the_others_go_on(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{number}.wav", tone(1, 400 * number)) for number in (1, 2)]
    told: list[str] = []
    music = Music(endless(paths, told.append))
    music.take(24_000)
    paths[0].unlink()
    music.take(24_000)
    found = [round(pitch(music.take(48_000)) / 400) for _ in range(4)]
    assert found == [2, 2, 2, 2]
    assert told == [
        f"Music: {paths[0]} is left out: it cannot be opened: No such file or directory."
    ]
    paths[1].unlink()
    music.take(48_000 * 2)
    assert not music.take(48_000).any()
    music.close()
    assert told[2:] == ["Music: none of it can be played any longer. The session goes on without."]


def test_the_first_that_can_be_played_is_found_before_the_session(tmp_path: Path) -> None:
    missing, good, later = tmp_path / "1.mp3", tmp_path / "2.wav", tmp_path / "3.wav"
    write(good, tone(1))
    told: list[str] = []
    assert playable([missing, good, later], told.append) == (good, later)
    assert told == [
        f"Music: {missing} is left out: it cannot be opened: No such file or directory."
    ]


def test_a_list_with_nothing_to_play_is_refused_with_a_mend(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(RequestError, match="none of the music can be played") as raised:
        playable([tmp_path / "1.mp3", tmp_path / "2.mp3"], told.append)
    assert len(told) == 2
    assert raised.value.mend


def test_a_long_file_is_read_as_it_is_wanted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(120))
    blocks = track(path, track_level(path), unexpected)
    first = np.concatenate(list(islice(blocks, 2)))
    blocks.close()
    assert len(first) == samples(2)
    assert find(first, tone(0.1), 0, 200).likeness > 0.99
