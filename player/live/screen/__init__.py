"""The session on the whole terminal: big enough to be read from the floor.

What it looks like is decided in `view` and the modules it uses, by plain functions; `app` paints
it and reads keys. Textual is imported when a session is shown, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from player.live.controls import Controls

THEMES = ("light", "dark")
"""Names of its own colours; without one of them it has those of the terminal."""


def run(controls: Controls, *, theme: str = "") -> None:
    """Show a session and steer it by keys until it has ended, or its terminal is closed.

    To be called in the main thread. Keys to leave ask the session to quit; the screen stays
    until the session has ended, or the listener has asked three times. The terminal is given
    back as it was, whatever happens.

    Args:
        controls: The session in progress.
        theme: `light`, `dark`, or empty for the terminal's own colours.

    Raises:
        Exception: Whatever the session or the painting raised.
    """
    from player.live.screen.app import ScreenApp

    ScreenApp(controls, theme).show()
