"""Voices that other packages bring, by the entry-point group `player.voices`.

Looking them up imports `importlib.metadata` and reads every installed package, which takes longer
than all else that `player check` does; so it is done only for a name that is nothing else.

A plug-in is a stranger's code. Whatever it raises becomes an error with its name, and what it gives
is checked before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from player.errors import VoiceError
from player.voices.engine import (
    Availability,
    Engine,
    Speaker,
    Voice,
    VoiceChoice,
    VoiceUnavailableError,
)
from player.voices.languages import speaking
from player.voices.safe_text import described, safe_line

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

    from player.audio.clip import Recording

GROUP = "player.voices"

LOWEST_RATE, HIGHEST_RATE = 1_000, 400_000
"""Bounds of a recording's samples a second."""

MOST_SPEAKERS = 16
MOST_VOICES = 10_000

_BAD = (Exception, SystemExit)


def plugin(name: str) -> Engine | None:
    """The plug-in of a name, or None if there is none.

    One that cannot be used is given all the same: it says that it is unavailable, and why.
    """
    return next(_engines(name), None)


def plugins() -> tuple[Engine, ...]:
    """All plug-ins, in the order of their names."""
    return tuple(sorted(_engines(), key=lambda engine: engine.name))


class BrokenEngine:
    """Stands for an engine that cannot be used.

    Args:
        name: What it is called by.
        reason: Why it cannot be used.
        mend: What to do about it.
    """

    parallel = 1

    def __init__(self, name: str, reason: str, mend: str) -> None:
        self.name = name
        self._availability = Availability(works=False, reason=reason, mend=mend)

    def availability(self) -> Availability:
        """Why it cannot be used."""
        return self._availability

    def voices(self, language: str = "") -> tuple[Voice, ...]:  # noqa: ARG002 - the contract
        """None."""
        return ()

    def fingerprint(self, choice: VoiceChoice) -> str:
        """Nothing was ever spoken under it."""
        return f"broken {self.name} {choice.voice}"

    def open(self, choice: VoiceChoice) -> Speaker:  # noqa: ARG002 - the contract
        """It does not.

        Raises:
            VoiceUnavailableError: Always.
        """
        _, reason, mend = self._availability
        raise VoiceUnavailableError(reason, place=self.name, mend=mend)


