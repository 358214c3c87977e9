"""Where new routines go: over nothing, whole, with the schema beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.new_users import PLAYER, New

from player.routine.schema import schema


def test_a_file_that_is_there_stays_as_it_is(new: New, own: Path, tmp_path: Path) -> None:
    own.mkdir(parents=True)
    (own / "evening.toml").write_text("mine", encoding="utf-8")
    (own / "evening-2.toml").write_text("mine too", encoding="utf-8")
    made = new("evening", "--minutes", "5")
    assert made.returncode == 1
    assert "nothing is overwritten" in made.stderr
    assert made.stderr.endswith("take another name, such as evening-3\n")
    assert (own / "evening.toml").read_text(encoding="utf-8") == "mine"
    (tmp_path / "x.toml").symlink_to(tmp_path / "nowhere.toml")
    made = new("./x.toml", "--minutes", "5")
    assert made.returncode == 1
    assert "x-2.toml" in made.stderr
    assert not (tmp_path / "nowhere.toml").exists()
    (tmp_path / "y.toml").mkdir()
    assert new("y.toml", "--minutes", "5").returncode == 1
    assert sorted(path.name for path in own.iterdir()) == ["evening-2.toml", "evening.toml"]


def test_of_several_at_once_one_writes_and_the_others_say_so(
    home: dict[str, str], own: Path, tmp_path: Path
) -> None:
    started = [
        subprocess.Popen(
            [*PLAYER, "new", "race", "--title", f"Number {number}", "--exercises", "hip-hinge"],
            cwd=tmp_path, env=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for number in range(4)
    ]  # fmt: skip
    told = [one.communicate() for one in started]
    codes = [one.returncode for one in started]
    assert sorted(codes) == [0, 1, 1, 1], told
    winner = codes.index(0)
    assert all(
        "is there already" in err for code, (_, err) in zip(codes, told, strict=True) if code
    )
    assert any("such as race-2\n" in err for _, err in told)
    text = (own / "race.toml").read_text(encoding="utf-8")
    assert f'title = "Number {winner}"' in text
    assert text.endswith('reps = "8-12"\n')
    assert sorted(path.name for path in own.iterdir()) == ["race.toml", "routine.schema.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of file sizes")
def test_a_full_disk_leaves_nothing_behind(new: New, own: Path) -> None:
    def small_files() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    made = new("evening", "--exercises", "hip-hinge", preexec_fn=small_files)
    assert made.returncode == 3, made.stderr
    assert "cannot be written" in made.stderr
    assert list(own.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(
    new: New, home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("a file", encoding="utf-8")
    made = new("evening", "--minutes", "5")
    assert made.returncode == 3
    assert "cannot be written" in made.stderr
    assert "Traceback" not in made.stderr
    assert home["XDG_CONFIG_HOME"] in made.stderr


def test_the_schema_is_brought_up_to_date(new: New, own: Path) -> None:
    own.mkdir(parents=True)
    there = own / "routine.schema.json"
    there.write_text("{}", encoding="utf-8")
    assert new("one", "--exercises", "hip-hinge").returncode == 0
    assert json.loads(there.read_text(encoding="utf-8")) == schema()
    before = there.stat().st_ino
    assert new("two", "--exercises", "hip-hinge").returncode == 0
    assert there.stat().st_ino == before


def test_a_schema_that_cannot_be_written_is_told_and_the_routine_is_there(
    new: New, own: Path
) -> None:
    (own / "routine.schema.json").mkdir(parents=True)
    made = new("one", "--exercises", "hip-hinge")
    assert made.returncode == 0
    assert "routine.schema.json: cannot be written" in made.stderr
    assert (own / "one.toml").exists()


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("My Evening!", 'such as my-evening; "My Evening!" can be its title (--title)'),
        ("EVENING", "such as evening;"),
        ("-", "such as evening\n"),
        ("two--hyphens", "such as two-hyphens;"),
        ("夜", "such as evening\n"),
        ("", "such as evening\n"),
        ("a\nb\x1b[31m", "such as a-b-31m;"),
    ],
)
def test_ids_are_plain_and_one_is_proposed(new: New, own: Path, name: str, proposal: str) -> None:
    made = new("--minutes", "5", "--", name)
    assert made.returncode == 1
    assert "take small letters, digits and hyphens" in made.stderr
    assert proposal in made.stderr
    assert "\x1b" not in made.stderr
    assert not own.exists()


def test_paths_end_in_toml_and_lie_in_a_folder_that_is_there(new: New, tmp_path: Path) -> None:
    made = new("./evening", "--minutes", "5")
    assert (made.returncode, made.stderr) == (
        1, 'player: "./evening": the file of a routine ends in .toml\n  write evening.toml\n'
    )  # fmt: skip
    assert "there is no folder nowhere" in new("nowhere/a.toml", "--minutes", "5").stderr
    assert "ends in .toml" in new(f"{tmp_path}/.toml", "--minutes", "5").stderr
    assert "cannot be written" in new(f"{'x' * 300}.toml", "--minutes", "5").stderr
