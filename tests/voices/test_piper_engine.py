"""Piper: what is asked of it, with a model that only hums."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from support.program import ROOT, Run

from player.errors import VoiceError
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.piper_engine import Chunk, PiperEngine
from player.voices.settings import VoiceSettings

CHOICE = VoiceChoice()


class FakeModel:
    """A model that hums each sentence: 1,000 samples for each letter at its own pace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def sentences(self, text: str, stretch: float) -> Iterator[Chunk]:
        for sentence in text.split("."):
            if "fail" in sentence:
                raise RuntimeError("no such phoneme\x07")
            size = round(1000 * len(sentence.strip()) * stretch)
            if size:
                sound = np.full(size, 0.1 * len(sentence), np.float32)
                yield SimpleNamespace(sample_rate=22_050, audio_float_array=sound)


def model(folder: Path, name: str, language: object = None) -> Path:
    """A model file with the file beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_text(name)
    about = {"espeak": {"voice": "de"}} if language is None else {"language": {"code": language}}
    path.with_name(f"{path.name}.json").write_text(json.dumps(about))
    return path


def piper(
    folder: Path | None = None, path: Path | None = None, *, files: bool = True
) -> PiperEngine:
    settings = VoiceSettings(piper_model=path, piper_folder=folder)
    return PiperEngine(settings, FakeModel, files=files)


def test_the_sentences_of_a_text_follow_one_another(tmp_path: Path) -> None:
    speaker = piper(path=model(tmp_path, "en_GB-alan-low")).open(CHOICE)
    recording = speaker.speak("Hip. Heel.")
    assert recording.rate == 22_050
    assert len(recording.samples) == 7000
    assert recording.samples[0] == pytest.approx(0.3)
    assert recording.samples[-1] == pytest.approx(0.5)
    assert len(speaker.speak("...").samples) == 0
    speaker.close()


def test_a_rate_stretches_what_is_spoken(tmp_path: Path) -> None:
    path = model(tmp_path, "en_GB-alan-low")
    lengths = [
        len(piper(path=path).open(VoiceChoice(rate=rate)).speak("Heel").samples)
        for rate in (110, 165, 330)
    ]
    assert lengths == [6000, 4000, 2000]


def test_a_model_that_fails_is_told_with_the_phrase(tmp_path: Path) -> None:
    speaker = piper(path=model(tmp_path, "en_GB-alan-low")).open(CHOICE)
    with pytest.raises(VoiceError) as caught:
        speaker.speak("This will fail.")
    assert "RuntimeError: no such phoneme\ufffd" in str(caught.value)
    assert '"This will fail."' in str(caught.value)


def test_a_model_that_does_not_load_is_unavailable(tmp_path: Path) -> None:
    def broken(path: Path) -> FakeModel:
        raise FileNotFoundError(f"{path}.json")

    settings = VoiceSettings(piper_model=model(tmp_path, "en_GB-alan-low"))
    with pytest.raises(
        VoiceUnavailableError, match="cannot be loaded: FileNotFoundError"
    ) as caught:
        PiperEngine(settings, broken).open(CHOICE)
    assert ".onnx.json" in caught.value.mend


def test_models_are_voices_with_languages(tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    model(folder, "de_DE-thorsten-medium")
    model(folder, "es_419-ana")
    model(folder, "mine", "fr_CA")
    model(folder, "plain")
    odd = {
        "list": "[]",
        "text": '"x"',
        "deep": "[" * 100_000,
        "none": '{"language": 3}',
        "bad": "{",
    }
    for name, about in odd.items():
        model(folder, f"odd-{name}").with_name(f"odd-{name}.onnx.json").write_text(about)
    (folder / "odd-alone.onnx").write_text("")
    set_one = model(tmp_path / "elsewhere", "en_US-set")
    voices = {voice.id: voice.languages for voice in piper(folder, set_one).voices()}
    assert next(iter(voices)) == "en_US-set"
    assert voices == {
        "en_US-set": ("en-US",),
        "de_DE-thorsten-medium": ("de-DE",),
        "es_419-ana": ("es-419",),
        "mine": ("fr-CA",),
        "plain": ("de",),
        **{f"odd-{name}": () for name in (*odd, "alone")},
    }
    assert "plain" in {voice.id for voice in piper(folder).voices("de")}
    assert "mine" not in {voice.id for voice in piper(folder).voices("de")}


def opened(engine: PiperEngine, voice: str = "", language: str = "en") -> str:
    speaker = engine.open(VoiceChoice(voice, language=language))
    assert isinstance(speaker._model, FakeModel)
    return str(speaker._model.path)


def test_a_voice_is_a_name_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "voices"
    anna = str(model(folder, "de_DE-anna-low"))
    assert opened(piper(folder), "de_DE-anna-low") == anna
    assert opened(piper(folder), "DE_de-anna-LOW") == anna
    assert opened(piper(), anna) == anna
    monkeypatch.chdir(folder)
    assert opened(piper(), "de_DE-anna-low.onnx") == "de_DE-anna-low.onnx"
    monkeypatch.setenv("HOME", str(folder))
    if sys.platform != "win32":
        assert opened(piper(), "~/de_DE-anna-low.onnx") == anna


@pytest.mark.parametrize("wanted", ["anna", "../voices/de_DE-anna-low", "none.onnx", "", "/"])
def test_a_model_that_is_not_there_is_told(wanted: str, tmp_path: Path) -> None:
    model(tmp_path / "voices", "de_DE-anna-low")
    with pytest.raises(VoiceUnavailableError, match="no model") as caught:
        piper(tmp_path / "voices").open(VoiceChoice(wanted))
    assert "--voice piper:PATH.onnx" in caught.value.mend
    assert str(tmp_path / "voices") in caught.value.mend


def test_where_files_are_not_allowed_only_names_are(tmp_path: Path) -> None:
    anna = model(tmp_path, "de_DE-anna-low")
    engine = piper(tmp_path, files=False)
    assert opened(engine, anna.stem) == str(anna)
    for wanted in (str(anna), f"./{anna.name}", anna.name):
        with pytest.raises(VoiceUnavailableError, match="no model"):
            engine.open(VoiceChoice(wanted))


def test_the_language_of_the_text_picks_the_model(tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    german, french = model(folder, "de_DE-anna-low"), model(folder, "fr_FR-ada-low")
    english = model(tmp_path / "set", "en_US-set")
    engine = piper(folder, english)
    assert opened(engine) == str(english)
    assert opened(engine, language="de") == str(german)
    assert opened(engine, language="fr") == str(french)
    with pytest.raises(VoiceUnavailableError, match='no model of the language "es"'):
        engine.open(VoiceChoice(language="es"))
    with pytest.raises(VoiceUnavailableError, match="no model of the language"):
        piper(tmp_path / "none", tmp_path / "none.onnx").open(CHOICE)


def test_the_fingerprint_changes_with_the_model_and_the_rate(tmp_path: Path) -> None:
    one, other = model(tmp_path, "en_GB-one"), model(tmp_path, "en_GB-two")
    before = piper(path=one).fingerprint(CHOICE)
    assert piper(path=one).fingerprint(CHOICE) == before
    assert piper(path=one).fingerprint(VoiceChoice(rate=180)) != before
    assert piper(path=other).fingerprint(CHOICE) != before
    assert piper(path=other).fingerprint(VoiceChoice(str(one))) == before
    one.write_text("a newer model")
    assert piper(path=one).fingerprint(CHOICE) != before
    assert "no model" in piper().fingerprint(CHOICE)


def test_without_the_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.voices.piper_engine.find_spec", lambda _: None)
    available = piper().availability()
    assert not available.works
    assert "routine-player[piper]" in available.mend


PIPER = """
import json
import numpy as np
class SynthesisConfig:
    def __init__(self, length_scale=None):
        self.length_scale = length_scale
