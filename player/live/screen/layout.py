"""Blocks of lines, each as full as there is room for, with the room that is left between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from player.live.screen.pieces import Line


class Form(NamedTuple):
    """One way of showing something.

    Attributes:
        rank: When it is granted, the lowest of all forms first.
        lines: What it shows.
    """

    rank: int
    lines: tuple[Line, ...]


class Block(NamedTuple):
    """Something to show.

    Attributes:
        forms: How, from the one that takes least room to the fullest, in rising ranks.
        air: Its turn to have a blank line before it, the lowest first; None for never.
    """

    forms: tuple[Form, ...]
    air: int | None = None


def air(*ranks: int) -> Block:
    """A blank line at each of some ranks, to be put where blocks take their turn."""
    forms = tuple(Form(rank, ((),) * number) for number, rank in enumerate(ranks, 1))
    return Block(forms)


def arranged(blocks: Sequence[Block], height: int) -> tuple[Line, ...]:
    """As many lines as there are, filled with the forms of the lowest ranks that fit together.

    Lines that are left over go before blocks that may have them, by turns; where there is none
    of these, to the end.
    """
    chosen = _chosen(blocks, height)
    shown = [(block, lines) for block, lines in zip(blocks, chosen, strict=True) if any(lines)]
    spare = height - sum(len(lines) for _, lines in shown)
    before = [0] * len(shown)
    turns = sorted(
        (block.air, index)
        for index, (block, _) in enumerate(shown)
        if index and block.air is not None
    )
    for number in range(spare if turns else 0):
        before[turns[number % len(turns)][1]] += 1
    rows: list[Line] = []
    for blank, (_, lines) in zip(before, shown, strict=True):
        rows += [()] * blank
        rows += lines
    return (*rows, *[()] * (height - len(rows)))


def _chosen(blocks: Sequence[Block], height: int) -> list[tuple[Line, ...]]:
    """The lines of every block; none where there is no room for its least form."""
    chosen: list[tuple[Line, ...]] = [()] * len(blocks)
    forms = sorted(
        ((form, index) for index, block in enumerate(blocks) for form in block.forms),
        key=lambda entry: entry[0].rank,
    )
    left = height
    for form, index in forms:
        more = len(form.lines) - len(chosen[index])
        if more <= left:
            chosen[index] = form.lines
            left -= more
    return chosen
