from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest
from support.bus import Bus, require_packages, running_bus

from player.live.awake import Availability, Awake, availability, screen_held

PATIENCE = 10.0
COOKIE = 42


class Screen:
    """Something that can be kept awake, and keeps what happens to it."""

    def __init__(self) -> None:
        self.threads: list[int] = []
        self.held = threading.Event()
        self.given_back = threading.Event()
        self.blocks = threading.Event()
        self.blocks.set()

    @contextmanager
    def hold(self) -> Iterator[Availability]:
        self.blocks.wait(PATIENCE)
        self.threads.append(threading.get_ident())
        self.held.set()
        yield Availability(works=True, reason="test")
        self.threads.append(threading.get_ident())
        self.given_back.set()


def test_the_screen_is_held_and_given_back_in_one_thread_of_its_own() -> None:
    screen = Screen()
    with Awake(screen.hold) as awake:
        assert awake.answer(PATIENCE) == (True, "test", "")
        assert not screen.given_back.is_set()
    assert screen.given_back.is_set()
    assert len(set(screen.threads)) == 1
    assert threading.get_ident() not in screen.threads


def test_the_screen_is_given_back_when_a_session_fails() -> None:
    screen = Screen()

    def session() -> None:
        with Awake(screen.hold) as awake:
            awake.answer(PATIENCE)
            raise RuntimeError("the session")

    with pytest.raises(RuntimeError, match="the session"):
        session()
    assert screen.given_back.is_set()


def test_a_system_that_does_not_answer_holds_up_nothing() -> None:
    screen = Screen()
    screen.blocks.clear()
    with Awake(screen.hold) as awake:
        assert awake.answer(0) == (
            False,
            "the system does not answer",
            "keep it awake in the settings of the system",
        )
        assert not screen.held.is_set()
    screen.blocks.set()
    assert screen.given_back.wait(PATIENCE)


@pytest.mark.parametrize("when", ["at first", "at the end"])
def test_whatever_goes_wrong_is_no_fault_of_the_session(when: str) -> None:
    @contextmanager
    def breaks() -> Iterator[Availability]:
        if when == "at first":
            raise OSError("nobody there")
        yield Availability(works=True)
        raise OSError("nobody there")

    with Awake(breaks) as awake:
        found = awake.answer(PATIENCE)
    assert found.works is (when == "at the end")
    assert found.reason == ("OSError: nobody there" if when == "at first" else "")


def test_without_the_library_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wakepy", None)
    assert availability() == (
        False,
        "wakepy is not installed",
        "install the package wakepy",
    )


class Desktop:
    """A desktop's screen saver on a bus: can be asked to keep quiet, and keeps what it is asked."""

    NAME = "org.freedesktop.ScreenSaver"

    def __init__(self, address: str) -> None:
        self.asked: list[tuple[str | None, list[Any]]] = []
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(address),))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._loop is not None
        assert self._over is not None
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE)

    async def _serve(self, address: str) -> None:
        from dbus_fast import Message
        from dbus_fast.aio import MessageBus

        bus = await MessageBus(bus_address=address).connect()

        def handle(message: Message) -> Message | None:
            if message.interface != self.NAME:
                return None
            self.asked.append((message.member, message.body))
            if message.member == "Inhibit":
                return Message.new_method_return(message, "u", [COOKIE])
            return Message.new_method_return(message)

        bus.add_message_handler(handle)
        await bus.request_name(self.NAME)
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._over.wait()
        bus.disconnect()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    if sys.platform != "linux":
        pytest.skip("desktops are asked over a bus on Linux only")
    require_packages("wakepy", "dbus_fast")
    with running_bus() as found:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found.address)
        yield found


def test_a_real_desktop_is_asked_and_released(bus: Bus) -> None:
    with Desktop(bus.address) as desktop:
        with Awake() as awake:
            assert awake.answer(PATIENCE) == (True, "org.freedesktop.ScreenSaver", "")
            assert [member for member, _ in desktop.asked] == ["Inhibit"]
        assert desktop.asked[1:] == [("UnInhibit", [COOKIE])]
        assert availability().works


def test_without_a_desktop_it_is_told_who_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    require_packages("wakepy")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    found = availability()
    assert not found.works
    if sys.platform == "linux":
        assert found.reason == (
            "no answer from org.freedesktop.ScreenSaver and org.gnome.SessionManager"
        )


def test_success_that_is_only_made_up_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    require_packages("wakepy")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")
    with screen_held() as found:
        assert found.works is (sys.platform != "linux")