class Chunk:
    sample_rate = 16000
    def __init__(self, size):
        self.audio_float_array = np.sin(np.arange(size) / 10).astype(np.float32)
class Config:
    length_scale = 1.5
class PiperVoice:
    config = Config()
    @staticmethod
    def load(model_path):
        with open(f"{model_path}.json") as file:
            json.load(file)
        return PiperVoice()
    def synthesize(self, text, syn_config=None):
        for sentence in text.split("."):
            yield Chunk(round(1000 * len(sentence) * syn_config.length_scale))
"""


def test_the_program_speaks_through_the_package(run: Run, tmp_path: Path) -> None:
    """The package's own interface, stood in for by one of the same form."""
    site = tmp_path / "site"
    (site / "piper").mkdir(parents=True)
    (site / "piper" / "__init__.py").write_text(PIPER)
    (site / "onnxruntime.py").write_text("def set_default_logger_severity(level): pass\n")
    (site / "piper_tts-1.8.0.dist-info").mkdir()
    config = tmp_path / "config" / "routine-player"
    config.mkdir(parents=True)
    model(config / "voices", "de_DE-anna-low")
    model(tmp_path, "en_GB-alan-low")
    environment = {
        "PYTHONPATH": os.pathsep.join((str(site), str(ROOT))),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    assert "piper:de_DE-anna-low" in run("voices", "--language", "de", **environment).stdout
    command = ("voices", "--say", "Hip. Heel.", "--output", "null", "--voice")
    for voice in ("piper:./en_GB-alan-low.onnx", "piper:de_DE-anna-low"):
        spoken = run(*command, voice, **environment)
        assert (spoken.returncode, spoken.stderr) == (0, "Output: null\n")
    none = run(*command, "piper", **environment)
    assert none.returncode == 3
    assert 'no model of the language "en"' in none.stderr


def test_looking_at_piper_loads_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from player.voices.registry import engine_and_voice, voice_choice\n"
        "from player.voices.settings import VoiceSettings\n"
        f"settings = VoiceSettings(piper_folder=Path({str(tmp_path)!r}))\n"
        "engine, voice = engine_and_voice('piper', settings)\n"
        "engine.availability(), engine.voices(), engine.fingerprint(voice_choice(voice, None))\n"
        "assert not {'numpy', 'piper', 'onnxruntime'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
