from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.journals import BEGAN, NOBODY
from support.program import Run
from support.real import require_commands

from player.journal.living import this_host
from player.journal.records import About, Begun, Done, Ended, Measured, Reached, Standing
from player.journal.side_file import SideFile
from player.journal.store import Journal
from player.units import samples

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
    assert Path(entry["routine"]).name == "short.toml"
    assert Path(entry["routine"]).is_absolute()  # so that --resume finds it from any folder
    assert entry["title"] == "Short"
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
    assert run("log", "show", "9", **data).returncode == 1
    assert run("log", "shw", **data).returncode == 2


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    found = Journal(tmp_path / "data" / "routine-player" / "journal.sqlite")
    yield found
    found.close()


def _filled(journal: Journal) -> None:
    """A session with everything that may become of one, and one that went on with it."""
    minute = samples(60)
    about = About("hips", "Hips, knees and a long walk through all that is stiff", 30 * minute)
    begun = Begun(about._replace(level=40), "2026-03-01T07:30:00+00:00", 1, "elsewhere")
    passes = (
        Done(0, "1", "Couch stretch, left leg", 0, 0, samples(90), samples(90), pain=2),
        Done(1, "2.1", "Squats, set 1 of 2", 10, 4, samples(30), samples(12), skipped=True),
        Done(2, "2.2", "Lunge \x1b[31m", 1, 1, 9, 9, eased="Split squat", repeated=1),
    )  # fmt: skip
    reached = Reached(
        11 * minute, 12 * minute, 30 * minute, Standing(2, "2.2", "Lunge", 0, 5, complete=False)
    )
    measured = Measured(0, "knee-to-wall", "left", 9.5, "2026-03-01T07:40:00+00:00")
    ended = Ended("2026-03-01T07:45:00+00:00", finished=False)
    journal.note("a", [begun, *passes, reached, measured, ended])
    again = Begun(about._replace(resumes="a", title="Hips"), "2026-03-01T08:00:00+00:00", 1, "x")
    journal.note(
        "b", [again, reached._replace(position=30 * minute), ended._replace(finished=True)]
    )


def test_the_list_reads_well_in_eighty_columns(
    run: Run, data: dict[str, str], journal: Journal
) -> None:
    _filled(journal)
    listed = run("log", **data, TZ="UTC").stdout
    assert listed.splitlines() == [
        "  No  Begun                Done                   Routine",
        "   2  2026-03-01 08:00    12:00  whole            Hips  from 1",
        "   1  2026-03-01 07:30    12:00  left at 11:00    Hips, knees and a long walk t…",
        "                                                  1 skipped, 1 eased, 2 pain",
    ]
    assert max(map(len, listed.splitlines())) <= 80


def test_a_session_is_told_with_all_its_passes(
    run: Run, data: dict[str, str], journal: Journal
) -> None:
    _filled(journal)
    told = run("log", "show", "1", **data, TZ="UTC").stdout
    assert told.splitlines() == [
        "1  Hips, knees and a long walk through all that is stiff (hips)",
        "    begun 2026-03-01 07:30, left at 11:00, 12:00 heard of 30:00, level 40",
        "",
        "    Step    What                                  Planned       Done",
        "    1       Couch stretch, left leg                  1:30       1:30  pain x2",
        "    2.1     Squats, set 1 of 2                    10 reps     4 reps  skipped",
        "    2.2     Lunge �[31m                             1 rep      1 rep  twice",
        "            eased to Split squat",
        "",
        "    Knee to wall, left: 9.5 centimetres",
    ]  # fmt: skip
    assert max(map(len, told.splitlines())) <= 80
    assert "goes on from 1" in run("log", "show", "2", **data).stdout


def test_programs_are_told_the_same_in_seconds(
    run: Run, data: dict[str, str], journal: Journal
) -> None:
    _filled(journal)
    later, first = json.loads(run("log", "--json", **data).stdout)
    assert (first["heard"], first["position"], first["length"]) == (720, 660, 1800)
    assert (first["skipped"], first["eased"], first["pain"], first["finished"]) == (1, 1, 2, False)
    assert (later["resumes"], later["finished"]) == (1, True)
    assert first["measures"][0]["figure"] == 9.5
    (shown,) = json.loads(run("log", "show", "1", "--json", **data).stdout)
    assert shown["passes"][1] == {
        "number": 1, "step": "2.1", "name": "Squats, set 1 of 2", "reps": 10, "reps_done": 4,
        "length": 30, "length_done": 12, "skipped": True, "eased": "", "pain": 0, "repeated": 0,
    }  # fmt: skip


