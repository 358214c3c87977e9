"""Slips that people make in routines: what they are shown, and whether the mend mends it.

Each slip in `tests/data/slips` is three files: what was written, what `player check` shows of it,
and what it is once the mends that were shown have been taken at their word. The first lines of
what was written say what must be underlined, for each fault in turn: `# underlined: hodl`, or
`# missing after: "Plank` where there is nothing to underline. A line `# mended by hand` is there
where a mend does not say word for word what to write.

`PLAYER_WRITE_EXPECTED=1 pytest tests/routine/test_slips.py` writes what is shown, and what is
mended, anew; both are to be read before they are committed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.program import ROOT, Run
from support.texts import cut

from player.cli.excerpt import told
from player.cli.terminal import LONGEST_LINE
from player.errors import Fault, RoutineError, TextSpan
from player.routine.library import Library
from player.routine.model import Routine
from player.routine.place import printable

SLIPS = ROOT / "tests" / "data" / "slips"
NAMES = sorted(path.stem for path in SLIPS.glob("*.toml") if ".mended" not in path.name)

BY_HAND = "# mended by hand"
UNDERLINED, MISSING_AFTER = "# underlined: ", "# missing after: "

BESIDE = SLIPS / "beside.mended.toml"
"""A routine in the same folder, for those that take from another."""

MOST_MENDS = 12
"""Mends after which a slip should be mended."""

FINE = {
    "an en dash in a range": 'reps = "10\N{EN DASH}12"',
    "blanks in a range": 'reps = "10 - 12"',
    "a range of times with both units": 'hold = "30s - 45s"',
    "a blank before a unit": 'hold = "30 s"',
    "a sec": 'hold = "30sec"',
    "minutes and seconds": 'hold = "1m 30s"',
    "a number without quotes": "hold = 90",
    "a fraction": "hold = 0.5",
    "a curly apostrophe": 'hold = 5\nsay = "Child\N{RIGHT SINGLE QUOTATION MARK}s pose."',
    "one sentence of coaching in a list": 'hold = 5\ncues = ["Tall."]',
}
"""Ways of writing that are no slips, though they look like some."""

VALUE = r"""(?:"[^"]*"|'[^']*'|\{[^}\u2026]*\}|\[[^\]\u2026]*\]|\d+(?! to)|true|false)"""
"""A value as a mend shows it."""


@pytest.fixture(autouse=True)
def _within_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SLIPS)


def read(name: str) -> Routine:
    return Library(ROOT / "routines").read(f"{name}.toml")


def refused(name: str) -> RoutineError:
    with pytest.raises(RoutineError) as caught:
        read(name)
    return caught.value


def header(text: str) -> list[str]:
    """The lines that say what is expected."""
    lines = text.split("\n")
    return [line for line in lines if line.startswith((UNDERLINED, MISSING_AFTER, BY_HAND))]


def body(text: str) -> str:
    """What was written, without those lines."""
    return "".join(f"{line}\n" for line in text.splitlines() if line not in header(text))


def expected(path: Path, found: str) -> str:
    if os.environ.get("PLAYER_WRITE_EXPECTED") == "1":
        path.write_text(found, encoding="utf-8")
    return path.read_text(encoding="utf-8")


class Spot:
    """Where a fault stands in a text, and what can be done to it there."""

    def __init__(self, text: str, span: TextSpan) -> None:
        self.lines = text.split("\n")
        self.row = span.line - 1
        self.line = self.lines[self.row]
        self.start, self.end = span.column - 1, span.last_column - 1
        self.meant = self.line[self.start : self.end]

    def replaced(self, new: str) -> str:
        return self._with(self.line[: self.start] + new + self.line[self.end :])

    def line_replaced(self, new: str, *rows: int) -> str:
        for row in rows or [self.row]:
            self.lines[row] = new
        return "\n".join(self.lines)

    def line_added(self, new: str) -> str:
        return self._with(f"{self.line}\n{new}")

    def line_left_out(self) -> str:
        del self.lines[self.row]
        return "\n".join(self.lines)

    def _with(self, line: str) -> str:
        self.lines[self.row] = line
        return "\n".join(self.lines)


Deed = Callable[[Spot, re.Match[str]], str]

