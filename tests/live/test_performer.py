"""The loop of a session: what is heard, what commands make of it, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.fakes import ScriptedOutput
from support.performing import TestStudio, score_of

from player.errors import OutputError
from player.live.controls import Command, State
from player.live.performance import FADE, Performance
from player.live.performer import ALONE, Ending, Hands, Performer
from player.live.steering import CHOOSE_WITHIN, REMIND_AFTER
from player.live.studio import Score
from player.outputs.output import Output, OutputLostError
from player.timeline.model import Span, Timeline
from player.units import samples

TEXT = """
[cues]
countdown = 3
[[step]]
name = "Plank"
hold = 20
say = "Tall."
[[step]]
rest = 15
[[step]]
name = "Squats"
reps = 5
tempo = "2s"
[[step]]
name = "Hip stretch"
hold = 20
sides = true
"""
WAITING = '[[step]]\nwait = "Lie down."\n[[step]]\nname = "Plank"\nhold = 20\n'


class Shown:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.notices: list[str] = []
        self.words: list[str] = []
        self.ended = 0

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        assert since <= position <= timeline.length
        self.positions.append(position)

    def hear(self, words: str) -> None:
        self.words.append(words)

    def say(self, notice: str) -> None:
        self.notices.append(notice)

    def end(self) -> None:
        self.ended += 1


class Noted:
    """Remembers what was done."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        """Positions are of no interest here."""

    def skipped(self, span: Span) -> None:
        self.events.append(("skipped", span.doing.name))

    def eased(self, span: Span, to: str) -> None:
        self.events.append((f"eased to {to}", span.doing.name))

    def pain(self, span: Span) -> None:
        self.events.append(("pain", span.doing.name))


class Steered:
    """A session whose output is pulled block by block, with commands in between."""

    def __init__(
        self,
        text: str = TEXT,
        hands: Hands = ALONE,
        *,
        prepared: bool = True,
        block: int = 960,
    ) -> None:
        self.studio = TestStudio()
        self.score = score_of(text, self.studio, prepared=prepared)
        self.shown, self.noted = Shown(), Noted()
        hands = hands._replace(followers=[self.shown], record=self.noted)
        self.performer = Performer(self.score, hands, self.studio)
        self.block = block
        self.heard: list[NDArray[np.int16]] = []
        self.acts: list[tuple[int, Callable[[], None]]] = []
        self.handed_out = 0

    @property
    def timeline(self) -> Timeline:
        return self.performer.now().timeline

    def play(self, *acts: tuple[float, Command | Callable[[], None]]) -> None:
        """Play to the end; each act comes so many seconds of output after the one before."""
        at = 0.0
        for after, act in acts:
            at += after
            self.acts.append((samples(at), act if callable(act) else self._asking(act)))
        self.performer.perform(Acting(self))

    def _asking(self, command: Command) -> Callable[[], None]:
        return lambda: self.performer.ask(command)

    @property
    def sound(self) -> NDArray[np.int16]:
        return np.concatenate(self.heard)


class Acting:
    """An output that pulls, and lets commands come at their time."""

    name = "acting"
    followed = True
    live = True
    overruns = 0

    def __init__(self, of: Steered) -> None:
        self._of = of
        self._pull: Callable[[int], NDArray[np.int16]] | None = None

    def start(self, pull: Callable[[int], NDArray[np.int16]]) -> None:
        self._pull = pull

    def advance(self) -> int | None:
        of = self._of
        while of.acts and of.acts[0][0] <= of.handed_out:
            of.acts.pop(0)[1]()
        assert self._pull is not None
        taken = self._pull(of.block)
        if not len(taken):
            return None
        of.heard.append(taken)
        of.handed_out += len(taken)
        return of.handed_out

    def close(self) -> None:
        self._pull = None


def loudest_step(sound: NDArray[np.int16]) -> int:
    return int(np.abs(np.diff(sound.astype(int))).max())


def test_a_session_is_played_to_its_end() -> None:
    studio = TestStudio()
    score = score_of(TEXT, studio)
    output, shown = ScriptedOutput(), Shown()
    ending = Performer(score, Hands(followers=[shown])).perform(output)
    length = score.timeline.length
    assert ending == Ending(length, left=False)
    assert np.array_equal(np.concatenate(output.heard), score.mix.int16(0, length))
    assert shown.positions[-1] == length
    assert (output.closed, shown.ended) == (1, 1)


def test_a_session_may_begin_in_the_middle() -> None:
    studio = TestStudio()
    score = score_of(TEXT, studio)
    start = score.timeline.spans[1].lead
    output = ScriptedOutput()
    Performer(score, start=start).perform(output)
    expected = score.mix.int16(start, score.timeline.length)
    assert np.array_equal(np.concatenate(output.heard), expected)


def test_an_interrupt_fades_and_ends() -> None:
    score = score_of(TEXT, TestStudio())
    output, shown = ScriptedOutput(30_000, KeyboardInterrupt(), 7000), Shown()
    ending = Performer(score, Hands(followers=[shown])).perform(output)
    heard = np.concatenate(output.heard)
    assert ending.left
    assert len(heard) == 30_000 + FADE
    assert np.array_equal(heard[:30_000], score.mix.int16(0, 30_000))
    assert output.closed == 1


def test_a_second_interrupt_ends_at_once() -> None:
    output = ScriptedOutput(1000, KeyboardInterrupt(), KeyboardInterrupt())
    assert Performer(score_of(TEXT, TestStudio())).perform(output).left
    assert output.closed == 1


def test_an_output_that_is_not_live_ends_at_once() -> None:
    output = ScriptedOutput(1000, KeyboardInterrupt(), live=False)
    ending = Performer(score_of(TEXT, TestStudio())).perform(output)
    assert ending == Ending(1000, left=True)
    assert output.closed == 1


def test_a_failing_output_is_closed_all_the_same() -> None:
    output, shown = ScriptedOutput(1000, OutputError("gone")), Shown()
    with pytest.raises(OutputError, match="gone"):
        Performer(score_of(TEXT, TestStudio()), Hands(followers=[shown])).perform(output)
    assert (output.closed, shown.ended) == (1, 1)


@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=10), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_a_fade_is_the_same_in_blocks_of_any_size(blocks: list[int], fade_after: int) -> None:
    mix = SHORT.mix
    performance = Performance(mix)
    heard = [performance.pull(block) for block in blocks[:fade_after]]
    performance.fade_out()
    start = sum(len(one) for one in heard)
    rest = []
    while len(block_heard := performance.pull(997)):
        rest.append(block_heard)
    whole = Performance(mix)
    whole.pull(start)
    whole.fade_out()
    expected = whole.pull(200_000)
    assert np.array_equal(np.concatenate(rest) if rest else expected[:0], expected)
    assert len(expected) == min(FADE, mix.length - start)


SHORT: Score = score_of('[[step]]\nname = "Plank"\nhold = 5\n', TestStudio())


def test_a_pause_in_a_lead_loses_not_a_sample() -> None:
    steered = Steered()
    paused = []
    steered.play(
        (1, Command.TOGGLE),
        (1, lambda: paused.append(steered.performer.now().position + 1)),
        (4, Command.TOGGLE),
    )
    sound, whole = steered.sound, steered.score.mix.int16(0, steered.timeline.length)
    position = paused[0]
    assert abs(position - 48_000) <= 960
    assert np.array_equal(sound[:position], whole[:position])
    rest = whole[position:]
    assert np.array_equal(sound[-len(rest) + 400 :], rest[400:])
    assert not sound[position + 400 : -len(rest)].any()
    assert "Paused" in steered.shown.notices


def test_a_pause_in_a_pass_goes_on_after_a_word_and_a_countdown() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    states = []
    steered.play(
        (inside, Command.PAUSE),
        (2, lambda: states.append(steered.performer.now())),
        (1, Command.RESUME),
        (0.3, lambda: states.append(steered.performer.now())),
    )
    assert [one.state for one in states] == [State.PAUSED, State.PLAYING]
    assert states[1].words == "Resuming."
    assert states[0].position == states[1].position
    sound, whole = steered.sound, steered.score.mix.int16(0, steered.timeline.length)
    rest = whole[states[0].position + 1 :]
    assert np.array_equal(sound[-len(rest) + 48_000 :], rest[48_000:])
    between = sound[len(whole) - len(rest) + 400 : -len(rest)]
    assert len(between) > samples(3 + 2)
    assert between[samples(3) :].any()


@pytest.mark.parametrize("command", [Command.SKIP, Command.BACK])
def test_a_jump_lands_on_a_mark_without_a_click(command: Command) -> None:
    steered = Steered()
    spans = steered.score.timeline.spans
    inside = spans[0].start / 48_000 + 5
    steered.play((inside, command))
    sound = steered.sound
    whole = steered.score.mix.int16(0, steered.timeline.length)
    assert loudest_step(sound) <= 1.05 * loudest_step(whole) + 2
    target = spans[1].lead if command == Command.SKIP else spans[0].lead
    rest = whole[target:]
    assert np.array_equal(sound[-len(rest) + 400 :], rest[400:])
    assert steered.noted.events == ([("skipped", "Plank")] if command == Command.SKIP else [])


def test_ten_seconds_more_move_what_follows_and_keep_what_was_heard() -> None:
    steered = Steered()
    before = steered.score.timeline
    inside = before.spans[0].start / 48_000 + 5
    steered.play((inside, Command.MORE))
    after = steered.timeline
    assert after.length == before.length + samples(10)
    assert after.spans[0].stop == before.spans[0].stop + samples(10)
    position = samples(inside)
    heard = [one for one in before.placements if one.start < position]
    assert list(after.placements[: len(heard)]) == heard
    assert len(steered.sound) == after.length
    final = steered.performer._steering.arranging.score.mix.int16(0, after.length)
    assert np.array_equal(steered.sound[position + 960 + 400 :], final[position + 960 + 400 :])


def test_ten_seconds_fewer_never_end_before_what_is_said() -> None:
    steered = Steered()
    before = steered.score.timeline
    inside = before.spans[0].start / 48_000 + 15
    steered.play((inside, Command.LESS), (0.1, Command.LESS), (0.1, Command.LESS))
    after = steered.timeline
    assert before.length - samples(10) < after.length < before.length
    assert after.spans[0].stop >= samples(inside + 1)


def test_a_rest_is_made_longer_and_shorter() -> None:
    steered = Steered()
    before = steered.score.timeline
    resting = before.spans[1].lead / 48_000 + 0.5
    steered.play((resting, Command.MORE))
    assert steered.timeline.length == before.length + samples(10)
    assert steered.timeline.spans[1].start == before.spans[1].start + samples(10)


def test_counted_passes_are_not_made_longer() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[1].start / 48_000 + 2
    steered.play((inside, Command.MORE))
    assert steered.timeline.length == steered.score.timeline.length
    assert any("no hold or rest" in notice for notice in steered.shown.notices)


def test_said_again_while_the_session_stands_still() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    words = []
    steered.play(
        (inside, Command.AGAIN), (0.5, lambda: words.append(steered.performer.now().words))
    )
    assert words == steered.shown.words == ["Plank. Tall."]
    assert len(steered.sound) > steered.timeline.length + samples(1)


def test_an_easier_exercise_takes_the_place_of_a_hard_one() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    steered.play((inside, Command.EASIER), (0.5, steered.studio.spoken))
    names = [span.doing.name for span in steered.timeline.spans]
    assert names == ["Plank", "Wall push-ups", "Squats", "Hip stretch", "Hip stretch"]
    assert steered.noted.events == [("eased to Wall push-ups", "Plank")]
    assert len(steered.sound) < steered.timeline.length
    said = {one.text for one in steered.timeline.placements}
    assert "Lean on a wall." in said


def test_a_voice_that_has_died_leaves_the_easier_exercise_without_words() -> None:
    steered = Steered()
    steered.studio.dumb = True
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    steered.play((inside, Command.EASIER), (0.5, steered.studio.spoken))
    assert [span.doing.name for span in steered.timeline.spans][1] == "Wall push-ups"
    assert len(steered.sound) > samples(60)


def test_what_is_left_out_does_not_come_again() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[2].start / 48_000 + 5
    steered.play((inside, Command.LEAVE_OUT), (0.5, steered.studio.spoken))
    assert [span.doing.name for span in steered.timeline.spans] == [
        "Plank", "Squats", "Hip stretch",
    ]  # fmt: skip
    assert steered.noted.events == [("skipped", "Hip stretch")]


def test_a_pain_mark_pauses_and_without_an_answer_takes_the_gentler_way() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    seen = []
    steered.play(
        (inside, Command.PAIN),
        (1, lambda: seen.append(steered.performer.now())),
        (CHOOSE_WITHIN / 48_000 + 12, steered.studio.spoken),
    )
    assert seen[0].state == State.MARKED
    assert seen[0].offers == (Command.EASIER, Command.SKIP, Command.GO_ON)
    assert seen[0].words.startswith("Marked.")
    assert steered.noted.events == [("pain", "Plank"), ("eased to Wall push-ups", "Plank")]
    assert steered.timeline.spans[1].doing.name == "Wall push-ups"


def test_a_pain_mark_can_be_gone_on_from() -> None:
    steered = Steered()
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    steered.play((inside, Command.PAIN), (2, Command.GO_ON))
    assert steered.noted.events == [("pain", "Plank")]
    assert steered.timeline == steered.score.timeline


def test_a_pain_mark_where_nothing_is_easier_offers_to_skip() -> None:
    steered = Steered()
    steered.studio.easier_step = None
    inside = steered.score.timeline.spans[0].start / 48_000 + 5
    seen = []
    steered.play(
        (inside, Command.PAIN),
        (1, lambda: seen.append(steered.performer.now().offers)),
        (1, Command.SKIP),
    )
    assert seen == [(Command.SKIP, Command.GO_ON)]
    assert steered.noted.events == [("pain", "Plank"), ("skipped", "Plank")]


def test_who_is_waited_for_is_reminded_and_loses_nothing() -> None:
    steered = Steered(WAITING)
    words = []
    steered.play(
        (REMIND_AFTER / 48_000 + 6, lambda: words.append(steered.performer.now())),
        (REMIND_AFTER / 48_000, Command.GO_ON),
    )
    assert words[0].state == State.WAITING
    assert words[0].words == "Go on when you are ready."
    assert len(steered.sound) > steered.timeline.length + 1.5 * REMIND_AFTER


def test_words_can_be_switched_off_and_on() -> None:
    steered = Steered()
    steered.play((0, Command.VOICE), (30, Command.VOICE))
    off = steered.sound[samples(1) : samples(9)]
    assert np.abs(off.astype(int)).max() < np.abs(steered.sound[samples(31) :].astype(int)).max()


def test_leaving_fades_and_ends() -> None:
    steered = Steered()
    steered.play((3, Command.QUIT))
    assert len(steered.sound) == samples(3) + FADE or len(steered.sound) - samples(3) - FADE <= 960
    assert steered.performer.now().state == State.ENDED


def test_a_machine_that_slept_finds_the_session_paused() -> None:
    slept = iter([0.0] * 100 + [3600.0] + [0.0] * 10**6)
    steered = Steered(hands=Hands(slept=lambda: next(slept)))
    steered.play((5, Command.RESUME))
    assert any("slept for 3600 s" in notice for notice in steered.shown.notices)
    assert len(steered.sound) > steered.timeline.length + samples(2)


def test_a_lost_device_comes_back_and_the_session_goes_on_where_it_was_heard_last() -> None:
    studio = TestStudio()
    score = score_of(TEXT, studio)
    lost = ScriptedOutput(samples(1), OutputLostError("the sound server has gone"))
    back = ScriptedOutput()
    reopened: list[Output | None] = [None, None, back]
    shown = Shown()
    states = []

    def reopen() -> Output | None:
        states.append(performer.now().state)
        return reopened.pop(0)

    performer = Performer(score, Hands(followers=[shown], reopen=reopen), studio)
    ending = performer.perform(lost)
    assert ending == Ending(score.timeline.length, left=False)
    assert states == [State.LOST] * 3
    assert lost.closed >= 1
    assert "The sound server has gone. Waiting for it" in shown.notices
    rest = score.mix.int16(samples(1), score.timeline.length)
    assert np.array_equal(np.concatenate(back.heard)[-len(rest) + 400 :], rest[400:])


def test_a_device_that_does_not_come_back_can_be_left() -> None:
    score = score_of(TEXT, TestStudio())
    lost = ScriptedOutput(samples(1), OutputLostError("gone"))
    asked = []

    def reopen() -> None:
        asked.append(1)
        if len(asked) == 5:
            performer.ask(Command.QUIT)

    performer = Performer(score, Hands(reopen=reopen), TestStudio())
    ending = performer.perform(lost)
    assert ending.left
    assert ending.position == samples(1)


commands = st.lists(
    st.tuples(st.floats(0, 12), st.sampled_from([one for one in Command if one != Command.QUIT])),
    max_size=12,
)


@pytest.mark.slow
@given(commands, st.sampled_from([TEXT, WAITING + TEXT.replace("[cues]\ncountdown = 3\n", "")]))
@settings(max_examples=20, deadline=None)
def test_whatever_is_asked_nothing_clicks_and_the_session_can_be_ended(
    acts: list[tuple[float, Command]], text: str
) -> None:
    steered = Steered(text, block=4800)
    spoken = [(0.5, steered.studio.spoken)] * len(acts)
    woven = [act for pair in zip(acts, spoken, strict=True) for act in pair]
    steered.play(*woven, (1, Command.QUIT))
    sound = steered.sound
    assert loudest_step(sound) < 4 * loudest_step(steered.score.mix.int16(0, 48_000 * 20))
    now = steered.performer.now()
    assert now.state == State.ENDED
    assert 0 <= now.position <= now.timeline.length
    lengths = [span.stop - span.start for span in now.timeline.spans]
    assert all(length > 0 for length in lengths)
    spoken_now = [one for one in now.timeline.placements if one.text is not None]
    for one, other in pairwise(spoken_now):
        assert one.stop <= other.start


def test_whatever_fails_in_a_session_its_sound_fades_before_it_ends() -> None:
    class Failing(Shown):
        def at(self, position: int, timeline: Timeline, since: int) -> None:
            super().at(position, timeline, since)
            if position > 30_000:
                raise RuntimeError("a screen that fails")

    output, shown = ScriptedOutput(*[960] * 200), Failing()
    score = score_of(TEXT, TestStudio())
    with pytest.raises(RuntimeError, match="a screen that fails"):
        Performer(score, Hands(followers=[shown])).perform(output)
    heard = np.concatenate(output.heard)
    assert 30_000 + FADE < len(heard) < 32_000 + FADE
    assert np.abs(heard[-5:]).max() <= 1  # nothing but dither
    assert (output.closed, shown.ended) == (1, 1)


@pytest.mark.parametrize("before", [Command.VOICE, Command.PAIN])
def test_a_wait_can_be_skipped(before: Command) -> None:
    steered = Steered(WAITING)
    states: list[State] = []
    steered.play(
        (24, before),
        (1, Command.SKIP),
        (1.5, lambda: states.append(steered.performer.now().state)),
        (1, Command.QUIT),
    )
    assert states == [State.PLAYING]


EASIER_TOLD = """
[exercise.plank]
name = "Plank"
joint = ["hip"]
when = ["any"]
hold = "40s"
instructions = "Tall."
cues = ["Breathe.", "Long neck."]
why = "It holds."
easier = "Knees down."
[[step]]
exercise = "plank"
[[step]]
name = "Squats"
reps = 5
"""


def inside(steered: Steered, index: int = 0) -> float:
    return steered.score.timeline.spans[index].start / 48_000 + 5


def names(steered: Steered) -> list[str]:
    return [span.doing.name for span in steered.timeline.spans]


def test_an_easier_way_asked_for_twice_is_done_once() -> None:
    steered = Steered()
    steered.play(
        (inside(steered), Command.EASIER), (0.1, Command.EASIER), (0.5, steered.studio.spoken)
    )
    assert names(steered).count("Wall push-ups") == 1


def test_who_has_moved_on_is_not_brought_back_by_words_that_come_late() -> None:
    steered = Steered()
    steered.play(
        (inside(steered), Command.EASIER), (0.1, Command.SKIP), (0.5, steered.studio.spoken)
    )
    assert "Wall push-ups" not in names(steered)


def test_who_has_paused_stays_so_when_an_easier_way_is_ready() -> None:
    steered = Steered()
    seen: list[State] = []
    steered.play(
        (inside(steered), Command.EASIER),
        (0.1, Command.PAUSE),
        (0.5, steered.studio.spoken),
        (5, lambda: seen.append(steered.performer.now().state)),
        (0.1, Command.QUIT),
    )
    assert seen == [State.PAUSED]
    assert "Wall push-ups" in names(steered)


@pytest.mark.parametrize("prepared", [True, False])
def test_an_easier_way_that_is_a_sentence_goes_on_after_a_pain_mark(*, prepared: bool) -> None:
    steered = Steered(EASIER_TOLD, prepared=prepared)
    steered.studio.easier_step = None
    seen = []
    steered.play(
        (inside(steered), Command.PAIN),
        (2, Command.EASIER),
        (14, lambda: seen.append(steered.performer.now())),
    )
    assert seen[0].state == State.PLAYING
    assert "Marked" not in seen[0].notice
    assert seen[0].position > samples(inside(steered) + 1)
    if prepared:
        assert any("Easier: Knees down. Resuming." in words for words in steered.shown.words)


@pytest.mark.parametrize("command", [Command.MORE, Command.EASIER, Command.LEAVE_OUT, Command.PAIN])
def test_nothing_is_changed_once_all_is_done(command: Command) -> None:
    steered = Steered()
    closing = steered.score.timeline.spans[-1].stop / 48_000 + 0.5
    steered.play((closing, command), (0.2, steered.studio.spoken))
    assert steered.timeline == steered.score.timeline
    assert steered.noted.events == []
    assert "The session is over" in steered.shown.notices


def test_pain_in_a_rest_is_that_of_the_pass_before_it() -> None:
    steered = Steered()
    resting = steered.score.timeline.spans[1].lead / 48_000 + 1
    steered.play((resting, Command.PAIN), (1, Command.GO_ON))
    assert steered.noted.events == [("pain", "Plank")]


def test_an_easier_way_asked_for_in_a_rest_comes_after_it() -> None:
    steered = Steered()
    before = steered.score.timeline
    steered.play((before.spans[1].lead / 48_000 + 1, Command.EASIER), (0.5, steered.studio.spoken))
    assert names(steered)[:3] == ["Plank", "Wall push-ups", "Hip stretch"]
    rested = steered.timeline.spans[1]
    assert rested.start - rested.lead >= before.spans[1].ready - before.spans[1].lead
    assert abs(len(steered.sound) - steered.timeline.length) <= 960


def test_pain_marked_again_and_again_is_marked_once() -> None:
    steered = Steered()
    steered.play(
        (inside(steered), Command.PAIN), (0.2, Command.PAIN), (0.2, Command.PAIN),
        (1, Command.GO_ON),
    )  # fmt: skip
    assert steered.noted.events == [("pain", "Plank")]


def test_who_had_paused_before_a_pain_mark_is_not_moved_on() -> None:
    steered = Steered()
    seen: list[State] = []
    steered.play(
        (inside(steered), Command.PAUSE),
        (1, Command.PAIN),
        (40, lambda: seen.append(steered.performer.now().state)),
        (0.1, Command.QUIT),
    )
    assert seen == [State.MARKED]


def test_with_the_voice_off_nothing_is_said_in_between() -> None:
    steered = Steered()
    steered.play(
        (inside(steered), Command.VOICE), (0.1, Command.PAUSE), (1, Command.RESUME),
        (0.1, lambda: None), (9, Command.QUIT),
    )  # fmt: skip
    between = steered.sound[samples(inside(steered) + 1.2) : samples(inside(steered) + 4)]
    ticks = np.abs(between.astype(int)).max()
    assert ticks > 0
    assert "Resuming." not in steered.shown.words


def test_a_device_that_came_back_is_closed_when_something_fails_after_it() -> None:
    score, studio = score_of(TEXT, TestStudio()), TestStudio()
    lost = ScriptedOutput(samples(1), OutputLostError("gone"))
    back = ScriptedOutput(samples(1), RuntimeError("broken"))
    performer = Performer(score, Hands(reopen=lambda: back), studio)
    with pytest.raises(RuntimeError, match="broken"):
        performer.perform(lost)
    assert (lost.closed, back.closed) == (1, 1)


def test_a_hold_that_cannot_be_shorter_says_so() -> None:
    steered = Steered()
    steered.play(*[(inside(steered) if not at else 0.1, Command.LESS) for at in range(4)])
    assert "This cannot be made longer or shorter any more" in steered.shown.notices
