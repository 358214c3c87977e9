"""A session as a WAV file: 48 kHz, 16 bit, mono."""

from __future__ import annotations

import sys
import wave
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from player.atomic import whole_file
from player.errors import OutputError
from player.units import SAMPLE_RATE

if TYPE_CHECKING:
    from player.outputs.output import Pull

BLOCK = SAMPLE_RATE
"""Samples written at a time."""


MOST_SAMPLES = (2**32 - 1024) // 2
"""Samples a WAV file holds: its header has 32 bits for its size."""


class _NotWholeError(Exception):
    """The session was left before its end."""


class WavFileOutput:
    """Writes beside the file and renames at the end, so that it appears whole or not at all.

    Args:
        path: The file; replaced if it exists.
    """

    followed = False
    live = False
    overruns = 0

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._whole = ExitStack()
        self._file: wave.Wave_write | None = None
        self._pull: Pull | None = None
        self._position = 0

    def start(self, pull: Pull) -> None:
        """Open the file."""
        self._pull = pull
        try:
            stream = self._whole.enter_context(whole_file(self._path))
            self._file = wave.open(stream, "wb")  # noqa: SIM115 - closed at the end
            self._file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", "not compressed"))
        except OSError as error:
            raise self._failed(error) from error

    def advance(self) -> int | None:
        """Write the next block; at the end, give the file its name."""
        if self._file is None or self._pull is None:
            return None
        block = self._pull(BLOCK)
        if self._position + len(block) > MOST_SAMPLES:
            raise OutputError("a WAV file holds 12 hours at the most", place=self.name)
        try:
            if len(block):
                native = block if sys.byteorder == "little" else block.byteswap()
                self._file.writeframesraw(native.data)
                self._position += len(block)
                return self._position
            self._finish()
            self._whole.close()
        except OSError as error:
            raise self._failed(error) from error
        return None

    def close(self) -> None:
        """Remove what is not whole."""
        self._pull = None
        with suppress(OSError):
            self._finish()
        with suppress(_NotWholeError):
            self._whole.__exit__(_NotWholeError, _NotWholeError(), None)

    def _finish(self) -> None:
        """Write the header; the file itself stays open."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(
            f"cannot be written: {error.strerror or error}",
            place=self.name,
            mend="choose another folder, or make room on the disk",
        )
