"""The screen of a real session on a real terminal: keys, sizes, colours, and what is left of it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.playing import BRIEF, children
from support.program import ROOT
from support.real import require_commands
from support.sound_server import SoundServer
from support.terminal import Terminal, eventually

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tmux is for POSIX")

ROUTINE = f"""
title = "Short"
{BRIEF}
[[step]]
name = "Reach"
hold = "60s"
[[step]]
name = "Fold"
hold = "60s"
[[step]]
name = "Plank"
hold = "60s"
"""
PLAYER = f"PYTHONPATH={ROOT} {sys.executable} -m player.cli.main"
PLAY = f"{PLAYER} play ./short.toml --voice tone"
SIZES = [(80, 24), (120, 40), (40, 12)]

Open = Callable[..., Terminal]
"""Opens a terminal of a size; named arguments are more of its environment."""


@pytest.fixture
def open_terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Open]:
    require_commands("tmux", "pgrep")
    (tmp_path / "short.toml").write_text(ROUTINE)
    opened: list[Terminal] = []

    def opener(size: tuple[int, int] = (80, 24), **more: str) -> Terminal:
        own = {"XDG_DATA_HOME": str(tmp_path), "TERM": "xterm-256color"}
        opened.append(Terminal({**environment, **own, **more}, tmp_path, size))
        return opened[-1]

    yield opener
    for one in opened:
        one.close()


def left_clean(terminal: Terminal, code: int) -> None:
    """The shell is back, shows what is typed, and knows how the session ended."""
    eventually(lambda: not children(terminal.shell(), "player.cli.main"), terminal.screen)
    terminal.type("echo the code is $?")
    terminal.wait_for("echo the code is $?", f"the code is {code}")
    assert not terminal.alternate
    assert terminal.cursor
    terminal.type("stty -a | tr ' ' '\\n' | grep -cx -e echo -e icanon -e isig")
    terminal.wait_until(lambda screen: "3" in screen.splitlines())


@pytest.mark.parametrize("size", SIZES)
def test_keys_steer_the_session_and_the_terminal_is_given_back(
    open_terminal: Open, size: tuple[int, int]
) -> None:
    terminal = open_terminal(size)
    terminal.type(f"{PLAY} --output silent --theme dark")
    terminal.wait_for("Next  Fold", "to go")
    assert terminal.alternate
    terminal.press("Space")
    terminal.wait_for("Next  Fold", "Space resume")
    terminal.press("n")
    terminal.wait_for("Next  Plank", "Space resume")
    terminal.press("n")
    terminal.wait_until(lambda screen: "Next" not in screen and "Space resume" in screen)
    terminal.press("b")
    terminal.wait_for("Next  Plank", "Space resume")
    terminal.press("Space")
    terminal.wait_until(lambda screen: "Next  Plank" in screen and "Space resume" not in screen)
    terminal.press("?")
    terminal.wait_for("any key goes back")
    terminal.press("a")
    terminal.wait_for("Next  Plank")
    terminal.press("p")
    terminal.wait_for("Marked")
    terminal.press("n")
    terminal.wait_until(lambda screen: "Next" not in screen and "Marked" not in screen)
    terminal.press("q")
    left_clean(terminal, 130)


def test_it_follows_the_terminal_through_every_size(open_terminal: Open) -> None:
    terminal = open_terminal((120, 40))
    terminal.type(f"{PLAY} --output silent")
    terminal.wait_for("1 of 3", "to go")
    for width, height in ((40, 12), (80, 24), (20, 5), (7, 2), (200, 60), (80, 24)):
        terminal.resize(width, height)
        terminal.press("Space")

        def fits(screen: str, columns: int = width, rows: int = height) -> bool:
            lines = screen.splitlines()
            told = [line for line in lines if line.strip()]
            return len(lines) == rows and bool(told) and max(map(len, told)) <= columns

        terminal.wait_until(fits)
    terminal.wait_for("1 of 3", "Next  Fold", "Session")
    terminal.press("q")
    left_clean(terminal, 130)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_comes_up_beside_sound_in_its_colours(
    open_terminal: Open, server: SoundServer, theme: str
) -> None:
    heard = {name: server.environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER")}
    terminal = open_terminal(**heard, COLORTERM="truecolor")
    terminal.type(f"{PLAY} --output device --theme {theme}")
    terminal.wait_for("1 of 3", "to go")
    ground = {"light": "48;2;251;250;246", "dark": "48;2;16;21;26"}[theme]
    assert ground in terminal.screen(painted=True)
    terminal.press("q")
    left_clean(terminal, 130)


def test_a_lost_device_is_told_on_the_screen_until_it_is_back(
    open_terminal: Open, server: SoundServer
) -> None:
    heard = {name: server.environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER")}
    terminal = open_terminal(**heard)
    terminal.type(f"{PLAY} --output device")
    terminal.wait_for("1 of 3", "to go")
    server.kill()
    terminal.wait_for("Waiting for it")
    server.start()
    terminal.wait_until(lambda screen: "Waiting for it" not in screen and "to go" in screen)
    terminal.press("q")
    left_clean(terminal, 130)


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        pytest.param((signal.SIGTERM,), 143, id="SIGTERM"),
        pytest.param((signal.SIGINT, signal.SIGINT), 130, id="Ctrl-C twice"),
    ],
)
def test_a_signal_gives_the_terminal_back(
    open_terminal: Open, signals: tuple[signal.Signals, ...], code: int
) -> None:
    terminal = open_terminal()
    terminal.type(f"{PLAY} --output silent")
    terminal.wait_for("1 of 3", "to go")
    (player,) = children(terminal.shell(), "player.cli.main")
    for number in signals:
        os.kill(player, number)
    left_clean(terminal, code)


def test_the_listener_may_ask_for_plain_lines(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.type(f"{PLAY} --output silent --plain")
    terminal.wait_for("Reach | ", "s left", "“Reach.”")
    assert not terminal.alternate
    terminal.press("n")
    terminal.wait_for("Fold | ")
    terminal.press("q")
    left_clean(terminal, 130)


def test_where_stdout_is_no_terminal_there_is_a_line_a_cue(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.type(f"{PLAY} --output silent | cat")
    terminal.wait_for("[1/3] Reach: 1:00; next: Fold", "“Reach.”", "(go)")
    assert not terminal.alternate
    terminal.press("n")
    terminal.wait_for("[2/3] Fold: 1:00; next: Plank")
    terminal.press("q")
    terminal.wait_for("Stopped at")
    left_clean(terminal, 0)
