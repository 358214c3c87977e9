"""What the listener asks of a session, and what is made of it: in the thread of the performer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from player.live.arranging import Arranging
from player.live.controls import Command, State
from player.live.gates import gates_of
from player.live.performance import Performance
from player.live.stretches import Heard, Inserted
from player.live.transport import Transport, applied
from player.session.changes import is_timed
from player.timeline import interjections
from player.units import samples

if TYPE_CHECKING:
    from player.live.accompaniment import Accompaniment
    from player.live.studio import Record, Score, Studio
    from player.session.model import Pass
    from player.timeline.model import Span, Timeline

REMIND_AFTER = samples(30)
"""How long the listener is waited for before they are reminded, and between reminders."""

CHOOSE_WITHIN = samples(12)
"""How long there is to choose after a pain mark; then the gentler way is taken."""

_GOING_ON = {Command.GO_ON, Command.RESUME, Command.TOGGLE}
_MOVING = {Command.SKIP, Command.BACK, Command.SEEK, Command.EASIER, Command.LEAVE_OUT,
           Command.PAIN}  # fmt: skip
_CHOICES = {Command.EASIER, Command.SKIP, Command.GO_ON, Command.RESUME, Command.TOGGLE,
            Command.LEAVE_OUT, Command.BACK}  # fmt: skip


class Tell(Protocol):
    """Lets the listener know something; what stays is shown until something else is."""

    def __call__(self, notice: str, *, stays: bool = False) -> None:
        """Show it."""


class Steering:
    """A session that is steered.

    Args:
        score: The session.
        performance: What is heard of it.
        studio: Where it is changed; None where nobody could ask for it.
        record: Where it is noted what was done, or None.
        music: What goes on under it, or None.
        changed: Told of another timeline that is heard from then on.
        tell: Shows a notice.
        later: Takes what is to be done in the thread of the performer; called from any thread.

    Attributes:
        transport: What the session is doing.
        arranging: The session as it is now.
        offers: What there is to choose from after a pain mark, the gentlest first.
    """

    def __init__(  # noqa: PLR0913 - all that a command may reach
        self,
        score: Score,
        performance: Performance,
        *,
        studio: Studio | None,
        record: Record | None,
        music: Accompaniment | None,
        changed: Callable[[Timeline], None],
        tell: Tell,
        later: Callable[[Callable[[], None]], None],
    ) -> None:
        self._performance = performance
        self._studio = studio
        self._record = record
        self._music = music
        self._changed = changed
        self._tell = tell
        self._later = later
        self.arranging = Arranging(score, studio)
        volume = None if music is None else round(music.volume)
        self.transport = Transport(position=performance.position, music=volume)
        self.offers: tuple[Command, ...] = ()
        self._heard = Heard(performance.position)
        self._output_heard = 0
        self._waiting_since: int | None = None
        self._choose_until: int | None = None
        self._pending: object | None = None
        self._changes: dict[Command, Callable[[Span, Command], None]] = {
            Command.AGAIN: self._again,
            Command.MORE: self._stretch,
            Command.LESS: self._stretch,
            Command.EASIER: self._ease,
            Command.LEAVE_OUT: self._leave_out,
            Command.PAIN: self._mark,
        }

    @property
    def timeline(self) -> Timeline:
        """What is heard."""
        return self.arranging.timeline

    @property
    def state(self) -> State:
        """What the session is doing, as the listener sees it."""
        state = self.transport.state
        waits = state == State.PLAYING and self.waiting is not None
        return State.WAITING if waits else state

    @property
    def waiting(self) -> Span | None:
        """The pass that is heard, where it lasts until the listener says go on."""
        number = self._performance.gate_at(self._heard.position)
        if number is None:
            return None
        return [span for span in self.timeline.spans if span.doing.waits][number]

    def hear(self, heard: Heard, output_heard: int) -> None:
        """Know what is heard, with which sample of the output."""
        self._heard, self._output_heard = heard, output_heard

    def look(self) -> None:
        """Do what is due."""
        if self._studio is None:
            return
        failed = self._studio.failure()
        if failed:
            self._tell(failed)
        self._remind()
        if self._choose_until is not None and self._output_heard >= self._choose_until:
            self.obey(self.offers[0])

    def pause(self) -> None:
        """Stand still, if the session plays."""
        self._follow(self._applied(Command.PAUSE, 0))

    def end(self) -> None:
        """The session is over."""
        self.transport = self.transport._replace(state=State.ENDED)

    def lose(self, position: int) -> Transport:
        """Wait at a position for an output that is lost; what the session was doing before."""
        before = self.transport
        self._pending = None
        self.transport = before._replace(state=State.LOST, position=position)
        return before

    def find(self, before: Transport, position: int) -> None:
        """Go on at a position with an output that is back, as before it was lost."""
        self._choose_until = self._waiting_since = None
        played = before.state == State.PLAYING
        state = State.PLAYING if played else State.PAUSED
        self.transport = before._replace(state=state, position=position)
        if played:
            self.resume(position)
        self._tell("The sound is back" if played else "The sound is back: paused")

    def obey(self, command: Command, amount: int = 0) -> None:
        """Do what the listener asks; what makes no sense just now is passed over."""
        state = self.transport.state
        if state in {State.ENDED, State.LOST}:
            return
        if command in _MOVING:
            self._pending = None
        if state == State.MARKED and command in _CHOICES:
            self._choose_until = None
        change = self._changes.get(command)
        if self.state == State.WAITING and command in _GOING_ON:
            self._performance.go_on(self._performance.gate_at(self._heard.position))
        elif change is None:
            self._go(command, amount)
        elif self.arranging.span_at(self._heard.position) or command == Command.AGAIN:
            change(self._span(), command)
        else:
            self._tell("The session is over")

    def _go(self, command: Command, amount: int) -> None:
        """Do what leaves the session itself as it is."""
        if command == Command.SKIP:
            self._skipped(self._span())
        if command in {Command.SKIP, Command.BACK} and self.transport.state == State.MARKED:
            self.transport = self.transport._replace(state=State.PLAYING)
            self._tell("")
        waiting = self._performance.gate_at(self._heard.position)
        self._follow(self._applied(command, amount))
        if command == Command.SKIP and waiting is not None:
            self._performance.go_on(waiting)

    def _applied(self, command: Command, amount: int) -> Transport:
        position = self._performance.position
        now = self.transport._replace(position=position)
        return applied(now, command, self.arranging.timeline, self._heard.position, amount)

    def _follow(self, then: Transport) -> None:
        """Let the sound follow the state and position that a command has led to."""
        before, self.transport = self.transport, then
        performance = self._performance
        if then.voice != before.voice:
            performance.say_words(then.voice)
        if then.volume != before.volume:
            performance.loudness(10 ** (then.volume / 20))
        if then.music != before.music and self._music is not None and then.music is not None:
            self._music.volume = then.music
        if then.state == State.PAUSED != before.state:
            self._tell("Paused", stays=True)
        if then.state != State.PLAYING:
            if not performance.standing or before.state == State.PLAYING:
                performance.stand()
            if then.position != performance.position:
                performance.place(then.position)
        elif before.state == State.PLAYING:
            if performance.standing or then.position != performance.position:
                performance.move(then.position)
        else:
            self.resume(then.position)

    def resume(self, position: int, told: tuple[str, ...] = ()) -> None:
        """Go on after a pause; inside a pass with a word and a countdown.

        Args:
            position: Where, in samples.
            told: What is said before it.
        """
        self._choose_until = None
        self._tell("")
        span = self.arranging.span_at(position)
        inside = span is not None and span.start <= position < span.stop
        self._performance.place(position)
        if inside and span is not None and not span.doing.waits and self._studio is not None:
            lines = (*told, *interjections.resuming(self.arranging.session))
            self._say(lines, goes_on=True, countdown=interjections.RESUMING_FROM)
        elif not self._say(told, goes_on=True):
            self._performance.move()

    def _say(self, lines: tuple[str, ...], *, goes_on: bool, countdown: int = 0) -> int:
        """Say something while the session stands still; in a pause it stays paused after it.

        Words that were not spoken yet are spoken for the next time, and shown.

        Returns:
            How many samples it takes.
        """
        if self._studio is None:
            return 0
        heard = self.transport.voice
        laid = interjections.laid(lines, self._studio.shapes() if heard else {}, countdown)
        if laid.lacks:
            self._tell(" ".join(lines))
        if laid.lacks and heard:
            self._studio.speak(laid.lacks, lambda: None)
        if not laid.sounds:
            return 0
        goes_on = goes_on and self.transport.state == State.PLAYING
        mix = self._studio.inserted(laid)
        self._performance.insert(Inserted(mix, laid.length, goes_on, laid.words))
        return laid.length

    def _again(self, span: Span, _command: Command) -> None:
        """Say again what is done, and its whole instruction."""
        self._say(interjections.again(self.arranging.session, span.doing), goes_on=True)

    def _stretch(self, span: Span, command: Command) -> None:
        """Ten seconds more or fewer."""
        position = self._performance.position
        if self.arranging.stretched(span, command, position, self._heard.position):
            self._exchange()
        elif is_timed(span.doing) or self._heard.position < span.ready:
            self._tell("This cannot be made longer or shorter any more")
        else:
            self._tell("There is no hold or rest here to make longer or shorter")

    def _exchange(self) -> None:
        """Let the sound follow a session that was changed, and speak what it lacks."""
        self._take_score()
        if self.arranging.lacks and self._studio is not None:
            self._studio.speak(self.arranging.lacks, lambda: self._later(self._complete))

    def _complete(self) -> None:
        """Take in what has been spoken since."""
        if self.arranging.completed(self._performance.position):
            self._take_score()

    def _take_score(self) -> None:
        score = self.arranging.score
        self._performance.exchange(score.mix, gates_of(score.timeline))
        self._changed(score.timeline)

    def _ease(self, span: Span, _command: Command) -> None:
        """Go on with an easier way: another exercise, or a sentence that tells how."""
        if self._studio is None:
            return
        leaf = self._studio.easier(span.doing)
        if leaf is not None:
            self._change_to(
                lambda: self.arranging.eased(
                    span, leaf, self._heard.position, self._performance.position
                ),
                lambda: self._eased(span, leaf.name),
            )
            return
        told = interjections.easier(self.arranging.session, span.doing)
        if not told:
            self._tell("There is no easier way to do this in the catalogue")
            return
        self._eased(span, span.doing.easier.text if span.doing.easier else "")
        if self.transport.state == State.PLAYING:
            self._say(told, goes_on=True)
        else:
            self.transport = self.transport._replace(state=State.PLAYING)
            self.resume(self._performance.position, told)

    def _eased(self, span: Span, to: str) -> None:
        if self._record is not None:
            self._record.eased(span, to)

    def _skipped(self, span: Span) -> None:
        if self._record is not None and self._heard.position < span.stop:
            self._record.skipped(span)

    def _leave_out(self, span: Span, _command: Command) -> None:
        """Leave out what is done now, here and later."""
        self._change_to(lambda: self.arranging.left_out(span), lambda: self._skipped(span))

    def _change_to(self, change: Callable[[], bool], done: Callable[[], None]) -> None:
        """Change what follows and go there, as soon as its words are spoken.

        Whoever moves on meanwhile, or asks for another change, does not want this one any more.

        Args:
            change: Makes the change; whether it is made, or words lack that are spoken first.
            done: Called where the change is made.
        """
        if self._studio is None:
            return
        if change():
            self._arrive(done)
            return
        self._tell("One moment")
        mine = self._pending = object()

        def spoken() -> None:
            if self._pending is mine:
                self._pending = None
                if not change():  # the voice has failed: without words then
                    self.arranging.anyway()
                self._arrive(done)

        self._studio.speak(self.arranging.lacks, lambda: self._later(spoken))

    def _arrive(self, done: Callable[[], None]) -> None:
        """Go on with a change; who has paused meanwhile stays so."""
        done()
        self._take_score()
        target = self.arranging.target
        if self.transport.state == State.PAUSED:
            if target is not None:
                self._performance.place(target)
            return
        self._choose_until = None
        self._tell("")
        self.transport = self.transport._replace(state=State.PLAYING)
        self._performance.move(target)

    def _mark(self, span: Span, _command: Command) -> None:
        """Mark pain: pause, and offer a gentler way; a session that played takes it by itself."""
        before = self.transport.state
        if before == State.MARKED:
            return
        if self._record is not None:
            self._record.pain(self._done(span))
        position = self._performance.position
        self.transport = self.transport._replace(state=State.MARKED, position=position)
        self._performance.stand()
        easier = self._gentler(span.doing)
        self.offers = (Command.EASIER,) * easier + (Command.SKIP, Command.GO_ON)
        self._tell("Marked. Pain is a warning, not something to push through", stays=True)
        lines = interjections.marked(self.arranging.session, easier=easier)
        spoken = self._say(lines, goes_on=False)
        if before == State.PLAYING:
            self._choose_until = self._output_heard + spoken + CHOOSE_WITHIN

    def _done(self, span: Span) -> Span:
        """The pass that hurt: in a rest, the one before it."""
        resting = span.doing.rest is not None and self._heard.position < span.ready
        return self.timeline.spans[span.doing.order - 1] if resting and span.doing.order else span

    def _gentler(self, one: Pass) -> bool:
        """Whether the catalogue has an easier way."""
        if self._studio is None:
            return False
        told = one.easier is not None and bool(one.easier.text)
        return told or self._studio.easier(one) is not None

    def _remind(self) -> None:
        """Remind a listener who has been waited for."""
        held = not self._heard.moves and self._heard.inserted is None
        if not held or self.state != State.WAITING:
            self._waiting_since = None
            return
        if self._waiting_since is None:
            self._waiting_since = self._output_heard
        elif self._output_heard - self._waiting_since >= REMIND_AFTER:
            self._waiting_since = None
            self._say(interjections.reminding(self.arranging.session), goes_on=True)

    def _span(self) -> Span:
        """The pass that is heard; in the closing the last one."""
        return self.arranging.span_at(self._heard.position) or self.arranging.timeline.spans[-1]
