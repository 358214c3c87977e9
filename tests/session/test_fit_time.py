from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.compiling import compiled

from player.routine.library import Library
from player.routine.merging import leaves
from player.routine.model import (
    COUNTED,
    RESTING,
    Dose,
    DoseKind,
    Group,
    Leaf,
    Routine,
    Step,
)
from player.routine.reader import loads
from player.session.costs import Costs
from player.session.exact import with_amounts
from player.session.fit_time import MEASUREMENTS, Fitted, fit_to
from player.session.lengths import Lengths, Measured, PassLength, slots
from player.session.model import Pass
from player.session.plan import plan
from player.session.shares import share_of_each
from player.units import Range, clock, samples

pytestmark = pytest.mark.slow

ROUTINES = Path(__file__).resolve().parents[2] / "routines"
EXACT = samples(5)
TIMED = {DoseKind.HOLD, DoseKind.WORK, DoseKind.REST}


# A compiler of its own: words take time by their letters, and every lead is as long as its words.


def spoken(text: str) -> int:
    return samples(0.06 * len(text))


def need(one: Pass) -> int:
    seconds = round(one.length / samples(1))
    minutes, left = divmod(seconds, 60)
    dose = f"{one.reps} reps" if one.reps else f"{minutes} min" * bool(minutes) + f"{left} s"
    words = [*one.opens, one.name, dose, one.say, "Ready? 3, 2, 1"]
    return sum(spoken(word) for word in words)


def measured(routine: Routine, start_at: str = "") -> Lengths:
    found = []
    for one in plan(routine, start_at=start_at).passes:
        if one.kind == DoseKind.REST:
            found.append(PassLength(one.step, 0, 0, 0, one.length))
            continue
        alone = max(one.ready, need(one))
        rest = one.rest.length if one.rest else 0
        words = spoken(f"Rest {rest // samples(1)} seconds") if one.rest else 0
        words += spoken(f"Next: {one.name}") if rest >= samples(15) else 0
        lead = max(rest, words + alone)
        if one.kind == DoseKind.SAY:
            said = spoken(one.say)
            found.append(PassLength(one.step, rest, lead - said, alone - said, said))
        else:
            found.append(PassLength(one.step, rest, lead, alone, one.length))
    closing = samples(2)
    return Lengths(closing + sum(one.lead + one.doing for one in found), tuple(found))


def real(routine: Routine) -> Lengths:
    timeline = compiled(routine)
    return Lengths(
        timeline.length,
        tuple(
            PassLength(
                span.doing.step,
                span.doing.rest.length if span.doing.rest else 0,
                span.start - span.lead,
                span.start - span.ready,
                span.stop - span.start,
            )
            for span in timeline.spans
        ),
    )


def shortest(routine: Routine, measured: Measured = measured) -> int:
    return measured(with_amounts(routine, lambda leaf: leaf.dose.amount.low)).total


def longest(routine: Routine, measured: Measured = measured) -> int:
    return measured(with_amounts(routine, lambda leaf: leaf.dose.amount.high)).total


# Routines with ranges.


def ranges(low: int, high: int, unit: int = 1) -> st.SearchStrategy[Range]:
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda pair: Range(pair[0] * unit, pair[1] * unit)
    )


NAMES = st.sampled_from(["Hip", "Knee circle", "A long and winding name of something to do"])


@st.composite
def steps(draw: st.DrawFn, widest: int = 90) -> Leaf:
    kind = draw(st.sampled_from(DoseKind))
    optional = draw(st.booleans())
    prepare = draw(st.sampled_from([0, samples(3), samples(8)]))
    if kind == DoseKind.SAY:
        amount = Range(0, 0)
    elif kind in {DoseKind.WAIT, DoseKind.MEASURE}:
        amount = Range(samples(15), samples(15))
    elif kind in COUNTED:
        amount = draw(ranges(1, 15))
    else:
        amount = draw(ranges(10, widest * 10, samples(0.1)) | ranges(1, widest, samples(1)))
    resting = kind in RESTING
    return Leaf(
        "",
        "" if resting else draw(NAMES),
        Dose(kind, amount),
        say=draw(NAMES) if kind in {DoseKind.SAY, DoseKind.WAIT} else "",
        sides=() if resting else draw(st.sampled_from([(), ("left", "right")])),
        sets=1 if resting else draw(st.integers(1, 2)),
        tempo=draw(st.sampled_from([samples(2), samples(3.5), samples(12)])),
        breath=(),
        prepare=prepare,
        switch=prepare,
        optional=optional,
    )


