"""A session in the properties of MPRIS, with their D-Bus types. Pure.

Written from version 2.2 of the Media Player Remote Interfacing Specification of freedesktop.org.
"""

from __future__ import annotations

from typing import NamedTuple

from player.remote.shown import Shown, Track, microseconds

TRACKS = "/routine_player/pass"
"""Where the object paths of passes lie; the specification keeps /org/mpris for itself."""

NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"

Value = str | int | float | bool


class Typed(NamedTuple):
    """A value with its D-Bus type."""

    signature: str
    value: Value


def path_of(key: str) -> str:
    """The object path of a track."""
    return f"{TRACKS}/{key}"


def key_of(path: str) -> str:
    """The track of an object path; empty for a path that is none."""
    folder, _, key = path.rpartition("/")
    return key if folder == TRACKS else ""


def metadata(track: Track | None) -> dict[str, Typed]:
    """A track in the names of MPRIS and xesam."""
    if track is None:
        return {"mpris:trackid": Typed("o", NO_TRACK)}
    return {
        "mpris:trackid": Typed("o", path_of(track.key)),
        "mpris:length": Typed("x", microseconds(track.length)),
        "xesam:title": Typed("s", track.title),
        "xesam:album": Typed("s", track.album),
        "xesam:trackNumber": Typed("i", track.number),
    }


def properties(shown: Shown) -> dict[str, Value | dict[str, Typed]]:
    """All that changes, bar the position: that one is asked for, and told when it jumps."""
    here = shown.track is not None
    return {
        "PlaybackStatus": shown.status.value,
        "Metadata": metadata(shown.track),
        "Volume": shown.volume,
        "CanGoNext": shown.onward,
        "CanGoPrevious": here,
        "CanPlay": here,
        "CanPause": here,
        "CanSeek": here,
    }
