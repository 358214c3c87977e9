"""Speaking through a worker process of pyttsx3, replaced when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from player.audio.clip import Recording
from player.errors import VoiceError
from player.voices.engine import VoiceUnavailableError
from player.voices.line_process import LineProcess, ProcessLostError


class Limits(NamedTuple):
    """How long a worker may take, in seconds, before it counts as hung."""

    start: float = 20.0
    phrase: float = 10.0


def listed_voices(
    command: tuple[str, ...], start: dict[str, Any], limits: Limits | None
) -> list[tuple[str, str, list[str]]]:
    """Id, name and languages of every voice that a worker finds.

    Raises:
        VoiceUnavailableError: If it does not start, or does not tell.
    """
    with TemporaryDirectory(prefix="routine-player-") as folder:
        request = {**start, "list": True, "folder": folder}
        worker, answer = _asked(command, request, limits or Limits())
        worker.kill()
    try:
        return [
            (str(one), str(name), [*map(str, spoken)]) for one, name, spoken in answer["voices"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise _no_start("its answer makes no sense") from error


class WorkerSpeaker:
    """One worker and its replacement: a hang or crash is mended once for each phrase."""

    def __init__(
        self, command: tuple[str, ...], start: dict[str, Any], limits: Limits | None
    ) -> None:
        self._command = command
        self._closed = False
        self._limits = limits or Limits()
        self._folder = TemporaryDirectory(prefix="routine-player-")
        self._start = {**start, "folder": self._folder.name}
        self._number = 0
        try:
            self._worker = self._started()
        except BaseException:
            self._folder.cleanup()
            raise

    def speak(self, text: str) -> Recording:
        """Speak one text; a worker lost on the way is replaced once."""
        try:
            return self._spoken(text)
        except ProcessLostError as lost:
            if self._closed:
                raise VoiceError("the voice was stopped") from lost
            self._worker.kill()
            self._worker = self._started()
        try:
            return self._spoken(text)
        except ProcessLostError as lost:
            raise VoiceError(
                f"the voice was lost twice while speaking: {lost}",
                place=f'the phrase "{text[:60]}"',
                mend="reword the phrase, or choose another voice with --voice",
            ) from lost

    def close(self) -> None:
        """End the worker and remove its files; a phrase being spoken fails."""
        self._closed = True
        self._worker.kill()
        self._folder.cleanup()

    def _started(self) -> LineProcess:
        worker, _ = _asked(self._command, self._start, self._limits, meanwhile=_load_reading)
        return worker

    def _spoken(self, text: str) -> Recording:
        from player.audio.decode import decode

        self._number += 1
        path = Path(self._folder.name) / f"{self._number}.wav"
        limit = self._limits.phrase + 0.05 * len(text)
        answer = self._worker.ask({"text": text, "path": str(path)}, limit)
        if "error" in answer:
            raise VoiceError(str(answer["error"]), place=f'the phrase "{text[:60]}"')
        try:
            return decode(path)
        except (OSError, RuntimeError) as error:
            raise VoiceError(
                f"what the voice wrote cannot be read: {error}", place=f'the phrase "{text[:60]}"'
            ) from error
        finally:
            path.unlink(missing_ok=True)


def _load_reading() -> None:
    """Import what reads sound files, which takes about as long as a worker takes to start."""
    import soundfile  # noqa: F401

    import player.audio.decode  # noqa: F401


def _asked(
    command: tuple[str, ...],
    request: dict[str, Any],
    limits: Limits,
    *,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[LineProcess, dict[str, Any]]:
    """A worker that has started, and what it answered; meanwhile something else is done."""
    worker = None
    try:
        worker = LineProcess(command)
        meanwhile()
        answer = worker.ask(request, limits.start)
    except ProcessLostError as lost:
        answer = {"error": str(lost)}
    except BaseException:
        if worker is not None:
            worker.kill()
        raise
    if "error" not in answer and worker is not None:
        return worker, answer
    if worker is not None:
        worker.kill()
    if answer.get("refused"):
        raise VoiceUnavailableError(
            str(answer["error"]),
            place="pyttsx3",
            mend="choose one with --voice; `player voices` lists them",
        )
    raise _no_start(str(answer["error"]))


def _no_start(reason: str) -> VoiceUnavailableError:
    return VoiceUnavailableError(
        f"the voice does not start: {reason}",
        place="pyttsx3",
        mend="choose another voice with --voice, or none: --voice tone",
    )
