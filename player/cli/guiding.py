"""A session with all that is around it: screen, keys, remote controls, journal, music, signals."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from player.cli.figures import answered
from player.cli.music_options import MusicWish, envelope_of, music_under
from player.cli.screen import screen
from player.cli.session import Compiled
from player.cli.signals import leaving_on_signals
from player.cli.studio import SessionStudio
from player.cli.terminal import echo, in_front, tell
from player.live.controls import Command
from player.live.performer import Ending, Hands, Performer
from player.live.slumber import slumber_of_system
from player.live.studio import Score
from player.outputs.choose import reopened
from player.outputs.clock import SystemClock
from player.outputs.output import Output
from player.timeline.interjections import all_of

if TYPE_CHECKING:
    from player.audio.blend import Blend
    from player.cli.journaling import JournaledFollower
    from player.cli.keyboard import Keyboard
    from player.journal.records import About
    from player.live.studio import Follower
    from player.timeline.model import Span, Timeline

REOPENED_EVERY = 0.3
"""Seconds between two tries to open a lost device again."""


class Guided(NamedTuple):
    """A session that is to be guided.

    Attributes:
        session: What is done.
        about: Tells what the journal keeps of it.
        start: The position it begins at, in samples.
        music: What was asked to go on under it, or None.
        tracks: The files of the music.
        plain: Whether it is shown as plain lines.
        theme: `light`, `dark`, or empty for the terminal's own colours.
    """

    session: Compiled
    about: Callable[[], About]
    start: int
    music: MusicWish | None
    tracks: tuple[Path, ...]
    plain: bool
    theme: str


class Stopped(NamedTuple):
    """How a session ended.

    Attributes:
        ending: As the performer tells it.
        timeline: What was heard last.
        exit_code: That of the signal which ended it, or None.
    """

    ending: Ending
    timeline: Timeline
    exit_code: int | None = None


class SessionFailedError(Exception):
    """A session ended because something failed; the cause is what did.

    Args:
        position: The last position heard, in samples.
        timeline: What was heard last.
    """

    def __init__(self, position: int, timeline: Timeline) -> None:
        super().__init__(position)
        self.position = position
        self.timeline = timeline


def guide(one: Guided, sink: Output) -> Stopped:
    """Guide a session to its end, or until the listener leaves.

    Raises:
        SessionFailedError: If its output, or anything else in it, fails; it has ended in order.
    """
    return _Guiding(one, sink).guide()


class _Guiding:
    def __init__(self, one: Guided, sink: Output) -> None:
        self._one = one
        self._sink = sink
        self._steered = sink.followed and sink.live
        streams = (sys.stdin, sys.stdout, sys.stderr)
        terminal = all(stream is not None and stream.isatty() for stream in streams)
        self._full = self._steered and terminal and in_front(sys.stdin) and not one.plain
        self._followers: list[Follower] = []
        self._record = _Record()
        self._keyboard: Keyboard | None = None
        self._told: list[str] = []
        self._failures: list[BaseException] = []
        self._performer: Performer
        self._notice: Callable[[str], None] = lambda _: None

    def guide(self) -> Stopped:
        one = self._one
        with ExitStack() as stack:
            stack.callback(self._say_what_was_told)
            music = stack.enter_context(
                music_under(
                    one.music,
                    one.tracks,
                    one.session.timeline,
                    ahead=self._steered,
                    tell=self._tell,
                )
            )
            studio = SessionStudio(one.session) if self._steered else None
            self._performer = self._made(music, studio)
            self._notice = self._performer.tell
            if studio is not None:
                stack.callback(studio.close)
            ending: Ending | None = None
            try:
                if studio is None:
                    self._followers.append(screen(one.session.timeline, start=one.start))
                    ending = self._performer.perform(self._sink, self._begun)
                    code = None
                else:
                    leave = stack.enter_context(
                        leaving_on_signals(lambda: self._performer.ask(Command.QUIT))
                    )
                    ending = self._steer(stack, studio)
                    code = leave.exit_code
                self._raise_failure()
            except Exception as error:
                now = self._performer.now()
                raise SessionFailedError(now.position, now.timeline) from error
            finally:
                self._close_journal(ending)
        return Stopped(ending, self._performer.now().timeline, code)

    def _made(self, music: Blend | None, studio: SessionStudio | None) -> Performer:
        one = self._one
        session = one.session

        def changed(timeline: Timeline) -> None:
            if music is not None and one.music is not None:
                music.follow(envelope_of(one.music, timeline))

        slumber = slumber_of_system()
        hands = Hands(
            followers=self._followers,
            record=self._record if self._sink.followed else None,
            music=music,
            changed=changed,
            reopen=self._reopen if studio is not None else None,
            slept=slumber.noticed if studio is not None else lambda: 0.0,
            answered=self._answered,
            listen=self._listen,
        )
        score = Score(session.session, session.timeline, session.mix())
        return Performer(score, hands, studio, one.start)

    def _steer(self, stack: ExitStack, studio: SessionStudio) -> Ending:
        """Perform a session that is steered from a terminal, or by remote control alone."""
        stack.enter_context(self._watching_threads())

        def started() -> None:
            self._begun()
            if not self._full:
                self._read_keys(stack)
            self._reach_out(stack)
            studio.speak(all_of(self._one.session.session))

        if self._full:
            return self._on_screen(started)
        return self._performer.perform(self._sink, started)

    def _read_keys(self, stack: ExitStack) -> None:
        """Show plain lines, and take keys where there is a keyboard."""
        from player.cli.keyboard import Keyboard, typed_keys

        keys = stack.enter_context(typed_keys())
        one = self._one
        self._followers.append(
            screen(one.session.timeline, answered=keys is not None, start=one.start)
        )
        if keys is not None:
            self._keyboard = Keyboard(self._performer, keys, tell, echo)

    def _listen(self) -> None:
        if self._keyboard is not None:
            self._keyboard.look()

    def _on_screen(self, started: Callable[[], None]) -> Ending:
        """Perform in a thread of its own, with the screen in this one once sound has begun."""
        from player.live.screen import run

        begun = threading.Event()
        endings: list[Ending] = []

        def begin() -> None:
            started()
            begun.set()

        def perform() -> None:
            try:
                endings.append(self._performer.perform(self._sink, begin))
            except BaseException as error:  # noqa: BLE001 - raised again by the main thread
                self._failures.insert(0, error)
            finally:
                begun.set()

        thread = threading.Thread(target=perform, name="session")
        thread.start()
        try:
            begun.wait()
            if not self._failures:
                run(self._performer, theme=self._one.theme)
        finally:
            self._performer.ask(Command.QUIT)
            thread.join()
            echo("", err=True)  # what the screen has not yet written to a terminal that was closed
        self._raise_failure()
        return endings[0]

    def _begun(self) -> None:
        """Sound has begun."""
        if not self._sink.followed:
            return
        # What the journal takes is imported now, so that sound need not wait for it.
        from player.cli.journaling import JournaledFollower

        journal = JournaledFollower(self._one.session.timeline, tell=self._tell)
        journal.begin(self._one.about())
        self._record.journal = journal
        threading.Thread(target=self._tell_of_others, name="others", daemon=True).start()

    def _tell_of_others(self) -> None:
        """Tell of other players; in a thread of its own, as the disk may take its time."""
        from player.cli.journaling import others

        for other in others():
            self._tell(f"Another player is playing {other.title} just now; both are heard.")

    def _reach_out(self, stack: ExitStack) -> None:
        """Keep the screen awake, and take what headsets and desktops ask for."""
        from player.live.awake import Awake
        from player.remote.remote import open_remotes

        stack.enter_context(Awake())
        remote = open_remotes(self._performer, self._tell)
        stack.callback(remote.close)
        self._followers.append(_Jumps(remote.changed))

    @contextmanager
    def _watching_threads(self) -> Iterator[None]:
        """End the session in order when a thread of it fails."""
        before = threading.excepthook

        def failed(what: threading.ExceptHookArgs) -> None:
            error = what.exc_value
            # Where the terminal was closed, the thread that paints the screen fails.
            closed = isinstance(error, OSError) and error.errno == errno.EIO
            if error is not None and not (closed and self._full):
                self._failures.append(error)
            self._performer.ask(Command.QUIT)

        threading.excepthook = failed
        try:
            yield
        finally:
            threading.excepthook = before

    def _raise_failure(self) -> None:
        if self._failures:
            raise self._failures[0]

    def _close_journal(self, ending: Ending | None) -> None:
        journal = self._record.journal
        if journal is None:
            return
        if ending is None:
            journal.end(journal.position, finished=False)
        else:
            journal.end(ending.position, finished=not ending.left)

    def _reopen(self) -> Output | None:
        SystemClock().wait(REOPENED_EVERY)
        output = reopened(self._sink)
        if output is not None:
            self._sink = output
        return output

    def _answered(self, span: Span, text: str) -> str:
        journal = self._record.journal
        return "" if journal is None else answered(span.doing, text, journal.keep)

    def _tell(self, text: str) -> None:
        """Tell the listener something: on the full screen as a notice, and again at the end."""
        if self._full:
            self._told.append(text)
            self._notice(text.split("\n", maxsplit=1)[0])
        else:
            tell(text)

    def _say_what_was_told(self) -> None:
        for text in self._told:
            tell(text)


class _Record:
    """The journal, once it has begun."""

    journal: JournaledFollower | None = None

    def at(self, position: int, timeline: Timeline, since: int) -> None:
        if self.journal is not None:
            self.journal.at(position, timeline, since)

    def skipped(self, span: Span) -> None:
        if self.journal is not None:
            self.journal.skipped(span)

    def eased(self, span: Span, to: str) -> None:
        if self.journal is not None:
            self.journal.eased(span, to)

    def pain(self, span: Span) -> None:
        if self.journal is not None:
            self.journal.pain(span)


class _Jumps:
    """A follower that tells of jumps."""

    def __init__(self, jumped: Callable[[], None]) -> None:
        self._jumped = jumped
        self._since = 0

    def at(self, position: int, timeline: Timeline, since: int) -> None:  # noqa: ARG002 - as above
        if since != self._since:
            self._since = since
            self._jumped()

    def hear(self, words: str) -> None:
        """Others show it."""

    def say(self, notice: str) -> None:  # noqa: ARG002 - as above
        self._jumped()

    def end(self) -> None:
        """Nothing is left open."""
