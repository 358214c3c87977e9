"""The catalogue, and steps that refer to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.errors import RoutineError
from player.routine.library import Library
from player.routine.model import DoseKind, Leaf
from player.routine.reader import load_exercises, loads
from player.shipped import shipped_folder
from player.units import samples

LIBRARY = Library(shipped_folder("routines"))
CATALOGUE = LIBRARY.exercises()

IDS = set(
    """ankle-dorsiflexion-wall ankle-circles ankle-alphabet ankle-rocks calf-ankle-swings
    calf-raises-slow dorsiflexion-hold plantarflexion-hold plantar-fascia-release small-hops
    single-leg-stand single-leg-knee-bend hip-flexor-stretch-kneeling hip-circles
    worlds-greatest-stretch pigeon-pose ninety-ninety-switch leg-swings-front leg-swings-side
    deep-squats hip-hinge diagonal-hip-hinge high-knee-march band-hip-extension hip-openers
    side-lunges forward-lunges dynamic-lunges crossover-lunges bulgarian-split-squat glute-bridge
    glute-bridge-single bridge-walkout hip-thrust light-deadlift single-leg-deadlift
    hamstring-sweeps hamstring-curl-slow clam-shells side-lying-leg-lifts banded-walk
    hip-flexor-roll cat-cow thread-the-needle open-book rib-cage-rotations seated-twists
    half-kneeling-twists lateral-flexion standing-windmills tempo-clocks breathing-rotations
    wall-slides halos rotational-reach rotational-march pivot-skips lunge-rotation thoracic-roll
    dead-bug farmer-carry walk-to-run""".split()  # noqa: SIM905 - a list reads worse
)


def step(text: str) -> Leaf:
    """The first step of a routine."""
    routine = loads(f'title = "T"\n{text}', name="test", exercises=LIBRARY.exercises)
    first = routine.steps[0]
    assert isinstance(first, Leaf)
    return first


def test_the_catalogue_is_whole() -> None:
    assert set(CATALOGUE) == IDS


@pytest.mark.parametrize("name", sorted(IDS))
def test_easier_and_harder_exercises_exist(name: str) -> None:
    for variant in (CATALOGUE[name].easier, CATALOGUE[name].harder):
        assert variant is not None
        assert bool(variant.text) != bool(variant.exercise)
        if variant.exercise:
            assert variant.exercise in CATALOGUE
            assert variant.exercise != name


@pytest.mark.parametrize("path", sorted((shipped_folder("routines") / "exercises").iterdir()))
def test_a_file_holds_the_exercises_of_its_joint(path: Path) -> None:
    for exercise in load_exercises(path).values():
        joint = exercise.joints[0]
        assert path.stem == ("trunk" if joint == "whole body" else joint)


def test_a_step_takes_from_its_exercise_what_it_does_not_say() -> None:
    taken = step('[[step]]\nexercise = "hip-circles"')
    assert taken.name == CATALOGUE["hip-circles"].spoken
    assert taken.say == CATALOGUE["hip-circles"].instructions
    assert taken.remarks == CATALOGUE["hip-circles"].remarks
    assert taken.sides == ("left leg", "right leg")
    assert taken.dose == CATALOGUE["hip-circles"].dose
    own = step(
        '[[step]]\nexercise = "hip-circles"\nname = "Circles"\nsay = "Like this."\n'
        'hold = "20s"\nsides = false\ncues = ["Wide."]'
    )
    assert (own.name, own.say, own.sides) == ("Circles", "Like this.", ())
    assert (own.dose.kind, own.dose.amount.first) == (DoseKind.HOLD, samples(20))
    assert [remark.text for remark in own.remarks] == ["Wide."]


def test_the_nearest_pace_wins() -> None:
    text = '[defaults]\ntempo = "9s"\n[[step]]\nexercise = "cat-cow"\n'
    assert step(text).rep_length == samples(6)
    assert step(text + 'tempo = "4s"').rep_length == samples(4)
    assert step(text + 'tempo = "4s"').phases == ()
    assert step('[defaults]\nphases = [{ name = "a", time = "1s" }]\n[[step]]\n'
                'exercise = "hip-circles"').rep_length == samples(3)  # fmt: skip


def test_an_exercise_of_the_routine_goes_before_the_catalogue() -> None:
    own = step('[exercise.cat-cow]\nname = "My own"\nhold = "9s"\n[[step]]\nexercise = "cat-cow"')
    assert own.name == "My own"


def test_an_unknown_exercise_is_told_with_the_nearest() -> None:
    with pytest.raises(RoutineError) as caught:
        step('[[step]]\nexercise = "hip-circle"')
    (fault,) = caught.value.faults
    assert fault.code == "unknown-exercise"
    assert fault.mend == 'did you mean "hip-circles"?'


def test_the_catalogue_is_read_only_when_it_is_needed() -> None:
    library = Library(shipped_folder("routines"))
    library.read("demo")
    assert library._exercises is None
    library.read("pre-run")
    assert library._exercises


def test_an_incomplete_entry_of_the_catalogue_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[mine]\nname = "Mine"\nhold = "9s"\ncues = ["One."]\n')
    with pytest.raises(RoutineError) as caught:
        load_exercises(path)
    told = str(caught.value)
    for missing in ("joint", "when", "instructions", "why", "cues"):
        assert f"`{missing}`" in told
