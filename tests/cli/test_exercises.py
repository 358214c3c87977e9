from __future__ import annotations

import json
from pathlib import Path

from support.program import Run

from player.cli.options import library


def ids(run: Run, *arguments: str) -> list[str]:
    return [one["id"] for one in json.loads(run("exercises", *arguments, "--json").stdout)]


def test_exercises_are_found_by_words_joint_occasion_and_equipment(run: Run) -> None:
    assert len(ids(run)) == len(library().exercises())
    assert "ankle-circles" in ids(run, "circles", "ankle")
    hips = ids(run, "--joint", "hip", "--when", "pre-run")
    assert "hip-circles" in hips
    assert "glute-bridge" in hips
    assert "pigeon-pose" not in hips
    assert "thoracic-roll" in ids(run, "--equipment", "foam roller")
    assert "thoracic-roll" not in ids(run, "--equipment", "none")
    assert run("exercises", "juggling").stdout == "No exercise is like that.\n"


def test_an_exercise_is_explained(run: Run) -> None:
    shown = run("exercises", "show", "pigeon-pose").stdout
    assert shown.startswith("Pigeon pose (pigeon-pose)\n")
    for key in ("dose:       60-90 s", "when:       post-run", "caution:", "easier:", "coaching:"):
        assert key in shown


def test_an_unknown_one_is_told_with_the_nearest(run: Run) -> None:
    shown = run("exercises", "show", "pigeon-pos")
    assert shown.returncode == 1
    assert 'did you mean "pigeon-pose"?' in shown.stderr


def test_every_exercise_can_be_spoken_as_it_is_written(run: Run, tmp_path: Path) -> None:
    """At the default voice, within its own lead and between its own counts."""
    steps = "".join(f'[[step]]\nexercise = "{name}"\n' for name in library().exercises())
    (tmp_path / "all.toml").write_text('title = "All"\n' + steps)
    shown = json.loads(run("show", "all.toml", "--json").stdout)
    assert shown["concessions"] == []
    assert {one["kind"] for one in shown["passes"]} == {"hold", "work", "reps", "breaths"}
