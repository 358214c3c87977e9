"""The coach: counting, openings and closings, what is needed, what was said before."""

from __future__ import annotations

import pytest
from support.compiling import timeline

from player.routine.library import Library
from player.routine.reader import loads
from player.session.plan import plan
from player.shipped import shipped_folder
from player.timeline.model import CueKind, Timeline
from player.units import samples, seconds

LIBRARY = Library(shipped_folder("routines"))

SQUATS = '[[step]]\nname = "Squats"\nsay = "Sit back."\n'


def said(found: Timeline, *kinds: CueKind) -> list[str]:
    return [
        cue.text or f"({cue.chime})" for cue in found.placements if not kinds or cue.kind in kinds
    ]


def counts(text: str) -> list[str]:
    return said(timeline(text), CueKind.COUNT)


@pytest.mark.parametrize(
    ("count", "spoken"),
    [
        ("every", ["1", "2", "3", "4", "5", "6"]),
        ("every 2", ["2", "4", "6"]),
        ("last 2", ["5", "6"]),
        ("down", ["6", "5", "4", "3", "2", "1"]),
        ("down last 3", ["3", "2", "1"]),
        ("down every 2", ["6", "4", "2"]),
        ("off", []),
    ],
)
def test_reps_are_counted_as_the_author_likes(count: str, spoken: list[str]) -> None:
    assert counts(f'[cues]\ncount = "{count}"\n{SQUATS}reps = 6\n') == spoken


def test_numbers_above_twenty_are_cut_short_where_reps_are_brisk() -> None:
    routine = f'{SQUATS}reps = 31\ntempo = "0.7s"\n'
    spoken = [cue.text for cue in timeline(routine, rate=120).placements
              if cue.kind == CueKind.COUNT]  # fmt: skip
    assert spoken[20:24] == ["1", "2", "3", "4"]
    assert len(spoken) == 31


def test_the_last_rep_is_told_ahead_where_there_is_room() -> None:
    found = timeline(f"{SQUATS}reps = 5\n")
    told = next(cue for cue in found.placements if cue.text == "Last one.")
    start = found.spans[0].start
    assert 9 < seconds(told.onset - start) < seconds(told.stop - start) < 12
    assert "Last one." not in said(timeline(f"{SQUATS}reps = 3\n"))
    brisk = timeline(f'{SQUATS}reps = 9\ntempo = "0.7s"\n')
    assert "Last one." not in said(brisk)
    assert brisk.concessions == ()


PHASES = (
    'phases = [{ name = "down", time = "3s" }, { name = "hold", time = "2s" },'
    ' { name = "up", time = "2s" }]\n'
)


def test_parts_of_a_rep_are_called_by_name_at_first_and_ticked_after() -> None:
    found = timeline(f"{SQUATS}reps = 4\n{PHASES}")
    assert said(found, CueKind.COUNT) == ["1, down", "2, down", "3", "4"]
    assert said(found, CueKind.COACH) == ["Hold.", "Up.", "Hold.", "Up.", "Last one."]
    ticks = [seconds(cue.onset - found.spans[0].start) for cue in found.placements
             if cue.kind == CueKind.BREATH]  # fmt: skip
    assert ticks == [14, 17, 19, 21, 24, 26]


def test_names_can_be_said_in_every_rep_or_never() -> None:
    every = timeline(f'[cues]\nnaming = "every"\n{SQUATS}reps = 4\n{PHASES}')
    assert said(every, CueKind.COUNT) == ["1, down", "2, down", "3, down", "4, down"]
    never = timeline(f'[cues]\nnaming = "off"\n{SQUATS}reps = 4\n{PHASES}')
    assert said(never, CueKind.COUNT) == ["1", "2", "3", "4"]


def test_seconds_of_a_slow_part_are_ticked_if_the_author_likes() -> None:
    found = timeline(f"[cues]\nticks = true\n{SQUATS}reps = 2\n{PHASES}")
    ticks = [seconds(cue.onset - found.spans[0].start) for cue in found.placements
             if cue.kind == CueKind.TICK]  # fmt: skip
    assert ticks == [1, 2, 8, 9]


