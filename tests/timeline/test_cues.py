"""Which cues a routine asks for, and what they say."""

from __future__ import annotations

import pytest
from support.compiling import timeline

from player.timeline.model import CueKind, Outcome, Timeline
from player.units import samples, seconds

HOLD = '[[step]]\nname = "Plank"\nhold = "30s"\n'


def said(found: Timeline, *kinds: CueKind) -> list[str]:
    return [
        cue.text or f"({cue.chime})" for cue in found.placements if not kinds or cue.kind in kinds
    ]


def at(found: Timeline, text: str) -> float:
    """Seconds from the start of its pass to the onset of a phrase."""
    cue = next(cue for cue in found.placements if text in (cue.text, cue.sound))
    assert cue.pass_index is not None
    return seconds(cue.onset - found.spans[cue.pass_index].start)


def test_a_hold_is_announced_counted_in_and_ended() -> None:
    assert said(timeline(HOLD)) == [
        "Title.", "Plank. 30 seconds.", "3", "2", "1", "(go)", "Halfway.", "(stop)", "(finish)",
        "That's it. Well done.",
    ]  # fmt: skip


def test_time_left_is_told_when_it_is_asked_for() -> None:
    found = timeline('[cues]\nremaining = ["10s", "1min"]\n' + HOLD)
    assert said(found, CueKind.REMAINING) == ["10 seconds left."]
    assert at(found, "10 seconds left.") == 20


def test_halfway_lies_in_the_middle_and_only_in_long_passes() -> None:
    assert at(timeline(HOLD), "Halfway.") == 15
    assert said(timeline(HOLD.replace("30s", "19s")), CueKind.HALFWAY) == []
    assert said(timeline("[cues]\nhalfway = false\n" + HOLD), CueKind.HALFWAY) == []
    assert at(timeline('[cues]\nhalfway = "8s"\n' + HOLD.replace("30s", "8s")), "Halfway.") == 4


def test_reps_are_counted_at_their_start() -> None:
    found = timeline('[[step]]\nname = "Squat"\nreps = 4\ntempo = "2s"\n')
    assert said(found, CueKind.COUNT) == ["1", "2", "3", "4"]
    assert [at(found, "2"), at(found, "4")] == [-2, 6]  # "2" is first heard in the countdown


@pytest.mark.parametrize(
    ("count", "spoken"),
    [("every", "1 2 3 4 5"), ("every 2", "2 4"), ("last 2", "4 5"), ("off", "")],
)
def test_counts_follow_their_preference(count: str, spoken: str) -> None:
    found = timeline(f'[cues]\ncount = "{count}"\n[[step]]\nname = "Squat"\nreps = 5\n')
    assert said(found, CueKind.COUNT) == spoken.split()


CAT_COW = """
[[step]]
name = "Cat-cow"
reps = 3
phases = [
  { name = "cow", time = "3s", breath = "in" },
  { name = "cat", time = "3s", breath = "out" },
]
"""


def test_phases_are_named_at_first_and_breathed_after_that() -> None:
    found = timeline(CAT_COW)
    assert said(found, CueKind.COUNT, CueKind.BREATH) == [
        "1, cow, in", "Cat, out.", "2, cow, in", "Cat, out.", "3, in", "Out.",
    ]  # fmt: skip
    assert at(found, "Out.") == 15


def test_breathing_can_be_sounded_or_off() -> None:
    sounded = timeline('[cues]\nbreathing = "sound"\n' + CAT_COW)
    assert said(sounded, CueKind.BREATH).count("(inhale)") == 3
    assert said(sounded, CueKind.BREATH).count("(exhale)") == 3
    off = timeline('[cues]\nbreathing = "off"\n' + CAT_COW)
    assert said(off, CueKind.BREATH) == []
    assert said(off, CueKind.COUNT) == ["1, cow", "2, cow", "3"]


def test_a_breath_becomes_its_sound_when_there_is_no_room_for_the_word() -> None:
    found = timeline(CAT_COW.replace('"3s"', '"1.6s"'), rate=80)
    assert "(inhale)" in said(found, CueKind.BREATH)
    conceded = next(one for one in found.concessions if one.text == "1, cow, in")
    assert conceded.outcome == Outcome.SHORTENED
    assert conceded.needs > conceded.free


