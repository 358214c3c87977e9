"""`player show`: what people read, and the contract that programs build on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.program import Run

PASS_KEYS = [
    "index", "lead", "start", "stop", "kind", "name", "side", "direction", "set", "sets", "round",
    "reps",
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
    shown = run("show", "demo", "--voice", "tone").stdout
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
