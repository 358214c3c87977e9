"""What the journal claims of a session against what was heard of it."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from support.compiling import compiled, timeline
from support.journals import BEGAN
from support.strategies import routines

from player.cli.journaling import JournaledFollower
from player.journal.condensing import condensed
from player.journal.records import About, Done, Ended, Measured, Note, Reached
from player.routine.model import Routine
from player.timeline.model import Span, Timeline
from player.units import samples

SQUATS_AND_PLANK = """
[cues]
countdown = 0
style = "silent"
[defaults]
prepare = "1s"
switch = "1s"
[[step]]
name = "Squats"
reps = 4
tempo = "2s"
[[step]]
name = "Plank"
hold = "30s"
"""
HOPS = """
[[step]]
name = "Hops"
reps = 5
tempo = "1s"
pace = "self"
"""
BRIDGE = """
[[step]]
name = "Bridge"
hold = "20s"
"""
ABOUT = About("test", "Title", 0)

TEXT = f"{SQUATS_AND_PLANK}{HOPS}{BRIDGE}"


class Notes:
    """A writer that keeps what it is given."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.words: list[str] = []
        self.closed = 0

    def note(self, note: Note) -> None:
        self.notes.append(note)

    def told(self) -> list[str]:
        words, self.words = self.words, []
        return words

    def close(self) -> None:
        self.closed += 1

    @property
    def passes(self) -> dict[int, Done]:
        return {note.number: note for note in condensed(self.notes) if isinstance(note, Done)}

    @property
    def reached(self) -> Reached:
        return next(note for note in reversed(self.notes) if isinstance(note, Reached))


def following(found: Timeline) -> tuple[JournaledFollower, Notes]:
    written = Notes()
    follower = JournaledFollower(
        found,
        open_writer=lambda _: written,  # type: ignore[arg-type, return-value] # all that is used of one
        tell=lambda _: None,
        now=lambda: BEGAN,
    )
    follower.begin(ABOUT)
    return follower, written


def listen(follower: JournaledFollower, found: Timeline, start: int, stop: int) -> None:
    """Hear a stretch, a quarter of a second at a time, from a jump on."""
    for position in (*range(start, stop, samples(0.25)), stop):
        follower.at(position, found, start)


def test_a_session_heard_whole_is_done_whole() -> None:
    found = timeline(TEXT.replace('pace = "self"', ""))
    follower, written = following(found)
    listen(follower, found, 0, found.length)
    follower.end(found.length, finished=True)
    assert [(one.reps_done, one.length_done) for one in written.passes.values()] == [
        (one.doing.reps, one.doing.length) for one in found.spans
    ]
    assert written.reached[:3] == (found.length, found.length, found.length)
    assert written.notes[-1] == Ended(BEGAN.isoformat(), finished=True)
    assert written.reached.standing.complete
    follower.end(0, finished=False)
    assert written.closed == 1
    assert follower.position == found.length


def test_how_far_it_came_is_noted_every_second() -> None:
    found = timeline(TEXT)
    follower, written = following(found)
    for position in range(samples(1), found.spans[1].stop, samples(0.2)):
        follower.at(position, found, 0)
        assert position - written.reached.position < samples(1)


def test_in_a_pause_nothing_is_written() -> None:
    found = timeline(TEXT)
    follower, written = following(found)
    listen(follower, found, 0, samples(5.6))
    before = len(written.notes)
    for _ in range(100):
        follower.at(samples(5.6) - 1, found, 0)
    assert len(written.notes) <= before + 1


def test_a_pause_costs_not_a_sample_of_a_pass() -> None:
    found = timeline(TEXT)
    plank = found.spans[1]
    follower, written = following(found)
    listen(follower, found, 0, plank.start + 1000)
    follower.at(plank.start + 999, found, 0)
    listen(follower, found, plank.start + 1000, plank.stop + 10)
    assert written.passes[1].length_done == plank.doing.length
    assert written.passes[1].repeated == 0


def test_a_pass_that_is_skipped_is_done_as_far_as_it_was_heard() -> None:
    found = timeline(TEXT)
    plank, hops = found.spans[1:3]
    follower, written = following(found)
    listen(follower, found, 0, plank.start + samples(10))
    follower.skipped(plank)
    follower.at(plank.start + samples(10.1), found, 0)
    follower.at(hops.lead + 5, found, hops.lead)
    follower.end(hops.lead + 5, finished=False)
    one = written.passes[1]
    assert (one.skipped, one.length_done) == (True, samples(10.1))
    assert written.reached.standing[:3] == (2, "3", "Hops")


