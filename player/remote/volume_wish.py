"""Brings a session's volume to what is wished: a session knows louder and softer only."""

from __future__ import annotations

import asyncio

from player.live.controls import Controls
from player.remote.asked import decibels, louder_or_softer

STEP = 0.5
"""Seconds that a session may take to change its volume by one step."""

LOOK = 0.01
"""Seconds between two looks at the volume meanwhile."""

STEPS = 100
"""How many steps are asked for at the most."""


class VolumeWish:
    """Steps a session's volume towards what was wished last, in the running event loop.

    Args:
        controls: The session.
    """

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._task: asyncio.Task[None] | None = None

    def wish(self, volume: float) -> None:
        """Step towards a volume, a factor, until it is reached or changes no more."""
        self.forget()
        self._task = asyncio.create_task(self._step_towards(decibels(volume)))

    def forget(self) -> None:
        """Step no further."""
        if self._task is not None:
            self._task.cancel()

    async def _step_towards(self, wanted: float) -> None:
        volume = self._controls.now().volume
        change = 0
        for _ in range(STEPS):
            step = louder_or_softer(volume, wanted, change)
            if step is None:
                return
            self._controls.ask(step)
            before, volume = volume, await self._volume_after(volume)
            change = volume - before
            if not change:
                return

    async def _volume_after(self, before: int) -> int:
        """The volume once it is another one, or after STEP."""
        loop = asyncio.get_running_loop()
        end = loop.time() + STEP
        volume = before
        while volume == before and loop.time() < end:
            await asyncio.sleep(LOOK)
            volume = self._controls.now().volume
        return volume
