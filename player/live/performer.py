"""The one loop of a session: the output pulls, the position leads, commands are answered."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from player.errors import OutputError
from player.live.controls import Command, Now, State
from player.live.gates import gates_of
from player.live.moment import words_at
from player.live.performance import Performance
from player.live.steering import Steering
from player.live.stretches import Heard, Inserted
from player.outputs.output import OutputLostError
from player.units import samples

if TYPE_CHECKING:
    from player.live.accompaniment import Accompaniment
    from player.live.studio import Follower, Record, Score, Studio
    from player.outputs.output import Output
    from player.timeline.model import Span, Timeline

SHOWN_EVERY = samples(0.036)
"""How often the session is shown and noted at the most; commands are heard more often."""

NOTICE = samples(6)
"""How long a notice is shown that does not stay true."""


class Ending(NamedTuple):
    """How a session ended.

    Attributes:
        position: The last position heard, in samples.
        left: Whether it was left.
        overruns: How often sound ran dry, as the machine was too busy to make it in time.
    """

    position: int
    left: bool
    overruns: int = 0


class Hands(NamedTuple):
    """What a performance reaches besides its output.

    Attributes:
        followers: Who shows the session.
        record: Where it is noted what was done, or None.
        music: What goes on under it, or None.
        changed: Told of another timeline that is heard from then on.
        reopen: Opens the output again once it was lost; None while it is not there. Lets a
            little time pass.
        slept: Seconds that the machine slept since it was last asked.
        listen: Called again and again, to hear what is asked for.
        answered: Takes a figure typed for a pass that asks for one; gives what is odd about it.
    """

    followers: Sequence[Follower] = ()
    record: Record | None = None
    music: Accompaniment | None = None
    changed: Callable[[Timeline], None] = lambda _: None
    reopen: Callable[[], Output | None] | None = None
    slept: Callable[[], float] = lambda: 0.0
    answered: Callable[[Span, str], str] = lambda _span, _text: ""
    listen: Callable[[], None] = lambda: None


ALONE = Hands()
"""Nothing but the output is reached."""


class Performer:
    """Plays a session and does what the listener asks; the `Controls` of it.

    Args:
        score: The session.
        hands: What is reached besides the output.
        studio: Where it is changed; None where nobody could ask for it.
        start: The position it begins at.
    """

    def __init__(
        self,
        score: Score,
        hands: Hands = ALONE,
        studio: Studio | None = None,
        start: int = 0,
    ) -> None:
        gates = gates_of(score.timeline) if studio is not None else ()
        self._performance = Performance(score.mix, gates, hands.music, start)
        self._hands = hands
        self._asked: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._steering = Steering(
            score,
            self._performance,
            studio=studio,
            record=hands.record,
            music=hands.music,
            changed=hands.changed,
            tell=self._tell,
            later=self._asked.put,
        )
        self._heard = Heard(start)
        self._output_heard = 0
        self._notice, self._notice_until = "", 0
        self._left = False
        self._overruns = 0
        self._output: Output | None = None
        self._shown_at = -SHOWN_EVERY
        self._told: Inserted | None = None
        self._now = Now(State.PLAYING, start, score.timeline)

    # What others ask for, from any thread.

    def now(self) -> Now:
        """Where the session is."""
        return self._now

    def ask(self, command: Command, amount: int = 0) -> None:
        """Ask for something; it is answered before the next block of sound."""
        self._asked.put(lambda: self._obey(command, amount))

    def answer(self, text: str) -> str:
        """Answer a wait with a figure; empty goes on without one."""
        span = self._steering.waiting
        if span is None:
            return ""
        odd = self._hands.answered(span, text) if span.doing.measure and text.strip() else ""
        if not odd:
            self.ask(Command.GO_ON)
        return odd

    def tell(self, notice: str) -> None:
        """Let the listener know something."""
        self._asked.put(lambda: self._tell(notice))

    # The loop, in one thread.

    def perform(self, output: Output, started: Callable[[], None] = lambda: None) -> Ending:
        """Play to the end, or to a fade if the listener leaves.

        Args:
            output: Where the sound goes; closed at the end in any case.
            started: Called once sound has begun.

        Raises:
            OutputError: If the output fails, and cannot be opened again.
        """
        self._output = output
        try:
            output.start(self._performance.pull)
            started()
            self._follow(output)
            if not self._left:
                whole = self._steering.timeline.length
                self._show(self._heard._replace(position=whole, inserted=None))
        finally:
            self._close()
            self._steering.end()
            self._publish()
            for follower in self._hands.followers:
                follower.end()
        return Ending(self._heard.position, self._left, self._overruns)

    def _follow(self, output: Output) -> None:
        """Follow an output, and those that are opened in its place, to the end of the sound."""
        while True:
            try:
                heard = output.advance()
                if heard is None:
                    return
                self._look(heard)
                self._listen()
            except KeyboardInterrupt:
                if self._left or not output.live:
                    self._left = True
                    return
                self._leave()
            except OutputLostError as error:
                self._close()
                found = self._found(error)
                if found is None:
                    return
                output = found
            except OutputError:
                raise
            except Exception:
                self._fade(output)
                raise

    def _close(self) -> None:
        """Give the output back, if there is one."""
        output, self._output = self._output, None
        if output is not None:
            self._overruns += output.overruns
            output.close()

    def _listen(self) -> None:
        """Do what was asked since."""
        self._hands.listen()
        while True:
            try:
                act = self._asked.get_nowait()
            except queue.Empty:
                return
            act()
            self._show(self._heard)

    def _look(self, output_heard: int) -> None:
        """See what is heard, and what is due."""
        self._output_heard = output_heard
        heard = self._performance.heard_at(output_heard)
        if abs(output_heard - self._shown_at) >= SHOWN_EVERY:
            self._shown_at = output_heard
            self._show(heard)
        else:
            self._heard = heard
            self._steering.hear(heard, output_heard)
        slept = self._hands.slept()
        if slept and self._now.state in {State.PLAYING, State.WAITING}:
            self._steering.pause()
            self._tell(f"The machine slept for {slept:.0f} s: paused", stays=True)
        self._steering.look()

    def _obey(self, command: Command, amount: int) -> None:
        if command == Command.QUIT:
            self._leave()
        else:
            self._steering.obey(command, amount)

    def _show(self, heard: Heard) -> None:
        """Let everybody know where the session is."""
        inserted = None if heard.inserted is self._told else heard.inserted
        self._heard, self._told = heard, heard.inserted
        self._steering.hear(heard, self._output_heard)
        if self._notice_until and self._output_heard >= self._notice_until:
            self._tell("", stays=True)
        self._publish()
        timeline = self._steering.timeline
        if self._hands.record is not None:
            self._hands.record.at(heard.position, timeline, heard.since)
        for follower in self._hands.followers:
            if inserted is not None and inserted.words:
                follower.hear(inserted.words)
            follower.at(heard.position, timeline, heard.since)

    def _publish(self) -> None:
        """Make what `now` gives."""
        heard, steering = self._heard, self._steering
        state, timeline, transport = steering.state, steering.timeline, steering.transport
        waiting = steering.waiting if state == State.WAITING else None
        self._now = Now(
            state=state,
            position=heard.position,
            timeline=timeline,
            words=heard.inserted.words if heard.inserted else words_at(timeline, heard.position),
            notice=self._notice,
            offers=steering.offers if state == State.MARKED else (),
            asks=_asked_for(waiting) if waiting is not None else "",
            voice=transport.voice,
            volume=transport.volume,
            music=transport.music,
        )

    def _tell(self, notice: str, *, stays: bool = False) -> None:
        self._notice = notice
        self._notice_until = 0 if stays else self._output_heard + NOTICE
        for follower in self._hands.followers:
            follower.say(notice)

    def _leave(self) -> None:
        self._left = True
        self._performance.fade_out()

    def _fade(self, output: Output) -> None:
        """Let the sound fade where the session ends out of order."""
        self._leave()
        with suppress(OutputError):
            while output.live and output.advance() is not None:
                pass

    def _found(self, error: OutputLostError) -> Output | None:
        """Wait for a lost output to come back; None if the listener leaves meanwhile."""
        if self._hands.reopen is None:
            raise error
        position = self._heard.position
        before = self._steering.lose(position)
        self._tell(f"{error.reason[:1].upper()}{error.reason[1:]}. Waiting for it", stays=True)
        self._show(self._heard)
        while not self._left:
            try:
                output = self._hands.reopen()
                self._listen()
                self._show(self._heard)
            except KeyboardInterrupt:
                self._left = True
                break
            if output is not None and self._started(output, position):
                self._steering.find(before, position)
                return output
        return None

    def _started(self, output: Output, position: int) -> bool:
        """Whether an output takes sound again, from a position on."""
        self._performance.begin_anew(position)
        try:
            output.start(self._performance.pull)
        except OutputError:
            output.close()
            return False
        self._output, self._output_heard = output, 0
        return True


def _asked_for(span: Span) -> str:
    """What figure is asked for."""
    from player.routine.measures import MEASURES

    measure = MEASURES.get(span.doing.measure)
    if measure is None:
        return ""
    what = ", ".join(part for part in (measure.name, span.doing.side) if part)
    return f"{what} ({measure.unit})"
