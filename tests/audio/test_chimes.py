from __future__ import annotations

import io
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from support.program import ROOT

from player.audio.breath_tones import exhale, inhale
from player.audio.chimes import LIMITS, LONGEST, LOUD_PART, NAMES, chime_lengths, load_chimes
from player.audio.loudness import loudest, true_peak
from player.audio.mix import CEILING, UNDER_SPEECH_GAIN
from player.audio.processing import SPEECH_LOUDNESS, SPEECH_PEAK
from player.errors import OutsideError
from player.shipped import shipped_folder
from player.units import SAMPLE_RATE

SOUNDS = shipped_folder("sounds")
SETS = ["crisp", "soft"]

LEVELS = {
    "soft": {"tick": -24, "inhale": -22, "exhale": -22},
    "crisp": {"tick": -21, "inhale": -20, "exhale": -20},
}
NOTICED = {"soft": SPEECH_LOUDNESS, "crisp": SPEECH_LOUDNESS + 3}


def test_there_are_two_sets() -> None:
    assert sorted(path.parent.name for path in SOUNDS.glob("*/go.wav")) == SETS


def test_the_shipped_chimes_are_those_the_script_makes(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, SOUNDS / "make.py", tmp_path], check=True, env=environment)
    for name in SETS:
        for chime in NAMES:
            path = Path(name) / f"{chime}.wav"
            with wave.open(str(tmp_path / path)) as made, wave.open(str(SOUNDS / path)) as shipped:
                first, second = (
                    np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(int)
                    for file in (made, shipped)
                )
            # Another machine's sine may round differently in the last step.
            assert np.abs(first - second).max() <= 1, path


@pytest.mark.parametrize("name", SETS)
def test_chimes_are_short_and_do_not_click(name: str) -> None:
    lengths = chime_lengths(SOUNDS / name)
    assert set(lengths) == set(NAMES)
    for chime, clip in load_chimes(SOUNDS / name).items():
        samples = clip.samples
        assert len(samples) == lengths[chime] == clip.shape.length
        assert 0.05 < len(samples) / 48_000 < 2
        assert np.abs(samples[:3]).max() < 0.0015, chime
        assert np.abs(samples[-3:]).max() < 0.001, chime


@pytest.mark.parametrize("name", SETS)
def test_chimes_are_as_loud_beside_speech_as_is_told_of_them(name: str) -> None:
    for chime in NAMES:
        samples, _ = soundfile.read(SOUNDS / name / f"{chime}.wav", dtype="float32")
        expected = LEVELS[name].get(chime, NOTICED[name])
        assert loudest(samples, LOUD_PART) == pytest.approx(expected, abs=0.05)
        assert true_peak(samples) <= LIMITS[chime].peak


@pytest.mark.parametrize("name", SETS)
def test_a_shipped_chime_is_played_as_its_file_has_it(name: str) -> None:
    for chime, clip in load_chimes(SOUNDS / name).items():
        samples, _ = soundfile.read(SOUNDS / name / f"{chime}.wav", dtype="float32")
        assert np.abs(clip.samples - samples).max() < 1e-3


def test_what_meets_in_a_session_stays_below_the_ceiling() -> None:
    for chime in ("go", "stop", "switch", "tick", "finish"):
        under = LIMITS[chime].peak + LIMITS["inhale"].peak
        assert SPEECH_PEAK + UNDER_SPEECH_GAIN * under < CEILING
    assert LIMITS["go"].peak + LIMITS["tick"].peak + LIMITS["inhale"].peak < CEILING


@pytest.mark.parametrize("name", SETS)
def test_chimes_can_be_told_apart(name: str) -> None:
    clips = {chime: clip.samples for chime, clip in load_chimes(SOUNDS / name).items()}
    for first, one in clips.items():
        for second, other in clips.items():
            if first < second:
                match = _correlate(one, other)
                alike = np.abs(match).max() / np.sqrt(np.square(one).sum() * np.square(other).sum())
                assert alike < 0.8, (first, second)


@pytest.mark.parametrize("name", SETS)
def test_melodies_go_where_their_meaning_does(name: str) -> None:
    clips = load_chimes(SOUNDS / name)
    for chime, rises in (("go", True), ("inhale", True), ("finish", True),
                         ("stop", False), ("exhale", False)):  # fmt: skip
        samples = clips[chime].samples
        first, last = (_pitch(part) for part in np.array_split(samples, 4)[:: 2 if rises else 3])
        assert (last > 1.1 * first) if rises else (last < 0.9 * first), chime


def test_the_crisp_set_begins_faster_and_is_brighter() -> None:
    sets = {name: load_chimes(SOUNDS / name) for name in SETS}
    for chime in NAMES:
        soft, crisp = (sets[name][chime].samples for name in ("soft", "crisp"))
        assert _brightness(crisp) > 1.5 * _brightness(soft), chime
        if chime not in ("inhale", "exhale"):
            assert 2 * _attack(crisp) < _attack(soft), chime


def _attack(samples: NDArray[np.float32]) -> int:
    """Samples until it is half as high as it will be."""
    return int(np.argmax(np.abs(samples) > 0.5 * np.abs(samples[:2000]).max()))


def _pitch(part: NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 17))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / (1 << 17)


