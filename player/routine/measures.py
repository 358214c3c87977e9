"""The figures a runner takes now and then, to compare with earlier ones."""

from __future__ import annotations

from typing import NamedTuple


class Measure(NamedTuple):
    """Something that is measured.

    Attributes:
        name: What it is called, aloud.
        unit: What it is counted in, aloud.
        sides: Names of the sides it is taken on, or empty.
        how: How it is taken.
        low: The least figure that makes sense.
        high: The greatest.
    """

    name: str
    unit: str
    sides: tuple[str, ...]
    how: str
    low: float
    high: float


MEASURES = {
    "knee-to-wall": Measure(
        "Knee to wall", "centimetres", ("left foot", "right foot"),
        "Find the furthest place for your foot from which the knee still touches the wall "
        "with the heel down. Take three tries; the best one counts.", 0, 30,
    ),
    "thoracic-rotation": Measure(
        "Upper back rotation", "degrees", ("left", "right"),
        "Sit tall with your arms crossed. Keep the pelvis still and turn as far as you can.",
        0, 120,
    ),
    "hip-extension": Measure(
        "Hip extension", "degrees", ("left leg", "right leg"),
        "Kneel on the working side and let that thigh go back behind you, without a hollow back. "
        "Pushing off wants about ten degrees.", -30, 60,
    ),
    "stride-comfort": Measure(
        "Stride comfort", "points from one to ten", (),
        "How did your last easy run feel? Ten is as light as can be.", 1, 10,
    ),
    "stride-length": Measure(
        "Stride length", "metres", (), "Look up the stride of an easy run on your watch.", 0.3, 3,
    ),
    "cadence": Measure(
        "Cadence", "steps a minute", (), "Look up the cadence of an easy run on your watch.",
        60, 260,
    ),
    "perceived-effort": Measure(
        "Effort", "points from one to ten", (),
        "How hard was this session? One is no effort at all.", 1, 10,
    ),
}  # fmt: skip
"""Measures by id."""
