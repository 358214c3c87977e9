from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from support.steered_session import SteeredSession

from player.live.controls import Controls, State
from player.remote.remote import NoRemote, availability, open_remotes, remote_of
from player.remote.shown import Shown, Status
from player.remote.watching import Watching

PATIENCE = 10.0


class Place:
    """Where a session is shown; waits until so much has been shown."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.left = False
        self.fault: Exception | None = None
        self._more = threading.Condition()

    @contextmanager
    def opened(self, _controls: Controls) -> Iterator[Callable[[Shown], None]]:
        yield self.show
        self.left = True

    def show(self, seen: Shown) -> None:
        if self.fault:
            raise self.fault
        with self._more:
            self.shown.append(seen)
            self._more.notify_all()

    def wait_for(self, count: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: len(self.shown) >= count, PATIENCE)


@pytest.fixture
def place() -> Place:
    return Place()


def test_what_changes_is_shown_and_what_does_not_is_not(place: Place) -> None:
    session = SteeredSession()
    told: list[str] = []
    watching = Watching(place.opened, told.append)
    watching.start(session)
    place.wait_for(1)
    watching.changed()
    session.becomes(state=State.PAUSED)
    watching.changed()
    place.wait_for(2)
    session.becomes(position=session.now().timeline.spans[2].stop - 1)
    place.wait_for(3)
    watching.close()
    assert [seen.status for seen in place.shown] == [Status.PLAYING, Status.PAUSED, Status.PAUSED]
    assert place.shown[2].track is not None
    assert place.shown[2].track.title == "Plank"
    assert place.left
    assert told == []


def test_a_place_that_cannot_be_opened_is_no_fault() -> None:
    @contextmanager
    def closed(_controls: Controls) -> Iterator[Callable[[Shown], None]]:
        raise OSError("no such place")
        yield lambda _: None

    told: list[str] = []
    watching = Watching(closed, told.append)
    watching.start(SteeredSession())
    watching.changed()
    watching.close()
    assert told == []


def test_a_place_that_fails_is_told(place: Place) -> None:
    session = SteeredSession()
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    watching = Watching(place.opened, told.put)
    watching.start(session)
    place.wait_for(1)
    place.fault = BrokenPipeError("gone")
    session.becomes(state=State.PAUSED)
    watching.changed()
    assert told.get(timeout=PATIENCE) == "media keys no longer work: BrokenPipeError: gone"
    watching.close()


def test_closing_before_it_has_started_is_no_fault(place: Place) -> None:
    Watching(place.opened, lambda _: None).close()
    assert place.shown == []


@pytest.mark.parametrize("system", ["linux", "freebsd14", "darwin", "win32", "emscripten"])
def test_every_system_has_a_remote_that_can_be_started_and_closed(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    told: list[str] = []
    remote = remote_of(system, told.append)
    remote.start(SteeredSession())
    remote.changed()
    remote.close()
    assert told == []
    assert isinstance(remote, NoRemote) is (system == "emscripten")


@pytest.mark.parametrize("system", ["linux", "darwin", "win32", "emscripten"])
def test_where_there_is_none_the_reason_is_told(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("sys.platform", system)
    remote = open_remotes(SteeredSession(), lambda _: None)
    remote.close()
    found = availability()
    assert not found.works
    assert found.reason
