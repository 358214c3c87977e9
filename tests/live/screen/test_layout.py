"""Forms are granted by rank as far as there is room, and lines are exactly as many as rows."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from player.live.screen.layout import Block, Form, air, arranged
from player.live.screen.pieces import Line, Piece


def line(text: str) -> Line:
    return (Piece(text),)


def block(name: str, *forms: tuple[int, int], turn: int | None = None) -> Block:
    """A block of forms, each a rank and how many lines it has."""
    made = (Form(rank, tuple(line(f"{name}{row}") for row in range(rows))) for rank, rows in forms)
    return Block(tuple(made), turn)


def shown(blocks: tuple[Block, ...], height: int) -> str:
    return " ".join("".join(piece.text for piece in row) or "." for row in arranged(blocks, height))


BLOCKS = (
    block("a", (2, 1), (5, 3), turn=2),
    block("b", (1, 1), (4, 2), turn=1),
    block("c", (3, 1), turn=3),
)


def test_forms_join_by_rank_as_there_is_room() -> None:
    assert shown(BLOCKS, 1) == "b0"
    assert shown(BLOCKS, 2) == "a0 b0"
    assert shown(BLOCKS, 3) == "a0 b0 c0"
    assert shown(BLOCKS, 4) == "a0 b0 b1 c0"
    assert shown(BLOCKS, 6) == "a0 a1 a2 b0 b1 c0"


def test_lines_that_are_left_over_go_before_blocks_by_turns_and_never_first() -> None:
    assert shown(BLOCKS, 5) == "a0 . b0 b1 c0"
    assert shown(BLOCKS, 9) == "a0 a1 a2 . . b0 b1 . c0"


def test_lines_go_to_the_end_where_no_block_takes_them() -> None:
    assert shown((block("a", (1, 1)), block("b", (2, 1))), 4) == "a0 b0 . ."


def test_air_keeps_room_between_blocks_before_a_form_of_higher_rank() -> None:
    blocks = (block("a", (1, 1)), block("b", (2, 1), (4, 2), turn=1), air(3))
    assert shown(blocks, 3) == "a0 . b0"
    assert shown(blocks, 4) == "a0 . b0 b1"


def test_nothing_to_show_is_all_blank() -> None:
    assert arranged((), 2) == ((), ())
    assert arranged((Block(()),), 1) == ((),)
    assert arranged(BLOCKS, 0) == ()


@given(
    st.lists(st.lists(st.integers(1, 8), max_size=3), max_size=6),
    st.integers(0, 40),
    st.randoms(use_true_random=False),
)
def test_there_are_always_as_many_lines_as_rows(
    forms: list[list[int]], height: int, chance: Random
) -> None:
    blocks = tuple(
        block(
            f"{number}-",
            *((chance.randrange(100) + 100 * place, rows) for place, rows in enumerate(one)),
            turn=chance.choice([None, number]),
        )
        for number, one in enumerate(forms)
    )
    assert len(arranged(blocks, height)) == height
