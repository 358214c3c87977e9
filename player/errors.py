"""The one family of errors: what a person is told, and the exit code it ends with."""

from __future__ import annotations

from typing import NamedTuple


class PlayerError(Exception):
    """Something the person can be told in one message.

    Args:
        reason: What is wrong, in one sentence.
        place: Where: a file, a step, a device. Empty where the reason says it all.
        mend: What to do about it. Empty where nothing can be done.
    """

    exit_code = 1

    def __init__(self, reason: str, *, place: str = "", mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.mend = mend

    def __str__(self) -> str:
        message = f"{self.place}: {self.reason}" if self.place else self.reason
        return f"{message}\n  {self.mend}" if self.mend else message


class RequestError(PlayerError):
    """The request cannot be met as it was put: no such routine, step or file name."""


class OutsideError(PlayerError):
    """Something outside the player failed: a voice, a device, a disk."""

    exit_code = 3


class VoiceError(OutsideError):
    """A voice could not speak."""


class OutputError(OutsideError):
    """Sound could not be handed over to a device or a file."""


class TextSpan(NamedTuple):
    """A stretch of a text: lines and columns from 1, in characters; the last column is one past."""

    line: int
    column: int
    last_line: int
    last_column: int


class Fault(NamedTuple):
    """One thing wrong in a routine.

    Attributes:
        code: Stable name of the kind of fault, such as `unknown-key`.
        path: Keys and indices from the top of the file to the faulty value.
        place: The same for a person: `step 2.1 "Ankle circles"`.
        message: What is wrong.
        mend: What to write instead.
        span: Where it stands in the text; None until it has been looked up.
    """

    code: str
    path: tuple[str | int, ...]
    place: str
    message: str
    mend: str = ""
    span: TextSpan | None = None

    def __str__(self) -> str:
        line = f"{self.place}: {self.message} [{self.code}]"
        return f"{line}\n    {self.mend}" if self.mend else line


class RoutineError(PlayerError):
    """A routine cannot be played; carries every fault found in it.

    Args:
        name: The routine's path or id.
        faults: All faults, in the order of the file; at least one.
        text: The text they stand in.
    """

    def __init__(self, name: str, faults: tuple[Fault, ...], text: str = "") -> None:
        count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(count, place=name)
        self.name = name
        self.faults = faults
        self.text = text

    def __str__(self) -> str:
        return "\n".join([f"{self.name}: {self.reason}", *(f"  {fault}" for fault in self.faults)])
