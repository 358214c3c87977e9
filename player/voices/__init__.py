"""Text to clips: engines that speak, the cache of what they spoke, and the recorder over both.

The player brings three engines: `pyttsx3` (the system's voices, espeak-ng on Linux), `piper` (an
extra) and `tone`. The settings can name programs that speak as well; see `player.config`.

Another package can bring a voice of its own as a plug-in: an entry point of the group
`player.voices`. `player voices` then lists it and `--voice NAME` speaks with it, where NAME is what
the entry point is called. The entry point names something that is called without arguments and
gives an engine, as `player.voices.engine` tells it:

- `availability()` says whether it can speak here, and if not, why and what to do about it;
- `voices(language)` lists its voices, or those of a language;
- `fingerprint(choice)` is a text that changes whenever the same words would sound different, for
  the phrases that are kept on disk; the package and its version are part of it without saying;
- `open(choice)` gives a speaker, whose `speak(text)` makes a recording: mono, float32, full scale
  1.0, at any rate. Silence around it is trimmed, and all voices are made equally loud.

Where it cannot speak it raises `VoiceUnavailableError` (another voice may take its place) or
`player.errors.VoiceError`, each with a reason and a mend. Anything else it raises is told as a
failure of the plug-in. `parallel` is how many speakers may be open at once, each in a thread.

A whole plug-in, which beeps once for each letter. Its `pyproject.toml`:

    [project]
    name = "beeper-voice"
    version = "1.0"
    dependencies = ["routine-player"]

    [project.entry-points."player.voices"]
    beeper = "beeper:Beeper"

and `beeper.py` beside it:

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
"""
