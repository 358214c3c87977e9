"""Chimes: WAV files, a folder for each set, and breath tones made for their length.

A chime is known by its name, `go`; a breath tone by its name and its length in samples,
`inhale:192000`. Lengths are told without loading sound. Samples are made when they are first heard.

Files may be of any rate, of 8 to 32 bits, of one channel or more. Whatever a set holds, a chime is
brought down to the loudness it may have beside speech; one that is softer stays as it is.
"""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from player.audio.shape import Shape
from player.errors import OutsideError
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

NAMES = ("tick", "go", "stop", "switch", "inhale", "exhale", "finish")
"""Every chime a set has. A chime is heard from its first sample on: its onset is 0."""

BREATHS = ("inhale", "exhale")
"""Those that there are for any length, too."""

LONGEST = 5
"""Seconds a chime may last."""


class Limit(NamedTuple):
    """How loud a chime may be.

    Attributes:
        loudness: Of its loudest 100 ms, in LUFS.
        peak: Its true peak, full scale 1.0.
    """

    loudness: float
    peak: float


_NOTICED = Limit(-16.0, 10 ** (-8 / 20))
_TICK = Limit(-21.0, 10 ** (-11 / 20))
_BREATH = Limit(-20.0, 10 ** (-15 / 20))

LIMITS = {
    "tick": _TICK,
    "go": _NOTICED,
    "stop": _NOTICED,
    "switch": _NOTICED,
    "inhale": _BREATH,
    "exhale": _BREATH,
    "finish": _NOTICED,
}
"""What has to be noticed may be 3 LU louder than speech; what repeats stays below it.

A phrase and under it, at their softer gain there, a breath with a tick or with one of the louder
chimes stay below the ceiling of the mix, each at its peak.
"""

LOUD_PART = SAMPLE_RATE // 10
"""Samples of the loudest part of a chime: 100 ms, about as long as the ear takes to judge it."""

Known = TypeVar("Known")


class Chimes(Mapping[str, Known]):
    """What is known of each chime of a set, and of breath tones of any length as they are asked.

    Args:
        known: By name.
        breath: What is known of the breath tone of a name and a length in samples.
    """

    def __init__(self, known: Mapping[str, Known], breath: Callable[[str, int], Known]) -> None:
        self._known = dict(known)
        self._breath = breath
        self._tones: dict[str, Known] = {}

    def __getitem__(self, name: str) -> Known:
        if name in self._known:
            return self._known[name]
        if name not in self._tones:
            kind, _, length = name.partition(":")
            if kind not in BREATHS or not (length.isascii() and length.isdigit()):
                raise KeyError(name)
            self._tones[name] = self._breath(kind, int(length))
        return self._tones[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class Chime:
    """A chime whose samples are made when they are first asked for.

    Args:
        length: How many they are.
        peak: What no true peak of them is beyond.
        make: Makes them.
    """

    def __init__(self, length: int, peak: float, make: Callable[[], Samples]) -> None:
        self.shape = Shape(length, 0)
        self.peak = peak
        self._make = make
        self._made: Samples | None = None

    @property
    def samples(self) -> Samples:
        """Mono float32 samples at the one rate, full scale 1.0."""
        if self._made is None:
            self._made = self._make()
        return self._made


def chime_lengths(folder: Path) -> Chimes[int]:
    """Lengths of the chimes of a set, in samples.

    Raises:
        OutsideError: If one is missing, or no sound that can be used.
    """
    return Chimes({name: _read(folder, name).length for name in NAMES}, lambda _, length: length)


def load_chimes(folder: Path) -> Chimes[Chime]:
    """The chimes of a set.

    Raises:
        OutsideError: If one is missing, or no sound that can be used.
    """
    return Chimes({name: _chime(name, _read(folder, name)) for name in NAMES}, _breath_tone)


class _Read(NamedTuple):
    """The sound of a file, as it stands there."""

    rate: int
    width: int
    channels: int
    frames: bytes

    @property
    def length(self) -> int:
        """Samples at the one rate."""
        count = len(self.frames) // (self.width * self.channels)
        return max(1, round(count * SAMPLE_RATE / self.rate))


def _read(folder: Path, name: str) -> _Read:
    path = folder / f"{name}.wav"
    if not path.is_file():
        listed = ", ".join(f"{one}.wav" for one in NAMES)
        raise OutsideError(
            "there is no such file", place=str(path), mend=f"a set of chimes needs {listed}"
        )
    state = path.stat()
    return _sound_of(path, state.st_mtime_ns, state.st_size)


@cache
def _sound_of(path: Path, _changed: int, _size: int) -> _Read:
    """The sound of a file, read once for each time it was changed."""
    try:
        with wave.open(str(path), "rb") as file:
            rate = file.getframerate()
            if rate <= 0 or file.getnframes() > LONGEST * rate:
                reason = f"a chime may last {LONGEST} s at the most"
                raise OutsideError(reason, place=str(path), mend="shorten it")
            frames = file.readframes(file.getnframes())
            found = _Read(rate, file.getsampwidth(), file.getnchannels(), frames)
    except (OSError, EOFError, wave.Error) as error:
        raise OutsideError(
            f"the chime cannot be read: {str(error) or 'it ends too soon'}",
            place=str(path),
            mend="save it as a WAV file of 16 bits",
        ) from error
    if len(frames) < found.width * found.channels:
        raise OutsideError("there is no sound in it", place=str(path), mend="record it anew")
    return found


def _chime(name: str, read: _Read) -> Chime:
    limit = LIMITS[name]
    return Chime(read.length, limit.peak, lambda: _limited(_decoded(read), limit))


def _decoded(read: _Read) -> Samples:
    """The samples of a file, mixed down to mono, at the one rate."""
    import numpy as np

    whole = len(read.frames) // (read.width * read.channels) * read.width * read.channels
    octets = np.frombuffer(read.frames[:whole], dtype=np.uint8).reshape(-1, read.width)
    if read.width == 1:
        octets = octets ^ np.uint8(0x80)  # samples of 8 bits are the only ones without a sign
    wide = np.zeros((len(octets), 4), dtype=np.uint8)
    wide[:, 4 - read.width :] = octets
    every = wide.view("<i4").reshape(-1, read.channels).astype(np.float32) / np.float32(1 << 31)
    samples: Samples = every.mean(axis=1, dtype=np.float32)
    if read.rate == SAMPLE_RATE:
        return samples
    import soxr

    samples = soxr.resample(samples, read.rate, SAMPLE_RATE)
    return np.pad(samples, (0, max(0, read.length - len(samples))))[: read.length]


def _limited(samples: Samples, limit: Limit) -> Samples:
    """A chime brought down to its limit; one that is within it stays as it is."""
    import numpy as np

    from player.audio.loudness import loudest, true_peak

    peak = true_peak(samples)
    louder = 10 ** ((loudest(samples, LOUD_PART) - limit.loudness) / 20)
    return samples / np.float32(max(1, louder, peak / limit.peak))


def _breath_tone(name: str, length: int) -> Chime:
    def make() -> Samples:
        from player.audio import breath_tones

        tones = {"inhale": breath_tones.inhale, "exhale": breath_tones.exhale}
        return tones[name](length)

    return Chime(length, LIMITS[name].peak, make)
