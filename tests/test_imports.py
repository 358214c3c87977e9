"""Imports go one way: every module's imports are held against the table of rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "player"

PURE = {"errors", "units", "routine", "session", "timeline"}

ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "atomic": set(),
    "errors": set(),
    "units": set(),
    "shipped": set(),
    "pronounce": {"units"},
    "routine": {"errors", "units", "pronounce"},
    "session": {"errors", "units", "routine"},
    "timeline": {"errors", "units", "routine", "session", "audio.shape"},
    "audio": {"errors", "units"},
    "voices": {"atomic", "pronounce", "errors", "units", "audio.clip", "audio.shape",
               "audio.decode", "audio.processing"},
    "config": {"atomic", "errors", "units", "voices.languages", "pronounce", "voices.settings"},
    "outputs": {"atomic", "errors", "units"},
    "live": {"errors", "units", "routine.model", "routine.measures", "routine.place", "session",
             "timeline", "audio.mix", "audio.shape", "outputs.output"},
    "remote": {"units", "live.awake", "live.controls", "live.moment", "timeline.model"},
    "journal": {"atomic", "errors", "units"},
    "doctor": {"errors", "units", "audio.clip", "audio.mix", "audio.processing", "journal.database",
               "outputs.output", "voices.cache", "voices.engine"},
    "export": {"errors", "units", "routine.model", "timeline.model"},
    "cli": {"__init__", "pronounce", "atomic", "errors", "units", "shipped", "config", "routine",
            "session", "timeline", "audio", "voices", "outputs", "live", "remote",
            "journal", "doctor", "export"},
}  # fmt: skip
"""What each room may import; a name with a dot allows that one module of a room only."""

SIDE_EFFECTS = {"time", "os", "random", "subprocess", "socket", "threading", "datetime", "numpy"}
"""Modules that pure rooms have no use for."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    here = room(path)
    allowed = ALLOWED[here]
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "player" or len(parts) == 1 or parts[1] not in ALLOWED:
            continue
        other = parts[1]
        if other == here:
            continue
        module = ".".join(parts[1:3])
        whole_room = name == f"player.{other}" and any(
            entry.startswith(f"{other}.") for entry in allowed
        )
        assert other in allowed or module in allowed or whole_room, f"{here} imports {name}"


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if room(path) in PURE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_pure_rooms_have_no_clock_no_system_and_no_numpy(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & SIDE_EFFECTS


def test_every_room_of_the_table_exists_and_no_other() -> None:
    found = {room(path) for path in modules()}
    assert found == set(ALLOWED)