DEEDS: list[tuple[str, Deed]] = [
    (r"did you mean (\".+\")\?", lambda at, said: at.replaced(said[1])),
    (
        r"did you mean `(.+)`\?",  # in a header, its last name
        lambda at, said: at.replaced(re.sub(r"[\w-]+(?=\]*$)", said[1], at.meant)),
    ),
    (r"write (.+) here", lambda at, said: at.replaced(said[1])),
    (
        r"write (\[\[?\w[\w.-]*\]\]?)(?: on lines? ([\d, and]+)| with two brackets)?",
        lambda at, said: at.line_replaced(
            said[1], *(int(row) - 1 for row in re.findall(r"\d+", said[2] or ""))
        ),
    ),
    (r"write # before it", lambda at, _: at.replaced(f"# {at.meant}")),
    (r"take it out", lambda at, _: at.replaced("")),
    (r"(?:leave it out|keep one)\b.*", lambda at, _: at.line_left_out()),
    (
        r"add (\w+ = [^\u2026]+)",
        lambda at, said: at.replaced(f"{at.meant[:-1].rstrip()}, {said[1]} }}"),
    ),
    (r"add a line like (\w+ = \S+).*", lambda at, said: at.line_added(said[1])),
    (r"write (\w+ = \w+) beside it\b.*", lambda at, said: at.line_added(said[1])),
    (r"write (\w+ = [^\u2026]+)", lambda at, said: at.line_replaced(said[1])),
    (rf"write (?:one of )?({VALUE})(?:,? .*)?", lambda at, said: at.replaced(said[1])),
]
"""What a mend says, with how to do it at its word."""


def mended(text: str, fault: Fault) -> str:
    """The text after a mend is taken at its word; empty if it does not say what to write."""
    assert fault.span is not None
    for says, do in DEEDS:
        if said := re.fullmatch(says, fault.mend):
            return do(Spot(text, fault.span), said)
    return ""


def mended_wholly(folder: Path, text: str) -> str:
    """The text after all mends, one after another; empty if one cannot be taken at its word."""
    for _ in range(MOST_MENDS):
        faults = faults_of(folder, text)
        if not faults:
            return text
        text = next(filter(None, (mended(text, fault) for fault in faults)), "")
        if not text:
            break
    return ""


def faults_of(folder: Path, text: str) -> tuple[Fault, ...]:
    """The faults of a text that stands in a folder of its own."""
    shutil.copy(BESIDE, folder)
    path = folder / "slip.toml"
    path.write_text(text, encoding="utf-8")
    try:
        Library(ROOT / "routines").read(str(path))
    except RoutineError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_is_shown_as_it_should_be(name: str) -> None:
    lines = told(refused(name)).split("\n")
    shown = "".join(f"{printable(line, LONGEST_LINE)}\n" for line in lines)
    assert shown == expected(SLIPS / f"{name}.txt", shown)


@pytest.mark.parametrize("name", NAMES)
def test_carets_stand_under_what_is_meant(name: str) -> None:
    error = refused(name)
    wanted = [line for line in header(error.text) if line != BY_HAND]
    found = []
    for fault in error.faults:
        assert fault.span is not None
        meant = cut(error.text, fault.span)
        before = error.text.split("\n")[fault.span.line - 1][: fault.span.column - 1]
        found.append(UNDERLINED + meant if meant else MISSING_AFTER + before.strip())
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert one.startswith(other.removesuffix("\N{HORIZONTAL ELLIPSIS}"))
        assert len(one) == len(other) or other.endswith("\N{HORIZONTAL ELLIPSIS}")


@pytest.mark.parametrize("name", NAMES)
def test_a_mend_taken_at_its_word_mends_the_slip(name: str, tmp_path: Path) -> None:
    text = (SLIPS / f"{name}.toml").read_text(encoding="utf-8")
    found = mended_wholly(tmp_path, text)
    assert (not found) == (BY_HAND in text.split("\n"))
    if found:
        assert body(found) == expected(SLIPS / f"{name}.mended.toml", body(found))


@pytest.mark.parametrize("name", NAMES)
def test_a_mended_slip_is_a_routine(name: str) -> None:
    assert read(f"{name}.mended").steps


@pytest.mark.parametrize("written", FINE.values(), ids=list(FINE))
def test_what_only_looks_like_a_slip_is_read(written: str, tmp_path: Path) -> None:
    assert not faults_of(tmp_path, f'title = "T"\n[[step]]\nname = "Plank"\n{written}\n')


def test_check_shows_every_slip_as_it_is_kept(run: Run, tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(SLIPS / f"{name}.toml", tmp_path)
    shutil.copy(BESIDE, tmp_path)
    checked = run("check", *(f"{name}.toml" for name in NAMES))
    assert checked.returncode == 1
    for name in NAMES:
        assert (SLIPS / f"{name}.txt").read_text(encoding="utf-8") in checked.stdout
