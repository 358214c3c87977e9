"""`player new` on a terminal, where it asks, and without one, where it does not."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from support.new_users import PLAYER, New, comes_to


def answered(home: dict[str, str], folder: Path, arguments: list[str], *answers: str) -> str:
    """What stands on a terminal after `player new` was run on it and given answers."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PLAYER, "new", *arguments], cwd=folder, env={**home, "TERM": "dumb"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    ) as asking:  # fmt: skip
        os.close(theirs)
        screen = ""
        left = list(answers)
        while shown := _read(ours):
            screen += shown
            if left and re.search(r": ?$", screen):
                os.write(ours, f"{left.pop(0)}\n".encode())
    os.close(ours)
    assert not left, screen
    assert asking.returncode == 0, screen
    return screen


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 4096).decode()
    except OSError:  # the other end is closed
        return ""


def test_enter_four_times_on_a_terminal_is_enough(
    home: dict[str, str], own: Path, tmp_path: Path
) -> None:
    screen = answered(home, tmp_path, ["my-morning"], "", "", "", "")
    assert "Title [My morning]:" in screen
    assert comes_to(screen) == pytest.approx(10, rel=0.05)
    text = (own / "my-morning.toml").read_text(encoding="utf-8")
    assert '\ntitle = "My morning"\n' in text
    assert '\nwhen = "any"\ntarget = "10min"\n' in text


def test_answers_may_be_words_and_wrong_ones_are_asked_for_again(
    home: dict[str, str], own: Path, tmp_path: Path
) -> None:
    screen = answered(
        home, tmp_path, ["noon"],
        "\u200b", "A “quiet” noon", "monday", "rest-day", "0", "6",
        "circles", "juggling", "Hip Circles, open-book glute-bridge, windmills",
    )  # fmt: skip
    assert "which one is" in screen
    assert "ankle-circles, hip-circles" in screen
    assert 'there is no exercise "juggling"' in screen
    text = (own / "noon.toml").read_text(encoding="utf-8")
    assert '\ntitle = "A “quiet” noon"\n' in text
    assert '\nwhen = "rest-day"\ntarget = "6min"\n' in text
    found = re.findall(r'^ *exercise = "(.+)"', text, re.MULTILINE)
    assert found == ["hip-circles", "open-book", "glute-bridge", "standing-windmills"]


def test_what_is_given_is_not_asked(home: dict[str, str], own: Path, tmp_path: Path) -> None:
    given = ["noon", "--title", "Noon", "--when", "any", "--exercises", "ankle-circles"]
    screen = answered(home, tmp_path, given, "")
    assert screen.startswith("How many minutes (Enter: as many as they take)")
    assert '\n#target = "10min"' in (own / "noon.toml").read_text(encoding="utf-8")
    screen = answered(home, tmp_path, ["other", "--from", "pre-run"], "Mine")
    assert "When" not in screen
    assert '\ntitle = "Mine"\n' in (own / "other.toml").read_text(encoding="utf-8")


def test_without_a_terminal_nobody_is_asked(new: New, own: Path) -> None:
    made = new("evening")
    assert made.returncode == 1
    assert "without a terminal" in made.stderr
    assert "--minutes 10" in made.stderr
    assert not own.exists()
