"""Keys typed where a session is shown in plain lines, each at once; and figures."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.controls import FakeControls
from support.playing import BRIEF, PLAYER
from support.real import require_commands
from support.scenes import scene
from support.terminal import Pseudoterminal

from player.cli.keyboard import Keyboard, keys_of, typed_keys
from player.live.controls import Command, State

ASKS = "Knee to wall, left (cm)"


class Typist:
    """A keyboard at a session that asks for a figure, or does not."""

    def __init__(self, *complaints: str, asks: str = "") -> None:
        state = State.WAITING if asks else State.PLAYING
        self.controls = FakeControls(scene("Knee to wall", 1, state=state, asks=asks), *complaints)
        self.told: list[str] = []
        self.shown = ""
        self._typed = ""
        self._keyboard = Keyboard(self.controls, self._read, self.told.append, self._show)

    def types(self, *typed: str) -> Typist:
        for one in typed:
            self._typed = one
            self._keyboard.look()
        return self

    def _read(self) -> str:
        typed, self._typed = self._typed, ""
        return typed

    def _show(self, text: str) -> None:
        self.shown += text


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("nb", ["n", "b"]),
        (" \r\n", ["space", "enter", "enter"]),
        ("\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        ("\x1bOA\x1bOB\x1bOC\x1bOD", ["up", "down", "right", "left"]),
        ("\x03", ["ctrl+c"]),
        pytest.param("\x1b", [], id="escape alone"),
        pytest.param("\x1bq", ["q"], id="escape, then a key"),
        pytest.param("\x1b[15~\x1b[3~n", ["n"], id="F5 and delete"),
        pytest.param("\x1bOPn", ["n"], id="F1"),
        pytest.param("\x1b[1;5Cn", ["n"], id="control and right"),
        pytest.param("\x1b[200~n", ["n"], id="the beginning of a paste"),
    ],
)
def test_keys_have_names_and_unknown_ones_none(typed: str, keys: list[str]) -> None:
    assert list(keys_of(typed)) == keys


@given(st.text())
def test_whatever_is_typed_ends_and_no_plain_key_is_lost(typed: str) -> None:
    keys = list(keys_of(typed))
    assert len(keys) <= len(typed)
    if "\x1b" not in typed:
        assert len(keys) == len(typed)


def test_every_key_asks_at_once_and_others_ask_nothing() -> None:
    typist = Typist().types(" n", "\x1b[D", "zß", "+", "q")
    assert typist.controls.commands == [
        Command.TOGGLE, Command.SKIP, Command.BACK, Command.MORE, Command.QUIT
    ]  # fmt: skip
    assert (typist.shown, typist.told, typist.controls.answers) == ("", [], [])


def test_a_figure_is_shown_as_it_is_typed_and_taken_at_enter() -> None:
    typist = Typist(asks=ASKS).types("1", "2.", "5\r")
    assert typist.controls.answers == ["12.5"]
    assert typist.shown == "12.5\n"
    assert typist.controls.commands == []


def test_a_figure_can_be_mended_before_it_is_given() -> None:
    typist = Typist(asks=ASKS).types("\x7f13\x7f2\x08\x085\n")
    assert typist.controls.answers == ["5"]
    assert typist.shown == "13\b \b2\b \b\b \b5\n"


def test_an_odd_figure_is_told_and_typed_anew() -> None:
    typist = Typist("Type a figure from 0 to 30", asks=ASKS).types("qn\r", "9\r")
    assert typist.told == ["Type a figure from 0 to 30"]
    assert typist.controls.answers == ["qn", "9"]


def test_a_figure_ends_somewhere_and_other_keys_still_steer() -> None:
    typist = Typist(asks=ASKS).types("1" * 50, "\x1b[C", "\x03")
    assert typist.shown == "1" * 20
    assert typist.controls.commands == [Command.SKIP, Command.QUIT]


def test_what_was_typed_for_a_wait_that_is_over_is_forgotten() -> None:
    typist = Typist(asks=ASKS).types("12")
    waiting = typist.controls.present
    typist.controls.present = scene("Squats", 1)
    typist.types("n")
    typist.controls.present = waiting
    typist.types("7\r")
    assert typist.controls.answers == ["7"]


def test_nobody_types_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/null").open() as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        with typed_keys() as read:
            assert read is None
    monkeypatch.setattr(sys, "stdin", None)
    with typed_keys() as read:
        assert read is None


ROUTINE = f"""
title = "Typed"
{BRIEF}
[[step]]
name = "Reach"
hold = "60s"
[[step]]
measure = "cadence"
say = "Look."
[[step]]
name = "Fold"
hold = "60s"
"""


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Pseudoterminal]:
    if sys.platform == "win32":
        pytest.skip("terminals of POSIX")
    (tmp_path / "typed.toml").write_text(ROUTINE)
    own = {**environment, "XDG_DATA_HOME": str(tmp_path), "TERM": "xterm"}
    play = ["play", "./typed.toml", "--plain", "--output", "silent", "--voice", "tone"]
    found = Pseudoterminal([*PLAYER, *play], own, tmp_path)
    yield found
    found.close()


def test_a_real_keyboard_steers_a_session_and_is_given_back(
    terminal: Pseudoterminal, environment: dict[str, str], tmp_path: Path
) -> None:
    terminal.wait_for("“Reach.”")
    assert terminal.settings() != terminal.before
    terminal.press(" ")
    terminal.press("n")
    there = terminal.wait_for("Cadence | ", after=terminal.wait_for("Paused"))
    terminal.press(" ")
    there = terminal.wait_for("Enter to go on", after=there)
    terminal.press("1")
    terminal.press("72\r")
    there = terminal.wait_for("Fold | ", after=terminal.wait_for("172\r\n", after=there))
    terminal.press("q")
    terminal.wait_for("Stopped at", after=there)
    assert terminal.end() == 130
    assert terminal.settings() == terminal.before
    ran = subprocess.run(
        [*PLAYER, "log", "show", "1", "--json"],
        env={**environment, "XDG_DATA_HOME": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    (kept,) = json.loads(ran.stdout)
    reach, cadence, *_ = kept["passes"]
    assert (reach["name"], reach["skipped"]) == ("Reach", True)
    assert reach["length_done"] < reach["length"]
    assert kept["heard"] < kept["length"]
    assert [one["figure"] for one in kept["measures"]] == [172]
    assert cadence["name"] == "Cadence"


def test_a_terminal_that_interrupts_gets_its_settings_back(terminal: Pseudoterminal) -> None:
    terminal.wait_for("“Reach.”")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert terminal.settings() == terminal.before
    assert "Traceback" not in terminal.written


def test_a_key_that_comes_in_parts_is_one_key() -> None:
    assert Typist().types("\x1b", "[A", "\x1b[", "B", "n").controls.commands == [
        Command.LOUDER, Command.SOFTER, Command.SKIP,
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="job control of POSIX")
def test_a_session_in_the_background_is_heard_on_and_leaves_the_keyboard_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    require_commands("bash")
    (tmp_path / "short.toml").write_text(
        f'title = "Short"\n{BRIEF}\n[[step]]\nname = "Reach"\nhold = "2s"\n'
    )
    own = {**environment, "TERM": "xterm", "PS1": "$ ", "XDG_DATA_HOME": str(tmp_path)}
    shell = Pseudoterminal(["bash", "--norc", "-i"], own, tmp_path)
    try:
        command = " ".join([*PLAYER, "play ./short.toml --output silent --voice tone"])
        shell.press(f"{command} > played.txt 2>&1 &\r")
        shell.press("wait %1; echo it ended with $?\r")
        shell.wait_for("it ended with 0")
    finally:
        shell.press("exit\r")
        shell.end()
        shell.close()
    assert "(finish)" in (tmp_path / "played.txt").read_text()
