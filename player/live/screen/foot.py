"""The keys that matter just now, along the foot; and the list of all keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from player.live.controls import Command, Now, State
from player.live.keys import BINDINGS, KEYS
from player.live.screen.pieces import Line, Piece, Role, width_of

OWN_KEYS = (("?", "keys", "All keys."), ("t", "colours", "Colours: the terminal's, dark, light."))
"""Keys of the screen itself: key, label, words."""

_GAP_WIDTH = 2

_STEERING = (
    Command.TOGGLE,
    Command.SKIP,
    Command.BACK,
    Command.AGAIN,
    Command.PAIN,
    Command.MORE,
    Command.LESS,
    Command.EASIER,
    Command.LEAVE_OUT,
    Command.VOICE,
)


def foot(now: Now, width: int, most: int) -> tuple[Line, ...]:
    """Keys with what they do in at most so many lines; the needed ones first, quit always."""
    return _foot(now.state, now.offers, bool(now.asks), now.voice, width, most)


@lru_cache(maxsize=32)
def _foot(  # noqa: PLR0913, PLR0917 - what of a session the foot depends on, and its room
    state: State,
    offered: tuple[Command, ...],
    asks: bool,  # noqa: FBT001
    voice: bool,  # noqa: FBT001
    width: int,
    most: int,
) -> tuple[Line, ...]:
    if asks:
        takes = (Piece("Enter", Role.KEY), Piece(" takes it, or goes on", Role.FAINT))
        return _lines((takes, _key(Command.SKIP, "→"), _key(Command.QUIT, "Ctrl-C")), width, 1)
    if state is State.MARKED:
        return _lines(tuple(map(_key, (*offered, Command.QUIT))), width, 1)
    wanted = (Command.GO_ON, *_STEERING) if state is State.WAITING else _STEERING
    labels = {Command.TOGGLE: "resume"} if state is State.PAUSED else {}
    if not voice:
        labels[Command.VOICE] = "voice on"
    keys = [_key(command, label=labels.get(command, "")) for command in wanted]
    colours = (_own(1),) if most > 1 else ()
    return _lines((*keys, *colours), width, most, last=(_key(Command.QUIT), _own(0)))


def offers(now: Now) -> Line:
    """What may be chosen after a pain mark."""
    keys = [_key(command) for command in now.offers]
    return tuple(piece for key in keys for piece in (*key, Piece("   ")))


def all_keys(*, brief: bool) -> tuple[Line, ...]:
    """Every key with what it does, a line each; `brief` is one of its keys and a word or two."""
    if brief:
        rows = [(one.shown, one.label) for one in KEYS]
        rows += [(key, label) for key, label, _ in OWN_KEYS]
    else:
        rows = [(" ".join(one.all_shown), one.words) for one in KEYS]
        rows += [(key, words) for key, _, words in OWN_KEYS]
    widest = max(len(keys) for keys, _ in rows)
    return tuple((Piece(f"{keys:<{widest + 2}}", Role.KEY), Piece(words)) for keys, words in rows)


def _key(command: Command, key: str = "", label: str = "") -> Line:
    binding = BINDINGS[command]
    return (
        Piece(key or binding.shown, Role.KEY),
        Piece(f" {label or binding.label}", Role.FAINT),
    )


def _own(index: int) -> Line:
    key, label, _ = OWN_KEYS[index]
    return (Piece(key, Role.KEY), Piece(f" {label}", Role.FAINT))


def _lines(
    keys: Sequence[Line], width: int, most: int, last: Sequence[Line] = ()
) -> tuple[Line, ...]:
    """Keys line by line as far as they fit, with room kept for the last ones."""
    reserve = sum(_GAP_WIDTH + width_of(key) for key in last)
    lines: list[Line] = [()]
    for kept, key in (*((reserve, key) for key in keys), *((0, key) for key in last)):
        joined = (*lines[-1], Piece(" " * _GAP_WIDTH), *key) if lines[-1] else key
        if width_of(joined) + (kept if len(lines) == most else 0) <= width:
            lines[-1] = joined
        elif len(lines) < most and width_of(key) <= width:
            lines.append(key)
    return tuple(line for line in lines if line)
