"""Keeping the journal while a session runs, without ever standing in its way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from player.cli.options import library
from player.cli.terminal import tell
from player.errors import OutsideError
from player.journal.coverage import Attempts
from player.journal.records import About, Done, Ended, Measured, Reached, Standing
from player.live.moment import described
from player.units import samples

if TYPE_CHECKING:
    from player.journal.records import Entry, Note, Resume
    from player.journal.writer import Writer
    from player.session.model import Pass
    from player.timeline.model import Span, Timeline


NOTED_EVERY = samples(1)
"""How often the journal notes how far a session has come, at the least."""

LONGEST_STEP = samples(1)
"""Where nobody tells of jumps, what is further than this from one position to the next is one."""

MEETS = samples(0.01)
"""Sound that goes on no further than this from where it stood has not jumped."""


class JournaledFollower:
    """Follows a session, and notes how much of every pass was heard.

    All methods are called from one thread, and none waits for a disk but `end`, for a moment.

    Args:
        timeline: What is heard at first.
        open_writer: Begins to write a session.
        tell: Takes what the listener should know; called from `at` and `end`.
        now: Tells the time.

    Attributes:
        position: The sample heard last.
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        open_writer: Callable[[About], Writer] | None = None,
        tell: Callable[[str], None] = tell,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.position = 0
        self._timeline = timeline
        self._leads = _leads(timeline)
        self._open_writer = open_writer or session_writer
        self._tell = tell
        self._now = now
        self._writer: Writer | None = None
        self._passes: dict[int, _Pass] = {}
        self._unwritten: set[int] = set()
        self._until = 0
        self._heard = 0
        self._figures = 0
        self._noted = 0
        self._at = (0, False)
        self._since: int | None = None
        self._skipped: int | None = None

    def begin(self, about: About) -> None:
        """Begin the entry."""
        self._writer = self._open_writer(about)

    def at(self, position: int, timeline: Timeline, since: int | None = None) -> None:
        """Go on to a position.

        Args:
            position: The sample heard last.
            timeline: What is heard; where it has changed, what was heard of it stays as it was.
            since: From where on the session was heard without a jump. None where nobody tells:
                then it was heard since the last position, unless it went back, further than
                `LONGEST_STEP`, or out of a pass that was skipped.
        """
        if timeline is not self._timeline:
            self._change(timeline)
        before = self._until if since is None or self._since is not None else since
        start = self._heard_from(before, position, since)
        jumped = start != before
        if jumped:
            self._jump(before, start)
        self._hear(start, position)
        self.position, self._until = position, max(start, position)
        self._note_progress(anyway=jumped)
        self._pass_on()

    def skipped(self, span: Span) -> None:
        """A pass is left before its end; told before the position it leads to."""
        index = self._index(span)
        self._mark(index, self._pass(index)._replace(skipped=True))
        self._skipped = index

    def eased(self, span: Span, to: str) -> None:
        """An easier exercise takes the place of what is left of a pass."""
        index = self._index(span)
        self._mark(index, self._pass(index)._replace(eased=to))

    def pain(self, span: Span) -> None:
        """Pain was marked in a pass."""
        index = self._index(span)
        one = self._pass(index)
        self._mark(index, one._replace(pain=one.pain + 1))

    def keep(self, one: Pass, figure: float) -> None:
        """Keep a figure that was taken."""
        taken = self._now().isoformat(timespec="seconds")
        self._note(Measured(self._figures, one.measure, one.side, figure, taken))
        self._figures += 1

    def end(self, position: int, *, finished: bool) -> None:
        """The session is over; what comes after the first time is passed over.

        Args:
            position: The sample heard last.
            finished: Whether it was heard to its end.
        """
        writer = self._writer
        if writer is None:
            return
        self.at(position, self._timeline, self._since)
        self._note_progress(anyway=True)
        writer.note(Ended(self._now().isoformat(timespec="seconds"), finished))
        writer.close()
        self._pass_on()
        self._writer = None

    def _heard_from(self, before: int, position: int, since: int | None) -> int:
        """The sample from which on the sound up to a position was heard."""
        if since is not None:
            same = since == self._since and position >= before - MEETS
            self._since = since
            return before if same or 0 <= since - before <= MEETS else since
        left = self._skipped is not None and position >= self._timeline.spans[self._skipped].stop
        goes_on = not left and -MEETS <= position - before <= LONGEST_STEP
        return before if goes_on else position

    def _jump(self, before: int, to: int) -> None:
        """The sound goes on elsewhere."""
        if to < before:
            self._return_to(to)
        index = self._index_at(before)
        span = self._timeline.spans[index]
        goes_on = before >= span.ready and 0 <= to - span.stop <= LONGEST_STEP
        if span.doing.waits and goes_on and self._skipped is None:
            # The listener said go on: what was waited for is done.
            self._set(index, self._pass(index)._replace(gone_on=True))
        self._skipped = None

    def _return_to(self, position: int) -> None:
        """What was heard of passes that start at a position or after it begins anew."""
        spans = self._timeline.spans
        for index, one in self._passes.items():
            if spans[index].start >= position and one.attempts.now.stretches:
                doing = spans[index].doing
                again = one.attempts.again(doing.length, doing.rep_length)
                self._passes[index] = one._replace(attempts=again)

    def _hear(self, start: int, stop: int) -> None:
        """Note a stretch of sound as heard."""
        if start >= stop:
            return
        self._heard += stop - start
        spans = self._timeline.spans
        for index in range(self._index_at(start), len(spans)):
            span = spans[index]
            if span.lead >= stop:
                break
            first, last = max(start, span.start), min(stop, span.stop)
            if first < last:
                stretch = (first - span.start, last - span.start)
                self._set(index, self._pass(index).heard(*stretch, leaving=index == self._skipped))
            if span.doing.waits and start < span.stop <= stop:
                self._set(index, self._pass(index)._replace(gone_on=True))

    def _change(self, timeline: Timeline) -> None:
        before, self._timeline = self._timeline, timeline
        self._leads = _leads(timeline)
        for index in list(self._passes):
            old, new = before.spans[index], timeline.spans[index : index + 1]
            if not new or _known(old) != _known(new[0]):
                del self._passes[index]
            elif old != new[0]:
                self._unwritten.add(index)
        self._unwritten &= set(self._passes)

    def _mark(self, index: int, one: _Pass) -> None:
        self._set(index, one)
        self._note_progress(anyway=True)

    def _pass(self, index: int) -> _Pass:
        return self._passes.get(index, _Pass())

    def _set(self, index: int, one: _Pass) -> None:
        self._passes[index] = one
        self._unwritten.add(index)

    def _note_progress(self, *, anyway: bool) -> None:
        """Note where the session stands, if that is worth it."""
        index = self._index_at(self.position)
        span = self._timeline.spans[index]
        at = (index, span.start <= self.position < span.stop)
        if not anyway and at == self._at and self.position - self._noted < NOTED_EVERY:
            return
        self._at, self._noted = at, self.position
        for number in sorted(self._unwritten):
            self._note(self._passes[number].done(number, self._timeline.spans[number]))
        self._unwritten.clear()
        length = self._timeline.length
        self._note(Reached(self.position, self._heard, length, self._standing(index, span)))

    def _standing(self, index: int, span: Span) -> Standing:
        step = span.doing.step
        same = self._timeline.spans[:index]
        of_step = sum(one.doing.step == step for one in same)
        within = self.position - span.start
        return Standing(
            index, step, described(span), of_step, within, complete=self.position >= span.stop
        )

    def _note(self, note: Note) -> None:
        if self._writer is not None:
            self._writer.note(note)

    def _pass_on(self) -> None:
        for told in self._writer.told() if self._writer is not None else ():
            self._tell(told)

    def _index_at(self, position: int) -> int:
        return max(0, bisect_right(self._leads, position) - 1)

    def _index(self, span: Span) -> int:
        """The place of a pass in the timeline."""
        index = self._index_at(span.lead)
        spans = self._timeline.spans
        while index and spans[index] != span and spans[index - 1].lead == span.lead:
            index -= 1
        return index


