"""The process that stands in macOS's Now Playing for a session; see `macos`.

Takes what to show as lines of JSON from its input, and writes a line for every button pressed.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any

PLAYBACK_STATES = {"Playing": 1, "Paused": 2, "Stopped": 3}
"""MPNowPlayingPlaybackState."""

SUCCESS = 0
"""MPRemoteCommandHandlerStatusSuccess."""

ACCESSORY = 1
"""NSApplicationActivationPolicyAccessory: a program without an icon in the Dock."""


class Center:
    """Now Playing, for one session. To be used in the main thread.

    Args:
        press: Takes a line for every button pressed.
    """

    def __init__(self, press: Callable[[str], None]) -> None:
        self._names: Any = import_module("MediaPlayer")
        self._info = self._names.MPNowPlayingInfoCenter.defaultCenter()
        self._commands = self._names.MPRemoteCommandCenter.sharedCommandCenter()
        self._press = press
        self._key = ""
        for command, word in (
            (self._commands.playCommand(), "play"),
            (self._commands.pauseCommand(), "pause"),
            (self._commands.togglePlayPauseCommand(), "toggle"),
            (self._commands.stopCommand(), "stop"),
            (self._commands.nextTrackCommand(), "next"),
            (self._commands.previousTrackCommand(), "previous"),
        ):
            command.addTargetWithHandler_(self._presses(word))
        self._commands.changePlaybackPositionCommand().addTargetWithHandler_(self._place)

    def show(self, message: dict[str, Any]) -> None:
        """Show a session, as `macos.message` tells it."""
        names = self._names
        self._key = message["key"]
        playing = message["status"] == "Playing"
        self._commands.nextTrackCommand().setEnabled_(bool(message["onward"]))
        self._info.setNowPlayingInfo_(
            {
                names.MPMediaItemPropertyTitle: message["title"],
                names.MPMediaItemPropertyAlbumTitle: message["album"],
                names.MPMediaItemPropertyAlbumTrackNumber: message["number"],
                names.MPMediaItemPropertyPlaybackDuration: message["length"],
                names.MPNowPlayingInfoPropertyElapsedPlaybackTime: message["position"],
                names.MPNowPlayingInfoPropertyPlaybackRate: 1.0 if playing else 0.0,
            }
        )
        self._info.setPlaybackState_(PLAYBACK_STATES[message["status"]])

    def clear(self) -> None:
        """Show nothing any more."""
        self._info.setNowPlayingInfo_(None)
        self._info.setPlaybackState_(PLAYBACK_STATES["Stopped"])

    def _presses(self, word: str) -> Callable[[Any], int]:
        def handle(_event: Any) -> int:
            self._press(word)
            return SUCCESS

        return handle

    def _place(self, event: Any) -> int:
        self._press(f"position {self._key} {event.positionTime():.3f}")
        return SUCCESS


def main(lines: IO[str] = sys.stdin) -> None:
    """Show what the lines say until there are no more."""
    application: Any = import_module("AppKit").NSApplication.sharedApplication()
    loop: Any = import_module("PyObjCTools.AppHelper")
    application.setActivationPolicy_(ACCESSORY)
    center = Center(lambda line: print(line, flush=True))  # noqa: T201 - what it is there for

    def read() -> None:
        for line in lines:
            loop.callAfter(center.show, json.loads(line))
        loop.callAfter(center.clear)
        loop.callAfter(loop.stopEventLoop)

    threading.Thread(target=read, daemon=True).start()
    loop.runConsoleEventLoop(installInterrupt=False)


if __name__ == "__main__":
    main()
