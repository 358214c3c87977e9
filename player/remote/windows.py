"""A session in Windows's media transport controls: media keys, headset buttons, the volume flyout.

Written from Microsoft's documentation of SystemMediaTransportControls and from that of the Python
packages for the Windows Runtime; it has been run against stand-ins only, never on Windows.

A program without a window gets these controls from a MediaPlayer that plays nothing, whose own
handling of the buttons is switched off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any, NamedTuple

from player.live.awake import Availability
from player.live.controls import Controls
from player.remote.asked import Ask, Button, placed, pressed
from player.remote.shown import Shown, Status, shown
from player.remote.watching import Show
from player.units import samples, seconds

PACKAGES = ("winrt", "winsdk")
"""Python packages that carry the Windows Runtime, the one that is kept up first."""


class Runtime(NamedTuple):
    """The namespaces Windows.Media and Windows.Media.Playback."""

    media: Any
    playback: Any


def runtime() -> Runtime:
    """The Windows Runtime, from whichever package is installed.

    Raises:
        ImportError: If none is.
    """
    for package in PACKAGES:
        try:
            return Runtime(
                import_module(f"{package}.windows.media"),
                import_module(f"{package}.windows.media.playback"),
            )
        except ImportError:
            continue
    raise ImportError("no package for the Windows Runtime is installed")


@contextmanager
def opened(controls: Controls) -> Iterator[Show]:
    """Show a session in the media transport controls.

    Raises:
        ImportError: If no package for the Windows Runtime is installed.
        OSError: If Windows has no such controls.
    """
    media, playback = runtime()
    player = playback.MediaPlayer()
    player.command_manager.is_enabled = False
    transport = player.system_media_transport_controls
    kinds = media.SystemMediaTransportControlsButton
    buttons = {
        kinds.PLAY: Button.PLAY,
        kinds.PAUSE: Button.PAUSE,
        kinds.STOP: Button.STOP,
        kinds.NEXT: Button.NEXT,
        kinds.PREVIOUS: Button.PREVIOUS,
    }

    def press(_sender: Any, event: Any) -> None:
        if event.button in buttons:
            _ask(controls, pressed(buttons[event.button], controls.now()))

    def place(_sender: Any, event: Any) -> None:
        now = controls.now()
        track = shown(now).track
        wanted = samples(event.requested_playback_position.total_seconds())
        _ask(controls, placed(track.key, wanted, now) if track else None)

    pressing = transport.add_button_pressed(press)
    placing = transport.add_playback_position_change_requested(place)
    transport.is_enabled = True
    try:
        yield lambda seen: _show(media, transport, seen)
    finally:
        transport.remove_button_pressed(pressing)
        transport.remove_playback_position_change_requested(placing)
        transport.is_enabled = False
        player.close()


def availability() -> Availability:
    """Whether what the media transport controls need is installed."""
    try:
        runtime()
    except ImportError as error:
        return Availability(
            works=False,
            reason=str(error),
            mend="install the packages winrt-Windows.Media and winrt-Windows.Media.Playback",
        )
    return Availability(works=True, reason="media transport controls")


def _show(media: Any, transport: Any, seen: Shown) -> None:
    statuses = {
        Status.PLAYING: media.MediaPlaybackStatus.PLAYING,
        Status.PAUSED: media.MediaPlaybackStatus.PAUSED,
        Status.STOPPED: media.MediaPlaybackStatus.STOPPED,
    }
    track = seen.track
    here = track is not None
    transport.is_play_enabled = here
    transport.is_pause_enabled = here
    transport.is_stop_enabled = here
    transport.is_previous_enabled = here
    transport.is_next_enabled = seen.onward
    transport.playback_status = statuses[seen.status]
    display = transport.display_updater
    if track is None:
        display.clear_all()
        display.update()
        return
    display.type = media.MediaPlaybackType.MUSIC
    display.music_properties.title = track.title
    display.music_properties.album_title = track.album
    display.music_properties.track_number = track.number
    display.update()
    timeline = media.SystemMediaTransportControlsTimelineProperties()
    timeline.start_time = timeline.min_seek_time = timedelta(0)
    timeline.end_time = timeline.max_seek_time = timedelta(seconds=seconds(track.length))
    timeline.position = timedelta(seconds=seconds(seen.position))
    transport.update_timeline_properties(timeline)


def _ask(controls: Controls, ask: Ask | None) -> None:
    if ask is not None:
        controls.ask(*ask)
