from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.program import ROOT, Run

SHIPPED = sorted(path.stem for path in (ROOT / "routines").glob("*.toml"))


def test_shipped_routines_are_sound_and_give_nothing_up(run: Run) -> None:
    for name in SHIPPED:  # spoken by the real voice, so that the lengths are measured
        assert run("show", name).returncode == 0
    checked = run("check", *SHIPPED)
    assert checked.returncode == 0
    assert "does not fit" not in checked.stdout
    assert "about" not in checked.stdout
    assert len(checked.stdout.splitlines()) == len(SHIPPED)


def test_files_of_exercises_are_checked_as_such(run: Run, tmp_path: Path) -> None:
    checked = run("check", "--strict", str(ROOT / "routines"))
    assert checked.returncode == 0, checked.stdout
    assert "exercises/hip.toml: ok, " in checked.stdout
    assert len(checked.stdout.splitlines()) == len(SHIPPED) + 4
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "mine.toml").write_text('[reach]\nname = "Reach"\nhold = "5"\n')
    checked = run("check", "exercises/mine.toml")
    assert checked.returncode == 1
    assert "mine.toml:3:8 (reach, hold)" in checked.stdout


def test_rest_day_is_twenty_minutes(run: Run) -> None:
    shown = json.loads(run("show", "rest-day", "--json").stdout)
    assert shown["length"] / shown["rate"] == pytest.approx(20 * 60, rel=0.05)


def test_pre_run_holds_nothing_and_takes_five_to_eight_minutes(run: Run) -> None:
    shown = json.loads(run("show", "pre-run", "--json").stdout)
    assert 5 * 60 <= shown["length"] / shown["rate"] <= 8 * 60
    assert {one["kind"] for one in shown["passes"]} == {"reps"}
    assert len({one["name"] for one in shown["passes"]}) == 6


def test_estimates_are_near_the_measured_lengths(run: Run, tmp_path: Path) -> None:
    estimated = json.loads(run("list", "--json", XDG_CACHE_HOME=str(tmp_path)).stdout)
    for name in SHIPPED:
        run("show", name)
    measured = json.loads(run("list", "--json").stdout)
    for one, other in zip(estimated, measured, strict=True):
        assert one["seconds"] == pytest.approx(other["seconds"], rel=0.05)


def test_the_list_names_title_when_and_length(run: Run) -> None:
    listed = json.loads(run("list", "--json").stdout)
    assert [one["id"] for one in listed] == SHIPPED
    assert all(list(one) == ["id", "title", "when", "summary", "seconds"] for one in listed)
    text = run("list").stdout
    assert "rest-day" in text
    assert "Pre-run warm-up" in text


def test_a_check_says_what_does_not_fit_with_figures(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fast.toml").write_text(
        'title = "Fast"\n[[step]]\nname = "Jump"\nreps = 5\ntempo = "1s"\n'
        'cues = ["Land as quietly as you possibly can."]\n'
    )
    checked = run("check", "./fast.toml")
    assert checked.returncode == 0
    assert "advice[does-not-fit]: coach “Land as quietly as you possibly can.” left out" in (
        checked.stdout
    )
    assert '6 | cues = ["Land as quietly' in checked.stdout
    assert "  |         ^^^^^^^^^^^^^^^^" in checked.stdout
    assert "needs 2." in checked.stdout
    assert "s free" in checked.stdout
    assert "estimated" in checked.stdout


def test_a_folder_is_checked_whole_and_all_faults_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('title = "A"\n[[step]]\nhold = 3\n')
    (tmp_path / "b.toml").write_text("title = 3\n")
    (tmp_path / "c.toml").write_text('title = "C"\n[[step]]\nname = "C"\nhold = 3\n')
    checked = run("check", ".", "nothing-like-it")
    assert checked.returncode == 1
    assert "a.toml: one fault" in checked.stdout
    assert "b.toml: 2 faults" in checked.stdout
    assert "c.toml: ok" in checked.stdout
    assert 'no routine "nothing-like-it"' in checked.stdout


def test_a_length_far_from_the_target_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'title = "A"\ntarget = "10min"\n[[step]]\nname = "A"\nhold = "1min"\n'
    )
    assert "shorter than its target" in run("check", "a.toml").stdout


def test_an_empty_folder_and_odd_names_are_told(run: Run) -> None:
    checked = run("check", ".")
    assert (checked.returncode, "no routines in this folder" in checked.stderr) == (1, True)
    assert run("check", "x" * 300 + ".toml").returncode == 1


@pytest.mark.parametrize("command", [["check", *SHIPPED], ["list"], ["--help"], ["play", "-h"]])
def test_light_commands_load_no_sound(
    command: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    program = (
        "import sys; from player.cli.main import _run\n"
        f"sys.argv = ['player', *{command!r}]\n"
        "code = _run()\n"
        "heavy = {'numpy', 'miniaudio', 'soundfile', 'soxr', 'pyttsx3', 'simpleaudio'}\n"
        "loaded = sorted(heavy & set(sys.modules))\n"
        "sys.exit(f'loaded {loaded}' if loaded else code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_commands_and_routines_are_completed(run: Run) -> None:
    def completions(words: str) -> list[str]:
        number = len(words.split(" ")) - 1
        found = run(
            _PLAYER_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(number)
        ).stdout
        return [line.partition(",")[2] for line in found.splitlines()]

    assert completions("player ch") == ["check"]
    assert completions("player play pre") == ["pre-run"]
    assert completions("player show ") == SHIPPED


def test_a_reader_that_stops_reading_hears_no_complaint(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "player.cli.main", "show", "rest-day", "--voice", "tone"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as showing:  # fmt: skip
        assert showing.stdout is not None
        assert showing.stderr is not None
        showing.stdout.close()
        assert showing.stderr.read() == ""
