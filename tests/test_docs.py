"""Every example of the documentation is executed.

Routines must be readable as they stand; commands must print what is shown, but for times, which
vary a little with the voice.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from support.compiling import compiled
from support.program import ROOT, Run

from player.errors import RoutineError
from player.live.keys import KEYS
from player.routine import fields
from player.routine.library import Library
from player.shipped import shipped_folder

DOCUMENTS = ["README.md", "routines/README.md"]
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
TIMES = re.compile(r" *\d+(:\d\d)?[.:]\d+\b")


def blocks(document: str, language: str) -> list[tuple[str, str]]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return [(note, body) for kind, note, body in FENCE.findall(text) if kind == language]


ROUTINES = [
    pytest.param(note, body, id=f"{document}-{number}")
    for document in DOCUMENTS
    for number, (note, body) in enumerate(blocks(document, "toml"))
]


@pytest.mark.parametrize(("note", "body"), ROUTINES)
def test_every_routine_shown_can_be_read(note: str, body: str, tmp_path: Path) -> None:
    path = tmp_path / "shown.toml"
    path.write_text(body, encoding="utf-8")
    library = Library(shipped_folder("routines"))
    if note == "faulty":
        with pytest.raises(RoutineError):
            library.read(str(path))
    else:
        assert compiled(library.read(str(path))).length > 0


COMMANDS = [
    pytest.param(document, body, id=body.split("\n")[0][2:])
    for document in DOCUMENTS
    for _, body in blocks(document, "console")
]


@pytest.mark.parametrize(("document", "body"), COMMANDS)
def test_every_command_shown_prints_what_is_shown(
    run: Run, tmp_path: Path, document: str, body: str
) -> None:
    for _, routine in blocks(document, "toml"):
        title = tomllib.loads(routine)["title"]
        (tmp_path / f"{title.lower().replace(' ', '-')}.toml").write_text(routine)
    command, _, expected = body.partition("\n")
    prompt, program, *arguments = shlex.split(command)
    assert (prompt, program) == ("$", "player")
    printed = run(*arguments).stdout
    assert _without_times(printed) == _without_times(expected)


def _without_times(text: str) -> str:
    return TIMES.sub(" <time>", text)


def test_the_guide_to_writing_shows_every_key() -> None:
    shown: set[str] = set()

    def note(value: object) -> None:
        if isinstance(value, dict):
            shown.update(value)
        for inner in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
            if isinstance(inner, dict | list):
                note(inner)

    for _, routine in blocks("routines/README.md", "toml"):
        note(tomllib.loads(routine))
    tables = (
        fields.ROUTINE, fields.VOICE, fields.CUES, fields.LEAF, fields.GROUP, fields.PHASE,
        fields.REMARK, fields.INCLUDE,
    )  # fmt: skip
    assert {key for table in (*tables, fields.EXERCISE) for key in table} <= shown


def test_the_readme_tells_every_key() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    told = {key for row in rows for key in row.split(", ")}
    # Beside these, = is + without the shift key, and Ctrl-C leaves as it does everywhere.
    assert {key for one in KEYS for key in one.all_shown} - {"=", "Ctrl-C"} <= told


def test_the_changelog_speaks_of_the_version_or_what_is_to_come() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
