"""The one loop of a session: the output pulls, the position leads, commands are answered."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from player.errors import OutputError
from player.live.arranging import Arranging
from player.live.controls import Command, Now, State
from player.live.moment import words_at
from player.live.performance import Heard, Inserted, Performance, gates_of
from player.live.transport import Transport, applied
from player.outputs.output import OutputLostError
from player.timeline import interjections
from player.units import samples

if TYPE_CHECKING:
    from player.live.performance import Accompaniment
    from player.live.studio import Follower, Record, Score, Studio
    from player.outputs.output import Output
    from player.timeline.model import Span, Timeline

REMIND_AFTER = samples(30)
"""How long the listener is waited for before they are reminded, and between reminders."""

CHOOSE_WITHIN = samples(12)
"""How long there is to choose after a pain mark; then the gentler way is taken."""

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
        answered: Takes a figure typed for a pass that asks for one; gives what is odd about it.
    """

    followers: Sequence[Follower] = ()
    record: Record | None = None
    music: Accompaniment | None = None
    changed: Callable[[Timeline], None] = lambda _: None
    reopen: Callable[[], Output | None] | None = None
    slept: Callable[[], float] = lambda: 0.0
    answered: Callable[[Span, str], str] = lambda _span, _text: ""


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
        self._arranging = Arranging(score, studio)
        self._hands = hands
        self._studio = studio
        self._asked: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        music = None if hands.music is None else round(hands.music.volume)
        self._transport = Transport(position=start, music=music)
        self._heard = Heard(start)
        self._output_heard = 0
        self._waiting_since: int | None = None
        self._choose_until: int | None = None
        self._notice, self._notice_until = "", 0
        self._left = False
        self._overruns = 0
        self._changes: dict[Command, Callable[[Span, Command], None]] = {
            Command.AGAIN: self._again,
            Command.MORE: self._stretch,
            Command.LESS: self._stretch,
            Command.EASIER: self._ease,
            Command.LEAVE_OUT: self._leave_out,
            Command.PAIN: self._mark,
        }
        self._now = Now(State.PLAYING, start, score.timeline, music=music)

    # What others ask for, from any thread.

    def now(self) -> Now:
        """Where the session is."""
        return self._now

    def ask(self, command: Command, amount: int = 0) -> None:
        """Ask for something; it is answered before the next block of sound."""
        self._asked.put(lambda: self._obey(command, amount))

    def answer(self, text: str) -> str:
        """Answer a wait with a figure; empty goes on without one."""
        number = self._performance.gate_at(self._now.position)
        span = self._gate_span(self._now.timeline, number)
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
        position = self._heard.position
        try:
            output.start(self._performance.pull)
            started()
            while True:
                try:
                    heard = output.advance()
                    if heard is None:
                        break
                    self._look(heard)
                    self._listen()
                except KeyboardInterrupt:
                    if self._left or not output.live:
                        self._left = True
                        break
                    self._leave()
                except OutputLostError as error:
                    self._overruns += output.overruns
                    output.close()
                    found = self._reconnected(error)
                    if found is None:
                        break
                    output = found
            if not self._left:
                self._show(
                    self._heard._replace(position=self._arranging.timeline.length, inserted=None)
                )
            position = self._heard.position
        finally:
            output.close()
            self._transport = self._transport._replace(state=State.ENDED)
            self._show(self._heard)
            for follower in self._hands.followers:
                follower.end()
        return Ending(position, self._left, self._overruns + output.overruns)

    def _listen(self) -> None:
        """Do what was asked since."""
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
        self._show(heard)
        slept = self._hands.slept()
        if slept and self._transport.state == State.PLAYING:
            self._follow(self._transport._replace(state=State.PAUSED))
            self._tell(f"The machine slept for {slept:.0f} s: paused", stays=True)
        if self._studio is None:
            return
        failed = self._studio.failure()
        if failed:
            self._tell(failed)
        self._remind(heard)
        if self._choose_until is not None and output_heard >= self._choose_until:
            offers = self._offers()
            self._obey(offers[0])

    def _show(self, heard: Heard) -> None:
        """Let everybody know where the session is."""
        self._heard = heard
        timeline = self._arranging.timeline
        if self._notice_until and self._output_heard >= self._notice_until:
            self._tell("", stays=True)
        now = self._transport
        waits = self._gate_span(timeline, self._performance.gate_at(heard.position))
        state = now.state
        if state == State.PLAYING and waits is not None:
            state = State.WAITING
        self._now = Now(
            state=state,
            position=heard.position,
            timeline=timeline,
            words=heard.inserted.words if heard.inserted else words_at(timeline, heard.position),
            notice=self._notice,
            offers=self._offers() if state == State.MARKED else (),
            asks=_asked_for(waits) if state == State.WAITING and waits else "",
            voice=now.voice,
            volume=now.volume,
            music=now.music,
        )
        if self._hands.record is not None:
            self._hands.record.at(heard.position, timeline, heard.since)
        for follower in self._hands.followers:
            follower.at(heard.position, timeline, heard.since)

    def _gate_span(self, timeline: Timeline, number: int | None) -> Span | None:
        if number is None:
            return None
        waiting = [span for span in timeline.spans if span.doing.waits]
        return waiting[number]

    def _tell(self, notice: str, *, stays: bool = False) -> None:
        self._notice = notice
        self._notice_until = 0 if stays else self._output_heard + NOTICE
        for follower in self._hands.followers:
            follower.say(notice)

    # Commands.

    def _obey(self, command: Command, amount: int = 0) -> None:
        state = self._transport.state
        if command == Command.QUIT:
            self._leave()
        if command == Command.QUIT or state in {State.ENDED, State.LOST}:
            return
        if state == State.MARKED and command in _CHOICES:
            self._choose_until = None
        change = self._changes.get(command)
        if self._now.state == State.WAITING and command in _GOING_ON:
            self._performance.go_on(self._performance.gate_at(self._heard.position))
        elif change is not None:
            change(self._span(), command)
        else:
            if command == Command.SKIP:
                self._skipped(self._span())
            if command in {Command.SKIP, Command.BACK} and state == State.MARKED:
                self._transport = self._transport._replace(state=State.PLAYING)
            self._follow(self._applied(command, amount))

    def _applied(self, command: Command, amount: int) -> Transport:
        position = self._performance.position
        now = self._transport._replace(position=position)
        return applied(now, command, self._arranging.timeline, self._heard.position, amount)

    def _follow(self, then: Transport) -> None:
        """Let the sound follow the state and position that a command has led to."""
        before, self._transport = self._transport, then
        performance = self._performance
        if then.voice != before.voice:
            performance.say_words(then.voice)
        if then.volume != before.volume:
            performance.loudness(10 ** (then.volume / 20))
        if then.music != before.music and self._hands.music is not None and then.music is not None:
            self._hands.music.volume = then.music
        if then.state == State.PAUSED != before.state:
            self._tell("Paused", stays=True)
        if then.state != State.PLAYING:
            if not performance.standing or before.state == State.PLAYING:
                performance.stand()
            if then.position != performance.position:
                performance.place(then.position)
        elif before.state == State.PLAYING:
            if then.position != performance.position:
                performance.move(then.position)
        else:
            self._resume(then.position)

    def _resume(self, position: int) -> None:
        """Go on after a pause; inside a pass with a word and a countdown."""
        self._choose_until = None
        self._tell("")
        span = self._arranging.span_at(position)
        inside = span is not None and span.start <= position < span.stop
        self._performance.place(position)
        if inside and span is not None and not span.doing.waits and self._studio is not None:
            session = self._arranging.session
            self._say(
                interjections.resuming(session),
                goes_on=True,
                countdown=interjections.RESUMING_FROM,
            )
        else:
            self._performance.move()

    def _say(self, lines: tuple[str, ...], *, goes_on: bool, countdown: int = 0) -> int:
        """Say something while the session stands still; in a pause it stays paused after it.

        Words that were not spoken yet are spoken for the next time, and shown.

        Returns:
            How many samples it takes.
        """
        if self._studio is None:
            return 0
        laid = interjections.laid(lines, self._studio.shapes(), countdown)
        if laid.lacks:
            self._studio.speak(laid.lacks, lambda: None)
            self._tell(" ".join(lines))
        if not laid.sounds:
            return 0
        goes_on = goes_on and self._transport.state == State.PLAYING
        mix = self._studio.inserted(laid)
        self._performance.insert(Inserted(mix, laid.length, goes_on, laid.words))
        return laid.length

    def _again(self, span: Span, _command: Command) -> None:
        """Say again what is done, and its whole instruction."""
        self._say(interjections.again(self._arranging.session, span.doing), goes_on=True)

    def _stretch(self, span: Span, command: Command) -> None:
        """Ten seconds more or fewer."""
        position = self._performance.position
        if not self._arranging.stretched(span, command, position, self._heard.position):
            self._tell("There is no hold or rest here to make longer or shorter")
            return
        self._exchange()

    def _exchange(self) -> None:
        """Let the sound follow a session that was changed, and speak what it lacks."""
        self._take_score()
        if self._arranging.lacks and self._studio is not None:
            self._studio.speak(self._arranging.lacks, lambda: self._asked.put(self._complete))

    def _complete(self) -> None:
        """Take in what has been spoken since."""
        if self._arranging.completed(self._performance.position):
            self._take_score()

    def _take_score(self) -> None:
        score = self._arranging.score
        self._performance.exchange(score.mix, gates_of(score.timeline))
        self._hands.changed(score.timeline)

    def _ease(self, span: Span, _command: Command) -> None:
        """Go on with an easier way: another exercise, or a sentence that tells how."""
        if self._studio is None:
            return
        leaf = self._studio.easier(span.doing)
        if leaf is not None:
            self._change_to(
                lambda: self._arranging.eased(span, leaf), lambda: self._eased(span, leaf.name)
            )
            return
        told = interjections.easier(self._arranging.session, span.doing)
        if not told:
            self._tell("There is no easier way to do this in the catalogue")
            return
        self._eased(span, span.doing.easier.text if span.doing.easier else "")
        self._choose_until = None
        self._transport = self._transport._replace(state=State.PLAYING)
        self._say(told, goes_on=True)

    def _eased(self, span: Span, to: str) -> None:
        if self._hands.record is not None:
            self._hands.record.eased(span, to)

    def _skipped(self, span: Span) -> None:
        if self._hands.record is not None and self._heard.position < span.stop:
            self._hands.record.skipped(span)

    def _leave_out(self, span: Span, _command: Command) -> None:
        """Leave out what is done now, here and later."""
        self._change_to(lambda: self._arranging.left_out(span), lambda: self._skipped(span))

    def _change_to(self, change: Callable[[], int | None], done: Callable[[], None]) -> None:
        """Change what follows and go there, as soon as its words are spoken.

        Args:
            change: Makes the change; gives the position to go on at, or None where words lack,
                which are then spoken first.
            done: Called where the change is made.
        """
        if self._studio is None:
            return
        target = change()
        if target is None:
            self._tell("One moment")
            self._studio.speak(
                self._arranging.lacks,
                lambda: self._asked.put(lambda: self._change_anyway(change, done)),
            )
            return
        self._arrive(target, done)

    def _change_anyway(self, change: Callable[[], int | None], done: Callable[[], None]) -> None:
        """Change what follows; where words could not be spoken, without them."""
        target = change()
        if target is None:
            target = self._arranging.anyway()
        self._arrive(target, done)

    def _arrive(self, target: int, done: Callable[[], None]) -> None:
        done()
        self._choose_until = None
        self._tell("")
        self._take_score()
        self._transport = self._transport._replace(state=State.PLAYING)
        self._performance.move(target)

    def _mark(self, span: Span, _command: Command) -> None:
        """Mark pain: pause, and offer a gentler way."""
        if self._hands.record is not None:
            self._hands.record.pain(span)
        self._transport = self._transport._replace(
            state=State.MARKED, position=self._performance.position
        )
        self._performance.stand()
        easier = self._offers()[0] == Command.EASIER
        self._tell("Marked. Pain is a warning, not something to push through", stays=True)
        lines = interjections.marked(self._arranging.session, easier=easier)
        spoken = self._say(lines, goes_on=False)
        self._choose_until = self._output_heard + spoken + CHOOSE_WITHIN

    def _offers(self) -> tuple[Command, ...]:
        """What there is to choose from after a pain mark, the gentlest first."""
        one = self._span().doing
        easier = self._studio is not None and (
            self._studio.easier(one) is not None or (one.easier is not None and one.easier.text)
        )
        return (Command.EASIER,) * bool(easier) + (Command.SKIP, Command.GO_ON)

    def _remind(self, heard: Heard) -> None:
        """Remind a listener who has been waited for."""
        held = not heard.moves and heard.inserted is None
        if not held or self._now.state != State.WAITING:
            self._waiting_since = None
            return
        if self._waiting_since is None:
            self._waiting_since = self._output_heard
        elif self._output_heard - self._waiting_since >= REMIND_AFTER:
            self._waiting_since = None
            self._say(interjections.reminding(self._arranging.session), goes_on=True)

    def _span(self) -> Span:
        """The pass that is heard; in the closing the last one."""
        return self._arranging.span_at(self._heard.position) or self._arranging.timeline.spans[-1]

    def _leave(self) -> None:
        self._left = True
        self._performance.fade_out()

    # A lost output.

    def _reconnected(self, error: OutputLostError) -> Output | None:
        """Wait for the output to come back; None if the listener leaves meanwhile."""
        if self._hands.reopen is None:
            raise error
        before = self._transport
        position = self._heard.position
        self._transport = before._replace(state=State.LOST, position=position)
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
            if output is not None and self._back(output, before, position):
                return output
        return None

    def _back(self, output: Output, before: Transport, position: int) -> bool:
        """Go on where the session was heard last; whether the output takes sound."""
        self._performance.begin_anew(position)
        try:
            output.start(self._performance.pull)
        except OutputError:
            output.close()
            return False
        self._output_heard = 0
        self._choose_until = self._waiting_since = None
        was_playing = before.state == State.PLAYING
        state = State.PLAYING if was_playing else State.PAUSED
        self._transport = before._replace(state=state, position=position)
        self._tell("The sound is back" if was_playing else "The sound is back: paused")
        if was_playing:
            self._resume(position)
        return True


_GOING_ON = {Command.GO_ON, Command.RESUME, Command.TOGGLE}
_CHOICES = {Command.EASIER, Command.SKIP, Command.GO_ON, Command.RESUME, Command.TOGGLE,
            Command.LEAVE_OUT, Command.BACK}  # fmt: skip


def _asked_for(span: Span) -> str:
    """What figure is asked for."""
    from player.routine.measures import MEASURES

    measure = MEASURES.get(span.doing.measure)
    if measure is None:
        return ""
    what = ", ".join(part for part in (measure.name, span.doing.side) if part)
    return f"{what} ({measure.unit})"
