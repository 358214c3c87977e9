from __future__ import annotations

import json
from pathlib import Path

import pytest

from player.outputs.buffering import SHORTEST_SESSION, SIZES, Remembered
from player.outputs.remembered import MOST_DEVICES, note, recall, size_for


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "buffers.json"


def test_a_gap_is_remembered_for_its_device_alone(file: Path) -> None:
    note(file, "", 2, 100)
    assert recall(file, "") == Remembered(SIZES[1])
    assert recall(file, "other") == Remembered()
    assert (size_for(file, ""), size_for(None, "")) == (SIZES[1], SIZES[0])


def test_clean_sessions_are_counted_from_session_to_session(file: Path) -> None:
    note(file, "hw", 1, 0)
    note(file, "hw", 0, SHORTEST_SESSION)
    note(file, "hw", 0, SHORTEST_SESSION)
    assert recall(file, "hw") == Remembered(SIZES[1], 2)


def test_a_session_that_changes_nothing_writes_nothing(file: Path) -> None:
    note(file, "", 0, 100)
    assert not file.parent.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 5000,
        '{"": 1}',
        '{"": {"buffer": 17, "clean": 0}}',
        '{"": {"buffer": "2880", "clean": 0}}',
        '{"": {"buffer": 2880, "clean": -1}}',
        '{"": {"clean": 1}}',
        "\xff",
    ],
)
def test_a_file_that_says_nothing_sensible_is_begun_anew(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text, encoding="latin-1")
    assert recall(file, "") == Remembered()
    note(file, "", 1, 0)
    assert recall(file, "") == Remembered(SIZES[1])


def test_devices_noted_longest_ago_are_forgotten(file: Path) -> None:
    for number in range(MOST_DEVICES + 3):
        note(file, f"device {number}", 1, 0)
    known = json.loads(file.read_text(encoding="utf-8"))
    assert len(known) == MOST_DEVICES
    assert "device 2" not in known
    assert f"device {MOST_DEVICES + 2}" in known


def test_where_it_cannot_be_written_a_session_ends_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder")
    note(tmp_path / "state" / "buffers.json", "", 1, 0)
    assert recall(tmp_path / "state" / "buffers.json", "") == Remembered()
