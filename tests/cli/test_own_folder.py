"""Routines and exercises of the listener's own, in the config folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.program import Run

MINE = 'title = "Mine"\n[[step]]\nexercise = "reach"\n'
REACH = (
    '[reach]\nname = "Reach up"\njoint = ["thoracic"]\nwhen = ["any"]\nhold = 5\n'
    'instructions = "Up."\ncues = ["Long.", "Easy."]\nwhy = "It is nice."\n'
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "routine-player" / "routines"
    (folder / "exercises").mkdir(parents=True)
    (folder / "mine.toml").write_text(MINE)
    (folder / "exercises" / "mine.toml").write_text(REACH)
    return folder


@pytest.fixture
def config(own: Path, tmp_path: Path) -> dict[str, str]:
    assert own.exists()
    return {"XDG_CONFIG_HOME": str(tmp_path / "config")}


def test_own_routines_are_listed_and_done_by_name(run: Run, config: dict[str, str]) -> None:
    assert "Mine" in run("list", **config).stdout
    played = run("play", "mine", "--output", "null", "--voice", "tone", **config)
    assert (played.returncode, "Reach up" in played.stdout) == (0, True)
    assert run("exercises", "show", "reach", **config).returncode == 0


def test_an_own_routine_goes_before_a_shipped_one(
    run: Run, own: Path, config: dict[str, str]
) -> None:
    (own / "demo.toml").write_text('extends = "demo"\ntitle = "My demo"\n')
    assert "My demo" in run("show", "demo", "--voice", "tone", **config).stdout


def test_a_broken_own_routine_stops_no_other(run: Run, own: Path, config: dict[str, str]) -> None:
    (own / "mine.toml").write_text("title = 3\n")
    (own / "exercises" / "bad.toml").write_text("[x]\nname = 3\n")
    listed = run("list", **config)
    assert listed.returncode == 0
    assert "Pre-run warm-up" in listed.stdout
    assert "mine is at fault" in listed.stderr
    assert "bad.toml" in listed.stderr
    checked = run("check", "mine", **config)
    assert checked.returncode == 1
    assert f"--> {own}/mine.toml:1:9" in checked.stdout


def test_sides_alternate_from_session_to_session(
    run: Run, own: Path, config: dict[str, str], tmp_path: Path
) -> None:
    (own / "mine.toml").write_text(
        'title = "Mine"\n[cues]\nstyle = "silent"\ncountdown = 0\n[defaults]\nprepare = 0\n'
        'switch = 0\n[[step]]\nname = "Hop"\nhold = "0.1s"\nsides = true\nfirst = "alternate"\n'
    )
    data = {**config, "XDG_DATA_HOME": str(tmp_path / "data")}
    firsts = [
        run("play", "mine", "--output", "silent", "--voice", "tone", **data).stdout.splitlines()[1]
        for _ in range(3)
    ]
    assert ["left" in first.partition(":")[0] for first in firsts] == [True, False, True]
