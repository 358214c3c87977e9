"""The real voice, its worker process, and what happens when that is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.program import ROOT

from player.audio.processing import to_clip
from player.errors import VoiceError
from player.units import SAMPLE_RATE
from player.voices.cache import ClipCache
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.estimate import estimated_shape
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.pyttsx3_speaker import Limits
from player.voices.recorder import Recorder

CHOICE = VoiceChoice()


@pytest.fixture
def engine() -> Pyttsx3Engine:
    found = Pyttsx3Engine()
    assert found.availability().works
    return found


def test_it_speaks(engine: Pyttsx3Engine) -> None:
    speaker = engine.open(CHOICE)
    try:
        short = to_clip(speaker.speak("1"))
        long = to_clip(speaker.speak("Knee over the second toe. Größe, façade, 90/90."))
    finally:
        speaker.close()
    assert 0.15 < len(short.samples) / SAMPLE_RATE < 0.8
    assert len(long.samples) > 4 * len(short.samples)


def test_every_phrase_of_many_is_whole(engine: Pyttsx3Engine, tmp_path: Path) -> None:
    """A last event of one phrase must not end the next one before it has begun."""
    texts = [f"Phrase number {number}, said in full." for number in range(150)]
    shapes = Recorder(engine, CHOICE, ClipCache(tmp_path), tell=print).record(texts)
    lengths = [shape.length for shape in shapes.values()]
    assert min(lengths) > SAMPLE_RATE
    assert max(lengths) < 2 * min(lengths)


def test_the_estimate_is_near_what_is_spoken(engine: Pyttsx3Engine, tmp_path: Path) -> None:
    texts = [
        "3", "10", "Halfway.", "Next: Cat-cow.", "10 seconds left.", "1, cow, in",
        "Ankle circles. 10 reps each way. Left foot. Clockwise.", "Switch sides. Right leg.",
        "Stand a hand's width from the wall. Drive the knee to it, heel down, and come back.",
    ]  # fmt: skip
    spoken = Recorder(engine, CHOICE, ClipCache(tmp_path), tell=print).record(texts)
    for text, shape in spoken.items():
        near = pytest.approx(shape.length, rel=0.25, abs=0.2 * SAMPLE_RATE)
        assert estimated_shape(text, CHOICE).length == near, text
    estimated = sum(estimated_shape(text, CHOICE).length for text in texts)
    assert estimated == pytest.approx(sum(shape.length for shape in spoken.values()), rel=0.1)


def test_a_voice_and_a_rate_are_heard(engine: Pyttsx3Engine) -> None:
    for _ in range(5):  # the driver loses settings now and then
        lengths = []
        for rate in (120, 240):
            speaker = engine.open(VoiceChoice("en-us" if sys.platform == "linux" else "", rate))
            lengths.append(len(to_clip(speaker.speak("Tuck the tailbone.")).samples))
            speaker.close()
        assert lengths[0] > 1.6 * lengths[1]


def test_an_unknown_voice_is_told_with_those_near_it(engine: Pyttsx3Engine) -> None:
    with pytest.raises(VoiceError) as caught:
        engine.open(VoiceChoice("englsh"))
    assert 'no voice "englsh"' in str(caught.value)


def spoken_length(engine: Pyttsx3Engine, choice: VoiceChoice, text: str) -> int:
    speaker = engine.open(choice)
    try:
        return len(to_clip(speaker.speak(text)).samples)
    finally:
        speaker.close()


def test_its_voices_are_listed(engine: Pyttsx3Engine) -> None:
    voices = engine.voices()
    assert voices
    assert all(voice.id and voice.name == voice.name.strip() for voice in voices)
    assert len({voice.id for voice in voices}) == len(voices)


@pytest.mark.skipif(sys.platform != "linux", reason="the voices are espeak-ng's")
def test_the_voices_of_a_language_are_listed(engine: Pyttsx3Engine) -> None:
    assert [(voice.id, voice.languages) for voice in engine.voices("de")] == [("gmw/de", ("de",))]
    assert {"roa/fr", "roa/fr-be"} <= {voice.id for voice in engine.voices("fr")}
    assert "en-GB" in {language for voice in engine.voices("en") for language in voice.languages}
    assert engine.voices("xx") == ()


@pytest.mark.skipif(sys.platform != "linux", reason="the voices are espeak-ng's")
@pytest.mark.parametrize(
    ("language", "voice"), [("de", "gmw/de"), ("fr", "roa/fr"), ("es", "roa/es"), ("de-AT", "de")]
)
def test_a_language_picks_its_voice(engine: Pyttsx3Engine, language: str, voice: str) -> None:
    text = "Zwanzig Kniebeugen, 21, los. Vingt et un. Veintiuno."
    by_language = spoken_length(engine, VoiceChoice(language=language), text)
    by_name = spoken_length(engine, VoiceChoice(voice), text)
    usual = spoken_length(engine, CHOICE, text)
    assert by_language == pytest.approx(by_name, abs=SAMPLE_RATE // 50)
    assert by_language != pytest.approx(usual, abs=SAMPLE_RATE // 50)


@pytest.mark.skipif(sys.platform != "linux", reason="the voices are espeak-ng's")
def test_a_voice_that_is_named_speaks_any_language(engine: Pyttsx3Engine) -> None:
    lengths = [
        spoken_length(engine, VoiceChoice("en-us", language=language), "Los, zwanzig.")
        for language in ("en", "de")
    ]
    assert lengths[0] == pytest.approx(lengths[1], abs=SAMPLE_RATE // 50)


def test_a_language_without_a_voice_is_told_with_its_mend(engine: Pyttsx3Engine) -> None:
    with pytest.raises(VoiceUnavailableError, match='no voice for the language "xx"') as caught:
        engine.open(VoiceChoice(language="xx"))
    assert "--voice" in caught.value.mend


def test_the_fingerprint_of_english_is_what_it_was(engine: Pyttsx3Engine) -> None:
    assert "; voice ; rate 165" in engine.fingerprint(CHOICE)
    named = VoiceChoice("anna", language="de")
    assert engine.fingerprint(named) == engine.fingerprint(named._replace(language="en"))
    prints = {engine.fingerprint(VoiceChoice(language=language)) for language in ("en", "de", "fr")}
    assert len(prints | {engine.fingerprint(VoiceChoice("de"))}) == 4


def test_without_its_package_it_cannot_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.voices.pyttsx3_engine.find_spec", lambda _: None)
    with pytest.raises(VoiceUnavailableError, match="not installed"):
        Pyttsx3Engine().voices()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("{}", "makes no sense"),
        ('{"voices": [["a", "b"]]}', "makes no sense"),
        ('{"voices": 3}', "makes no sense"),
        ('{"voices": [["a", "b", 3]]}', "makes no sense"),
        ("[]", "makes no sense"),
        ("", "has ended"),
        ('{"error": "no driver"}', "no driver"),
    ],
)
def test_a_worker_that_cannot_list_is_unavailable(answer: str, reason: str) -> None:
    worker = (sys.executable, "-c", f"input(); print({answer!r}) if {answer!r} else None")
    with pytest.raises(VoiceUnavailableError, match=reason):
        Pyttsx3Engine(worker).voices()


FAULTY = """
import json, os, sys, time
marker = sys.argv[2]
first = not os.path.exists(marker)
open(marker, "a").close()
sys.stdin.readline()
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    fault = sys.argv[1]
    if fault.startswith("always-") or first:
        if fault.endswith("crash"):
            sys.stderr.write("a last word\\n")
            sys.exit(7)
        if fault.endswith("hang"):
            time.sleep(60)
        if fault.endswith("nonsense"):
            print("Audio saved to nowhere", flush=True)
            continue
        if fault.endswith("garbage"):
            open(request["path"], "wb").write(b"not a sound")
            print(json.dumps({"path": request["path"]}), flush=True)
            continue
    import wave
    with wave.open(request["path"], "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\\x00\\x20\\x00\\xe0" * 5000)
    print(json.dumps({"path": request["path"]}), flush=True)