def test_a_pass_may_be_skipped_before_it_begins_and_done_later_after_all() -> None:
    found = timeline(TEXT)
    plank, hops = found.spans[1:3]
    follower, written = following(found)
    listen(follower, found, 0, plank.lead + 10)
    follower.skipped(plank)
    listen(follower, found, hops.lead, hops.lead + 10)
    assert (written.passes[1].skipped, written.passes[1].length_done) == (True, 0)
    listen(follower, found, plank.lead, plank.stop + 10)
    assert (written.passes[1].skipped, written.passes[1].length_done) == (False, samples(30))
    assert written.passes[1].repeated == 0


def test_of_a_pass_done_twice_the_greatest_is_kept_with_a_count() -> None:
    found = timeline(TEXT)
    squats = found.spans[0]
    follower, written = following(found)
    listen(follower, found, 0, squats.start + samples(5))
    listen(follower, found, squats.lead, squats.start + samples(3))
    assert written.passes[0][4:] == (2, samples(8), samples(5), False, "", 0, 1)
    listen(follower, found, squats.lead, squats.stop + 10)
    assert written.passes[0][4:] == (4, samples(8), samples(8), False, "", 0, 2)


def test_going_back_and_back_again_within_a_moment_claims_nothing() -> None:
    found = timeline(TEXT)
    plank = found.spans[1]
    follower, written = following(found)
    listen(follower, found, plank.lead, plank.start + samples(6))
    follower.at(plank.start + 10, found, plank.lead)  # back to the same lead in between
    follower.end(plank.start + 20, finished=False)
    assert written.passes[1].length_done == samples(6)
    assert written.passes[1].repeated == 1


def test_a_hold_made_longer_or_shorter_was_to_last_as_long_as_it_then_did() -> None:
    found = timeline(TEXT)
    for hold in (40, 20):
        changed = timeline(TEXT.replace('"30s"', f'"{hold}s"'))
        follower, written = following(found)
        plank = found.spans[1]
        listen(follower, found, 0, plank.start + samples(10))
        for position in range(plank.start + samples(10), changed.length, samples(0.2)):
            follower.at(position, changed, 0)
        assert (written.passes[1].length, written.passes[1].length_done) == (samples(hold),) * 2
        assert written.reached.length == changed.length


def test_reps_at_ones_own_pace_are_done_once_the_listener_goes_on() -> None:
    found = timeline(TEXT)
    hops = found.spans[2]
    assert hops.doing.waits
    follower, written = following(found)
    listen(follower, found, hops.lead, hops.start + samples(2))
    assert written.passes[2].reps_done == 2  # what was heard of them so far
    follower.at(hops.stop + 5, found, hops.stop)
    assert written.passes[2].reps_done == 5
    assert written.passes[2].length_done == samples(2)


def test_reps_at_ones_own_pace_that_are_skipped_are_not_done() -> None:
    found = timeline(TEXT)
    hops = found.spans[2]
    follower, written = following(found)
    listen(follower, found, hops.lead, hops.start + samples(2))
    follower.skipped(hops)
    follower.at(hops.stop + 5, found, hops.stop)
    assert (written.passes[2].reps_done, written.passes[2].skipped) == (2, True)


def test_what_resumes_claims_nothing_before_its_start() -> None:
    found = timeline(TEXT.replace("hold", "wait", 1).replace('"30s"', '"Lie down."'))
    follower, written = following(found)
    start = found.spans[3].lead
    listen(follower, found, start, start + samples(3))
    assert set(written.passes) <= {3}
    assert written.reached.heard <= samples(3)


def test_a_skip_of_less_than_a_second_is_not_heard_either() -> None:
    found = timeline(TEXT)
    plank, hops = found.spans[1:3]
    follower, written = following(found)
    for position in range(0, plank.stop - samples(0.5), samples(0.25)):
        follower.at(position, found)
    heard = written.reached.heard
    follower.skipped(plank)
    follower.at(hops.lead, found)
    assert written.passes[1].length_done < plank.doing.length
    assert written.reached.heard < heard + samples(1)


def test_marks_are_written_at_once() -> None:
    found = timeline(TEXT)
    plank = found.spans[1]
    follower, written = following(found)
    listen(follower, found, 0, plank.start + samples(4))
    follower.pain(plank)
    assert written.passes[1].pain == 1
    follower.pain(plank)
    follower.eased(plank, "Knee plank")
    assert (written.passes[1].pain, written.passes[1].eased) == (2, "Knee plank")
    measuring = found.spans[3].doing._replace(measure="knee-to-wall")
    follower.keep(measuring, 9.5)
    follower.keep(measuring, 10)
    assert [note[:4] for note in written.notes[-2:] if isinstance(note, Measured)] == [
        (0, "knee-to-wall", "", 9.5),
        (1, "knee-to-wall", "", 10),
    ]


