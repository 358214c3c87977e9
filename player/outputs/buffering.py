"""How much sound a device holds: enough that it never runs dry, little enough to answer keys.

Measured on PulseAudio 16: from a key to the ear, a buffer of 60 ms takes 77 ms in the median, one
of 120 ms takes 140. So a device begins with the least, moves to the next size after a session in
which sound ran dry, and comes back after many in which it did not.
"""

from __future__ import annotations

from typing import NamedTuple

from player.units import SAMPLE_RATE, samples

SIZES = tuple(samples(seconds) for seconds in (0.06, 0.12, 0.2, 0.4))
"""Buffers to choose from, in samples."""

CLEAN_SESSIONS = 20
"""Sessions in a row without a gap after which a smaller buffer is tried again."""

SHORTEST_SESSION = 60 * SAMPLE_RATE
"""Samples a session without a gap must have lasted to say something of its device."""

PULSEAUDIO = "PulseAudio"
CORE_AUDIO = "Core Audio"

_PULSE_REQUEST = samples(0.02)
"""What a PulseAudio server asks for at a time, where a quarter of the buffer is not less."""

_PERIODS = 4


class Remembered(NamedTuple):
    """What earlier sessions told of a device.

    Attributes:
        buffer: Samples it is to hold.
        clean: Sessions in a row that had no gap with it.
    """

    buffer: int = SIZES[0]
    clean: int = 0


class Shape(NamedTuple):
    """How a buffer is put to one backend of miniaudio.

    Attributes:
        backend: Its name, or empty for the first that works.
        period: Samples it asks for at a time.
        periods: How many of them it is told to hold.
    """

    backend: str
    period: int
    periods: int


def after_session(before: Remembered, overruns: int, length: int) -> Remembered:
    """What is known of a device after one more session.

    Args:
        before: What was known.
        overruns: How often sound ran dry.
        length: Samples that were played.
    """
    if overruns:
        return Remembered(min((size for size in SIZES if size > before.buffer), default=SIZES[-1]))
    if length < SHORTEST_SESSION:
        return before
    if before.clean + 1 < CLEAN_SESSIONS or before.buffer <= SIZES[0]:
        return before._replace(clean=min(before.clean + 1, CLEAN_SESSIONS))
    return Remembered(max(size for size in SIZES if size < before.buffer))


def shape_for(backend: str, buffer: int) -> Shape:
    """How a buffer of so many samples is put to a backend.

    miniaudio 0.11 lets a PulseAudio server hold one period, however many are asked for, and Core
    Audio has no more than one either; all others hold all periods.
    """
    if backend in {PULSEAUDIO, CORE_AUDIO}:
        return Shape(backend, buffer, 2)
    return Shape(backend, buffer // _PERIODS, _PERIODS)


def backends(platform: str) -> tuple[str, ...]:
    """What to try in turn on a platform, as `sys.platform` has it; empty is whatever works."""
    return {"linux": (PULSEAUDIO, ""), "darwin": (CORE_AUDIO,)}.get(platform, ("",))


def held(backend: str, period: int, periods: int) -> int:
    """Samples a device has left when it asks for the next period.

    For PulseAudio this is what its server keeps while its sink plays the other part of the buffer;
    it was exact to a millisecond for buffers from 20 to 400 ms.
    """
    if backend == PULSEAUDIO:
        return period - max(min(period // 4, _PULSE_REQUEST), period // 2 - _PULSE_REQUEST)
    if backend == CORE_AUDIO:
        return period
    return period * (periods - 1)
