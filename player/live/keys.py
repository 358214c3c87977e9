"""The keys that steer a session: one table, for every screen that reads keys.

A key is named by its character, or by a word where it has none that shows: `space`, `enter`,
`left`, `right`, `up`, `down`, `ctrl+c`.
"""

from __future__ import annotations

from typing import NamedTuple

from player.live.controls import Command


class Binding(NamedTuple):
    """What some keys ask for.

    Attributes:
        keys: Their names; the first is the one that is shown.
        command: What they ask for.
        label: What they do in a word or two, for the foot of a screen.
        words: What they do in a sentence, for the list of all keys.
    """

    keys: tuple[str, ...]
    command: Command
    label: str
    words: str

    @property
    def all_shown(self) -> tuple[str, ...]:
        """How its keys are written."""
        return tuple(_WRITTEN.get(key, key) for key in self.keys)

    @property
    def shown(self) -> str:
        """How the first of its keys is written."""
        return self.all_shown[0]


_WRITTEN = {
    "space": "Space",
    "enter": "Enter",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "ctrl+c": "Ctrl-C",
}
# Keys that are not written as they are named.

KEYS = (
    Binding(("space",), Command.TOGGLE, "pause", "Pause, or go on after a pause."),
    Binding(("enter",), Command.GO_ON, "go on", "Go on where the session waits for you."),
    Binding(("n", "right"), Command.SKIP, "skip", "Skip to what comes next."),
    Binding(("b", "left"), Command.BACK, "back", "Begin this again; soon after, the one before."),
    Binding(("a",), Command.AGAIN, "again", "Say again what to do, with the whole instruction."),
    Binding(("p",), Command.PAIN, "pain", "Mark a pain: the session pauses and offers a choice."),
    Binding(("+", "="), Command.MORE, "longer", "Ten seconds more of this hold or rest."),
    Binding(("-",), Command.LESS, "shorter", "Ten seconds fewer of this hold or rest."),
    Binding(("e",), Command.EASIER, "easier", "An easier way of this exercise."),
    Binding(("x",), Command.LEAVE_OUT, "leave out", "Leave this exercise out altogether."),
    Binding(("v",), Command.VOICE, "voice", "Voice on or off; sounds stay."),
    Binding(("up",), Command.LOUDER, "louder", "Voice and sounds louder."),
    Binding(("down",), Command.SOFTER, "softer", "Voice and sounds softer."),
    Binding(("]",), Command.MUSIC_LOUDER, "music louder", "Music louder."),
    Binding(("[",), Command.MUSIC_SOFTER, "music softer", "Music softer."),
    Binding(("q", "ctrl+c"), Command.QUIT, "quit", "Leave the session; it can be gone on with."),
)
"""Every key of a session, those that are needed most first."""

BINDINGS = {binding.command: binding for binding in KEYS}
"""The same by what is asked for."""

_COMMANDS = {key: binding.command for binding in KEYS for key in binding.keys}


def command_of(key: str) -> Command | None:
    """What a key asks for, or None."""
    return _COMMANDS.get(key)
