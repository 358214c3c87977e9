"""One file of music as a stream: mono, 48 kHz, at the level of music, never whole in memory."""

from __future__ import annotations

import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from player.audio.levelling import MEASURED, level_of, levelled
from player.units import SAMPLE_RATE, clock, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = NDArray[np.float32]
    Blocks = Generator[Block, None, None]

RATES = range(4000, 384_001)
"""Rates that are resampled, in Hz."""

_BLOCKS_PER_SECOND = 4
_LOUDEST = 16.0
_LONGEST_SECONDS = 7 * 24 * 3600
_MISSING_SHARE = 0.02
"""What a file may lack of the length it tells of: encoders are not exact about it."""

_HEAD = 65_536
_TAG = b"ID3"
_TAG_HEADER = 10
_TAG_HAS_FOOTER = 0x10


class UnplayableTrackError(Exception):
    """A file that cannot be played; says why in a few words."""


class _Sound(NamedTuple):
    """An open file: its samples a second, how many it tells of, and they themselves, as mono."""

    rate: int
    length: int
    blocks: Blocks


def track(path: Path, level: float, amiss: Callable[[str], None]) -> Blocks:
    """The samples of a file at 48 kHz, as far as they can be read.

    Args:
        path: MP3, Ogg Vorbis, Opus, FLAC, WAV or another kind that libsndfile knows.
        level: Its level, from `track_level`.
        amiss: Told in a few words, at its end, if some of it could not be read.

    Raises:
        UnplayableTrackError: Before the first sample, if it cannot be opened.
    """
    import soxr

    faults: list[str] = []
    rate, length, blocks = _opened(path, faults.append)
    read = 0

    def resampled() -> Iterator[Block]:
        nonlocal read
        stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        for block in blocks:
            read += len(block)
            yield block if rate == SAMPLE_RATE else stream.resample_chunk(block)
        if rate != SAMPLE_RATE:
            yield stream.resample_chunk(np.empty(0, dtype=np.float32), last=True)

    with closing(blocks):
        yield from levelled(resampled(), level)
    if faults or read < length * (1 - _MISSING_SHARE):
        told = [clock(samples(count / rate)) for count in (read, length)]
        amiss(f"it is damaged: {told[0]} of {told[1]} could be read")


def check(path: Path) -> None:
    """See that a file has sound in it.

    Raises:
        UnplayableTrackError: If it has none.
    """
    with closing(_opened(path, lambda _: None).blocks) as blocks:
        if next(blocks, None) is None:
            raise UnplayableTrackError("there is no sound in it")


def track_level(path: Path) -> float:
    """How loud a file is at its beginning, as `levelled` wants it.

    Raises:
        UnplayableTrackError: If it has no sound in it.
    """
    check(path)
    sound = _opened(path, lambda _: None)
    with closing(sound.blocks) as blocks:
        return level_of(islice(blocks, MEASURED * _BLOCKS_PER_SECOND), sound.rate)


def _opened(path: Path, failed: Callable[[str], None]) -> _Sound:
    try:
        head = _head(path)
    except OSError as error:
        raise UnplayableTrackError(f"it cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        raise UnplayableTrackError("it is not the name of a file") from error
    sound = None
    if path.suffix.lower() == ".mp3":
        sound = _opened_mp3(path, head)
    sound = sound or _opened_by_libsndfile(path, failed)
    if sound.rate not in RATES:
        raise UnplayableTrackError(f"its rate of {sound.rate} Hz is not played")
    plausible = 0 < sound.length < _LONGEST_SECONDS * sound.rate
    return sound if plausible else sound._replace(length=0)


def _head(path: Path) -> bytes:
    """The beginning of a file, after a tag with titles and pictures if it has one."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnplayableTrackError("it is not a file")
    with path.open("rb") as file:
        tag = file.read(_TAG_HEADER)
        skipped = 0
        if tag.startswith(_TAG) and len(tag) == _TAG_HEADER:
            for part in tag[6:]:  # seven bits of its length in each byte
                skipped = skipped << 7 | part & 0x7F
            skipped += _TAG_HEADER * (2 if tag[5] & _TAG_HAS_FOOTER else 1)
        file.seek(skipped)
        return file.read(_HEAD)


def _opened_mp3(path: Path, head: bytes) -> _Sound | None:
    """By miniaudio, which keeps quiet about damage and plays on behind it; None without it.

    What libsndfile reads MP3 with writes about every oddity of a file to the terminal:
    https://github.com/libsndfile/libsndfile/issues/958
    """
    try:
        import miniaudio
    except ImportError:
        return None
    try:
        found = miniaudio.mp3_get_info(head)
    except miniaudio.MiniaudioError as error:
        raise UnplayableTrackError("there is no sound in it that can be read") from error
    channels = found.nchannels
    full_scale = np.float32(32768)

    def blocks() -> Blocks:
        frames = found.sample_rate // _BLOCKS_PER_SECOND
        for block in miniaudio.mp3_stream_file(str(path), frames):
            both = np.frombuffer(block, dtype=np.int16).astype(np.float32) / full_scale
            yield _mono(both.reshape(-1, channels))

    return _Sound(found.sample_rate, found.num_frames, blocks())


def _opened_by_libsndfile(path: Path, failed: Callable[[str], None]) -> _Sound:
    import soundfile

    try:
        file = soundfile.SoundFile(str(path))
    except (RuntimeError, TypeError, ValueError) as error:
        raise UnplayableTrackError("there is no sound in it that can be read") from error
    # Where it can, it seeks after every block to where it is: slow, and MP3 comes out wrong.
    file.seekable = lambda: False

    def blocks() -> Blocks:
        with file:
            frames = max(1, file.samplerate // _BLOCKS_PER_SECOND)
            try:
                while len(block := file.read(frames, dtype="float32", always_2d=True)):
                    yield _mono(block)
            except RuntimeError as error:
                failed(str(error))

    return _Sound(file.samplerate, file.frames, blocks())


def _mono(block: Block) -> Block:
    """All channels as one, without what is no number."""
    match block.shape[1]:
        case 1:
            mono = block[:, 0]
        case 2:
            mono = (block[:, 0] + block[:, 1]) * np.float32(0.5)
        case _:
            mono = block.mean(axis=1, dtype=np.float32)
    return np.clip(np.nan_to_num(mono, posinf=0, neginf=0), -_LOUDEST, _LOUDEST)
