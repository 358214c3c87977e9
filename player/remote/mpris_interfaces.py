"""The two interfaces of an MPRIS player, as dbus-fast wants them declared.

dbus-fast reads the D-Bus types off the annotations while a class is made. So this module imports it
at the top, and is itself imported only where a bus is wanted; and its annotations stay what they
are, as dbus-fast would have to evaluate the text that postponed ones become.
"""

from collections.abc import Callable
from typing import Annotated

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from player.live.controls import Controls
from player.remote.asked import Ask, Button, moved, placed, pressed
from player.remote.mpris_properties import Typed, key_of, metadata, properties
from player.remote.shown import Shown, microseconds, samples_of, shown

OBJECT = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"

Texts = Annotated[list[str], DBusSignature("as")]
READ = PropertyAccess.READ


class RootInterface(ServiceInterface):
    """The player as a program: it can be ended, and has no window.

    Args:
        controls: The session.
    """

    def __init__(self, controls: Controls) -> None:
        super().__init__(ROOT)
        self._controls = controls

    @dbus_method(name="Raise")
    def show_window(self) -> None:
        """There is no window to be shown."""

    @dbus_method(name="Quit")
    def end(self) -> None:
        """Leave the session."""
        asked(self._controls, pressed(Button.STOP, self._controls.now()))

    @dbus_property(READ, name="CanQuit")
    def can_end(self) -> DBusBool:
        """A session can be left."""
        return True

    @dbus_property(READ, name="CanRaise")
    def can_show_window(self) -> DBusBool:
        """There is no window."""
        return False

    @dbus_property(READ, name="HasTrackList")
    def has_track_list(self) -> DBusBool:
        """Passes are told one at a time."""
        return False

    @dbus_property(READ, name="Identity")
    def identity(self) -> DBusStr:
        """The name that people see."""
        return "Routine player"

    @dbus_property(READ, name="SupportedUriSchemes")
    def schemes(self) -> Texts:
        """Nothing can be opened from outside."""
        return []

    @dbus_property(READ, name="SupportedMimeTypes")
    def media_types(self) -> Texts:
        """Nothing can be opened from outside."""
        return []


class PlayerInterface(ServiceInterface):
    """The session as something that plays.

    Args:
        controls: The session.
        wish_volume: Takes the volume that is wished, as a factor.
    """

    def __init__(self, controls: Controls, wish_volume: Callable[[float], None]) -> None:
        super().__init__(PLAYER)
        self._controls = controls
        self._wish_volume = wish_volume

    def tell(self, names: set[str], seen: Shown) -> None:
        """Tell whoever listens the properties of these names."""
        values = {**properties(seen), "Metadata": variants(metadata(seen.track))}
        self.emit_properties_changed({name: values[name] for name in names})

    def _seen(self) -> Shown:
        return shown(self._controls.now())

    def _press(self, button: Button) -> None:
        asked(self._controls, pressed(button, self._controls.now()))

    @dbus_method(name="Play")
    def play(self) -> None:
        """Resume, or go on."""
        self._press(Button.PLAY)

    @dbus_method(name="Pause")
    def pause(self) -> None:
        """Pause."""
        self._press(Button.PAUSE)

    @dbus_method(name="PlayPause")
    def play_or_pause(self) -> None:
        """Pause, resume, or go on."""
        self._press(Button.TOGGLE)

    @dbus_method(name="Stop")
    def stop(self) -> None:
        """Leave the session."""
        self._press(Button.STOP)

    @dbus_method(name="Next")
    def onward(self) -> None:
        """To the next pass, or go on."""
        self._press(Button.NEXT)

    @dbus_method(name="Previous")
    def back(self) -> None:
        """To the beginning of the pass, or the one before."""
        self._press(Button.PREVIOUS)

    @dbus_method(name="Seek")
    def seek(self, offset: DBusInt64) -> None:
        """Move by microseconds."""
        asked(self._controls, moved(samples_of(offset), self._controls.now()))

    @dbus_method(name="SetPosition")
    def set_position(self, track: DBusObjectPath, position: DBusInt64) -> None:
        """Move to a place within the pass, in microseconds."""
        place = samples_of(position)
        asked(self._controls, placed(key_of(track), place, self._controls.now()))

    @dbus_method(name="OpenUri")
    def open_address(self, address: DBusStr) -> None:
        """Nothing can be opened from outside."""
        raise DBusError(ErrorType.NOT_SUPPORTED, f"a session opens nothing else: {address[:80]}")

    @dbus_signal(name="Seeked")
    def seeked(self, position: int) -> DBusInt64:
        """Tell that the position has jumped, to a number of samples within the pass."""
        return microseconds(position)

    @dbus_property(READ, name="PlaybackStatus")
    def status(self) -> DBusStr:
        """Whether it plays, pauses or has ended."""
        return self._seen().status.value

    @dbus_property(READ, name="Metadata")
    def track(self) -> DBusDict:
        """The pass."""
        return variants(metadata(self._seen().track))

    @dbus_property(READ, name="Position")
    def position(self) -> DBusInt64:
        """Microseconds since the beginning of the pass's lead."""
        return microseconds(self._seen().position)

    @dbus_property(name="Volume")
    def volume(self) -> DBusDouble:
        """Of voice and sounds, 1.0 for what is usual."""
        return self._seen().volume

    @volume.setter
    def wished_volume(self, wished: DBusDouble) -> None:
        """Come to a volume step by step."""
        self._wish_volume(wished)

    @dbus_property(name="Rate")
    def rate(self) -> DBusDouble:
        """A session has one pace."""
        return 1.0

    @rate.setter
    def wished_rate(self, wished: DBusDouble) -> None:
        """Pause for 0, as the specification wants it; any other pace is passed over."""
        if wished == 0:
            self._press(Button.PAUSE)

    @dbus_property(READ, name="MinimumRate")
    def lowest_rate(self) -> DBusDouble:
        """A session has one pace."""
        return 1.0

    @dbus_property(READ, name="MaximumRate")
    def highest_rate(self) -> DBusDouble:
        """A session has one pace."""
        return 1.0

    @dbus_property(READ, name="CanGoNext")
    def can_go_onward(self) -> DBusBool:
        """Whether there is something to skip."""
        return self._seen().onward

    @dbus_property(READ, name="CanGoPrevious")
    def can_go_back(self) -> DBusBool:
        """Whether there is a pass to begin again."""
        return self._seen().track is not None

    @dbus_property(READ, name="CanPlay")
    def can_play(self) -> DBusBool:
        """Whether the session still goes on."""
        return self._seen().track is not None

    @dbus_property(READ, name="CanPause")
    def can_pause(self) -> DBusBool:
        """Whether the session still goes on."""
        return self._seen().track is not None

    @dbus_property(READ, name="CanSeek")
    def can_seek(self) -> DBusBool:
        """Whether there is a pass to move in."""
        return self._seen().track is not None

    @dbus_property(READ, name="CanControl")
    def can_control(self) -> DBusBool:
        """A session can be steered."""
        return True


def asked(controls: Controls, ask: Ask | None) -> None:
    """Ask something of a session, if there is anything to ask."""
    if ask is not None:
        controls.ask(*ask)


def variants(values: dict[str, Typed]) -> dict[str, Variant]:
    """Values as D-Bus carries them with their types."""
    return {name: Variant(*typed) for name, typed in values.items()}
