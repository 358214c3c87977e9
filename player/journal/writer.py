"""Writing a session into the journal from a thread of its own, and what to do where that fails."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from player.journal.condensing import Session, condensed
from player.journal.database import JournalError, Trouble, failure, set_aside
from player.journal.living import SEEN_EVERY, this_host
from player.journal.records import About, Begun, Note, Seen
from player.journal.side_file import SideFile, take_in
from player.journal.store import Journal

ENDS_WITHIN = 3.0
"""Seconds that the end of a session waits for its last notes to be written."""


class Places(NamedTuple):
    """Where sessions are kept.

    Attributes:
        database: The journal.
        folders: Where side files may be, the best place first.
    """

    database: Path
    folders: tuple[Path, ...]


class _Keeps(Protocol):
    """Where notes go."""

    def note(self, notes: Iterable[Note]) -> None:
        """Write them."""

    def close(self) -> None:
        """Give the file back."""


class Writer:
    """Writes one session. What is noted is queued, so that nobody waits for a disk.

    A journal that is damaged is set aside and a new one begun. Where it cannot be written for
    another reason, the session is kept in a side file from then on, from its beginning.

    Args:
        places: Where sessions are kept.
        about: What the session is.
        now: Tells the time.
        open_journal: Opens the journal.
    """

    def __init__(
        self,
        places: Places,
        about: About,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        open_journal: Callable[[Path], Journal] = Journal,
    ) -> None:
        self.key = os.urandom(16).hex()
        self._places = places
        self._now = now
        self._open_journal = open_journal
        self._began = now()
        begun = Begun(about, self._time(), os.getpid(), this_host())
        self._session: Session = (begun,)
        self._waiting: queue.SimpleQueue[Note | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._keeps: _Keeps = _Nowhere()
        self._mended = False
        # Where a disk hangs for ever, the player still ends.
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    def note(self, note: Note) -> None:
        """Have something written; returns at once."""
        self._waiting.put(note)

    def told(self) -> list[str]:
        """What the listener should know, each thing once."""
        found: list[str] = []
        with suppress(queue.Empty):
            while True:
                found.append(self._told.get_nowait())
        return found

    def close(self, within: float = ENDS_WITHIN) -> None:
        """Have the last notes written, and wait for that, but not for ever.

        Args:
            within: Seconds. Where the disk takes longer, the session is kept in a side file of
                the last folder.
        """
        self._waiting.put(None)
        self._thread.join(within)
        if self._thread.is_alive():
            self._give_up()

    def _give_up(self) -> None:
        """Keep the session beside what hangs; if that goes on after all, both tell the same."""
        with suppress(queue.Empty):
            while (note := self._waiting.get_nowait()) is not None:
                self._session = condensed((*self._session, note))
        self._waiting.put(None)
        why = "The journal takes too long to write."
        self._beside(reversed(self._places.folders), why).close()

    def _work(self) -> None:
        self._guarded(self._begin)
        over = False
        while not over:
            notes, over = self._next()
            new = [*notes, Seen(self._time())]
            self._session = condensed((*self._session, *new))
            self._guarded(partial(self._keeps.note, condensed(new)))
        self._keeps.close()
        if isinstance(self._keeps, _InJournal):
            # Whoever damaged or removed the file meanwhile has done no harm to this session.
            self._guarded(self._begin)
            self._keeps.close()

    def _begin(self) -> None:
        self._keeps = self._journal()

    def _guarded(self, write: Callable[[], None]) -> None:
        """Write; where that fails, go on with all of the session elsewhere."""
        try:
            try:
                write()
            except JournalError as error:
                self._keeps.close()
                self._keep_otherwise(error)
        except OSError as error:
            self._keeps.close()
            self._keeps = self._beside(self._places.folders, f"The side file fails: {error}")
        except Exception as error:  # noqa: BLE001 - the journal never stops a session
            self._keeps.close()
            why = f"The journal fails: an unexpected {type(error).__name__}: {error}"
            self._keeps = self._beside(self._places.folders, why)

    def _next(self) -> tuple[list[Note], bool]:
        """All that is waiting to be written, and whether nothing comes after it.

        Waits for something; where nothing comes, only until it is time to say that all is well.
        """
        notes: list[Note] = []
        with suppress(queue.Empty):
            found = self._waiting.get(timeout=SEEN_EVERY)
            while found is not None:
                notes.append(found)
                found = self._waiting.get_nowait()
            return notes, True
        return notes, False

    def _journal(self) -> _Keeps:
        """The journal, whole, with side files taken in and all of this session written to it.

        Raises:
            JournalError: If that fails.
        """
        journal = self._open_journal(self._places.database)
        try:
            journal.check()
            for told in take_in(journal, self._places.folders, self._now()):
                self._told.put(told)
            journal.note(self.key, self._session)
        except BaseException:
            journal.close()
            raise
        return _InJournal(journal, self.key)

    def _keep_otherwise(self, error: JournalError) -> None:
        """Go on where the journal fails: in a new one if it is damaged, else in a side file."""
        if error.trouble is Trouble.DAMAGED and not self._mended:
            self._mended = True
            try:
                aside = set_aside(self._places.database, self._now())
                self._keeps = self._journal()
            except JournalError as other:
                error = other
            except OSError as other:
                error = failure(self._places.database, other)
            else:
                if aside is not None:
                    self._told.put(
                        f"{self._places.database}: {error.reason}\n"
                        f"  It is kept as {aside}, and a new journal is begun."
                    )
                return
        self._keeps = self._beside(self._places.folders, str(error))

    def _beside(self, folders: Iterable[Path], why: str) -> _Keeps:
        """All of this session in a side file, in the first folder that takes one."""
        for folder in folders:
            with suppress(OSError):
                side = SideFile(folder, self.key, self._began, self._session)
                told = f"This session is kept in {side.path}; the next one takes it in."
                self._told.put(f"{why}\n  {told}")
                return side
        self._told.put(f"{why}\n  Nor can a file beside it be written: this session is not kept.")
        return _Nowhere()

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")


class _InJournal:
    """This session in the journal."""

    def __init__(self, journal: Journal, key: str) -> None:
        self._journal = journal
        self._key = key

    def note(self, notes: Iterable[Note]) -> None:
        self._journal.note(self._key, notes)

    def close(self) -> None:
        self._journal.close()


class _Nowhere:
    """Where neither the journal nor a side file can be written."""

    def note(self, notes: Iterable[Note]) -> None:
        """Let them go."""

    def close(self) -> None:
        """Nothing is open."""