def test_a_session_opens_with_its_length_and_what_to_have_ready() -> None:
    routine = LIBRARY.read("post-run")
    opening = said(_compiled("post-run"))[:3]
    assert opening == [f"{routine.title}.", "About 11 minutes.", "Have ready: mat."]


def test_a_session_closes_with_what_was_done() -> None:
    assert said(_compiled("post-run"), CueKind.FINISH)[1:] == [
        "That's it. Well done.", "5 exercises in 11 minutes.",
    ]  # fmt: skip


def test_a_short_session_neither_opens_nor_closes_with_figures() -> None:
    assert said(timeline(f"{SQUATS}reps = 3\n"))[0] == "Title."
    assert "minutes" not in " ".join(said(timeline(f"{SQUATS}reps = 3\n")))


def test_a_long_group_is_told_with_its_length() -> None:
    text = '[[step]]\ntitle = "Hips"\n[[step.step]]\nname = "A"\nsay = "B."\nwork = "5min"\n'
    assert "Hips, 5 minutes." in said(timeline(text))
    assert "Hips, 8 minutes." in said(timeline(text.replace('"Hips"\n', '"Hips"\ntarget = 480\n')))


def test_what_is_needed_next_is_told_ahead_once() -> None:
    found = _of('[[step]]\nexercise = "plantar-fascia-release"\n[[step]]\nrest = "30s"\n'
                '[[step]]\nexercise = "open-book"\n[[step]]\nrest = "30s"\n'
                '[[step]]\nexercise = "thread-the-needle"\n')  # fmt: skip
    assert said(found, CueKind.PREVIEW) == [
        "Next: Open book. You will need the mat.", "Next: Thread the needle.",
    ]  # fmt: skip


def test_an_instruction_is_cut_short_the_next_time() -> None:
    step = '[[step]]\nname = "A"\nsay = "Feet apart. Sit back slowly."\nreps = 2\n'
    assert [one for one in said(timeline(step + step)) if "Feet" in one] == [
        "Feet apart. Sit back slowly.", "Feet apart.",
    ]  # fmt: skip


def test_reps_are_called_what_they_are() -> None:
    found = timeline('[[step]]\nname = "A"\nsay = "B."\nreps = 8\nunit = "circles"\nsides = true\n')
    assert "A. 8 circles each side. Left side." in said(found)


def test_sets_and_rounds_are_told_in_order() -> None:
    found = timeline(f"{SQUATS}reps = 2\nsets = 4\n")
    assert [one for one in said(found, CueKind.ANNOUNCE) if "set" in one][1:] == [
        "Second set of 4.", "Third set of 4.", "Last set.",
    ]  # fmt: skip
    many = timeline(f"{SQUATS}reps = 2\nsets = 13\n")
    assert "Set 11 of 13." in said(many)


def test_coaching_takes_the_places_by_which_most_of_it_is_heard() -> None:
    """First come, first served, the short sentence would stand where only the long one fits."""
    found = timeline(
        '[cues]\nhalfway = false\n[[step]]\nname = "A"\nsay = "B."\nhold = "14s"\ncues = ['
        '{ at = "5s", say = "Now." }, "Easy now and slow.", "Tall through the crown.", "Long."]\n'
    )
    assert len(said(found, CueKind.COACH)) == 4
    assert found.concessions == ()


def _of(text: str) -> Timeline:
    from support.compiling import compiled

    return compiled(loads(f'title = "T"\n{text}', name="t", exercises=LIBRARY.exercises))


def _compiled(name: str) -> Timeline:
    from support.compiling import compiled

    return compiled(LIBRARY.read(name))


def test_about_how_long_a_routine_takes_is_known_before_it_is_compiled() -> None:
    for name in ("rest-day", "pre-run", "post-run", "thoracic-focus"):
        nominal = plan(LIBRARY.read(name)).nominal
        assert abs(_compiled(name).length - nominal) < samples(60)
