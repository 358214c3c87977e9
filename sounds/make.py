"""Makes the chimes of this folder: `python sounds/make.py [FOLDER]`, with the player installed.

Every chime is a few decaying sine tones, faded in and out, 48 kHz, 16 bit, mono. Its loudness is
that of its loudest 100 ms, measured as the player measures it; README.md says which and why.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from player.audio.chimes import LIMITS, LOUD_PART
from player.audio.loudness import loudest, true_peak

RATE = 48_000
RELEASE_SECONDS = 0.03

Samples = NDArray[np.float64]


def struck(  # noqa: PLR0913 - what a struck thing sounds like
    hertz: float,
    length: float,
    decay: float,
    partials: Mapping[float, float],
    *,
    attack: float,
    damping: float = 0.7,
) -> Samples:
    """A struck tone.

    Args:
        hertz: Its pitch.
        length: Seconds to its end.
        decay: Seconds in which its lowest partial falls to a third.
        partials: Strengths by multiple of its pitch; the higher, the faster gone.
        attack: Seconds it takes to begin.
        damping: How much faster the higher ones are gone.
    """
    time = np.arange(round(length * RATE)) / RATE
    tone = np.zeros_like(time)
    for multiple, strength in partials.items():
        fading = np.exp(-time * multiple**damping / decay)
        tone += strength * np.sin(2 * np.pi * hertz * multiple * time) * fading
    return shaped(tone, attack)


def breath(
    first: float, last: float, length: float, peak_at: float, overtones: tuple[float, ...]
) -> Samples:
    """A gliding tone that swells and falls, loudest at the share `peak_at` of its length."""
    share = np.linspace(0, 1, round(length * RATE))
    hertz = first * (last / first) ** share
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    rising = np.clip(share / peak_at, 0, 1)
    falling = np.clip((1 - share) / (1 - peak_at), 0, 1)
    swell = np.sin(np.pi / 2 * np.minimum(rising, falling)) ** 2
    tone = np.sin(phase)
    for number, strength in enumerate(overtones, 2):
        tone += strength * np.sin(number * phase)
    return shaped(tone * swell, 0.004)


def shaped(tone: Samples, attack: float) -> Samples:
    """Raised-cosine ends, so that nothing clicks."""
    for seconds, part in ((attack, tone), (RELEASE_SECONDS, tone[::-1])):
        count = round(seconds * RATE)
        part[:count] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
    return tone


def together(*tones: tuple[float, Samples]) -> Samples:
    """Tones, each from its own second on."""
    ends = [round(start * RATE) + len(tone) for start, tone in tones]
    out = np.zeros(max(ends))
    for (_, tone), end in zip(tones, ends, strict=True):
        out[end - len(tone) : end] += tone
    return out


def soft() -> dict[str, tuple[float, Samples]]:
    """The set `soft`: round tones, little above them; each with its loudness in LUFS."""

    def bell(hertz: float, length: float, decay: float) -> Samples:
        return struck(hertz, length, decay, {1: 1.0, 2: 0.25, 3: 0.08}, attack=0.004)

    return {
        "tick": (-24, struck(880.0, 0.09, 0.03, {1: 1.0, 2: 0.2}, attack=0.004)),
        "go": (-19, together((0.0, bell(783.99, 0.30, 0.10)), (0.07, bell(1174.66, 0.30, 0.10)))),
        "stop": (-19, together((0.0, bell(880.0, 0.30, 0.12)), (0.12, bell(587.33, 0.36, 0.14)))),
        "switch": (
            -19,
            together(
                (0.0, bell(659.26, 0.2, 0.09)),
                (0.12, bell(987.77, 0.2, 0.09)),
                (0.24, bell(659.26, 0.26, 0.11)),
            ),
        ),
        "inhale": (-22, breath(220.0, 392.0, 0.8, 0.75, (0.3,))),
        "exhale": (-22, breath(392.0, 196.0, 1.0, 0.2, (0.3,))),
        "finish": (
            -19,
            together(
                (0.0, bell(523.25, 0.9, 0.35)),
                (0.16, bell(659.26, 0.9, 0.35)),
                (0.32, bell(783.99, 0.9, 0.35)),
                (0.48, bell(1046.5, 1.1, 0.4)),
            ),
        ),
    }


def crisp() -> dict[str, tuple[float, Samples]]:
    """The set `crisp`: struck wood and glass, most of it above 1 kHz; each with its LUFS."""

    def glass(hertz: float, length: float, decay: float) -> Samples:
        return struck(hertz, length, decay, {1: 1.0, 2: 0.35, 3: 0.2}, attack=0.001, damping=0.5)

    return {
        "tick": (-21, struck(2100.0, 0.11, 0.036, {1: 1.0, 2.76: 0.3}, attack=0.001)),
        "go": (-16, together((0.0, glass(1318.51, 0.24, 0.09)), (0.06, glass(1975.53, 0.3, 0.12)))),
        "stop": (
            -16,
            together(
                (0.0, glass(1760.0, 0.22, 0.1)),
                (0.11, 0.85 * glass(1174.66, 0.24, 0.1)),
                (0.22, glass(880.0, 0.34, 0.16)),
            ),
        ),
        "switch": (
            -16,
            together(
                (0.0, glass(1174.66, 0.16, 0.08)),
                (0.075, glass(1567.98, 0.16, 0.08)),
                (0.15, glass(1174.66, 0.16, 0.08)),
                (0.225, glass(1567.98, 0.2, 0.08)),
            ),
        ),
        "inhale": (-20, breath(523.25, 1046.5, 0.8, 0.75, (0.5, 0.3, 0.2))),
        "exhale": (-20, breath(932.33, 415.3, 1.0, 0.2, (0.5, 0.3, 0.2))),
        "finish": (
            -16,
            together(
                (0.0, glass(1046.5, 0.5, 0.26)),
                (0.11, glass(1318.51, 0.5, 0.26)),
                (0.22, glass(1567.98, 0.5, 0.26)),
                (0.33, glass(2093.0, 1.0, 0.4)),
            ),
        ),
    }


SETS: dict[str, Callable[[], dict[str, tuple[float, Samples]]]] = {"soft": soft, "crisp": crisp}


def levelled(name: str, tone: Samples, loudness: float) -> NDArray[np.int16]:
    """A chime brought to its loudness in LUFS.

    Raises:
        ValueError: If its peak is then higher than a chime's may be.
    """
    made = tone * 10 ** ((loudness - loudest(tone, LOUD_PART)) / 20)
    if true_peak(made) > LIMITS[name].peak:
        raise ValueError(
            f"{name}: its peak at {loudness} LUFS is {20 * np.log10(true_peak(made)):.1f} dB"
        )
    return np.rint(made * 32767).astype(np.int16)


def main() -> None:
    """Write every set into its folder."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for folder, chimes in SETS.items():
        (target / folder).mkdir(parents=True, exist_ok=True)
        for name, (loudness, tone) in chimes().items():
            samples = levelled(name, tone, loudness)
            with wave.open(str(target / folder / f"{name}.wav"), "wb") as file:
                file.setparams((1, 2, RATE, len(samples), "NONE", ""))
                file.writeframes(samples.astype("<i2").tobytes())


if __name__ == "__main__":
    main()