def test_a_date_or_measure_that_makes_no_sense_is_told_all_the_same(
    run: Run, data: dict[str, str], journal: Journal
) -> None:
    odd = Begun(About("x", "X", 1), "some day", 1, "x")
    journal.note("a", [odd, Measured(0, "nothing known", "", 1.0, "")])
    listed = run("log", **data)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "nothing known: 1" in run("log", "show", "1", **data).stdout


def test_the_log_takes_side_files_in(run: Run, data: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "routine-player"
    begun = Begun(About("x", "Kept beside", 9), BEGAN.isoformat(), NOBODY, this_host())
    SideFile(folder, "a", BEGAN, [begun]).close()
    assert "Kept beside" in run("log", **data).stdout
    assert not list(folder.glob("*.jsonl"))


def test_a_locked_journal_is_read_all_the_same(
    run: Run, data: dict[str, str], journal: Journal
) -> None:
    _filled(journal)
    begun = Begun(About("x", "Kept beside", 9), BEGAN.isoformat(), NOBODY, this_host())
    SideFile(journal.path.parent, "c", BEGAN, [begun]).close()
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        listed = run("log", **data)
    assert listed.returncode == 0
    assert "Hips" in listed.stdout
    assert "another program holds it" in listed.stderr
    (side,) = journal.path.parent.glob("*.jsonl")
    assert f"The session in {side} is not told here." in listed.stderr


@pytest.fixture(params=["journal.sqlite", "journal.sqlite journal.sqlite-wal"])
def read_only_home(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    environment: dict[str, str],
    data: dict[str, str],
) -> Iterator[tuple[Path, Run]]:
    """A home where nothing may be written, with a side file and a journal: closed, or crashed."""
    folder = tmp_path / "data" / "routine-player"
    folder.mkdir(parents=True)
    names = request.param.split()
    with closing(Journal(tmp_path / "journal.sqlite")) as journal:
        _filled(journal)
        if len(names) == 1:
            journal.close()
        for name in names:
            shutil.copyfile(tmp_path / name, folder / name)
    begun = Begun(About("x", "Kept beside", 9), BEGAN.isoformat(), NOBODY, this_host())
    SideFile(folder, "c", BEGAN, [begun]).close()
    rights: tuple[str, ...] = ()
    if os.getuid() == 0:  # who may write everywhere, unless that is given up
        require_commands("setpriv")
        rights = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)

    def runner(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*rights, sys.executable, "-m", "player.cli.main", *arguments],
            cwd=tmp_path,
            env={**environment, **data},
            capture_output=True,
            text=True,
            check=False,
        )

    yield folder, runner
    folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_journal_in_a_home_that_cannot_be_written_is_read_all_the_same(
    read_only_home: tuple[Path, Run],
) -> None:
    folder, run = read_only_home
    (side,) = folder.glob("*.jsonl")
    before = {one.name for one in folder.iterdir()}
    listed = run("log")
    assert listed.returncode == 0
    assert "Hips" in listed.stdout
    journal, beside = listed.stderr.splitlines()
    assert journal.startswith(f"{folder / 'journal.sqlite'}: the journal can only be read just now")
    assert beside == f"  The session in {side} is not told here."
    assert "there is no session to go on with" in run("play", "--resume").stderr
    assert {one.name for one in folder.iterdir()} == before


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
    listed = run("log", **data)
    assert listed.returncode == 3
    assert "the next session sets it aside" in listed.stderr
    played = run("play", "./short.toml", "--output", "silent", **data)
    assert played.returncode == 0
    assert played.stderr.count("it is damaged") == 1
    (aside,) = folder.glob("journal.sqlite.damaged-*")
    assert str(aside) in played.stderr
    (entry,) = json.loads(run("log", "--json", **data).stdout)
    assert entry["finished"]


def test_where_the_journal_cannot_be_the_next_session_takes_this_one_in(
    run: Run, data: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "routine-player"
    (folder / "journal.sqlite").mkdir(parents=True)
    played = run("play", "./short.toml", "--output", "silent", **data)
    assert played.returncode == 0
    assert played.stderr.count("This session is kept in") == 1
    (folder / "journal.sqlite").rmdir()
    played = run("play", "./short.toml", "--output", "silent", **data)
    assert played.stderr == "Output: silent\n"
    assert [one["finished"] for one in json.loads(run("log", "--json", **data).stdout)] == [
        True
    ] * 2


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
