"""The K-weighting of ITU-R BS.1770-4, run over many samples at a time.

The two filters of the standard are one system of four states. What comes out of a block of samples
depends on them and on the states before the first one, all of it linear: so blocks are multiplied
by matrices, and only the states are handed on from block to block. It is the same sum as that of
the filters run sample by sample, in another order.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Exact = NDArray[np.float64]

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
# Numerator and denominator of the two filters at 48 kHz: BS.1770-4, annex 1, tables 1 and 2.

_BLOCK = 48
_BLOCKS = 10
SLICE = _BLOCK * _BLOCKS
"""Samples in the finest stretch whose energy is told: 10 ms."""

_STATES = 4
_MEMORY = 8
# After so many slices less than a millionth of a state is left.

_DOUBLINGS = 13
# What is heard of a state is reckoned for so many times twice as many samples: 170 ms.

_PORTION = 64
# Slices that are weighted at a time: what they need stays in the processor's cache.


def weighted_energies(slices: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum of the squares of the weighted samples of each slice.

    Args:
        slices: The sound, `SLICE` samples a row.
    """
    system = _system()
    count = len(slices)
    blocks = slices.reshape(count * _BLOCKS, _BLOCK)
    left = (blocks @ system.kept).reshape(count, _BLOCKS * _STATES)
    before = np.zeros((_MEMORY + count, _STATES), dtype=np.float32)
    np.matmul(left, system.gathered, out=before[_MEMORY:])
    history = np.lib.stride_tricks.sliding_window_view(before.reshape(-1), _MEMORY * _STATES)
    entering = history[: count * _STATES : _STATES] @ system.remembered
    states = (left @ system.within + entering @ system.carried).reshape(-1, _STATES)
    energies = np.empty(count)
    for first in range(0, count, _PORTION):
        portion = slice(first * _BLOCKS, (first + _PORTION) * _BLOCKS)
        weighted = blocks[portion] @ system.direct
        weighted += states[portion] @ system.heard
        rows = weighted.reshape(-1, SLICE)
        energies[first : first + _PORTION] = np.einsum("ij,ij->i", rows, rows)
    return energies


class _System(NamedTuple):
    """Matrices that rows of samples or states are multiplied by.

    Attributes:
        direct: From the samples of a block to its weighted samples, nothing being before it.
        kept: From the samples of a block to the states after it.
        heard: From the states before a block to what is heard of them in it.
        within: From what the blocks of a slice leave to the states before each of its blocks.
        gathered: From the same to the states after the slice.
        remembered: From what each of the last slices left, first the oldest, to the states now.
        carried: From the states before a slice to those before each of its blocks.
    """

    direct: Matrix
    kept: Matrix
    heard: Matrix
    within: Matrix
    gathered: Matrix
    remembered: Matrix
    carried: Matrix


@cache
def _system() -> _System:
    step, enters, leaves, through = _filters()
    by_sample, by_block = _powers(step, _BLOCK), _powers(_power(step, _BLOCK), _BLOCKS)
    by_slice = _powers(_power(step, SLICE), _MEMORY)
    heard = np.array([leaves @ power for power in by_sample])
    response = np.array([through, *(heard @ enters)])
    delay = np.subtract.outer(np.arange(_BLOCK), np.arange(_BLOCK))
    # From each block to the states before each later one, a row and a column of them for each.
    within = np.zeros((_BLOCKS, _STATES, _BLOCKS, _STATES))
    for earlier in range(_BLOCKS):
        for later in range(earlier + 1, _BLOCKS):
            within[earlier, :, later] = by_block[later - earlier - 1].T
    matrices = (
        np.where(delay >= 0, response[delay], 0).T,
        np.array([power @ enters for power in by_sample[::-1]]),
        heard.T,
        within.reshape(_BLOCKS * _STATES, -1),
        np.concatenate([power.T for power in by_block[::-1]]),
        np.concatenate([power.T for power in by_slice[::-1]]),
        np.concatenate([power.T for power in by_block], axis=1),
    )
    return _System(*(np.ascontiguousarray(matrix, dtype=np.float32) for matrix in matrices))


def _power(matrix: Exact, count: int) -> Exact:
    return np.asarray(np.linalg.matrix_power(matrix, count))


def _powers(matrix: Exact, count: int) -> list[Exact]:
    """The first powers of a matrix, from that of nothing."""
    return [_power(matrix, number) for number in range(count)]


def _filters() -> tuple[Exact, Exact, Exact, float]:
    """Both filters in a row, by states.

    With states s and a sample x the next states are `step` s + `enters` x, and what comes out is
    `leaves` s + `through` x. The states are chosen so that what is heard of each in the long run
    has the energy of its square: none is large where little is heard, so float32 is enough.
    """
    (step1, enters1, leaves1, through1), (step2, enters2, leaves2, through2) = (
        _states(*coefficients) for coefficients in (_SHELF, _HIGH_PASS)
    )
    step = np.block([[step1, np.zeros((2, 2))], [np.outer(enters2, leaves1), step2]])
    enters = np.concatenate([enters1, enters2 * through1])
    leaves = np.concatenate([through2 * leaves1, leaves2])
    energy, power = np.outer(leaves, leaves), step
    for _ in range(_DOUBLINGS):
        energy = energy + power.T @ energy @ power
        power = power @ power
    chosen = np.linalg.cholesky(energy).T
    back = np.linalg.inv(chosen)
    return chosen @ step @ back, chosen @ enters, leaves @ back, through1 * through2


def _states(
    numerator: tuple[float, float, float], denominator: tuple[float, float, float]
) -> tuple[Exact, Exact, Exact, float]:
    """One filter by two states, as `_filters` gives both."""
    (b0, b1, b2), (_, a1, a2) = numerator, denominator
    return (
        np.array([[-a1, 1.0], [-a2, 0.0]]),
        np.array([b1 - a1 * b0, b2 - a2 * b0]),
        np.array([1.0, 0.0]),
        b0,
    )
