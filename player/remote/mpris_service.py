"""Serves a session on the session bus, in an event loop of its own.

dbus-fast belongs to the loop and the thread it was made in; others only wake or end that loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress

from dbus_fast import NameFlag, RequestNameReply
from dbus_fast.aio import MessageBus

from player.live.controls import Controls
from player.remote.mpris_interfaces import OBJECT, PlayerInterface, RootInterface
from player.remote.mpris_properties import properties
from player.remote.reckoning import Reckoning, looked
from player.remote.shown import shown
from player.remote.volume_wish import VolumeWish
from player.units import samples

NAME = "org.mpris.MediaPlayer2.routine_player"

INTERVAL = 0.25
"""Seconds between two looks at the session, if nobody says that it has changed."""

CONNECTING = 5.0
"""Seconds that the bus may take to let the player in."""

Call = Callable[[], object]

# Without a handler of its own its warnings would be written across the session's screen.
logging.getLogger("dbus_fast").addHandler(logging.NullHandler())


class NoNameError(Exception):
    """The bus gives the player no name."""


def serve(address: str, controls: Controls, begun: Callable[[Call, Call], None]) -> str:
    """Show a session until it is ended from outside, or the bus is lost.

    Args:
        address: Of the bus.
        controls: The session.
        begun: Given what makes it look at the session at once and what ends it; both may be
            called from any thread, and raise RuntimeError once it has ended.

    Returns:
        Why it has ended; empty if it was ended from outside, or the bus was never reached.
    """

    async def run() -> str:
        loop = asyncio.get_running_loop()
        jumped = asyncio.Event()
        serving = asyncio.create_task(_serve(address, controls, jumped))
        begun(
            lambda: loop.call_soon_threadsafe(jumped.set),
            lambda: loop.call_soon_threadsafe(serving.cancel),
        )
        try:
            return await serving
        except asyncio.CancelledError:
            return ""

    return asyncio.run(run())


def fault_of(address: str) -> str:
    """What is wrong with a bus; empty if the player is let in."""

    async def ask() -> None:
        (await _connected(address)).disconnect()

    try:
        asyncio.run(ask())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is asked for
        return _told(error)
    return ""


async def _serve(address: str, controls: Controls, jumped: asyncio.Event) -> str:
    try:
        bus = await _connected(address)
    except Exception:  # noqa: BLE001 - a session goes on without a bus, whatever is wrong with it
        return ""
    volume = VolumeWish(controls)
    player = PlayerInterface(controls, volume.wish)
    try:
        bus.export(OBJECT, RootInterface(controls))
        bus.export(OBJECT, player)
        await _take_name(bus)
        await _watch(bus, controls, player, jumped)
    except Exception as error:  # noqa: BLE001 - as above
        return _told(error)
    finally:
        volume.forget()
        bus.disconnect()
    return "the session bus has gone"


async def _connected(address: str) -> MessageBus:
    async with asyncio.timeout(CONNECTING):
        return await MessageBus(bus_address=address).connect()


async def _take_name(bus: MessageBus) -> None:
    """Take the player's name, or one of its own beside another player."""
    for name in (NAME, f"{NAME}.instance{os.getpid()}"):
        if await bus.request_name(name, NameFlag.DO_NOT_QUEUE) is RequestNameReply.PRIMARY_OWNER:
            return
    raise NoNameError(f"the bus does not give the name {NAME}")


async def _watch(
    bus: MessageBus, controls: Controls, player: PlayerInterface, jumped: asyncio.Event
) -> None:
    """Tell what changes of a session, at once if it says so, while the bus is there."""
    loop = asyncio.get_running_loop()
    seen = shown(controls.now())
    told = properties(seen)
    reckoning = Reckoning(seen, samples(loop.time()))
    while bus.connected:
        with suppress(TimeoutError):
            await asyncio.wait_for(jumped.wait(), INTERVAL)
        jumped.clear()
        seen = shown(controls.now())
        before, told = told, properties(seen)
        if changed := {name for name, value in told.items() if before[name] != value}:
            player.tell(changed, seen)
        reckoning, has_jumped = looked(reckoning, seen, samples(loop.time()))
        if has_jumped:
            player.seeked(seen.position)


def _told(error: Exception) -> str:
    if isinstance(error, OSError | EOFError):
        return "the session bus does not answer"
    return f"{type(error).__name__}: {error}"
