"""Whether a voice speaks, and how long it takes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from player.doctor.checked import Checked, Standing
from player.units import seconds

if TYPE_CHECKING:
    from player.audio.clip import Clip
    from player.voices.engine import Engine, VoiceChoice


_OTHER = "choose another one: `player voices` lists them"


class Spoken(NamedTuple):
    """A phrase that a voice spoke; None if it did not."""

    checked: Checked
    clip: Clip | None = None


def spoken(engine: Engine, choice: VoiceChoice, text: str, now: Callable[[], float]) -> Spoken:
    """Let an engine speak a text, past everything that was spoken before.

    Args:
        engine: What speaks.
        choice: Which of its voices.
        text: What it says.
        now: Tells the time, in seconds.

    Raises:
        VoiceError: If it cannot.
    """
    from player.audio.processing import SilentRecordingError, to_clip

    available = engine.availability()
    if not available.works:
        found = f"{engine.name}: {available.reason}"
        return Spoken(Checked("voice", Standing.FAILS, found, available.mend))
    began = now()
    speaker = engine.open(choice)
    try:
        clip = to_clip(speaker.speak(text))
    except SilentRecordingError:
        found = f"{engine.name}: it says nothing that can be heard"
        return Spoken(Checked("voice", Standing.FAILS, found, _OTHER))
    finally:
        speaker.close()
    name = f"{engine.name}:{choice.voice}" if choice.voice else f"{engine.name}, {choice.language}"
    took = f"{now() - began:.1f} s for {seconds(clip.shape.length):.1f} s of speech"
    return Spoken(Checked("voice", Standing.OK, f"{name}, {took}"), clip)
