"""Makes the chimes of this folder: `python sounds/make.py [FOLDER]`.

Every chime is a few decaying sine tones with a soft attack of 4 ms, faded to nothing at its end,
mixed to 48 kHz, 16 bit, mono. Their loudness is set against the voice's -20 dB: what has to be
noticed (go, stop, switch, finish) lies at it, what repeats (tick, breath) below.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
ATTACK_SECONDS = 0.004
RELEASE_SECONDS = 0.03
LOUD_WINDOW = RATE // 50
PEAK = 10 ** (-9 / 20)

Samples = NDArray[np.float64]


def bell(hertz: float, length: float, decay: float, partials: tuple[float, ...]) -> Samples:
    """A struck tone: partials at whole multiples, the higher the faster gone."""
    time = np.arange(round(length * RATE)) / RATE
    tone = np.zeros_like(time)
    for number, strength in enumerate(partials, 1):
        tone += (
            strength
            * np.sin(2 * np.pi * hertz * number * time)
            * np.exp(-time * number**0.7 / decay)
        )
    return shaped(tone)


def breath(first: float, last: float, length: float, peak_at: float) -> Samples:
    """A gliding tone that swells and falls, loudest at the share `peak_at` of its length."""
    share = np.linspace(0, 1, round(length * RATE))
    hertz = first * (last / first) ** share
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    rising = np.clip(share / peak_at, 0, 1)
    falling = np.clip((1 - share) / (1 - peak_at), 0, 1)
    swell = np.sin(np.pi / 2 * np.minimum(rising, falling)) ** 2
    return shaped((np.sin(phase) + 0.3 * np.sin(2 * phase)) * swell)


def shaped(tone: Samples) -> Samples:
    """Raised-cosine ends, so that nothing clicks."""
    for seconds, part in ((ATTACK_SECONDS, slice(None)), (RELEASE_SECONDS, slice(None, None, -1))):
        count = round(seconds * RATE)
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
        tone[part][:count] *= ramp
    return tone


def together(*tones: tuple[float, Samples]) -> Samples:
    """Tones, each from its own second on."""
    ends = [round(start * RATE) + len(tone) for start, tone in tones]
    out = np.zeros(max(ends))
    for (_, tone), end in zip(tones, ends, strict=True):
        out[end - len(tone) : end] += tone
    return out


def levelled(tone: Samples, decibels: float) -> NDArray[np.int16]:
    """The loudest 20 ms brought to a level in dB of full scale, the peak to -9 dB at the most."""
    windows = np.lib.stride_tricks.sliding_window_view(tone, LOUD_WINDOW)[:: LOUD_WINDOW // 4]
    loudest = float(np.sqrt(np.square(windows).mean(axis=1)).max())
    gain = min(10 ** (decibels / 20) / loudest, PEAK / float(np.abs(tone).max()))
    return np.rint(tone * gain * 32767).astype(np.int16)


def soft() -> dict[str, NDArray[np.int16]]:
    """The set `soft`: round tones, little above them."""
    round_tone = (1.0, 0.25, 0.08)
    return {
        "tick": levelled(bell(880.0, 0.09, 0.03, (1.0, 0.2)), -22),
        "go": levelled(
            together(
                (0.0, bell(783.99, 0.30, 0.10, round_tone)),
                (0.07, bell(1174.66, 0.30, 0.10, round_tone)),
            ),
            -18,
        ),
        "stop": levelled(
            together(
                (0.0, bell(880.0, 0.30, 0.12, round_tone)),
                (0.12, bell(587.33, 0.36, 0.14, round_tone)),
            ),
            -18,
        ),
        "switch": levelled(
            together(
                (0.0, bell(659.26, 0.2, 0.09, round_tone)),
                (0.12, bell(987.77, 0.2, 0.09, round_tone)),
                (0.24, bell(659.26, 0.26, 0.11, round_tone)),
            ),
            -18,
        ),
        "inhale": levelled(breath(220.0, 392.0, 0.8, 0.75), -22),
        "exhale": levelled(breath(392.0, 196.0, 1.0, 0.2), -22),
        "finish": levelled(
            together(
                (0.0, bell(523.25, 0.9, 0.35, round_tone)),
                (0.16, bell(659.26, 0.9, 0.35, round_tone)),
                (0.32, bell(783.99, 0.9, 0.35, round_tone)),
                (0.48, bell(1046.5, 1.1, 0.4, round_tone)),
            ),
            -18,
        ),
    }


def main() -> None:
    """Write every set into its folder."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder = target / "soft"
    folder.mkdir(parents=True, exist_ok=True)
    for name, samples in soft().items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, len(samples), "NONE", ""))
            file.writeframes(samples.astype("<i2").tobytes())


if __name__ == "__main__":
    main()