class _Pass(NamedTuple):
    """What became of a pass so far."""

    attempts: Attempts = Attempts()
    gone_on: bool = False
    skipped: bool = False
    eased: str = ""
    pain: int = 0

    def heard(self, start: int, stop: int, *, leaving: bool) -> _Pass:
        """With one more stretch heard; whoever begins a skipped pass anew has not skipped it."""
        attempts = self.attempts.heard(start, stop)
        anew = attempts.times > self.attempts.times and not leaving
        return self._replace(attempts=attempts, skipped=self.skipped and not anew)

    def done(self, number: int, span: Span) -> Done:
        """As the journal keeps it."""
        one = span.doing
        length, reps = self.attempts.most(one.length, one.rep_length)
        return Done(
            number=number,
            step=one.step,
            name=described(span),
            reps=one.reps,
            reps_done=one.reps if self.gone_on else reps,
            length=one.length,
            length_done=length,
            skipped=self.skipped,
            eased=self.eased,
            pain=self.pain,
            repeated=max(0, self.attempts.times - 1),
        )


def kept_as(routine: str) -> str:
    """The name by which the journal knows a routine: its id, or the whole path of its file."""
    return routine if library().path_of(routine) else str(Path(routine).absolute())


def session_writer(about: About) -> Writer:
    """Writes a session into this user's journal."""
    from player.cli.log import places
    from player.journal.writer import Writer

    return Writer(places(), about)


def resumable(routine: str | None = None) -> Resume | None:
    """The session of this user that can be gone on with; see `Journal.unfinished`.

    Raises:
        JournalError: If the journal cannot be used.
    """
    from player.cli.log import open_journal

    journal = open_journal()
    if journal is None:
        return None
    try:
        return journal.unfinished(routine)
    finally:
        journal.close()


def others() -> tuple[Entry, ...]:
    """The sessions that other players are at work on; none where nobody can tell."""
    from player.cli.log import journal_path
    from player.journal.store import Journal

    if not journal_path().exists():
        return ()
    try:
        journal = Journal(journal_path())
    except OutsideError:
        return ()
    try:
        return journal.others()
    except OutsideError:
        return ()
    finally:
        journal.close()


def _leads(timeline: Timeline) -> list[int]:
    return [span.lead for span in timeline.spans]


def _known(span: Span) -> tuple[str, str]:
    return span.doing.step, described(span)