def groups(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    return st.builds(
        lambda title, rounds, steps, target, optional: Group(
            "", title, rounds, tuple(steps), target, optional=optional
        ),
        st.sampled_from(["", "Warm up"]),
        st.integers(1, 2),
        st.lists(inner, min_size=1, max_size=4),
        st.none() | st.sampled_from([samples(60), samples(240)]),
        st.booleans(),
    )


def numbered(steps: tuple[Step, ...], above: str = "") -> tuple[Step, ...]:
    found: list[Step] = []
    for number, step in enumerate(steps, 1):
        path = f"{above}{number}"
        if isinstance(step, Group):
            found.append(step._replace(path=path, steps=numbered(step.steps, f"{path}.")))
        else:
            found.append(step._replace(path=path))
    return tuple(found)


def routine_of(*steps: Step, target: int | None = None) -> Routine:
    return Routine("t", "T", numbered(steps), target=target)


def routines(inner: st.SearchStrategy[Step], most: int) -> st.SearchStrategy[Routine]:
    return st.builds(
        lambda steps, target: routine_of(*steps, target=target),
        st.lists(inner, min_size=1, max_size=most),
        st.none() | st.just(samples(300)),
    )


anything = routines(st.recursive(steps(), groups, max_leaves=8), 5)
wishes = st.integers(0, 1800).map(samples)


def paths(routine: Routine) -> list[str]:
    return [leaf.path for leaf in leaves(routine.steps)]


def always_done(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if step.optional:
            continue
        if isinstance(step, Group):
            yield from always_done(step.steps)
        else:
            yield step.path


def amounts(fitted: Fitted) -> dict[str, int]:
    return {leaf.path: leaf.dose.amount.first for leaf in leaves(fitted.routine.steps)}


@given(anything, wishes)
def test_what_is_fitted_keeps_to_what_the_author_allows(routine: Routine, wished: int) -> None:
    calls = 0

    def counting(exact: Routine) -> Lengths:
        nonlocal calls
        calls += 1
        assert all(one.dose.amount.first == one.dose.amount.last for one in leaves(exact.steps))
        return measured(exact)

    fitted = fit_to(routine, wished, counting)
    assert calls <= MEASUREMENTS
    given_ranges = {leaf.path: leaf.dose.amount for leaf in leaves(routine.steps)}
    for path, amount in amounts(fitted).items():
        assert given_ranges[path].low <= amount <= given_ranges[path].high
    kept = paths(fitted.routine)
    assert kept == [path for path in paths(routine) if path in set(kept)]
    assert set(always_done(routine.steps)) <= set(kept)
    assert bool(fitted.left_out) == (len(kept) < len(given_ranges))
    assert measured(fitted.routine).total == fitted.length
    assert bool(fitted.note) == (abs(fitted.length - wished) > EXACT)
    assert fit_to(routine, wished, measured) == fitted


@given(anything, wishes)
def test_something_to_do_is_never_left_out(routine: Routine, wished: int) -> None:
    doing = [leaf for leaf in leaves(routine.steps) if leaf.dose.kind not in RESTING]
    kept = leaves(fit_to(routine, wished, measured).routine.steps)
    assert kept
    assert not doing or any(leaf.dose.kind not in RESTING for leaf in kept)


@given(anything, wishes)
def test_nothing_is_left_out_unless_it_must_be(routine: Routine, wished: int) -> None:
    fitted = fit_to(routine, wished, measured)
    if shortest(routine) <= wished:
        assert not fitted.left_out


@given(anything, wishes)
def test_longer_and_shorter_than_can_be_is_told_with_its_ends(
    routine: Routine, wished: int
) -> None:
    fitted = fit_to(routine, wished, measured)
    if wished >= longest(routine) + EXACT:
        assert fitted.length == longest(routine)
        assert clock(fitted.length) in fitted.note or wished == longest(routine) + EXACT
    if wished < shortest(routine):
        assert fitted.length <= shortest(routine)


@given(routines(steps(), 6), st.floats(0, 1))
def test_only_as_many_are_left_out_as_need_be_in_the_order_of_the_file(
    routine: Routine, part: float
) -> None:
    least = routine._replace(steps=tuple(one for one in routine.steps if not one.optional))
    assume(any(one.dose.kind not in RESTING for one in leaves(least.steps)))
    wished = round(shortest(least) + part * (shortest(routine) - shortest(least)))
    fitted = fit_to(routine, wished, measured)
    kept = set(paths(fitted.routine))
    optional = [leaf.path for leaf in leaves(routine.steps) if leaf.optional]
    gone = [path for path in optional if path not in kept]
    assert gone == optional[: len(gone)]
    if gone:
        with_last = tuple(
            step for step in routine.steps if step.path in kept or step.path == gone[-1]
        )
        assert shortest(routine._replace(steps=with_last)) > wished + EXACT


@st.composite
def coarse(draw: st.DrawFn) -> Leaf:
    """A step whose dose moves the whole in great steps."""
    kind = draw(st.sampled_from([DoseKind.HOLD, DoseKind.REPS, DoseKind.REST]))
    if kind == DoseKind.REPS:
        amount = draw(ranges(1, 7))
    else:
        amount = draw(ranges(40, 120, samples(0.5)) | ranges(4, 30, samples(1)))
    return Leaf(
        "",
        "" if kind == DoseKind.REST else draw(NAMES),
        Dose(kind, amount),
        sides=() if kind == DoseKind.REST else draw(st.sampled_from([(), ("left", "right")])),
        sets=1 if kind == DoseKind.REST else draw(st.integers(1, 4)),
        tempo=draw(st.sampled_from([samples(2), samples(9), samples(17), samples(31)])),
        prepare=draw(st.sampled_from([0, samples(4), samples(9)])),
    )


@given(routines(coarse(), 3), st.floats(0, 1))
def test_a_time_that_can_be_had_is_had(routine: Routine, part: float) -> None:
    """Held against every combination of whole seconds and reps."""
    wished = round(shortest(routine) + part * (longest(routine) - shortest(routine)))
    fitted = fit_to(routine, wished, measured)
    if abs(fitted.length - wished) <= EXACT:
        return
    options = [whole_amounts(leaf) for leaf in leaves(routine.steps)]
    count = 1
    for one in options:
        count *= len(one)
    assume(count <= 5000)
    for some in itertools.product(*options):
        by_path = dict(zip(paths(routine), some, strict=True))
        exact = with_amounts(routine, lambda leaf: by_path[leaf.path])  # noqa: B023 - used at once
        assert abs(measured(exact).total - wished) > EXACT


def whole_amounts(leaf: Leaf) -> list[int]:
    ends = leaf.dose.amount
    if leaf.dose.kind in COUNTED:
        return list(range(ends.low, ends.high + 1))
    second = samples(1)
    whole = range(-(-ends.low // second) * second, ends.high + 1, second)
    return sorted({ends.low, ends.high, *whole})


@given(anything, wishes)
def test_what_was_fitted_stays_when_it_is_fitted_to_its_length(
    routine: Routine, wished: int
) -> None:
    fitted = fit_to(routine, wished, measured)
    again = fit_to(fitted.routine, fitted.length, measured)
    assert amounts(again) == amounts(fitted)
    assert again.note == ""


# What comes out, on routines one can reckon with: every lead takes as long as it is prepared.


def plain(routine: Routine) -> Lengths:
    found = []
    for one in plan(routine).passes:
        if one.kind == DoseKind.REST:
            found.append(PassLength(one.step, 0, 0, 0, one.length))
            continue
        rest = one.rest.length if one.rest else 0
        found.append(PassLength(one.step, rest, max(rest, one.ready), one.ready, one.length))
    return Lengths(sum(one.lead + one.doing for one in found), tuple(found))


def read(text: str, top: str = "") -> Routine:
    return loads(f'title = "T"\n{top}[defaults]\nprepare = 0\nswitch = 0\n{text}', name="t")


def hold(name: str, dose: str, more: str = "") -> str:
    return f'[[step]]\nname = "{name}"\nhold = "{dose}"\n{more}\n'


def fitted_to(routine: Routine, wished: float, measured: Measured = plain) -> Fitted:
    return fit_to(routine, samples(wished), measured)


def in_seconds(fitted: Fitted) -> list[float]:
    return [leaf.dose.amount.first / samples(1) for leaf in leaves(fitted.routine.steps)]


@pytest.mark.parametrize(
    ("wished", "expected"), [(120, [20, 40, 60]), (165, [30, 55, 80]), (210, [40, 70, 100])]
)
def test_doses_move_together(wished: float, expected: list[float]) -> None:
    text = hold("A", "20-40s") + hold("B", "40-70s") + hold("C", "100-60s")
    assert in_seconds(fitted_to(read(text), wished)) == expected


evenly_moving = st.lists(
    st.tuples(st.integers(2, 12), st.integers(1, 12)), min_size=2, max_size=8
).map(lambda pairs: [(5 * low, 5 * (low + more)) for low, more in pairs])


@given(evenly_moving, st.floats(0, 1))
def test_no_dose_stands_high_while_others_stand_low(
    ends: list[tuple[int, int]], part: float
) -> None:
    routine = read("".join(hold("A", f"{low}-{high}s") for low, high in ends))
    low, high = (sum(one) for one in zip(*ends, strict=True))
    fitted = fitted_to(routine, low + part * (high - low))
    assert not fitted.note
    reach = 10
    places = [
        ((dose - reach - low) / (high - low), (dose + reach - low) / (high - low))
        for dose, (low, high) in zip(in_seconds(fitted), ends, strict=True)
    ]
    assert max(low for low, _ in places) <= min(high for _, high in places)


def test_seconds_between_the_grid_are_used_for_one_dose_only() -> None:
    text = hold("A", "20-60s", "sets = 4") + hold("B", "20-60s", "sets = 4")
    assert in_seconds(fitted_to(read(text), 4 * 80)) == [40, 40]
    doses = in_seconds(fitted_to(read(text), 4 * 82))
    assert sum(doses) in {81, 82, 83}
    assert sum(dose % 5 == 0 for dose in doses) == 1


def test_reps_are_whole_and_come_as_near_as_they_can() -> None:
    text = '[[step]]\nname = "A"\nreps = "4-8"\ntempo = "10s"\nsides = true\nsets = 2'
    fitted = fitted_to(read(text), 225)
    assert fitted.length == samples(240)
    assert leaves(fitted.routine.steps)[0].dose.amount == Range(6, 6)
    assert fitted.note == "The nearest that can be had is 4:00: doses move in steps of 40 s here."


def test_a_rest_runs_into_what_its_words_need() -> None:
    text = hold("A", "30s") + '[[step]]\nrest = "5-30s"\n' + hold("B", "30s", 'prepare = "15s"')
    routine = read(text)
    assert shortest(routine, plain) == samples(75)
    assert in_seconds(fitted_to(routine, 75)) == [30, 5, 30]
    assert in_seconds(fitted_to(routine, 85)) == [30, 25, 30]
    assert fitted_to(routine, 90).length == samples(90)


def test_a_rest_at_the_end_is_fitted_as_well() -> None:
    text = hold("A", "30s") + '[[step]]\nrest = "40-20s"\n'
    assert in_seconds(fitted_to(read(text), 65)) == [30, 35]


TARGETS = """
[[step]]
title = "One"
target = "2min"
  [[step.step]]
  name = "A"
  hold = "20-240s"
  [[step.step]]
  name = "B"
  hold = "20-240s"
[[step]]
title = "Two"
target = "4min"
  [[step.step]]
  name = "C"
  hold = "20-60s"
  sides = true
  [[step.step]]
  name = "D"
  hold = "20-500s"
[[step]]
name = "E"
hold = "10-120s"
"""


@given(st.integers(200, 800))
def test_groups_share_the_time_in_proportion_to_their_targets(wished: int) -> None:
    routine = read(TARGETS, 'target = "7min"\n')
    fitted = fitted_to(routine, wished)
    assert abs(fitted.length - samples(wished)) <= EXACT
    a, b, c, d, e = in_seconds(fitted)
    for took, minutes in ((a + b, 2), (2 * c + d, 4), (e, 1)):
        assert abs(took - wished * minutes / 7) <= 10


@pytest.mark.parametrize("each", range(21, 65))
def test_rounding_doses_does_not_shift_time_from_one_group_to_another(each: int) -> None:
    step = '[[step.step]]\nname = "A"\nhold = "20-65s"\n'
    group = f'[[step]]\ntitle = "One"\ntarget = "4min"\n{step * 8}'
    doses = in_seconds(fitted_to(read(group * 2), 16 * each))
    assert abs(sum(doses[:8]) - 8 * each) <= 8
    assert abs(sum(doses[8:]) - 8 * each) <= 8


def test_targets_become_what_the_wished_time_makes_of_them() -> None:
    routine = fitted_to(read(TARGETS, 'target = "7min"\n'), 210).routine
    assert routine.target == samples(210)
    targets = [step.target for step in routine.steps if isinstance(step, Group)]
    assert targets == [samples(60), samples(120)]


def test_groups_that_cannot_have_their_share_leave_it_to_the_others() -> None:
    text = TARGETS.replace('"20-240s"', '"20-30s"')
    a, b, c, d, e = in_seconds(fitted_to(read(text, 'target = "7min"\n'), 420))
    assert (a, b) == (30, 30)
    assert abs(2 * c + d - 288) <= 10
    assert abs(e - 72) <= 10


LEAVING = """
[[step]]
title = "One"
target = "1min"
  [[step.step]]
  name = "A"
  hold = "20s"
  optional = true
  [[step.step]]
  name = "B"
  hold = "20s"
  [[step.step]]
  name = "C"
  hold = "20s"
  optional = true
[[step]]
title = "Two"
target = "1min"
  [[step.step]]
  name = "D"
  hold = "30s"
  optional = true
  [[step.step]]
  name = "E"
  hold = "30s"
  optional = true
  [[step.step]]
  name = "F"
  hold = "30s"
[[step]]
title = "Three"
optional = true
  [[step.step]]
  name = "G"
  hold = "10s"
"""


@pytest.mark.parametrize(
    ("wished", "names"),
    [
        (160, "ABCDEFG"),
        (130, "ABCEFG"),
        (110, "BCEFG"),
        (80, "BCFG"),
        (60, "BFG"),
        (50, "BF"),
    ],
)
def test_the_next_to_go_is_of_the_group_that_is_furthest_above_its_share(
    wished: float, names: str
) -> None:
    fitted = fitted_to(read(LEAVING, 'target = "130s"\n'), wished)
    assert fitted.length == samples(wished)
    assert "".join(leaf.name for leaf in leaves(fitted.routine.steps)) == names


def test_what_is_left_out_is_named_and_what_is_kept_has_the_number_it_had() -> None:
    fitted = fitted_to(read(LEAVING, 'target = "130s"\n'), 50)
    assert fitted.left_out == (
        'step 1.1 "A"', 'step 1.3 "C"', 'step 2.1 "D"', 'step 2.2 "E"', 'step 3 "Three"',
    )  # fmt: skip
    assert paths(fitted.routine) == ["1.2", "2.3"]
    assert len(fitted.routine.steps) == 2


@pytest.mark.parametrize(
    ("text", "wished", "length", "why"),
    [
        (
            hold("A", "20-40s"),
            10, 20, "all doses stand at their shortest and no step may be left out",
        ),
        (hold("A", "20-40s"), 60, 40, "all doses stand at their longest"),
        (hold("A", "20s"), 60, 20, "no dose has a range"),
        (hold("A", "20s"), 10, 20, "no dose has a range and no step may be left out"),
        (
            hold("A", "20s") + hold("B", "30s", "optional = true"),
            10, 20, "no dose has a range and no more steps may be left out",
        ),
        (
            hold("A", "20-30s") + hold("B", "30s", "optional = true"),
            36, 30, 'all doses stand at their longest, and with step 2 "B" it gets too long',
        ),
        (
            hold("A", "20-30s") + hold("B", "30s", "optional = true"),
            44, 50, 'all doses stand at their shortest, and without step 2 "B" it gets too short',
        ),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_had_is_told_with_the_reason(
    text: str, wished: float, length: float, why: str
) -> None:
    fitted = fitted_to(read(text), wished)
    assert fitted.length == samples(length)
    assert fitted.note == f"The nearest that can be had is {clock(fitted.length)}: {why}."


def test_the_last_thing_to_do_stays_though_it_is_optional() -> None:
    text = hold("A", "20s", "optional = true") + '[[step]]\nsay = "Hello."\n'
    assert [leaf.path for leaf in leaves(fitted_to(read(text), 1).routine.steps)] == ["1", "2"]


START = (
    hold("A", "20-40s", "optional = true")
    + '[[step]]\nrest = "10s"\n'
    + hold("B", "20-40s", "optional = true")
    + hold("C", "20-40s", "optional = true")
    + hold("D", "20-40s")
)


@pytest.mark.parametrize(("wished", "kept"), [(90, "ABCD"), (60, "ABCD"), (40, "ABD")])
def test_what_is_done_from_a_later_step_on_is_fitted_alone(wished: float, kept: str) -> None:
    def from_b(routine: Routine) -> Lengths:
        session = plan(routine, start_at="B")
        found = tuple(
            PassLength(one.step, one.rest.length if one.rest else 0, 0, 0, one.length)
            for one in session.passes
        )
        return Lengths(sum(one.doing for one in found), found)

    fitted = fit_to(read(START), samples(wished), from_b, start_at="B")
    assert fitted.length == samples(wished)
    assert "".join(leaf.name for leaf in leaves(fitted.routine.steps)) == kept


@given(anything, wishes, st.data())
def test_any_step_may_be_the_first(routine: Routine, wished: int, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(paths(routine)))
    fitted = fit_to(routine, wished, lambda exact: measured(exact, start), start_at=start)
    assert measured(fitted.routine, start).total == fitted.length


def test_rests_before_the_first_step_are_not_counted() -> None:
    text = '[[step]]\nrest = "10-40s"\n[[step]]\nrest = "5-20s"\n' + hold("A", "20-40s")

    def from_second(routine: Routine) -> Lengths:
        (one,) = plan(routine, start_at="2").passes
        rest = one.rest.length if one.rest else 0
        return Lengths(rest + one.length, (PassLength("3", rest, rest, 0, one.length),))

    fitted = fit_to(read(text), samples(40), from_second, start_at="2")
    assert fitted.length == samples(40)
    assert in_seconds(fitted)[0] == 10


def test_a_step_that_might_stay_is_not_left_out_unmeasured() -> None:
    """Without A the words before B are shorter, which nobody can know ahead."""

    def wordy(routine: Routine) -> Lengths:
        found = plain(routine)
        steps = [one.step for one in found.passes]
        longer = samples(8) if {"1", "2"} <= set(steps) else 0
        passes = tuple(
            one._replace(lead=longer, alone=longer) if one.step == "2" else one
            for one in found.passes
        )
        return Lengths(found.total + longer, passes)

    text = hold("A", "20s", "optional = true") + hold("B", "20s", "optional = true")
    fitted = fitted_to(read(text + hold("C", "20-60s")), 42, wordy)
    assert fitted.left_out == ('step 1 "A"',)


@pytest.mark.parametrize("name", Library(ROUTINES).ids())
def test_what_was_measured_is_reckoned_as_it_was(name: str) -> None:
    routine = Library(ROUTINES).read(name)
    passes, costs = slots(routine.steps), Costs()
    for end in ("low", "high", "low"):
        amounts = {leaf.path: getattr(leaf.dose.amount, end) for leaf in leaves(routine.steps)}
        lengths = real(with_amounts(routine, lambda leaf: amounts[leaf.path]))  # noqa: B023
        costs.learn(passes, amounts, lengths)
        assert costs.total(passes, amounts) == lengths.total
        whole = sum(costs.shares(passes, amounts, share_of_each(routine)).values())
        assert whole == lengths.total


def test_words_are_remembered_by_their_dose() -> None:
    leaf = Leaf("1", "A", Dose(DoseKind.HOLD, Range(samples(20), samples(30))))
    costs = Costs()
    for dose, words in ((20, 3), (30, 7)):
        one = PassLength("1", 0, samples(words), samples(words), samples(dose))
        lengths = Lengths(samples(dose + words), (one,))
        costs.learn(slots((leaf,)), {"1": samples(dose)}, lengths)
    (choice,) = costs.choices(slots((leaf,)), {"1": samples(30)})
    assert choice.cost(samples(30)) - choice.cost(samples(20)) == samples(14)


def test_passes_of_another_routine_are_refused() -> None:
    strange = Lengths(samples(1), (PassLength("1", 0, 0, 0, samples(1)),) * 2)
    with pytest.raises(ValueError, match="not those of the routine"):
        fitted_to(read(hold("A", "20s")), 20, lambda _: strange)


# The shipped routines, as the player compiles them.


@pytest.mark.parametrize("minutes", range(5, 30))
def test_the_rest_day_routine_comes_to_any_time_from_5_to_30_minutes(minutes: int) -> None:
    routine = Library(ROUTINES).read("rest-day")
    for wished in (samples(60 * minutes), samples(60 * minutes + 30)):
        fitted = fit_to(routine, wished, real)
        assert abs(fitted.length - wished) <= EXACT
        assert real(fitted.routine).total == fitted.length
        assert not fitted.note


@pytest.mark.parametrize("name", Library(ROUTINES).ids())
def test_shipped_routines_come_to_their_ends_and_to_times_between(name: str) -> None:
    routine = Library(ROUTINES).read(name)
    low, high = shortest(routine, real), longest(routine, real)
    for part in (0, 0.3, 0.7, 1):
        wished = round(low + part * (high - low))
        fitted = fit_to(routine, wished, real)
        assert abs(fitted.length - wished) <= EXACT, fitted.note
        assert not fitted.left_out
