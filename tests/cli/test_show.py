"""`player show`: what people read, and the contract that programs build on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.program import Run

PASS_KEYS = [
    "index", "lead", "start", "stop", "kind", "name", "side", "direction", "set", "sets", "round",
    "reps", "step", "waits", "measure",
]  # fmt: skip
CUE_KEYS = ["kind", "start", "onset", "stop", "text", "sound", "pass"]
CONCESSION_KEYS = ["kind", "text", "needs", "free", "outcome", "pass"]
KINDS = {
    "announce", "countdown", "go", "count", "breath", "switch", "halfway", "remaining", "coach",
    "preview", "stop", "finish",
}  # fmt: skip


@pytest.fixture
def demo(run: Run) -> Any:
    shown = run("show", "demo", "--json", "--voice", "tone")
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


def test_the_json_keeps_its_contract(demo: Any) -> None:
    assert list(demo) == ["routine", "title", "rate", "length", "passes", "cues", "concessions"]
    assert (demo["routine"], demo["title"], demo["rate"]) == ("demo", "Demo", 48_000)
    assert isinstance(demo["length"], int)
    for number, one in enumerate(demo["passes"]):
        assert list(one) == PASS_KEYS
        assert one["index"] == number
        assert one["lead"] <= one["start"] < one["stop"] <= demo["length"]
    for cue in demo["cues"]:
        assert list(cue) == CUE_KEYS
        assert cue["kind"] in KINDS
        assert cue["start"] <= cue["onset"] < cue["stop"]
        assert (cue["text"] is None) != (cue["sound"] is None)
    starts = [cue["start"] for cue in demo["cues"]]
    assert starts == sorted(starts)


def test_the_demo_shows_every_kind_of_cue_in_less_than_a_minute(demo: Any) -> None:
    assert {cue["kind"] for cue in demo["cues"]} == KINDS
    assert 40 <= demo["length"] / demo["rate"] <= 55
    assert demo["concessions"] == []
    assert [one["side"] for one in demo["passes"]] == [None, "left foot", "right foot", None]
    assert [one["reps"] for one in demo["passes"]] == [None, 3, 3, 1]


def test_concessions_are_part_of_the_contract(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fast.toml").write_text(
        'title = "Fast"\n[[step]]\nname = "Fast"\nreps = 5\ntempo = "0.4s"\n'
        'cues = ["Far too much to say in so little time."]\n'
    )
    shown = json.loads(run("show", "./fast.toml", "--json", "--voice", "tone").stdout)
    assert shown["concessions"]
    for one in shown["concessions"]:
        assert list(one) == CONCESSION_KEYS
        assert one["outcome"] in {"shortened", "moved", "sound", "dropped"}
        assert one["needs"] > 0
        assert one["pass"] == 0


def test_the_table_shows_time_step_and_words(run: Run) -> None:
    shown = run("show", "demo", "--cues", "--voice", "tone").stdout
    assert "Heel lifts, right foot" in shown
    assert "countdown" in shown
    assert "“Switch sides. Right foot.”" in shown


def test_a_session_can_be_shown_from_a_step(run: Run) -> None:
    shown = json.loads(run("show", "demo", "--json", "--voice", "tone", "--from", "3").stdout)
    assert [one["name"] for one in shown["passes"]] == ["Slow breath"]
    assert shown["passes"][0]["index"] == 0


def test_the_rate_changes_the_words_and_not_the_doing(run: Run) -> None:
    slow, fast = (
        json.loads(run("show", "demo", "--json", "--voice", "tone", "--rate", rate).stdout)
        for rate in ("120", "240")
    )
    assert slow["length"] > fast["length"]
    for one, other in zip(slow["passes"], fast["passes"], strict=True):
        assert one["stop"] - one["start"] == other["stop"] - other["start"]


def test_people_see_steps_groups_and_what_to_have_ready(run: Run) -> None:
    lines = run("show", "rest-day", "--voice", "tone").stdout.splitlines()
    assert lines[0].startswith("Rest-day mobility, ")
    assert lines[0].endswith(" of 20:00")
    assert "Have ready: ball, mat" in lines
    assert any("3 Ankles of 5:00" in line for line in lines)
    assert any(line.endswith("3.1 Ankle circles: 5 reps, 2 sides, 2 ways") for line in lines)


def test_rows_and_groups_add_up_to_the_whole(run: Run) -> None:
    def length(clock: str) -> int:
        minutes, seconds = clock.split(":")
        return 60 * int(minutes) + int(seconds)

    lines = run("show", "rest-day", "--voice", "tone").stdout.splitlines()
    rows = [line.split() for line in lines[5:] if ":" in line[:8]]
    steps = {row[2]: length(row[1]) for row in rows}
    inside = sum(taken for step, taken in steps.items() if step.startswith("3."))
    assert abs(steps["3"] - inside) <= 4  # each is rounded down to the second
    top = sum(taken for step, taken in steps.items() if "." not in step)
    total = length(lines[0].split()[2])
    assert abs(total - top) <= 15  # the rounding, and the closing


def test_one_step_can_be_heard(run: Run) -> None:
    heard = run("show", "demo", "--speak", "heel lifts", "--voice", "tone", "--output", "null")
    assert heard.returncode == 0
    assert "Heel lifts" in heard.stdout
    assert "Reach up" not in heard.stdout.replace("next: Reach up", "")
    assert "Slow breath" not in heard.stdout
    assert run("show", "demo", "--speak", "nothing", "--output", "null").returncode == 1
    assert run("show", "demo", "--speak", "1", "--from", "2").returncode == 2


def test_an_exercise_can_be_heard(run: Run) -> None:
    heard = run("exercises", "show", "cat-cow", "--speak", "--voice", "tone", "--output", "null")
    assert heard.returncode == 0
    assert "Come onto hands and knees" in heard.stdout
    assert run("exercises", "cat", "--speak").returncode == 2


def test_level_pace_and_time_change_what_is_done(run: Run) -> None:
    def seconds(*options: str) -> float:
        shown = run("show", "rest-day", "--json", "--voice", "tone", *options)
        assert shown.returncode == 0, shown.stderr
        data = json.loads(shown.stdout)
        return float(data["length"] / data["rate"])

    usual = seconds()
    assert seconds("--level", "100") > 1.3 * usual
    assert seconds("--pace", "slow") > usual > seconds("--pace", "brisk")
    assert abs(seconds("--fit", "12m") - 720) <= 5


def test_what_is_left_out_for_a_time_is_told(run: Run) -> None:
    shown = run("show", "rest-day", "--fit", "6m", "--voice", "tone")
    assert "Left out to come to that time" in shown.stderr
    impossible = run("show", "demo", "--fit", "10m", "--voice", "tone")
    assert impossible.returncode == 0
    assert "0:5" in impossible.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fit", "18"], "no unit"),
        (["--fit", "soon"], "is not a time"),
        (["--fit", "10m", "--level", "5"], "leave out --level"),
        (["--level", "101"], "--level"),
        (["--pace", "quick"], "--pace"),
    ],
)
def test_odd_wishes_are_told(run: Run, options: list[str], message: str) -> None:
    shown = run("show", "demo", *options)
    assert shown.returncode == 2
    assert message in shown.stderr