def test_breaths_are_counted_and_led() -> None:
    found = timeline('[[step]]\nname = "Slow breath"\nbreaths = 3\nbreath = "4-6"\n')
    assert said(found, CueKind.ANNOUNCE)[1] == "Slow breath. 3 breaths."
    assert said(found, CueKind.COUNT, CueKind.BREATH) == [
        "1, in", "Out.", "2, in", "Out.", "3, in", "Out.",
    ]  # fmt: skip
    assert found.spans[0].doing.kind == "breaths"
    assert seconds(found.spans[0].stop - found.spans[0].start) == 30


def test_a_breath_leads_a_hold_and_its_last_out_ends_with_it() -> None:
    found = timeline(HOLD.replace("30s", "34s") + "breath = { in = 4, out = 6 }\n")
    breaths = [cue for cue in found.placements if cue.kind == CueKind.BREATH]
    start = found.spans[0].start
    assert [seconds(cue.onset - start) for cue in breaths] == [4, 8, 14, 18, 24, 28]
    assert [cue.text or cue.chime for cue in breaths] == [
        "In.", "Out.", "In.", "Out.", "In.", "Out.",
    ]  # fmt: skip


def test_breaths_are_spoken_at_first_then_sounded_then_spoken_again() -> None:
    found = timeline(HOLD.replace("30s", "60s") + "breath = { in = 4, out = 6 }\n")
    words = ["In.", "Out."]
    sounds = ["(inhale)", "(exhale)"]
    assert said(found, CueKind.BREATH) == [*words * 2, *sounds * 3, *words]


def test_labels_replace_the_numbers() -> None:
    text = '[[step]]\nname = "Letters"\nreps = 4\nlabels = ["A", "B", "C"]\n'
    assert said(timeline(text), CueKind.COUNT) == ["A", "B", "C", "4"]


def test_brisk_phases_are_sounded_from_the_start() -> None:
    found = timeline(CAT_COW.replace('"3s"', '"1s"'))
    assert said(found, CueKind.COUNT) == ["1", "2", "3"]
    assert said(found, CueKind.BREATH) == ["(inhale)", "(exhale)"] * 3
    assert found.concessions == ()


SIDES = """
[[step]]
name = "Circles"
reps = 2
sides = ["left leg", "right leg"]
directions = true
say = "Large ones."
cues = ["Slow."]
"""


def test_sides_and_directions_are_switched_aloud() -> None:
    assert said(timeline(SIDES), CueKind.ANNOUNCE, CueKind.SWITCH) == [
        "Title.",
        "Circles. 2 reps each way. Left leg. Clockwise.",
        "Large ones.",
        "(switch)", "Other way round. Counterclockwise.",
        "(switch)", "Switch sides. Right leg. Clockwise.",
        "(switch)", "Other way round. Counterclockwise.",
    ]  # fmt: skip


def test_coaching_is_said_on_the_first_side_and_the_shortest_of_it_on_the_other() -> None:
    text = SIDES.replace("Slow.", 'Slow and easy.", "Big.')
    assert said(timeline(text), CueKind.COACH) == ["Slow and easy.", "Big.", "Big."]


def test_coaching_with_a_time_is_said_on_every_side() -> None:
    text = '[[step]]\nname = "A"\nhold = "20s"\nsides = true\ncues = [{ at = "-5s", say = "Now." }]'
    found = timeline(text)
    assert said(found, CueKind.COACH) == ["Now.", "Now."]
    assert at(found, "Now.") == 15


def test_coaching_is_spread_and_keeps_off_the_middle() -> None:
    found = timeline(HOLD + 'cues = ["One thing.", "Another thing.", "A third."]')
    assert [at(found, text) for text in ("One thing.", "Another thing.", "A third.")] == [6, 12, 18]


def test_a_rest_is_told_with_what_comes_next() -> None:
    found = timeline(HOLD + '[[step]]\nrest = "20s"\nsay = "Drink."\n' + HOLD.replace("Plank", "B"))
    assert said(found, CueKind.ANNOUNCE, CueKind.PREVIEW)[2:] == [
        "Rest. 20 seconds.", "Drink.", "Next: B.", "B. 30 seconds.",
    ]  # fmt: skip
    rested = found.spans[1]
    assert seconds(rested.start - rested.lead) == 20