def _brightness(samples: NDArray[np.float32]) -> float:
    """The centre of its spectrum, in Hz."""
    power = np.square(np.abs(np.fft.rfft(samples)))
    return float((power * np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)).sum() / power.sum())


def _correlate(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    size = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    return np.asarray(np.fft.irfft(spectrum, size), dtype=np.float64)


def test_a_breath_tone_of_any_length_is_known_by_its_name() -> None:
    lengths, clips = chime_lengths(SOUNDS / "soft"), load_chimes(SOUNDS / "crisp")
    assert lengths["inhale:192000"] == clips["inhale:192000"].shape.length == 192_000
    assert clips["inhale:192000"].shape.onset == 0
    assert np.array_equal(clips["inhale:192000"].samples, inhale(192_000))
    assert np.array_equal(clips["exhale:30000"].samples, exhale(30_000))
    assert clips["exhale:30000"].samples is clips["exhale:30000"].samples
    assert len(lengths) == len(clips) == len(NAMES)


@pytest.mark.parametrize("name", ["gong", "inhale:", "inhale:-1", "go:100", "inhale:1e3", ":5", ""])
def test_there_is_no_other_name(name: str) -> None:
    for chimes in (chime_lengths(SOUNDS / "soft"), load_chimes(SOUNDS / "soft")):
        with pytest.raises(KeyError):
            chimes[name]
        assert name not in chimes


def test_lengths_are_told_without_loading_sound() -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from player.audio.chimes import chime_lengths\n"
        f"print(chime_lengths(Path({str(SOUNDS / 'soft')!r}))['inhale:5'])\n"
        "assert 'numpy' not in sys.modules\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout == "5\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for chime in NAMES:
        source = (SOUNDS / "soft" / f"{chime}.wav").read_bytes()
        (tmp_path / f"{chime}.wav").write_bytes(source)
    return tmp_path


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32"])
@pytest.mark.parametrize("channels", [1, 2])
def test_files_of_any_plain_format_are_taken(
    own: Path, rate: int, subtype: str, channels: int
) -> None:
    time = np.arange(rate // 50 * 12) / rate
    sound = 0.1 * np.sin(2 * np.pi * 1000 * time) * np.hanning(len(time))
    soundfile.write(own / "go.wav", np.stack([sound] * channels, axis=1), rate, subtype)
    clip = load_chimes(own)["go"]
    assert chime_lengths(own)["go"] == len(clip.samples) == 11_520
    expected = 0.1 * np.sin(2 * np.pi * np.arange(11_520) / 48) * np.hanning(11_520)
    assert np.abs(clip.samples - expected).max() < (0.02 if subtype == "PCM_U8" else 2e-4)


def test_an_own_chime_that_is_too_loud_is_brought_down(own: Path) -> None:
    time = np.arange(24_000) / SAMPLE_RATE
    for chime, limit in LIMITS.items():
        soundfile.write(own / f"{chime}.wav", np.sin(2 * np.pi * 997 * time), SAMPLE_RATE)
        samples = load_chimes(own)[chime].samples
        assert loudest(samples, LOUD_PART) == pytest.approx(limit.loudness, abs=0.01)
        assert true_peak(samples) <= limit.peak * 1.00001


def test_a_spike_is_brought_down_too(own: Path) -> None:
    spike = np.zeros(4800)
    spike[2000] = 1
    soundfile.write(own / "tick.wav", spike, SAMPLE_RATE)
    assert true_peak(load_chimes(own)["tick"].samples) <= LIMITS["tick"].peak * 1.00001


def test_an_own_chime_may_be_as_soft_as_one_likes(own: Path) -> None:
    soundfile.write(own / "tick.wav", np.zeros(4800), SAMPLE_RATE)
    assert not load_chimes(own)["tick"].samples.any()
    soundfile.write(own / "tick.wav", np.full(4800, 0.01), SAMPLE_RATE, "PCM_24")
    assert load_chimes(own)["tick"].samples.max() == pytest.approx(0.01, abs=1e-5)


def _wave(seconds: float, rate: int = 48_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(round(seconds * rate)), rate, format="WAV")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such file.*needs tick.wav, go.wav"),
        (b"", "cannot be read.*16 bits"),
        (b"not a sound", "cannot be read.*16 bits"),
        (_wave(0), "no sound in it"),
        (_wave(LONGEST + 0.1), "at the most.*shorten"),
        (_wave(1)[:60], "cannot be read|"),
        (_wave(1)[:40], "cannot be read.*16 bits"),
        ("float", "cannot be read.*16 bits"),
        ("folder", "no such file"),
    ],
    ids=["missing", "empty", "text", "silent", "long", "cut", "beheaded", "float", "folder"],
)
def test_a_missing_or_strange_chime_is_told(
    own: Path, content: bytes | str | None, told: str
) -> None:
    path = own / "switch.wav"
    path.unlink()
    if content == "float":
        soundfile.write(path, np.zeros(4800), SAMPLE_RATE, "FLOAT")
    elif content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    if told.endswith("|"):  # what is left of a file that was cut off is played
        assert chime_lengths(own)["switch"] == len(load_chimes(own)["switch"].samples) == 8
        return
    for look in (chime_lengths, load_chimes):
        with pytest.raises(OutsideError) as raised:
            look(own)
        assert raised.value.place == str(path)
        assert raised.match(f"(?s){told}")
