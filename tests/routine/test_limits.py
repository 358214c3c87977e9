"""Bounds that keep any file from asking too much, and faults from hiding what they are about."""

from __future__ import annotations

import pytest

from player.cli.excerpt import WIDEST, told
from player.errors import Fault, RoutineError
from player.routine.bounds import MOST_CUES
from player.routine.exercises import MOST_EXERCISES
from player.routine.reader import loads
from player.routine.tables import LONGEST_TOLD, MOST_FAULTS

STEP = "[[step]]\nname = 'a'\n"


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RoutineError) as caught:
        loads(f"title = 'T'\n{text}", name="limits")
    return caught.value.faults


@pytest.mark.parametrize("steps", [MOST_FAULTS, MOST_FAULTS + 1, 10_000])
def test_no_more_faults_are_told_than_anybody_would_read(steps: int) -> None:
    codes = [one.code for one in faults("[[step]]\nhodl = 0\n" * steps)]
    assert codes.count("unknown-key") == MOST_FAULTS
    assert codes.count("too-many") == (steps > MOST_FAULTS)


def test_breaths_in_a_hold_are_bounded() -> None:
    seconds = 2 * MOST_CUES
    breath = "breath = { in = 0.5, out = 0.5 }"
    (fault,) = faults(f"{STEP}hold = {seconds // 4}\nprepare = 0\nsets = 2\n{breath}\n")
    assert fault.code == "too-large"
    assert "counts and prompts" in fault.message


@pytest.mark.parametrize("key", ["sets", "reps"])
def test_numbers_that_python_does_not_write_are_refused(key: str) -> None:
    (fault,) = faults(f"{STEP}{'hold = 3' if key == 'sets' else ''}\n{key} = 0x{'f' * 9_000}\n")
    assert fault.code == "out-of-bounds"
    assert fault.message.startswith("the number is")


def test_exercises_of_a_file_are_bounded() -> None:
    own = "".join(f"[exercise.e{number}]\n" for number in range(MOST_EXERCISES + 1))
    assert faults(f"{STEP}hold = 3\n{own}")[0].code == "out-of-bounds"


def test_exercises_that_are_no_tables_are_told() -> None:
    codes = [one.code for one in faults("exercise = 3\n[[step]]\nexercise = 'plank'\n")]
    assert codes == ["wrong-type", "unknown-exercise"]


@pytest.mark.parametrize(
    "text",
    [
        f"{STEP}hold = '{'1' * 9_000}'\n",
        "[[step]]\nname = 'a'\nhold = '3\\u001B[2J'\n".replace("'", '"'),
        "extends = 'x'\n[replace.'\t']\nrest = 1\n",
        f"'{'k' * 9_000}' = 1\n{STEP}hold = 3\n",
    ],
)
def test_what_a_fault_quotes_can_be_shown(text: str) -> None:
    for one in faults(text):
        for part in (one.place, one.message, one.mend):
            assert part.isprintable()
            assert len(part) <= LONGEST_TOLD


def test_faults_on_one_long_line_are_shown_by_what_stands_around_them() -> None:
    with pytest.raises(RoutineError) as caught:
        loads(f"title = 'T'\nstep = [{'{}, ' * 20_000}]\n", name="limits")
    lines = told(caught.value).splitlines()
    assert max(len(line) for line in lines if " | " in line) < 2 * WIDEST
