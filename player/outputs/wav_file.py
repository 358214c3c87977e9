"""A session as a WAV file: 48 kHz, 16 bit, mono."""

from __future__ import annotations

import os
import sys
import wave
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from player.errors import OutputError
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from player.outputs.output import Pull

BLOCK = SAMPLE_RATE
"""Samples written at a time."""


class WavFileOutput:
    """Writes beside the file and renames at the end, so that it appears whole or not at all.

    Args:
        path: The file; replaced if it exists.
    """

    followed = False
    live = False

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._file: wave.Wave_write | None = None
        self._stream: BinaryIO | None = None
        self._pull: Pull | None = None
        self._position = 0

    def start(self, pull: Pull) -> None:
        """Open the file."""
        self._pull = pull
        try:
            self._stream = self._part.open("wb")
            self._file = wave.open(self._stream, "wb")  # noqa: SIM115 - closed by _finish()
            self._file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", "not compressed"))
        except OSError as error:
            raise self._failed(error) from error

    def advance(self) -> int | None:
        """Write the next block; at the end, give the file its name."""
        if self._file is None or self._pull is None:
            return None
        block = self._pull(BLOCK)
        try:
            if len(block):
                native = block if sys.byteorder == "little" else block.byteswap()
                self._file.writeframesraw(native.data)
                self._position += len(block)
                return self._position
            self._finish()
            self._part.replace(self._path)
        except OSError as error:
            raise self._failed(error) from error
        return None

    def close(self) -> None:
        """Remove what is not whole."""
        self._pull = None
        with suppress(OSError):
            self._finish()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _finish(self) -> None:
        file, self._file = self._file, None
        stream, self._stream = self._stream, None
        try:
            if file is not None:
                file.close()
        finally:
            if stream is not None:
                stream.close()

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(
            f"cannot be written: {error.strerror or error}",
            place=self.name,
            mend="choose another folder, or make room on the disk",
        )