def test_a_rest_that_grows_longer_does_not_say_a_wrong_length() -> None:
    found = timeline(HOLD + '[[step]]\nrest = "5s"\n' + HOLD.replace("Plank", "B"))
    assert said(found, CueKind.ANNOUNCE)[2:] == ["Rest.", "B. 30 seconds."]
    (conceded,) = found.concessions
    assert (conceded.text, conceded.outcome) == ("Rest. 5 seconds.", Outcome.SHORTENED)
    assert conceded.needs > conceded.free


def test_getting_ready_is_part_of_the_rest() -> None:
    found = timeline(
        HOLD + '[[step]]\nrest = "12s"\n' + HOLD.replace("Plank", "B") + 'prepare = "11s"\n'
    )
    rested = found.spans[1]
    assert seconds(rested.start - rested.lead) == 12
    assert found.concessions == ()


def test_words_keep_the_letters_of_their_author() -> None:
    found = timeline(CAT_COW.replace('"cow"', '"TRX up"'))
    assert said(found, CueKind.COUNT)[0] == "1, TRX up, in"


def test_a_rest_at_the_end_is_announced_within_it() -> None:
    found = timeline(HOLD + '[[step]]\nrest = "20s"\nsay = "Lie down."\n')
    assert said(found, CueKind.ANNOUNCE)[2:] == ["Rest. 20 seconds.", "Lie down."]
    assert found.spans[1].start == found.spans[1].lead


def test_what_comes_next_is_told_at_the_end_of_a_timed_pass() -> None:
    found = timeline(HOLD + HOLD.replace("Plank", "Bridge"))
    assert said(found, CueKind.PREVIEW) == ["Next: Bridge."]
    assert 22 <= at(found, "Next: Bridge.") <= 29
    assert said(timeline("[cues]\npreview = false\n" + HOLD + HOLD), CueKind.PREVIEW) == []


def test_a_sentence_of_its_own_lasts_as_long_as_it_takes() -> None:
    found = timeline('[[step]]\nsay = "Have a mat ready."\n' + HOLD)
    assert said(found)[:3] == ["Title.", "Have a mat ready.", "Plank. 30 seconds."]
    assert found.spans[0].start < found.spans[0].stop == found.spans[1].lead


def test_groups_rounds_and_sets_are_told() -> None:
    text = """
    [[step]]
    title = "Hips"
    rounds = 2
      [[step.step]]
      name = "Hold"
      hold = "10s"
      sets = 2
    """
    assert said(timeline(text), CueKind.ANNOUNCE) == [
        "Title.", "Hips.", "Hold. 2 sets. 10 seconds.", "Last set.",
        "Last round.", "Hold.", "Last set.",
    ]  # fmt: skip


def test_styles_differ() -> None:
    body = HOLD + 'say = "Elbows down."\ncues = ["Long neck."]\n' + HOLD
    full = timeline(body)
    brief = timeline('[cues]\nstyle = "brief"\n' + body)
    silent = timeline('[cues]\nstyle = "silent"\n' + body)
    assert "Elbows down." in said(full)
    assert said(brief, CueKind.ANNOUNCE) == ["Title.", "Plank.", "Plank."]
    assert said(brief, CueKind.FINISH) == ["(finish)", "Done."]
    assert set(said(silent)) == {"(tick)", "(go)", "(stop)", "(finish)"}
    assert full.length > brief.length > silent.length


def test_a_lead_is_never_shorter_than_it_was_asked_to_be() -> None:
    found = timeline('[defaults]\nprepare = "30s"\nswitch = "12s"\nsides = true\n' + HOLD)
    leads = [seconds(span.start - span.lead) for span in found.spans]
    assert leads == [30, 12]


def test_a_lead_is_as_long_as_its_words_need() -> None:
    found = timeline("[defaults]\nprepare = 0\n" + HOLD)
    first, last = found.placements[1], found.placements[2]
    assert (first.text, last.text) == ("Plank. 30 seconds.", "3")
    assert samples(0.5) < last.start - first.stop < samples(0.7)


def test_what_cannot_fit_is_conceded_with_figures() -> None:
    found = timeline(
        '[[step]]\nname = "Fast"\nreps = 8\ntempo = "0.5s"\n'
        'cues = ["This sentence is far too long to be said between two counts."]'
    )
    conceded = {one.kind: one for one in found.concessions}
    coach = conceded[CueKind.COACH]
    assert coach.outcome == Outcome.DROPPED
    assert seconds(coach.needs) > 3
    assert coach.free < coach.needs