class PluginEngine:
    """A plug-in, held to the contract.

    Args:
        name: What its entry point is called.
        engine: What its entry point gave.
        package: The package it comes from.
    """

    def __init__(self, name: str, engine: Any, package: str) -> None:
        self.name = name
        self._engine = engine
        self._package = package
        with self._asked("its `parallel`"):
            self.parallel = int(engine.parallel)
            if not 1 <= self.parallel <= MOST_SPEAKERS:
                raise ValueError(f"{self.parallel} is not within 1 to {MOST_SPEAKERS}")

    def availability(self) -> Availability:
        """What it says; that it is not available if it cannot say it."""
        try:
            with self._asked("`availability`"):
                works, reason, mend = self._engine.availability()
                return Availability(bool(works), safe_line(reason), safe_line(mend))
        except VoiceError as error:
            return Availability(works=False, reason=error.reason, mend=error.mend)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        """Its voices."""
        with self._asked("`voices`"):
            listed = [
                Voice(_text(voice.id), safe_line(voice.name), tuple(map(_text, voice.languages)))
                for voice, _ in zip(self._engine.voices(language), range(MOST_VOICES), strict=False)
            ]
        return speaking(listed, language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        """The package and what the plug-in says; if that fails, what nothing was spoken under."""
        try:
            return self._fingerprint(choice)
        except VoiceError:
            return f"{self._package}; without a fingerprint"

    def open(self, choice: VoiceChoice) -> Speaker:
        """Start it, if it has a voice of the language.

        Raises:
            VoiceUnavailableError: If it fails, has none, or cannot tell its fingerprint.
        """
        if not choice.voice and not self.voices(choice.language):
            raise VoiceUnavailableError(
                f'there is no voice for the language "{choice.language}"',
                place=self.name, mend="choose one with --voice; `player voices` lists them",
            )  # fmt: skip
        self._fingerprint(choice)
        with self._asked("`open`"):
            return _PluginSpeaker(self._engine.open(choice), self.name)

    def _fingerprint(self, choice: VoiceChoice) -> str:
        with self._asked("`fingerprint`"):
            return f"{self._package}; {_text(self._engine.fingerprint(choice))}"

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        with _told(self.name, f"the plug-in {self._package} fails in {what}"):
            yield


class _PluginSpeaker:
    def __init__(self, speaker: Speaker, name: str) -> None:
        self._speaker = speaker
        self._name = name

    def speak(self, text: str) -> Recording:
        """Speak, and see that it is sound."""
        try:
            return _sound(self._speaker.speak(text))
        except VoiceError:
            raise
        except _BAD as error:
            raise VoiceError(
                f"the plug-in fails: {described(error)}",
                place=f'voice {self._name}, the phrase "{safe_line(text)[:60]}"',
                mend="choose another voice with --voice",
            ) from error

    def close(self) -> None:
        """Close it; when all is spoken, what fails here has nothing left to spoil."""
        with suppress(*_BAD):
            self._speaker.close()


def _engines(wanted: str = "") -> Iterator[Engine]:
    """The plug-ins, or the one that is wanted.

    A package whose entry points cannot be read hides none of the others'.
    """
    from importlib.metadata import distributions

    by_name: dict[str, dict[str, tuple[str, EntryPoint]]] = {}
    for package in distributions():
        try:
            points = package.entry_points.select(group=GROUP)
            distribution = package.name if points else ""
        except _BAD as error:
            if not wanted:
                reason = f"what it brings cannot be read: {described(error)}"
                yield BrokenEngine(_package(package), reason, "install it anew")
            continue
        for point in points:
            if not wanted or point.name == wanted:  # the first on the path is what Python imports
                found = (_package(package), point)
                by_name.setdefault(point.name, {}).setdefault(distribution, found)
    for name, packages in by_name.items():
        yield _loaded(name, [*packages.values()])


def _loaded(name: str, found: list[tuple[str, EntryPoint]]) -> Engine:
    """A plug-in, from the packages that bring it and what each calls it by."""
    if len(found) > 1:
        packages = " and ".join(sorted(package for package, _ in found))
        reason = f"{packages} bring a voice of the same name"
        return BrokenEngine(name, reason, "uninstall one of them")
    package, point = found[0]
    try:
        with _told(name, f"the plug-in {package} cannot be loaded"):
            make: Callable[[], Any] = point.load()
            return PluginEngine(name, make(), package)
    except VoiceError as error:
        return BrokenEngine(name, error.reason, error.mend)


def _package(package: Distribution) -> str:
    """Name and version of a package, as far as it tells them."""
    try:
        return safe_line(f"{package.name} {package.version}")
    except _BAD as error:
        return f"a package without a name ({described(error)})"


@contextmanager
def _told(name: str, what: str) -> Iterator[None]:
    """Whatever is raised within becomes an error that a person can be told."""
    try:
        yield
    except VoiceError:
        raise
    except _BAD as error:
        raise VoiceUnavailableError(
            f"{what}: {described(error)}",
            place=f"voice {safe_line(name)}",
            mend="update or uninstall it, or choose another voice with --voice",
        ) from error


def _text(value: object) -> str:
    """A value, seen to be text."""
    if not isinstance(value, str):
        raise TypeError(f"text was expected, not {type(value).__name__}")
    return value


def _sound(recording: Any) -> Recording:
    """A recording, seen to be one row of samples at a rate that there is."""
    import numpy as np

    from player.audio.clip import Recording

    samples = np.asarray(recording.samples, dtype=np.float32)
    rate = int(recording.rate)
    if samples.ndim != 1 or not np.isfinite(samples).all():
        raise ValueError("its samples are not one row of finite numbers")
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise ValueError(f"{rate} samples a second are out of bounds")
    return Recording(samples, rate)
