"""The part for macOS against stand-ins for PyObjC; no Mac has seen it."""

from __future__ import annotations

import io
import json
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from support.steered_session import SteeredSession

from player.live.controls import Command
from player.remote import macos, macos_center
from player.remote.shown import shown
from player.units import samples

PATIENCE = 10.0

ECHO = """
import sys
for line in sys.stdin:
    print("pause" if '"Playing"' in line else "play", flush=True)
    print("half a li", flush=True)
"""


class Button:
    def __init__(self) -> None:
        self.enabled = True
        self.handler: Any = None

    def addTargetWithHandler_(self, handler: Any) -> None:  # noqa: N802 - as PyObjC names it
        self.handler = handler

    def setEnabled_(self, enabled: bool) -> None:  # noqa: N802, FBT001
        self.enabled = enabled


class Cocoa:
    """Stands in for MediaPlayer, AppKit and PyObjCTools.AppHelper, all in one."""

    COMMANDS = ("play", "pause", "togglePlayPause", "stop", "nextTrack", "previousTrack",
                "changePlaybackPosition")  # fmt: skip

    def __init__(self) -> None:
        self.buttons = {name: Button() for name in self.COMMANDS}
        self.info: list[dict[str, Any] | None] = []
        self.states: list[int] = []
        self.ended = threading.Event()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        media: Any = ModuleType("MediaPlayer")
        center = SimpleNamespace(
            setNowPlayingInfo_=self.info.append, setPlaybackState_=self.states.append
        )
        commands = SimpleNamespace(
            **{f"{name}Command": lambda one=one: one for name, one in self.buttons.items()}
        )
        media.MPNowPlayingInfoCenter = SimpleNamespace(defaultCenter=lambda: center)
        media.MPRemoteCommandCenter = SimpleNamespace(sharedCommandCenter=lambda: commands)
        for name in ("MPMediaItemPropertyTitle", "MPMediaItemPropertyAlbumTitle",
                     "MPMediaItemPropertyAlbumTrackNumber", "MPMediaItemPropertyPlaybackDuration",
                     "MPNowPlayingInfoPropertyElapsedPlaybackTime",
                     "MPNowPlayingInfoPropertyPlaybackRate"):  # fmt: skip
            setattr(media, name, name)
        kit: Any = ModuleType("AppKit")
        application = SimpleNamespace(setActivationPolicy_=lambda _policy: None)
        kit.NSApplication = SimpleNamespace(sharedApplication=lambda: application)
        loop: Any = ModuleType("PyObjCTools.AppHelper")
        loop.callAfter = lambda call, *values: call(*values)
        loop.stopEventLoop = self.ended.set
        loop.runConsoleEventLoop = lambda **_options: self.ended.wait(PATIENCE)
        for name, module in {
            "MediaPlayer": media,
            "AppKit": kit,
            "PyObjCTools": ModuleType("PyObjCTools"),
            "PyObjCTools.AppHelper": loop,
        }.items():
            monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture
def cocoa(monkeypatch: pytest.MonkeyPatch) -> Cocoa:
    found = Cocoa()
    found.install(monkeypatch)
    return found


def test_now_playing_shows_the_pass(cocoa: Cocoa) -> None:
    session = SteeredSession()
    span = session.now().timeline.spans[2]
    session.becomes(position=span.lead + samples(3))
    center = macos_center.Center(lambda _: None)
    center.show(json.loads(json.dumps(macos.message(shown(session.now())))))
    assert cocoa.states == [1]
    info = cocoa.info[0]
    assert info is not None
    assert info["MPMediaItemPropertyTitle"] == "Plank"
    assert info["MPMediaItemPropertyAlbumTitle"] == "Title"
    assert info["MPMediaItemPropertyAlbumTrackNumber"] == 3
    assert info["MPMediaItemPropertyPlaybackDuration"] == (span.stop - span.lead) / 48_000
    assert info["MPNowPlayingInfoPropertyElapsedPlaybackTime"] == 3
    assert info["MPNowPlayingInfoPropertyPlaybackRate"] == 1
    session.ask(Command.PAUSE)
    session.becomes(position=session.now().timeline.length)
    center.show(macos.message(shown(session.now())))
    assert cocoa.states[-1] == 2
    assert not cocoa.buttons["nextTrack"].enabled


def test_buttons_come_back_as_what_they_ask(cocoa: Cocoa) -> None:
    session = SteeredSession()
    lines: list[str] = []
    center = macos_center.Center(lines.append)
    center.show(macos.message(shown(session.now())))
    for name in Cocoa.COMMANDS[:-1]:
        assert cocoa.buttons[name].handler(None) == 0
    cocoa.buttons["changePlaybackPosition"].handler(SimpleNamespace(positionTime=lambda: 2.5))
    start = session.now().timeline.spans[0].lead
    assert [macos.asked_by(line, session) for line in lines] == [
        (Command.RESUME, 0),
        (Command.PAUSE, 0),
        (Command.TOGGLE, 0),
        (Command.QUIT, 0),
        (Command.SKIP, 0),
        (Command.BACK, 0),
        (Command.SEEK, start + samples(2.5)),
    ]


def test_the_process_ends_with_its_input_and_clears_what_it_shows(cocoa: Cocoa) -> None:
    session = SteeredSession()
    macos_center.main(io.StringIO(json.dumps(macos.message(shown(session.now()))) + "\n"))
    assert cocoa.ended.is_set()
    assert cocoa.info[-1] is None
    assert cocoa.states == [1, 3]


def test_what_the_process_says_is_asked_of_the_session() -> None:
    session = SteeredSession()
    with macos.opened(session, (sys.executable, "-c", ECHO)) as show:
        show(shown(session.now()))
    assert session.asks == [(Command.PAUSE, 0)]


def test_a_process_that_has_died_is_a_fault() -> None:
    session = SteeredSession()
    with (  # noqa: PT012 - it may take several lines until the pipe is seen to be broken
        pytest.raises(OSError, match=r"[Bb]roken pipe"),
        macos.opened(session, (sys.executable, "-c", "")) as show,
    ):
        for _ in range(100_000):
            show(shown(session.now()))


def test_without_pyobjc_there_is_nothing_to_open() -> None:
    if macos.availability().works:
        pytest.skip("PyObjC is installed here")
    assert macos.availability().mend == "install the package pyobjc-framework-MediaPlayer"
    with pytest.raises(macos.MissingError), macos.opened(SteeredSession()):
        pass
