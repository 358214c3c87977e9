"""Clips on disk: a phrase is synthesized once, ever.

One file a phrase, named by the hash of all that its sound depends on. A file is a header of 24
bytes (magic, length in samples, onset in samples, check sum) and the samples as float32.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from player.atomic import whole_file
from player.audio.shape import Shape

if TYPE_CHECKING:
    from player.audio.clip import Clip

LARGEST = 512 * 1024 * 1024
"""Bytes the cache may take; beyond that the entries unused for longest go."""

NOTED_SECONDS = 24 * 3600
"""How exactly it is noted when an entry was last used."""

_HEADER = struct.Struct("<8sIII4x")
_MAGIC = b"RPCLIP\x00\x01"
_SAMPLE_BYTES = 4
_SUFFIX = ".clip"


class ClipCache:
    """A folder of clips.

    Args:
        folder: Where they lie; made when the first one is stored.
        largest: Bytes it may take.
    """

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self.folder = folder
        self.largest = largest

    def shape(self, key: str) -> Shape | None:
        """The outline of a stored clip, without reading its samples; None if there is none."""
        try:
            with self._path(key).open("rb", buffering=0) as file:
                header = file.read(_HEADER.size)
                size = os.fstat(file.fileno()).st_size
        except OSError:
            return None
        return _shape(header, size)

    def load(self, key: str) -> Clip | None:
        """A stored clip; None if there is none or it is damaged."""
        import numpy as np

        from player.audio.clip import Clip

        try:
            with self._path(key).open("rb", buffering=0) as file:  # in half the time
                data = file.read()
        except OSError:
            return None
        shape = _shape(data[: _HEADER.size], len(data))
        body = memoryview(data)[_HEADER.size :]
        if shape is None or _check_sum(shape, body) != _HEADER.unpack(data[: _HEADER.size])[3]:
            return None
        return Clip(np.frombuffer(body, dtype="<f4"), shape.onset)

    def store(self, key: str, clip: Clip) -> None:
        """Keep a clip; the file appears whole or not at all.

        Raises:
            OSError: If the folder cannot be written.
        """
        import numpy as np

        body = np.ascontiguousarray(clip.samples, dtype="<f4").data
        check_sum = _check_sum(clip.shape, body)
        self.folder.mkdir(parents=True, exist_ok=True)
        with whole_file(self._path(key)) as file:
            file.write(_HEADER.pack(_MAGIC, clip.shape.length, clip.onset, check_sum))
            file.write(body)

    def touch(self, keys: list[str]) -> None:
        """Note that entries were used, so that they are not the oldest; to the day."""
        now = time.time()
        for key in keys:
            path = self._path(key)
            with suppress(OSError):
                if now - path.stat().st_mtime > NOTED_SECONDS:
                    os.utime(path)

    def trim(self) -> None:
        """Delete the entries unused for longest until the cache is within its size."""
        entries = []
        with suppress(OSError), os.scandir(self.folder) as listing:
            for entry in listing:
                with suppress(OSError):
                    state = entry.stat()
                    entries.append((state.st_mtime_ns, state.st_size, entry.path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.largest:
                return
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - scandir gives text
                total -= size

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"


def cache_key(fingerprint: str, processing: int, text: str) -> str:
    """The name of a clip: a hash of the engine's fingerprint, the processing and the text."""
    whole = "\x00".join((fingerprint, str(processing), text))
    return hashlib.sha256(whole.encode()).hexdigest()[:40]


def _shape(header: bytes, size: int) -> Shape | None:
    if len(header) < _HEADER.size:
        return None
    magic, length, onset, _ = _HEADER.unpack(header)
    whole = size == _HEADER.size + length * _SAMPLE_BYTES
    if magic != _MAGIC or not whole or not 0 <= onset < length:
        return None
    return Shape(length, onset)


def _check_sum(shape: Shape, body: memoryview) -> int:
    return zlib.crc32(body, zlib.crc32(struct.pack("<II", shape.length, shape.onset)))
