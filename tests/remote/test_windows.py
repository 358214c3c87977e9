"""The part for Windows against stand-ins for the Windows Runtime; no Windows has seen it."""

from __future__ import annotations

import sys
from datetime import timedelta
from enum import IntEnum
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from support.steered_session import SteeredSession

from player.live.controls import Command
from player.remote import windows
from player.remote.shown import shown
from player.units import samples


class Buttons(IntEnum):
    PLAY = 0
    PAUSE = 1
    STOP = 2
    RECORD = 3
    NEXT = 6
    PREVIOUS = 7


class Transport(SimpleNamespace):
    """Stands in for SystemMediaTransportControls."""

    def __init__(self) -> None:
        self.handlers: dict[str, Any] = {}
        self.timelines: list[Any] = []
        self.cleared = 0
        self.updated = 0
        self.display_updater = SimpleNamespace(
            music_properties=SimpleNamespace(), clear_all=self._clear, update=self._update
        )

    def _clear(self) -> None:
        self.cleared += 1

    def _update(self) -> None:
        self.updated += 1

    def add_button_pressed(self, handler: Any) -> str:
        self.handlers["button"] = handler
        return "button"

    def add_playback_position_change_requested(self, handler: Any) -> str:
        self.handlers["place"] = handler
        return "place"

    def remove_button_pressed(self, token: str) -> None:
        del self.handlers[token]

    def remove_playback_position_change_requested(self, token: str) -> None:
        del self.handlers[token]

    def update_timeline_properties(self, timeline: Any) -> None:
        self.timelines.append(timeline)


@pytest.fixture(params=windows.PACKAGES)
def transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Transport:
    found = Transport()
    media: Any = ModuleType("media")
    media.SystemMediaTransportControlsButton = Buttons
    media.MediaPlaybackStatus = SimpleNamespace(PLAYING="playing", PAUSED="paused", STOPPED="off")
    media.MediaPlaybackType = SimpleNamespace(MUSIC="music")
    media.SystemMediaTransportControlsTimelineProperties = SimpleNamespace
    playback: Any = ModuleType("playback")
    playback.MediaPlayer = lambda: SimpleNamespace(
        command_manager=SimpleNamespace(is_enabled=True),
        system_media_transport_controls=found,
        close=lambda: found.handlers.setdefault("closed", True),
    )
    package = request.param
    for name in (package, f"{package}.windows"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, f"{package}.windows.media", media)
    monkeypatch.setitem(sys.modules, f"{package}.windows.media.playback", playback)
    return found


def test_the_transport_controls_show_the_pass(transport: Transport) -> None:
    session = SteeredSession()
    span = session.now().timeline.spans[2]
    session.becomes(position=span.lead + samples(3))
    with windows.opened(session) as show:
        show(shown(session.now()))
        assert transport.is_enabled
        assert transport.playback_status == "playing"
        music = transport.display_updater.music_properties
        assert (music.title, music.album_title, music.track_number) == ("Plank", "Title", 3)
        assert transport.timelines[0].position == timedelta(seconds=3)
        assert transport.timelines[0].end_time.total_seconds() == pytest.approx(
            (span.stop - span.lead) / 48_000, abs=1e-6
        )
        assert transport.is_next_enabled
        session.ask(Command.QUIT)
        show(shown(session.now()))
        assert (transport.playback_status, transport.cleared) == ("off", 1)
        assert not transport.is_play_enabled
    assert not transport.is_enabled
    assert transport.handlers == {"closed": True}


def test_buttons_ask_what_they_say(transport: Transport) -> None:
    session = SteeredSession()
    with windows.opened(session):
        for button in Buttons:
            transport.handlers["button"](transport, SimpleNamespace(button=button))
            if button is Buttons.STOP:
                session.ask(Command.RESUME)
    assert [command for command, _ in session.asks] == [
        Command.RESUME,
        Command.PAUSE,
        Command.QUIT,
        Command.RESUME,
        Command.SKIP,
        Command.BACK,
    ]


def test_a_place_is_asked_for_within_the_pass(transport: Transport) -> None:
    session = SteeredSession()
    place = SimpleNamespace(requested_playback_position=timedelta(seconds=4))
    with windows.opened(session):
        transport.handlers["place"](transport, place)
        far = SimpleNamespace(requested_playback_position=timedelta(hours=4))
        transport.handlers["place"](transport, far)
        start = session.now().timeline.spans[0].lead
        assert session.asks == [(Command.SEEK, start + samples(4))]
        session.ask(Command.QUIT)
        transport.handlers["place"](transport, place)
    assert len(session.asks) == 2


def test_what_is_installed_is_told(transport: Transport) -> None:
    assert transport.handlers == {}
    assert windows.availability().works


def test_without_a_package_there_is_nothing_to_open() -> None:
    assert windows.availability().reason == "no package for the Windows Runtime is installed"
    with pytest.raises(ImportError, match="Windows Runtime"), windows.opened(SteeredSession()):
        pass
