"""Keys and tables that are given twice, or as two different things."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from player.routine.model import Place
from player.routine.slip import Slip
from player.routine.syntax_lines import headed
from player.routine.syntax_scan import Scan, Statement

_MOST_PARTS = 64
"""Parts of a key beyond which nothing is looked up: each way to it is kept."""

_MOST_LINES = 5
"""Lines a mend names."""

_BEGINS_STEP = {"name", "exercise", "title"}


class _Known(NamedTuple):
    """What a path was first given as.

    Attributes:
        line: The line, from 1.
        statement: The statement.
    """

    line: int
    statement: Statement


def clash(text: str, scan: Scan, stopped: int) -> Slip | None:
    """The slip of a statement that says again what was said before.

    Args:
        text: The text.
        scan: The text as far as it was read.
        stopped: The offset at which reading it for good stopped.
    """
    entry = next((entry for entry in scan.entries if entry.value_end == stopped), None)
    if entry is not None:
        name = text[entry.start : entry.end]
        return Slip(entry.start, entry.end, f"`{name}` is given twice in this table",
                    "keep one of them")  # fmt: skip
    statements = [one for one in scan.statements if one.start <= stopped]
    if not statements or len(statements[-1].names) > _MOST_PARTS:
        return None
    *before, last = _resolved(statements)
    statement, path, within = last
    known = _known(text, before)
    first = next(
        (known[path[:end]] for end in range(len(path), 0, -1) if path[:end] in known), None
    )
    if first is None:
        return None
    if statement.brackets:
        return _header_clash(text, statement, path, first, before)
    return _key_clash(text, statement, path, within, first)


def _resolved(statements: list[Statement]) -> list[tuple[Statement, Place, Place]]:
    """Each statement with the path it gives, and the path of the table it stands in."""
    counts: dict[Place, int] = {}
    table: Place = ()
    found = []
    for statement in statements:
        if len(statement.names) > _MOST_PARTS:
            continue
        names = statement.names
        if not statement.brackets:
            found.append((statement, (*table, *names), table))
            continue
        path: Place = ()
        for name in names[:-1]:
            path = _element((*path, name), counts)
        path = (*path, names[-1])
        if statement.brackets > 1:
            counts[path] = counts.get(path, 0) + 1
        found.append((statement, path, table))
        table = _element(path, counts)
    return found


def _element(path: Place, counts: dict[Place, int]) -> Place:
    """The path, led into the last element if it is a list of tables."""
    return (*path, counts[path] - 1) if path in counts else path


def _known(text: str, resolved: list[tuple[Statement, Place, Place]]) -> dict[Place, _Known]:
    """Every path given, with the statement that gave it first."""
    known: dict[Place, _Known] = {}
    line, counted = 1, 0
    for statement, path, within in resolved:
        line += text.count("\n", counted, statement.start)
        counted = statement.start
        shortest = 1 if statement.brackets else len(within) + 1
        for end in range(len(path), shortest - 1, -1):
            known.setdefault(path[:end], _Known(line, statement))
    return known


def _where_single(text: str, name: str) -> str:
    """The lines in which a name stands in one bracket."""
    header = re.compile(rf"^[ \t]*+\[{re.escape(name)}\][ \t]*+(?:#|$)", re.MULTILINE)
    found = [
        text.count("\n", 0, one.start()) + 1
        for one in islice(header.finditer(text), _MOST_LINES + 1)
    ]
    if not 0 < len(found) <= _MOST_LINES:
        return f"for every [{name}]"
    *lines, last = [str(line) for line in found]
    return f"on lines {', '.join(lines)} and {last}" if lines else f"on line {last}"


def _key_clash(text: str, statement: Statement, path: Place, within: Place, first: _Known) -> Slip:
    written = text[statement.start : statement.end]
    mend = f"keep one of the two: the first is on line {first.line}"
    if first.statement.names != statement.names or first.statement.brackets:
        message = f"`{written}` clashes with line {first.line}, which gives it as something else"
        return Slip(statement.start, statement.end, message, mend)
    message = f"`{written}` is given twice"
    if path[-1] in _BEGINS_STEP and len(within) > 1 and within[-2] == "step":
        header = headed(".".join(str(name) for name in within if isinstance(name, str)))
        mend += f", or write {header} above this to begin another step"
    return Slip(statement.start, statement.end, message, mend)


def _header_clash(
    text: str,
    statement: Statement,
    path: Place,
    first: _Known,
    before: list[tuple[Statement, Place, Place]],
) -> Slip:
    start, end = statement.start, statement.end
    name = text[start:end].strip("[] \t")
    same = [one for one, other, _ in before if other == path and one.brackets]
    parent = first.statement.names
    if not same and path[-1] == "step" and parent[: len(statement.names)] == statement.names:
        message = f"there is no [[{name}]] above this that it could belong to"
        return Slip(first.statement.start, first.statement.end, message,
                    f"write [[{name}]] above it")  # fmt: skip
    if not same or (path[-1] != "step" and statement.brackets > 1):
        message = f"`{name}` is given as something else on line {first.line}"
        return Slip(start, end, message, f"keep one of the two: the first is on line {first.line}")
    if path[-1] == "step":
        message = f"`{name}` is a list: each of its headers has two brackets"
        return Slip(start, end, message, f"write {headed(name)} {_where_single(text, name)}")
    message = f"the table `{name}` is given twice"
    mend = f"put its keys under the first, on line {first.line}"
    if path[0] == "step":
        mend += ", or begin another step between them"
    return Slip(start, end, message, mend)
