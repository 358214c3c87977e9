"""The table of keys is whole and has no key twice."""

from __future__ import annotations

from player.live.controls import Command
from player.live.keys import BINDINGS, KEYS, command_of


def test_no_key_stands_for_two_things() -> None:
    keys = [key for binding in KEYS for key in binding.keys]
    assert len(keys) == len(set(keys))


def test_every_command_has_keys_but_those_that_only_remote_controls_ask_for() -> None:
    remote = {Command.SEEK, Command.PAUSE, Command.RESUME}
    assert {binding.command for binding in KEYS} == set(Command) - remote
    assert len(BINDINGS) == len(KEYS)


def test_a_key_gives_its_command_and_any_other_none() -> None:
    expected = {
        "space": Command.TOGGLE,
        "n": Command.SKIP,
        "right": Command.SKIP,
        "b": Command.BACK,
        "left": Command.BACK,
        "a": Command.AGAIN,
        "+": Command.MORE,
        "=": Command.MORE,
        "-": Command.LESS,
        "e": Command.EASIER,
        "x": Command.LEAVE_OUT,
        "p": Command.PAIN,
        "enter": Command.GO_ON,
        "v": Command.VOICE,
        "up": Command.LOUDER,
        "down": Command.SOFTER,
        "]": Command.MUSIC_LOUDER,
        "[": Command.MUSIC_SOFTER,
        "q": Command.QUIT,
        "ctrl+c": Command.QUIT,
    }
    assert {key: command_of(key) for key in expected} == expected
    assert command_of("k") is None
    assert command_of("") is None


def test_labels_are_short_and_words_are_sentences() -> None:
    for binding in KEYS:
        assert 0 < len(binding.label) <= 12
        assert binding.words.endswith(".")
        assert binding.shown


def test_keys_without_a_character_are_shown_by_name_or_arrow() -> None:
    shown = {binding.shown for binding in KEYS}
    assert {"Space", "Enter", "↑", "↓"} <= shown
    assert not {"space", "enter", "up", "down"} & shown
