"""Advice about what a routine asks for."""

from __future__ import annotations

import pytest
from support.compiling import SOUNDS

from player.routine.advice import PRINCIPLES, Advice, advice_on
from player.routine.library import Library
from player.routine.reader import loads
from player.session.plan import plan
from player.shipped import shipped_folder
from player.timeline.advice import advice_on_timeline
from player.timeline.compile import compile_session
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shapes

LIBRARY = Library(shipped_folder("routines"))


def advice(text: str) -> list[Advice]:
    routine = loads(f'title = "T"\n{text}', name="test", exercises=LIBRARY.exercises)
    timeline = compile_session(
        plan(routine), lambda texts: estimated_shapes(texts, VoiceChoice(rate=165)), SOUNDS
    )
    return [
        *advice_on(routine, LIBRARY.exercises()),
        *advice_on_timeline(routine, timeline, measured=False),
    ]


def codes(text: str) -> list[str]:
    return [one.code for one in advice(text)]


def step(*lines: str) -> str:
    return "\n".join(["[[step]]", *lines, ""])


PLANK = 'name = "Plank"', 'say = "On your forearms."'


def test_a_sound_routine_gets_no_advice() -> None:
    assert advice(step(*PLANK, 'hold = "20s"')) == []


@pytest.mark.parametrize("hold", ['"30s"', '"20-40s"', '"40-20s"'])
def test_a_long_static_hold_before_a_run_names_what_moves_instead(hold: str) -> None:
    found = advice('when = "pre-run"\n' + step('exercise = "pigeon-pose"', f"hold = {hold}"))
    static = next(one for one in found if one.code == "static-hold")
    assert static.path == ("step", 0, "hold")
    assert "hip-circles" in static.mend
    assert "power" in static.principle


def test_short_holds_and_moving_work_before_a_run_are_fine() -> None:
    assert codes('when = "pre-run"\n' + step(*PLANK, 'hold = "29s"')) == []
    assert codes('when = "pre-run"\n' + step(*PLANK, 'work = "40s"')) == []


def test_a_hold_under_its_least_useful_length_is_told() -> None:
    (short,) = advice(step('exercise = "pigeon-pose"', 'hold = "30-90s"'))
    assert (short.code, short.message) == ("short-hold", "30 s is too short to do much")
    assert "60 s" in short.mend


def test_an_exercise_outside_its_time_is_told() -> None:
    (outside,) = advice('when = "post-run"\n' + step('exercise = "hip-circles"'))
    assert (outside.code, outside.path) == ("outside-its-time", ("step", 0, "exercise"))
    assert codes(step('exercise = "hip-circles"')) == []


@pytest.mark.parametrize(
    ("steps", "lopsided"),
    [
        (step(*PLANK, "hold = 20", 'sides = ["left leg"]'), True),
        (step(*PLANK, "hold = 20", 'sides = ["left leg"]')
         + step(*PLANK, "hold = 20", 'sides = ["right leg"]'), False),
        (step(*PLANK, "hold = 20", 'sides = ["left leg"]')
         + step(*PLANK, "hold = 10", 'sides = ["right leg"]'), True),
        (step(*PLANK, "hold = 20", 'sides = ["left leg"]')
         + step(*PLANK, "hold = 10", 'sides = ["right leg"]', "sets = 2"), False),
        (step(*PLANK, "hold = 20", "sides = true"), False),
        (step(*PLANK, "hold = 20", 'sides = ["inside", "outside"]'), False),
    ],
)  # fmt: skip
def test_lopsided_sides_are_told(steps: str, lopsided: bool) -> None:  # noqa: FBT001 - a case
    assert ("lopsided" in codes(steps)) == lopsided


def test_rounds_count_for_both_sides() -> None:
    text = (
        '[[step]]\nrounds = 2\n[[step.step]]\nname = "A"\nsay = "B."\nhold = 5\n'
        'sides = ["left"]\n[[step]]\nname = "A"\nsay = "B."\nhold = 10\nsides = ["right"]\n'
    )
    assert codes(text) == []


def test_a_rest_day_without_a_joint_names_exercises_for_it() -> None:
    found = advice('when = "rest-day"\n' + step('exercise = "ankle-circles"'))
    assert [one.code for one in found] == ["joint-left-out"] * 2
    assert "hip" in found[0].message
    named = found[0].mend.removeprefix("add one, for example ").split(", ")
    assert all("hip" in LIBRARY.exercises()[name].joints for name in named)
    assert found[0].path == ("when",)


def test_what_is_never_explained_is_told() -> None:
    assert codes(step('name = "Plank"', "hold = 20")) == ["no-instructions"]
    assert codes(step('name = "Plank"', "hold = 20", 'cues = ["Long."]')) == []
    assert codes(step("rest = 20")) == []


def test_equipment_that_is_wanted_again_is_told() -> None:
    wall, mat, free = (
        step(f'exercise = "{name}"') for name in ("wall-slides", "open-book", "ankle-circles")
    )
    assert codes(wall + free + wall + mat) == []
    (again,) = advice(wall + mat + wall)
    assert (again.code, again.place) == ("equipment-back-and-forth", 'step 3 "Wall slides"')
    assert "wall" in again.message


def test_totals_away_from_their_targets_are_told() -> None:
    text = 'target = "1min"\n' + step(*PLANK, "hold = 20")
    (total,) = advice(text)
    assert (total.code, total.path) == ("off-target", ("target",))
    group = (
        '[[step]]\ntitle = "G"\ntarget = "2min"\n[[step.step]]\nname = "A"\nsay = "B."\nhold = 20\n'
    )
    (told,) = advice(group)
    assert (told.path, told.place) == (("step", 0, "target"), 'step 1 "G"')
    assert "shorter than its target" in told.message


def test_long_silence_is_told() -> None:
    quiet = step(*PLANK, "work = 100", "cues = { halfway = false }")
    assert codes(quiet) == ["long-silence"]
    assert codes(step(*PLANK, "work = 70")) == []


def test_what_does_not_fit_is_told_with_figures_where_it_stands() -> None:
    text = step(
        'name = "Jump"', "reps = 4", 'tempo = "1s"',
        'cues = ["Up.", "Land as quietly as you possibly can every single time."]',
    )  # fmt: skip
    found = next(one for one in advice(text) if "Land" in one.message)
    assert (found.code, found.path) == ("does-not-fit", ("step", 0, "cues", 1))
    assert "s free" in found.message


def test_every_kind_of_advice_has_a_principle() -> None:
    assert all(PRINCIPLES.values())
