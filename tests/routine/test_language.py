"""What the language can say beyond plain steps."""

from __future__ import annotations

import pytest

from player.errors import Fault, RoutineError
from player.routine.model import CountMode, DoseKind, First, Group, Leaf, Pace, Routine, Style
from player.routine.reader import loads
from player.session.model import Pass
from player.session.plan import plan
from player.units import samples


def read(text: str) -> Routine:
    return loads(f'title = "T"\n{text}', name="test")


def passes(text: str, turn: int = 0) -> tuple[Pass, ...]:
    return plan(read(text), turn=turn).passes


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RoutineError) as caught:
        read(text)
    return caught.value.faults


def sides(text: str, turn: int = 0) -> list[str]:
    return [one.side for one in passes(text, turn)]


PLANK = '[[step]]\nname = "Plank"\nhold = "30s"\n'


def test_the_first_side_can_be_chosen() -> None:
    text = PLANK + 'sides = ["left leg", "right leg"]\n'
    assert sides(text) == ["left leg", "right leg"]
    assert sides(text + 'first = "right"\n') == ["right leg", "left leg"]
    assert sides(text + 'first = "left"\n') == ["left leg", "right leg"]


def test_the_first_side_alternates_from_session_to_session() -> None:
    text = PLANK + 'sides = true\nfirst = "alternate"\n'
    assert [sides(text, turn)[0] for turn in range(4)] == ["left", "right", "left", "right"]


def test_a_first_side_the_step_does_not_have_is_a_fault() -> None:
    for text in (
        PLANK + 'first = "right"\n',
        PLANK + 'sides = ["inside", "outside"]\nfirst = "left"\n',
        PLANK + 'sides = ["left"]\nfirst = "alternate"\n',
    ):
        (fault,) = faults(text)
        assert fault.code == "no-such-side"
        assert fault.path[-1] == "first"


def test_a_first_side_among_the_defaults_goes_for_steps_that_have_it() -> None:
    text = '[defaults]\nfirst = "right"\n' + PLANK + "sides = true\n" + PLANK
    assert sides(text) == ["right", "left", ""]


def test_a_wait_is_a_step_of_its_own() -> None:
    (one,) = passes('[[step]]\nwait = "Lie down on your right side."\n')
    assert one.kind == DoseKind.WAIT
    assert one.waits
    assert one.say == "Lie down on your right side."
    (fault,) = faults('[[step]]\nwait = "Lie down."\nsides = true\n')
    assert fault.code == "not-for-this-dose"


def test_a_measure_brings_its_name_sides_and_instructions() -> None:
    left, right = passes('[[step]]\nmeasure = "knee-to-wall"\n')
    assert (left.kind, left.measure, left.waits) == (DoseKind.MEASURE, "knee-to-wall", True)
    assert (left.name, left.side, right.side) == ("Knee to wall", "left foot", "right foot")
    assert "heel" in left.say
    (fault,) = faults('[[step]]\nmeasure = "knee-to-wal"\n')
    assert fault.mend == 'did you mean "knee-to-wall"?'


def test_reps_at_ones_own_pace_wait() -> None:
    (one,) = passes('[[step]]\nname = "Squats"\nreps = 8\npace = "self"\n')
    assert one.waits
    assert one.length == samples(24)
    (fault,) = faults(PLANK + 'pace = "self"\n')
    assert (fault.code, fault.path[-1]) == ("not-for-this-dose", "pace")


def test_steps_and_groups_may_be_optional() -> None:
    routine = read(
        '[[step]]\ntitle = "G"\noptional = true\ntarget = "2min"\n'
        '[[step.step]]\nname = "A"\nhold = 5\noptional = true\n'
    )
    (group,) = routine.steps
    assert isinstance(group, Group)
    (leaf,) = group.steps
    assert isinstance(leaf, Leaf)
    assert (group.optional, group.target, leaf.optional) == (True, samples(120), True)


def test_preferences_of_a_step_go_before_those_of_its_group_and_routine() -> None:
    first, second, third = passes(
        '[cues]\nstyle = "brief"\ncountdown = 5\n'
        '[[step]]\ntitle = "G"\n[step.cues]\ncountdown = 1\npreview = false\n'
        '[[step.step]]\nname = "A"\nreps = 5\n'
        '[step.step.cues]\ncount = "last 2"\nstyle = "full"\nsay = ["Easy."]\n'
        '[[step.step]]\nname = "B"\nreps = 5\n'
        '[[step]]\nname = "C"\nreps = 5\n'
    )
    assert first.cues.counting.mode == CountMode.LAST
    assert (first.cues.style, first.cues.countdown, first.cues.preview) == (Style.FULL, 1, False)
    assert [one.text for one in first.remarks] == ["Easy."]
    assert (second.cues.style, second.cues.countdown) == (Style.BRIEF, 1)
    assert (third.cues.countdown, third.cues.preview) == (5, True)


def test_preferences_of_a_step_are_checked_as_those_of_a_routine() -> None:
    found = faults(PLANK + 'cues = { coutdown = 2, style = "loud", sounds = "soft" }\n')
    assert [one.code for one in found] == ["unknown-key", "unknown-word", "unknown-key"]
    (group,) = faults(
        '[[step]]\ntitle = "G"\ncues = ["No."]\n[[step.step]]\nname = "A"\nhold = 5\n'
    )
    assert (group.code, group.path[-1]) == ("wrong-type", "cues")


def test_reps_are_led_unless_the_step_says_otherwise() -> None:
    text = '[defaults]\npace = "self"\n[[step]]\nname = "A"\nreps = 5\npace = "led"\n' + PLANK
    leaf, held = read(text).steps
    assert isinstance(leaf, Leaf)
    assert isinstance(held, Leaf)
    assert (leaf.pace, held.pace) == (Pace.LED, Pace.LED)


def test_first_is_one_of_three_words() -> None:
    (fault,) = faults(PLANK + 'sides = true\nfirst = "rigth"\n')
    assert fault.mend == f'did you mean "{First.RIGHT}"?'
