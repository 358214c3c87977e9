"""Music as one endless stream: track after track, over and over; what cannot be played is told.

`Music` reads as it is asked, for files; where sound must never be waited for, the same stream is
read ahead (see `player.audio.reading_ahead`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from player.audio.track import UnplayableTrackError, check, track, track_level
from player.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    Block = NDArray[np.float32]

Tell = Callable[[str], None]


class Source(Protocol):
    """Where music comes from; a position in it only moves on."""

    def take(self, count: int) -> Block:
        """The next `count` samples, 48 kHz, mono; silence where there is no music."""

    def close(self) -> None:
        """Give files and threads back; more than once does no harm."""


def playable(paths: Sequence[Path], tell: Tell) -> tuple[Path, ...]:
    """The tracks from the first on that has sound in it; those before it are told.

    The others are opened when their turn comes, so that a large folder does not delay a session.

    Raises:
        RequestError: If none has.
    """
    reason = "there is nothing to play"
    for index, path in enumerate(paths):
        try:
            check(path)
        except UnplayableTrackError as error:
            reason = str(error)
            if len(paths) > 1:
                tell(_left_out(path, reason))
        else:
            return tuple(paths[index:])
    mend = "name music that can be played: MP3, Ogg Vorbis, Opus, FLAC or WAV"
    if len(paths) == 1:
        raise RequestError(reason, place=str(paths[0]), mend=mend)
    raise RequestError("none of the music can be played", place="--music", mend=mend)


def endless(paths: Sequence[Path], tell: Tell) -> Generator[Block, None, None]:
    """The samples of all tracks, in order and over and over.

    It ends only when none of them can be played any longer.

    Args:
        paths: The files.
        tell: Told in one line, once for each, of tracks that are left out or damaged.
    """
    levels: dict[Path, float] = {}
    told: set[str] = set()

    def tell_once(line: str) -> None:
        if line not in told:
            told.add(line)
            tell(line)

    def damaged(path: Path, reason: str) -> None:
        tell_once(f"Music: {path}: {reason}.")

    playing = True
    while playing:
        playing = False
        for path in paths:
            try:
                if path not in levels:
                    levels[path] = track_level(path)
                for block in track(path, levels[path], partial(damaged, path)):
                    playing = playing or len(block) > 0
                    yield block
            except UnplayableTrackError as error:
                tell_once(_left_out(path, str(error)))
    tell("Music: none of it can be played any longer. The session goes on without.")


class Music:
    """Music that is read when it is asked for, the same however it is asked.

    Args:
        blocks: Its samples.
    """

    def __init__(self, blocks: Generator[Block, None, None]) -> None:
        self._blocks = blocks
        self._held = np.empty(0, dtype=np.float32)

    def take(self, count: int) -> Block:
        """The next samples; silence after the last."""
        pieces = [self._held]
        held = len(self._held)
        while held < count:
            block = next(self._blocks, None)
            if block is None:
                block = np.zeros(count - held, dtype=np.float32)
            pieces.append(block)
            held += len(block)
        whole = np.concatenate(pieces)
        self._held = whole[count:]
        return whole[:count]

    def close(self) -> None:
        """Close the file that is being read."""
        self._blocks.close()


def _left_out(path: Path, reason: str) -> str:
    return f"Music: {path} is left out: {reason}."