def test_passes_are_known_by_their_place_after_others_were_left_out() -> None:
    found = timeline(TEXT)
    without = timeline(
        TEXT.replace('[[step]]\nname = "Hops"\nreps = 5\ntempo = "1s"\npace = "self"\n', "")
    )
    plank, bridge = without.spans[1:3]
    follower, written = following(found)
    listen(follower, found, 0, plank.start + samples(4))
    for position in range(plank.start + samples(4), bridge.stop, samples(0.5)):
        follower.at(position, without, 0)
    assert [one.name for one in written.passes.values()] == ["Squats", "Plank", "Bridge"]


def test_what_the_writer_tells_is_passed_on_once() -> None:
    found = timeline(TEXT)
    told: list[str] = []
    written = Notes()
    follower = JournaledFollower(found, open_writer=lambda _: written, tell=told.append)  # type: ignore[arg-type, return-value] # as above
    follower.begin(ABOUT)
    written.words.append("Something.")
    follower.at(5, found)
    follower.at(6, found)
    assert told == ["Something."]


def test_before_it_begins_it_knows_the_position_and_writes_nothing() -> None:
    found = timeline(TEXT)
    follower = JournaledFollower(found)
    follower.at(500, found, 0)
    follower.end(500, finished=False)
    assert follower.position == 500


class Act(NamedTuple):
    """Something a listener does: a kind of thing, and two shares that say where and how far."""

    kind: str
    where: float
    far: float


acts = st.lists(
    st.builds(
        lambda *values: Act(*values),  # noqa: PLW0108 - to hide the class
        st.sampled_from(["listen", "seek", "skip", "back", "pain", "ease", "pause", "longer"]),
        st.floats(0, 1),
        st.floats(0, 1),
    ),
    max_size=25,
)


def extended(found: Timeline, span: Span, by: int) -> Timeline:
    """A timeline in which a pass lasts longer, and all comes later that comes after it."""
    index = found.spans.index(span)
    longer = span._replace(
        doing=span.doing._replace(length=span.doing.length + by), stop=span.stop + by
    )
    later = [
        Span(one.doing, *(place + by for place in one[1:])) for one in found.spans[index + 1 :]
    ]
    return found._replace(
        length=found.length + by, spans=(*found.spans[:index], longer, *later)
    )  # fmt: skip


class Listener:
    """Does things with a session, and counts every sample of every pass that is heard."""

    def __init__(self, found: Timeline, *, told: bool) -> None:
        self.found = found
        self.follower, self.written = following(found)
        self.position = self.since = 0
        self.samples = 0
        self.heard: dict[int, int] = {}
        self.told = told

    def does(self, act: Act) -> None:
        span = next((one for one in self.found.spans if self.position < one.stop), None)
        match act.kind:
            case "listen":
                self.listen(int(act.far * samples(20)), samples(0.1 + 0.9 * act.where))
            case "seek":
                self.jump(int(act.where * self.found.length))
            case "skip" if span is not None:
                self.follower.skipped(span)
                self.jump(span.stop, announced=True)
            case "back" if span is not None:
                self.jump(span.lead)
            case "pain" if span is not None:
                self.follower.pain(span)
            case "ease" if span is not None:
                self.follower.eased(span, "Less")
            case "pause":
                for _ in range(3):
                    self.at(max(self.since, self.position - 1))
            case "longer" if span is not None and not span.doing.reps:
                self.found = extended(self.found, span, samples(10 * act.far))

    def jump(self, to: int, *, announced: bool = False) -> None:
        if not self.told and not announced and -samples(0.01) <= to - self.position <= samples(1):
            return
        self.position = self.since = to
        self.at(to)

    def listen(self, length: int, step: int) -> None:
        stop = min(self.found.length, self.position + length)
        while self.position < stop:
            until = min(stop, self.position + step)
            self.samples += until - self.position
            for number, span in enumerate(self.found.spans):
                heard = min(until, span.stop) - max(self.position, span.start)
                if heard > 0:
                    self.heard[number] = self.heard.get(number, 0) + heard
            self.position = until
            self.at(until)

    def at(self, position: int) -> None:
        self.follower.at(position, self.found, self.since if self.told else None)


@given(routines, acts, st.booleans())
@settings(max_examples=60)
def test_whatever_a_listener_does_no_more_is_claimed_than_was_heard(
    routine: Routine,
    doings: list[Act],
    told: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    listener = Listener(compiled(routine), told=told)
    for act in doings:
        listener.does(act)
        reached = [note for note in listener.written.notes[-1:] if isinstance(note, Reached)]
        assert all(note.heard <= listener.samples for note in reached)
    listener.follower.end(listener.position, finished=False)
    assert listener.written.reached.position == listener.position
    assert listener.written.reached.heard == listener.samples
    for number, one in listener.written.passes.items():
        doing = listener.found.spans[number].doing
        assert one.length_done <= min(one.length, listener.heard.get(number, 0))
        assert 0 <= one.reps_done <= one.reps
        if not doing.waits:
            assert one.reps_done * doing.rep_length <= one.length_done
