"""The reference in the guide to writing routines says what the player itself works by.

`PLAYER_WRITE_EXPECTED=1 pytest tests/test_reference.py` writes it anew, to be read before it is
committed.
"""

from __future__ import annotations

import os
import re

import pytest
from support.program import ROOT

from player.routine.reference import reference

GUIDE = ROOT / "routines" / "README.md"
PARTS = reference()


def marked(name: str) -> re.Pattern[str]:
    """A part of the guide between its marks, which are its groups 1 and 3."""
    return re.compile(rf"(<!-- {name} -->\n\n)(.*?)(\n\n<!-- end of {name} -->)", re.DOTALL)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_guide_is_what_the_player_works_by(name: str) -> None:
    if os.environ.get("PLAYER_WRITE_EXPECTED") == "1":
        guide = GUIDE.read_text(encoding="utf-8")
        anew = marked(name).sub(lambda found: found[1] + PARTS[name] + found[3], guide)
        GUIDE.write_text(anew, encoding="utf-8")
    found = marked(name).findall(GUIDE.read_text(encoding="utf-8"))
    assert [text for _, text, _ in found] == [PARTS[name]]


def test_no_cell_of_a_table_breaks_it() -> None:
    for part in PARTS.values():
        rows = [line for line in part.split("\n") if line.startswith("|")]
        assert rows
        assert {row.count(" | ") for row in rows} <= {1, 2}
        assert all(row.endswith(" |") for row in rows)
