from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from player.audio.processing import to_clip
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shape, estimated_shapes
from player.voices.tone_engine import ToneEngine

CHOICE = VoiceChoice()


@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_any_text_is_hummed_for_its_length(text: str) -> None:
    recording = ToneEngine().open(CHOICE).speak(text)
    assert len(recording.samples) == estimated_shape(text, CHOICE).length
    assert np.abs(recording.samples).max() > 0.05
    assert to_clip(recording).onset < 1000


def test_the_same_text_is_the_same_sound_and_another_is_another() -> None:
    speaker = ToneEngine().open(CHOICE)
    one, again, other = (speaker.speak(text).samples for text in ("left", "left", "lift"))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_higher_rate_is_shorter() -> None:
    slow, fast = (
        estimated_shape("Breathe in slowly.", VoiceChoice(rate=rate)) for rate in (120, 240)
    )
    assert abs(slow.length - 2 * fast.length) <= 1


def test_it_hums_any_language() -> None:
    for language in ("", "de", "tlh"):
        assert [voice.id for voice in ToneEngine().voices(language)] == [""]
    german, english = (
        ToneEngine().open(VoiceChoice(language=language)).speak("Los").samples
        for language in ("de", "en")
    )
    assert np.array_equal(german, english)


def test_an_estimate_is_of_what_is_spoken() -> None:
    said = estimated_shapes(["90/90", "go"], CHOICE, lambda text: text.replace("90", "ninety "))
    assert said["90/90"] == estimated_shape("ninety /ninety ", CHOICE)
    assert said["go"] == estimated_shape("go", CHOICE)
