from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.program import Run

SHORT = (
    'title = "Short"\n[cues]\ncountdown = 1\nstyle = "silent"\n[defaults]\nprepare = 0\n'
    '[[step]]\nname = "A"\nhold = "0.2s"\n'
)


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "short.toml").write_text(SHORT)
    return {"XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}


def test_a_session_that_was_followed_is_in_the_log(run: Run, data: dict[str, str]) -> None:
    assert run("play", "./short.toml", "--output", "silent", **data).returncode == 0
    (entry,) = json.loads(run("log", "--json", **data).stdout)
    assert (entry["routine"], entry["title"]) == ("short.toml", "Short")
    assert entry["position"] == entry["length"] > 2
    assert entry["ended"]
    assert "whole" in run("log", **data).stdout


def test_the_log_tells_how_much_of_each_pass_was_done(
    run: Run, data: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "reps.toml").write_text(
        'title = "Reps"\n[cues]\ncountdown = 0\nstyle = "silent"\n[defaults]\nprepare = 0\n'
        'switch = 0\n[[step]]\nname = "Hops"\nreps = 3\ntempo = "0.2s"\n'
        '[[step]]\nname = "Rest well"\nhold = "0.3s"\n'
    )
    assert run("play", "./reps.toml", "--output", "silent", **data).returncode == 0
    (entry,) = json.loads(run("log", "show", "1", "--json", **data).stdout)
    hops, hold = entry["passes"]
    assert (hops["name"], hops["reps"], hops["reps_done"]) == ("Hops", 3, 3)
    assert (hold["length"], hold["length_done"]) == (0.3, 0.3)
    assert "Hops: 3 of 3 reps" in run("log", "show", "1", **data).stdout
    assert run("log", "show", "9", **data).returncode == 1
    assert run("log", "shw", **data).returncode == 2


def test_a_session_for_nobody_is_not(run: Run, data: dict[str, str]) -> None:
    for output in ("null", "short.wav"):
        assert run("play", "./short.toml", "--output", output, **data).returncode == 0
    assert json.loads(run("log", "--json", **data).stdout) == []


def test_a_damaged_journal_never_stops_a_session(
    run: Run, data: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "routine-player"
    folder.mkdir(parents=True)
    (folder / "journal.sqlite").write_bytes(b"no database" * 1000)
    played = run("play", "./short.toml", "--output", "silent", **data)
    assert played.returncode == 0
    assert played.stderr.count("goes on without it") == 1
    assert run("log", **data).returncode == 3


@pytest.mark.parametrize("suffix", ["vtt", "srt"])
def test_captions_are_written(run: Run, tmp_path: Path, suffix: str) -> None:
    assert run("export", "demo", f"demo.{suffix}", "--voice", "tone").returncode == 0
    assert "Switch sides. Right foot." in (tmp_path / f"demo.{suffix}").read_text()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("file", "code", "reason"),
    [("demo.doc", 1, "is no kind of captions"), ("none/demo.vtt", 3, "cannot be written")],
)
def test_a_file_that_cannot_be_is_told(run: Run, file: str, code: int, reason: str) -> None:
    exported = run("export", "demo", file, "--voice", "tone")
    assert exported.returncode == code
    assert reason in exported.stderr
