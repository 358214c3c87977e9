import numpy as np

from player.audio.clip import Recording
from player.voices.engine import Availability, Voice, VoiceChoice, VoiceUnavailableError
from player.voices.languages import speaking

PITCHES = {"low": 220, "high": 880}
RATE = 16_000


class Beeper:
    name = "beeper"
    parallel = 1

    def availability(self) -> Availability:
        return Availability(works=True)

    def voices(self, language: str = "") -> tuple[Voice, ...]:
        listed = (Voice(name, f"{name} beeps", ("en", "de")) for name in PITCHES)
        return speaking(listed, language)

    def fingerprint(self, choice: VoiceChoice) -> str:
        return f"beeper 1; {choice.voice}; {choice.rate}"

    def open(self, choice: VoiceChoice) -> "Beeps":
        voice = choice.voice or "low"
        if voice not in PITCHES:
            raise VoiceUnavailableError(
                f'there is no voice "{voice}"', place="beeper", mend="write low or high"
            )
        return Beeps(PITCHES[voice], 10 / choice.rate)


class Beeps:
    def __init__(self, pitch: int, seconds: float) -> None:
        time = np.arange(round(seconds * RATE)) / RATE
        self.beep = 0.5 * np.sin(2 * np.pi * pitch * time)

    def speak(self, text: str) -> Recording:
        pieces = [self.beep if letter.isalnum() else 0 * self.beep for letter in text]
        return Recording(np.concatenate(pieces).astype(np.float32), RATE)

    def close(self) -> None:
        pass
