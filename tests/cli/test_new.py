"""`player new` as a person runs it: what is written, and what is told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.new_users import New, comes_to, player
from support.program import Run

from player.routine.schema import schema


def listed_in(home: dict[str, str], folder: Path) -> dict[str, dict[str, object]]:
    """What `player list` tells of each routine."""
    return {one["id"]: one for one in json.loads(player(home, folder, "list", "--json").stdout)}


# --- written


def test_a_new_user_gets_ten_minutes_that_can_be_played(
    new: New, own: Path, home: dict[str, str], tmp_path: Path
) -> None:
    made = new("evening", "--minutes", "10")
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    assert made.stdout.startswith(f"Written: {own / 'evening.toml'}\nIt comes to about ")
    assert made.stdout.endswith("Next:\n  player check evening\n  player play evening\n")
    assert comes_to(made.stdout) == pytest.approx(10, rel=0.05)
    assert sorted(path.name for path in own.iterdir()) == ["evening.toml", "routine.schema.json"]
    assert json.loads((own / "routine.schema.json").read_text()) == schema()
    listed = listed_in(home, tmp_path)
    assert listed["evening"]["title"] == "Evening"
    assert not [name for name in listed if "schema" in name]
    checked = player(home, tmp_path, "check", "--strict", "evening").stdout
    assert checked.startswith("evening: ok, ")
    assert "to advise" not in checked
    sound = tmp_path / "evening.wav"
    told = player(
        home, tmp_path, "play", "evening", "--voice", "tone", "--output", str(sound)
    ).stdout
    assert sound.exists(), told


def test_exercises_that_are_named_are_written_with_their_doses(
    new: New, home: dict[str, str], tmp_path: Path
) -> None:
    made = new(
        "./mine.toml", "--exercises", "pigeon-pose, ankle-circles", "--when", "post-run",
        "--title", 'My "own"\\',
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "#:schema ./routine.schema.json"
    assert text.splitlines()[2] == r'title = "My \"own\"\\"'
    assert 'exercise = "pigeon-pose"\nhold = "60-90s"\n' in text
    assert 'exercise = "ankle-circles"\nreps = 10\n' in text
    assert "# Pigeon pose: From hands and knees, " in text
    assert "player play ./mine.toml" in made.stdout
    checked = player(home, tmp_path, "check", "--strict", "./mine.toml").stdout
    assert checked.startswith("./mine.toml: ok, ")
    assert "to advise" not in checked


def test_doses_are_fitted_to_the_minutes_or_it_is_said_how_far_they_are(new: New) -> None:
    exercises = ["--exercises", "pigeon-pose,glute-bridge"]
    fitted = new("fitted", "--minutes", "4", *exercises)
    assert comes_to(fitted.stdout) == pytest.approx(4, rel=0.05)
    assert "than you wanted" not in fitted.stdout
    short = new("short", "--minutes", "20", *exercises)
    assert re.search(r"It comes to about 3:\d\d, 16:\d\d shorter than you wanted", short.stdout)
    long = new("long", "--minutes", "1", *exercises)
    assert re.search(r"about 3:\d\d, 2:\d\d longer than you wanted", long.stdout)


def test_a_path_with_a_space_can_be_copied_from_the_message(new: New, tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    made = new("a b/c.toml", "--minutes", "3")
    assert '  player check "a b/c.toml"\n' in made.stdout
    assert (tmp_path / "a b" / "c.toml").exists()


# --- made from another


def test_a_shipped_routine_is_extended_and_shadowed(
    new: New, own: Path, home: dict[str, str], tmp_path: Path
) -> None:
    made = new("rest-day", "--from", "rest-day", "--title", "Mine")
    assert 'A routine "rest-day" comes with the player; yours goes before it.\n' in made.stdout
    text = (own / "rest-day.toml").read_text(encoding="utf-8")
    assert '\nextends = "rest-day"\ntitle = "Mine"\n' in text
    assert "#   3.1  ankle-circles  (" in text
    assert '#leave_out = ["ankle-circles"]' in text
    listed = listed_in(home, tmp_path)
    assert listed["rest-day"]["title"] == "Mine"
    assert listed["rest-day"]["seconds"] == pytest.approx(60 * comes_to(made.stdout), abs=1)


def test_a_file_beside_or_below_is_extended_by_its_name(
    new: New, home: dict[str, str], tmp_path: Path
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    for name in ("base.toml", "below/base.toml"):
        assert new(name, "--exercises", "hip-hinge").returncode == 0
        made = new("mine.toml", "--from", name, "--exercises", "wall-slides", "--minutes", "2")
        assert made.returncode == 0, made.stderr
        text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
        assert f'\nextends = "{name}"\n' in text
        assert "mine.toml: ok, " in player(home, tmp_path, "check", "mine.toml").stdout
        (tmp_path / "mine.toml").unlink()


def test_a_file_elsewhere_cannot_be_extended_and_it_is_said_how_it_could(
    new: New, own: Path, tmp_path: Path
) -> None:
    new("base.toml", "--minutes", "3")
    made = new("mine", "--from", "./base.toml")
    assert made.returncode == 1
    assert made.stderr == (
        "player: ./base.toml: a routine is made from one that has an id, or lies in the same "
        f"folder\n  write the new one beside it, as {tmp_path / 'mine.toml'}\n"
    )
    assert not own.exists()


def test_what_it_is_made_from_must_be_there_and_sound(new: New, tmp_path: Path) -> None:
    assert 'did you mean "rest-day"?' in new("mine", "--from", "restday").stderr
    (tmp_path / "bad.toml").write_text("title = 3\n", encoding="utf-8")
    faulty = new("mine.toml", "--from", "bad.toml")
    assert faulty.returncode == 1
    assert "the routine has no steps" in faulty.stderr
    (tmp_path / "a  b.toml").write_text('title = "A"\n[[step]]\nsay = "Go."\n', encoding="utf-8")
    assert "a shorter, plainer name" in new("mine.toml", "--from", "a  b.toml").stderr
    assert not (tmp_path / "mine.toml").exists()


# --- requests that cannot be met


def test_everything_that_is_wrong_is_told_at_once(new: New, own: Path) -> None:
    made = new("Evening", "--title", "\x07", "--exercises", "hip-hing,,juggling,hip-hing")
    assert made.returncode == 1
    assert made.stderr.startswith("player: 4 things stand in the way\n")
    for told in (
        '"Evening" cannot be an id', "the title:", 'no exercise "hip-hing"',
        'did you mean "hip-hinge"?', 'no exercise "juggling"', "`player exercises` lists them",
    ):  # fmt: skip
        assert told in made.stderr
    assert "names none" in new("evening", "--exercises", " , ").stderr
    assert not own.exists()


def test_minutes_and_occasions_have_bounds(new: New) -> None:
    assert new("evening", "--minutes", "181").returncode == 2
    assert new("evening", "--minutes", "0").returncode == 2
    assert new("evening", "--when", "monday").returncode == 2


def test_it_loads_no_sound(home: dict[str, str], tmp_path: Path) -> None:
    program = (
        "import sys; from player.cli.main import _run\n"
        "sys.argv = ['player', 'new', 'evening', '--minutes', '5']\n"
        "code = _run()\n"
        "heavy = {'numpy', 'miniaudio', 'soundfile', 'soxr', 'pyttsx3', 'simpleaudio'}\n"
        "loaded = sorted(heavy & set(sys.modules))\n"
        "sys.exit(f'loaded {loaded}' if loaded else code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], env=home, cwd=tmp_path, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_it_is_listed_with_the_other_commands(run: Run) -> None:
    assert "Write a routine to begin with" in run("--help").stdout
