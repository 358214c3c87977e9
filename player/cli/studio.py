"""Speaking and mixing while a session is heard."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from player.audio.chimes import chime_lengths, load_chimes
from player.cli.options import library
from player.cli.session import Compiled, chime_folder, mix_of
from player.errors import PlayerError
from player.routine.merging import leaves
from player.routine.reader import loads

if TYPE_CHECKING:
    from player.audio.mix import Mix
    from player.audio.shape import Shape
    from player.routine.model import Leaf
    from player.session.model import Pass
    from player.timeline.interjections import Interjection
    from player.timeline.model import Timeline


class Order(NamedTuple):
    """Texts to be spoken, and what is called when they are."""

    texts: tuple[str, ...]
    then: Callable[[], None]


class SessionStudio:
    """What answers the listener of a compiled session; a `player.live.studio.Studio`.

    Args:
        session: The session.
    """

    def __init__(self, session: Compiled) -> None:
        self._recorder = session.recorder
        self._recorder.progress = lambda _done, _total: None
        self._language = session.session.language
        self._folder = chime_folder(session.timeline.sounds)
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._failure = ""
        self._failed_before = False
        self._closed = False

    @cached_property
    def sounds(self) -> Mapping[str, int]:
        """Lengths of the chimes in samples, by name."""
        return chime_lengths(self._folder)

    def shapes(self) -> Mapping[str, Shape]:
        """Outlines of the phrases that can be heard at once."""
        return {text: clip.shape for text, clip in self._recorder.clips.copy().items()}

    def mixed(self, timeline: Timeline) -> Mix:
        """The sound of a timeline whose phrases are all there."""
        return mix_of(timeline, self._recorder)

    def inserted(self, interjection: Interjection) -> Mix:
        """The sound of an interjection."""
        from player.audio.mix import Mix, parts_of

        placed = [(one.start, one.text, one.sound, False) for one in interjection.sounds]
        parts = parts_of(placed, self._recorder.clips, load_chimes(self._folder))
        return Mix(max([interjection.length, *(part.stop for part in parts)]), parts)

    def speak(self, texts: Iterable[str], then: Callable[[], None] = lambda: None) -> None:
        """Speak texts in the background; `then` is called from there, also where it failed."""
        self._orders.put(Order(tuple(texts), then))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="speaking", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (order := self._orders.get()) is not None and not self._closed:
            try:
                self._recorder.record(order.texts)
                self._failed_before = False
            except PlayerError as error:
                if not self._failed_before:
                    self._failure = f"The voice has failed; sounds go on ({error.reason})"
                self._failed_before = True
            finally:
                order.then()

    def failure(self) -> str:
        """Why the last speaking failed, once; empty if it did not."""
        failure, self._failure = self._failure, ""
        return failure

    def easier(self, one: Pass) -> Leaf | None:
        """The step of the exercise that is an easier way, where the catalogue has one."""
        wanted = one.easier.exercise if one.easier is not None else ""
        if not wanted or wanted not in library().exercises():
            return None
        text = f'title = "Easier"\nlanguage = "{self._language}"\n[[step]]\nexercise = "{wanted}"\n'
        steps = loads(text, name="easier", exercises=library().exercises).steps
        return next(iter(leaves(steps)))

    def close(self) -> None:
        """Speak nothing more."""
        self._closed = True
        self._orders.put(None)
