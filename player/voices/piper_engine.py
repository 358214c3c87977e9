"""Piper: neural voices, spoken by this computer from a model file. An extra package.

A model is a file such as `de_DE-thorsten-medium.onnx` with `de_DE-thorsten-medium.onnx.json` beside
it. One may be set, and more may lie in a folder. At the player's usual rate a model speaks at its
own pace; at others it is stretched.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from player.errors import VoiceError
from player.units import SAMPLE_RATE
from player.voices.engine import Availability, Voice, VoiceChoice, VoiceUnavailableError
from player.voices.languages import speaking, tidy, voice_for
from player.voices.safe_text import described, safe_line
from player.voices.versions import installed_version

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from player.audio.clip import Recording
    from player.voices.settings import VoiceSettings

OWN_PACE = 165
"""Words a minute at which a model speaks as it was trained: the player's usual rate."""

LARGEST_ABOUT = 1024 * 1024
"""Bytes the file beside a model may have; usual ones have 5,000."""

_SUFFIX = ".onnx"
_LANGUAGE = re.compile(r"([a-z]{2,3})_([A-Z]{2}|[0-9]{3})-")


class Chunk(Protocol):
    """The sound of one sentence, as `piper.AudioChunk` has it: mono, full scale 1.0, rate in Hz."""

    sample_rate: int
    audio_float_array: NDArray[np.float32]


class Model(Protocol):
    """A loaded model."""

    def sentences(self, text: str, stretch: float) -> Iterable[Chunk]:
        """Speak a text sentence by sentence, `stretch` times as long as at the model's own pace."""


Load = Callable[[Path], Model]
"""Loads a model from its file."""


class _Loaded:
    """A model in piper's hands."""

    def __init__(self, path: Path) -> None:
        import onnxruntime
        from piper import PiperVoice

        onnxruntime.set_default_logger_severity(3)  # no warnings about graphics cards
        self._voice = PiperVoice.load(str(path))

    def sentences(self, text: str, stretch: float) -> Iterable[Chunk]:
        from piper import SynthesisConfig

        scale = self._voice.config.length_scale * stretch
        chunks: Iterable[Chunk] = self._voice.synthesize(text, SynthesisConfig(length_scale=scale))
        return chunks


class PiperEngine:
    """Speaks with piper.

    Args:
        settings: Which models there are.
        load: Loads one.
        files: Whether a voice may be the path of a model, rather than a name.
    """

    name = "piper"
    parallel = 1

    def __init__(
        self, settings: VoiceSettings, load: Load = _Loaded, *, files: bool = True
    ) -> None:
        self._settings = settings
        self._load = load
        self._files = files

    def availability(self) -> Availability:
        """Whether the package is installed."""
        if find_spec("piper") is None:
            return Availability(
                works=False,
                reason="the package piper-tts is not installed",
                mend="install it: pip install 'routine-player[piper]'",
            )
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        """The models: the one that is set first, then those of the folder."""
        return speaking((voice for voice, _ in self._models()), language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        """The version of piper, the rate, and the model's path, size and age."""
        version = installed_version("piper-tts", "piper")
        try:
            path = self._model(choice)
            state = path.stat()
        except (VoiceUnavailableError, OSError):
            return f"piper {version}; no model"
        model = f"{path.resolve()} {state.st_size} {state.st_mtime_ns}"
        return f"piper {version}; {model}; rate {choice.rate}"

    def open(self, choice: VoiceChoice) -> PiperSpeaker:
        """Load the model.

        Raises:
            VoiceUnavailableError: If there is no such model, or it cannot be loaded.
        """
        path = self._model(choice)
        try:
            model = self._load(path)
        except Exception as error:
            raise VoiceUnavailableError(
                f'the model "{safe_line(path.name)}" cannot be loaded: {described(error)}',
                place=self.name,
                mend="fetch it again: the .onnx file and the .onnx.json file beside it",
            ) from error
        return PiperSpeaker(model, OWN_PACE / choice.rate)

    def _model(self, choice: VoiceChoice) -> Path:
        """The file of the model that is wanted."""
        wanted = choice.voice
        if not wanted:
            return self._own(choice.language)
        is_file = wanted.endswith(_SUFFIX) or "/" in wanted or os.sep in wanted
        if is_file and not self._files:
            raise self._none_such(wanted, "a routine may name a model, but not a file")
        if is_file and Path(wanted).expanduser().is_file():
            return Path(wanted).expanduser()
        for voice, path in () if is_file else self._models():
            if voice.id.casefold() == wanted.casefold():
                return path
        raise self._none_such(wanted, self._where)

    def _own(self, language: str) -> Path:
        models = dict(self._models())
        best = voice_for(models, language)
        if best is None:
            raise VoiceUnavailableError(
                f'there is no model of the language "{safe_line(language)}"',
                place=self.name, mend=self._where,
            )  # fmt: skip
        return models[best]

    def _none_such(self, wanted: str, mend: str) -> VoiceUnavailableError:
        return VoiceUnavailableError(
            f'there is no model "{safe_line(wanted)}"', place=self.name, mend=mend
        )

    @property
    def _where(self) -> str:
        """Where a model would be found."""
        place = self._settings.piper_folder
        there = f", or put one into {place}" if place is not None else ""
        return f"name one: --voice piper:PATH.onnx{there}"

    def _models(self) -> Iterator[tuple[Voice, Path]]:
        paths = [] if self._settings.piper_model is None else [self._settings.piper_model]
        if self._settings.piper_folder is not None:
            with suppress(OSError):
                paths += sorted(self._settings.piper_folder.glob(f"*{_SUFFIX}"))
        named = {path.stem: path for path in reversed(paths) if path.is_file()}
        for name in dict.fromkeys(path.stem for path in paths):
            if name in named:
                yield Voice(name, name, _languages(named[name])), named[name]


class PiperSpeaker:
    """A loaded model.

    Args:
        model: The model.
        stretch: How much longer than at its own pace everything takes.
    """

    def __init__(self, model: Model, stretch: float) -> None:
        self._model = model
        self._stretch = stretch

    def speak(self, text: str) -> Recording:
        """Speak one text; its sentences follow one another.

        Raises:
            VoiceError: If the model fails.
        """
        import numpy as np

        from player.audio.clip import Recording

        try:
            chunks = list(self._model.sentences(text, self._stretch))
        except Exception as error:
            raise VoiceError(
                f"the model fails: {described(error)}",
                place=f'voice piper, the phrase "{safe_line(text)[:60]}"',
                mend="reword the phrase, or choose another voice with --voice",
            ) from error
        sound = [chunk.audio_float_array for chunk in chunks]
        rate = chunks[0].sample_rate if chunks else SAMPLE_RATE
        return Recording(np.concatenate([np.zeros(0, np.float32), *sound]), rate)

    def close(self) -> None:
        """Nothing to give back; the model goes with the speaker."""


def _languages(path: Path) -> tuple[str, ...]:
    """The language of a model, by its name or else by the file beside it; empty if neither says."""
    named = _LANGUAGE.match(path.name)
    if named:
        return (f"{named[1]}-{named[2]}",)
    try:
        with path.with_name(f"{path.name}.json").open("rb") as file:
            about = json.loads(file.read(LARGEST_ABOUT))
        written = about.get("language", {}).get("code") or about["espeak"]["voice"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return ()
    return (tidy(written),) if isinstance(written, str) else ()
