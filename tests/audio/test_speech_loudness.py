"""Speech as voices really speak it: equally loud, whichever voice and however fast."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from support.compiling import timeline

from player.audio.loudness import BLOCK, SLICE, integrated, lufs, slice_energies, true_peak
from player.audio.processing import SPEECH_LOUDNESS, SPEECH_PEAK, to_clip
from player.voices.engine import Engine, VoiceChoice
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.tone_engine import ToneEngine

pytestmark = pytest.mark.slow

SESSION = """
[[step]]
name = "Couch stretch"
hold = "60s"
sides = ["left leg", "right leg"]
breath = "4-6"
say = "Back foot up on the couch. Tuck your tailbone, and stay tall."
cues = ["Tuck the tailbone.", "Long spine.", "Squeeze the back glute, gently."]
[[step]]
rest = "30s"
[[step]]
name = "Ankle circles"
reps = 20
tempo = "2s"
directions = true
say = "Draw the largest circle your ankle allows."
[[step]]
name = "Cat-cow"
reps = 6
phases = [
  { name = "cow", time = "3s", breath = "in" },
  { name = "cat", time = "3s", breath = "out" },
]
"""

VOICES = ["en-us", "en-gb", "en-gb-scotland", "de", "es", "fr-fr", "it"]
FEW = 12


@cache
def texts() -> tuple[str, ...]:
    """What is said in a session."""
    said = (one.text for one in timeline(SESSION).placements if one.text is not None)
    return tuple(dict.fromkeys(said))


def clips(engine: Engine, choice: VoiceChoice, said: tuple[str, ...]) -> list[NDArray[np.float32]]:
    assert engine.availability().works
    speaker = engine.open(choice)
    try:
        return [to_clip(speaker.speak(text)).samples for text in said]
    finally:
        speaker.close()


def loud_part(samples: NDArray[np.float32]) -> float:
    """Loudness of those 10 ms that are within 10 LU of the loudest."""
    energies = slice_energies(samples)
    return lufs(float(energies[energies > energies.max() / 10].mean()) / SLICE)


@pytest.mark.parametrize("rate", [130, 165, 220])
@pytest.mark.parametrize("engine", [Pyttsx3Engine(), ToneEngine()], ids=["pyttsx3", "tone"])
def test_a_session_and_each_phrase_of_it_are_as_loud_as_told(engine: Engine, rate: int) -> None:
    found = clips(engine, VoiceChoice(rate=rate), texts())
    assert integrated(np.concatenate(found)) == pytest.approx(SPEECH_LOUDNESS, abs=0.5)
    long = [one for one in found if len(one) >= BLOCK * SLICE]
    assert len(long) > 20
    assert [integrated(one) for one in long] == pytest.approx(
        [SPEECH_LOUDNESS] * len(long), abs=1.5
    )
    assert max(true_peak(one) for one in found) <= SPEECH_PEAK * 1.00001


@pytest.mark.parametrize("rate", [130, 165])
@pytest.mark.parametrize("engine", [Pyttsx3Engine(), ToneEngine()], ids=["pyttsx3", "tone"])
def test_counts_are_as_loud_as_sentences(engine: Engine, rate: int) -> None:
    counts = tuple(str(number) for number in range(1, 21))
    sentences = tuple(text for text in texts() if text.count(" ") > 2)
    numbers, others = (clips(engine, VoiceChoice(rate=rate), said) for said in (counts, sentences))
    usual = float(np.mean([loud_part(one) for one in others]))
    assert [loud_part(one) for one in numbers] == pytest.approx([usual] * len(counts), abs=2)


def test_voices_are_equally_loud() -> None:
    said = texts()[::3][:FEW]

    def session(engine: Engine, choice: VoiceChoice) -> float:
        return integrated(np.concatenate(clips(engine, choice, said)))

    loudness = [
        session(Pyttsx3Engine(), VoiceChoice(voice, rate))
        for voice in VOICES
        for rate in (130, 200)
    ]
    loudness += [session(ToneEngine(), VoiceChoice(rate=rate)) for rate in (130, 200)]
    assert max(loudness) - min(loudness) < 1
