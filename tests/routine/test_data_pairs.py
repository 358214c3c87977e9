"""Pairs of files: a routine and the passes it comes to, or a routine and the faults it has.

`PLAYER_WRITE_EXPECTED=1 pytest tests/routine` writes the expectations anew, to be read before
they are committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from player.cli.excerpt import told
from player.errors import RoutineError
from player.routine.reader import load, loads
from player.session.plan import plan
from player.units import seconds

DATA = Path(__file__).resolve().parent.parent / "data"


def expected(path: Path, found: str) -> str:
    if os.environ.get("PLAYER_WRITE_EXPECTED") == "1":
        path.write_text(found, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DATA.glob("valid/*.toml")), ids=lambda path: path.stem)
def test_a_valid_routine_comes_to_its_passes(path: Path) -> None:
    routine = load(path, name=path.stem)
    session = plan(routine)
    found = {
        "routine": {
            key: value
            for key, value in routine._asdict().items()
            if key not in {"steps", "cues"} and value
        },
        "cues": routine.cues._asdict(),
        "passes": [
            {
                key: value
                for key, value in {
                    **one._asdict(),
                    "length": seconds(one.length),
                    "ready": seconds(one.ready),
                }.items()
                if value
                if (key, value) not in [("sets", 1), ("set", 1), ("round", 1)]
                if key != "cues" or value != session.cues
            }
            for one in session.passes
        ],
    }
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    assert text == expected(path.with_suffix(".json"), text)


@pytest.mark.parametrize("path", sorted(DATA.glob("invalid/*.toml")), ids=lambda path: path.stem)
def test_an_invalid_routine_tells_all_its_faults(path: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        loads(path.read_text(encoding="utf-8"), name=path.name)
    text = f"{told(caught.value)}\n"
    assert text == expected(path.with_suffix(".txt"), text)
    assert len(caught.value.faults) >= 1