"""


def faulty(fault: str, folder: Path) -> Pyttsx3Engine:
    script = folder / "worker.py"
    script.write_text(FAULTY)
    command = (sys.executable, str(script), fault, str(folder / "started"))
    return Pyttsx3Engine(command, Limits(start=20, phrase=0.5))


@pytest.mark.parametrize("fault", ["crash", "hang", "nonsense"])
def test_a_lost_worker_is_replaced_and_the_phrase_spoken(fault: str, tmp_path: Path) -> None:
    speaker = faulty(fault, tmp_path).open(CHOICE)
    try:
        assert len(speaker.speak("hello").samples) == 10_000
    finally:
        speaker.close()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("crash", "a last word"), ("hang", "no answer within"), ("nonsense", "makes no sense")],
)
def test_a_worker_lost_twice_is_one_clear_error(fault: str, reason: str, tmp_path: Path) -> None:
    speaker = faulty(f"always-{fault}", tmp_path).open(CHOICE)
    try:
        with pytest.raises(VoiceError) as caught:
            speaker.speak("hello")
    finally:
        speaker.close()
    assert reason in str(caught.value)
    assert '"hello"' in str(caught.value)


def test_a_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    speaker = faulty("always-garbage", tmp_path).open(CHOICE)
    try:
        with pytest.raises(VoiceError, match="cannot be read"):
            speaker.speak("hello")
    finally:
        speaker.close()


@pytest.mark.parametrize(
    "command", [(sys.executable, "-c", "raise SystemExit('no voice here')"), ("/nonexistent",)]
)
def test_a_worker_that_does_not_start_is_unavailable(command: tuple[str, ...]) -> None:
    with pytest.raises(VoiceUnavailableError):
        Pyttsx3Engine(command).open(CHOICE)


def test_the_fingerprint_names_versions_voice_and_rate(engine: Pyttsx3Engine) -> None:
    fingerprint = engine.fingerprint(VoiceChoice("en-us", 180))
    assert "pyttsx3 2.99" in fingerprint
    assert "en-us" in fingerprint
    assert "180" in fingerprint
    if sys.platform == "linux":
        assert "espeakng-loader 0." in fingerprint


def test_a_missing_package_is_told_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.voices.pyttsx3_engine.find_spec", lambda _: None)
    available = Pyttsx3Engine().availability()
    assert not available.works
    assert "pip install" in available.mend


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is espeak-ng's, on Linux")
@pytest.mark.parametrize("length", [159, 160, 400])
def test_a_deep_data_path_is_made_short(length: int, tmp_path: Path) -> None:
    from player.voices.espeak_library import LONGEST_DATA_PATH, short_data_path

    base = str(tmp_path) + "/"
    rest = length - len(base)
    parts = [("d" * 100) for _ in range(rest // 101)]
    deep = base + "/".join(parts)
    deep += ("/" if parts else "") + "e" * (length - len(deep) - bool(parts))
    assert len(deep) == length
    Path(deep).mkdir(parents=True)
    (Path(deep) / "phontab").write_text("data")
    short = short_data_path(deep, tmp_path)
    assert len(short) <= LONGEST_DATA_PATH
    assert (Path(short) / "phontab").read_text() == "data"
    assert (short == deep) == (length <= LONGEST_DATA_PATH)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is espeak-ng's, on Linux")
def test_it_speaks_from_a_deep_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an environment deep in the file system, where espeak-ng cannot open its data."""
    import espeakng_loader

    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    (deep / "data").symlink_to(espeakng_loader.get_data_path())
    package = tmp_path / "espeakng_loader"
    package.mkdir()
    (package / "__init__.py").write_text(
        f"def get_library_path(): return {espeakng_loader.get_library_path()!r}\n"
        f"def get_data_path(): return {str(deep / 'data')!r}\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    speaker = Pyttsx3Engine().open(CHOICE)
    try:
        assert len(to_clip(speaker.speak("From deep down.")).samples) > SAMPLE_RATE // 2
    finally:
        speaker.close()
