"""The app that paints a session on the terminal and reads keys."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from player.live.controls import Command, Controls, State
from player.live.keys import command_of
from player.live.moment import Story
from player.live.screen.page import NOTHING_TYPED, Entry
from player.live.screen.palettes import PALETTES, Palette, after
from player.live.screen.pieces import Line, Role, plain
from player.live.screen.view import View, help_view, view

if TYPE_CHECKING:
    from textual.events import Key, Paste, Resize

FRAMES_PER_SECOND = 12
"""How often the screen looks where the session is."""

LONGEST_ENTRY = 24
"""Characters of a figure that can be typed."""

PATIENCE = 3
"""Times of asking to quit after which the screen is left even if the session has not ended."""


class Canvas(Widget):
    """Paints lines; only those that have changed."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette = palette
        self.lines: tuple[Line, ...] = ()

    def show(self, shown: View) -> None:
        """Show a view."""
        before, self.lines = self.lines, shown.lines
        changed = [
            row for row, line in enumerate(self.lines) if row >= len(before) or before[row] != line
        ]
        if changed:
            self.refresh(*(Region(0, row, self.size.width, 1) for row in changed))

    def paint(self, palette: Palette) -> None:
        """Paint everything by another palette."""
        self.palette = palette
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row as it is painted."""
        styles = self.palette.styles
        pieces = self.lines[y] if y < len(self.lines) else ()
        segments = [Segment(piece.text, styles[piece.role]) for piece in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, styles[Role.PLAIN])


class _WholeScreen(Screen[None], inherit_bindings=False):
    """A screen whose keys all go to the session."""


class ScreenApp(App[None], inherit_bindings=False):
    """A session in progress on the whole terminal.

    Args:
        controls: The session.
        theme: `light`, `dark`, or empty for the terminal's own colours.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { overflow: hidden; }"

    def __init__(self, controls: Controls, theme: str = "") -> None:
        palette = PALETTES[theme or "terminal"]
        super().__init__(ansi_color=palette.native)
        self.failure: Exception | None = None
        self._controls = controls
        self._canvas = Canvas(palette)
        self._entry = NOTHING_TYPED
        self._helping = False
        self._quits = 0
        self._terminal: int | None = None
        self._story: Story | None = None

    def show(self) -> None:
        """Show the session until it has ended, then raise what went wrong, if anything did."""
        keyboard = sys.__stdin__
        if keyboard is not None and keyboard.isatty():
            self._terminal = keyboard.fileno()
        self.run(mouse=False)
        if self.failure is not None:
            raise self.failure

    def get_default_screen(self) -> Screen[None]:
        """The screen that everything is on."""
        return _WholeScreen(id="_default")

    def compose(self) -> ComposeResult:
        """The canvas is all there is."""
        yield self._canvas

    def on_mount(self) -> None:
        """Begin to look where the session is."""
        self.set_interval(1 / FRAMES_PER_SECOND, self.look)

    def on_resize(self, _event: Resize) -> None:
        """Show the session in the new size."""
        self.call_after_refresh(self.look)

    def on_key(self, event: Key) -> None:
        """Do what a key asks for."""
        event.stop()
        shows = event.is_printable and event.character != " "
        self._guarded(partial(self._press, (event.character if shows else event.key) or ""))

    def on_paste(self, event: Paste) -> None:
        """Take a figure that was pasted."""
        event.stop()
        self._guarded(partial(self._paste, event.text))

    def look(self) -> None:
        """Show where the session is; leave if it has ended."""
        self._guarded(self._look)

    def _guarded(self, step: Callable[[], None]) -> None:
        """Take a step; leave the screen if it fails, so that whoever shows it hears of it."""
        try:
            step()
        except Exception as error:  # noqa: BLE001 - raised again once the terminal is given back
            self.failure = self.failure or error
            self.exit()

    def _look(self) -> None:
        now = self._controls.now()
        if now.state is State.ENDED or self._terminal_gone():
            self.exit()
            return
        if not now.asks:
            self._entry = NOTHING_TYPED
        if self._story is None or self._story.timeline is not now.timeline:
            self._story = Story(now.timeline)
        width, height = self._canvas.size
        if not width or not height:
            return
        if self._helping:
            self._canvas.show(help_view(width, height))
        else:
            self._canvas.show(view(now, self._story, width, height, self._entry))

    def _terminal_gone(self) -> bool:
        """Whether the terminal was closed: reading from it would go round and round for ever."""
        return self._terminal is not None and not os.isatty(self._terminal)

    def _press(self, key: str) -> None:
        if self._helping and command_of(key) is not Command.QUIT:
            self._helping = False
        elif not (self._controls.now().asks and self._edit(key)):
            self._do(key)
        self._look()

    def _do(self, key: str) -> None:
        """What a key does that is no part of a figure."""
        if key == "?":
            self._helping = True
        elif key == "t":
            self._change_colours()
        elif command := command_of(key):
            self._ask(command)

    def _edit(self, key: str) -> bool:
        """Whether a key belongs to the figure that is typed; if so, take it."""
        typed = self._entry.typed
        if key == "enter":
            self._entry = Entry(complaint=self._controls.answer(typed.strip()))
        elif key == "backspace":
            self._entry = self._entry._replace(typed=typed[:-1])
        elif key in {"ctrl+u", "escape"}:
            self._entry = NOTHING_TYPED
        elif len(key) == 1 or key == "space":
            self._type(" " if key == "space" else key)
        else:
            return False
        return True

    def _type(self, text: str) -> None:
        self._entry = Entry((self._entry.typed + text)[:LONGEST_ENTRY])

    def _paste(self, text: str) -> None:
        if self._controls.now().asks:
            self._type(plain(text))
            self._look()

    def _ask(self, command: Command) -> None:
        self._controls.ask(command)
        if command is Command.QUIT:
            self._quits += 1
            if self._quits >= PATIENCE:
                self.exit()

    def _change_colours(self) -> None:
        palette = after(self._canvas.palette)
        self.ansi_color = palette.native
        self._canvas.paint(palette)
