"""Findings shown as a good compiler would: the line, and carets under what is meant."""

from __future__ import annotations

import unicodedata

from player.cli.finding import Finding, findings_of
from player.errors import PlayerError, RoutineError, TextSpan
from player.routine.place import printable

WIDEST = 100
"""Columns of a line that are shown."""

_TAB = "    "


def shown(finding: Finding) -> str:
    """A finding in lines: what, where, the line with carets, why, and what to do."""
    lines = [f"{finding.level}[{finding.code}]: {finding.message}"]
    place = f" ({finding.place})" if finding.place else ""
    if finding.span is None:
        lines.append(f"  --> {finding.file}{place}")
        margin = ""
    else:
        span = finding.span
        margin = " " * len(str(span.line))
        lines.append(f"{margin}--> {finding.file}:{span.line}:{span.column}{place}")
        text, carets = underlined(finding.line, span)
        lines.append(f"{margin} |")
        lines.append(f"{span.line} | {text}".rstrip())
        lines.append(f"{margin} | {carets}")
    if finding.principle:
        lines.append(f"{margin} = why: {finding.principle}")
    if finding.mend:
        lines.append(f"{margin} = mend: {finding.mend}")
    return "\n".join(lines)


def told(error: PlayerError) -> str:
    """An error as a person is told it; of a routine, with all its faults."""
    if not isinstance(error, RoutineError):
        return str(error)
    head = f"{error.name}: {error.reason}"
    return "\n\n".join([head, *(shown(one) for one in findings_of(error, error.name))])


def underlined(line: str, span: TextSpan) -> tuple[str, str]:
    """The part of a line around a span, and carets that stand under the span."""
    begin = span.column - 1
    end = span.last_column - 1 if span.last_line == span.line else len(line.rstrip())
    before, meant = line[:begin], line[begin : max(end, begin)]
    after = line[begin + len(meant) :]
    if len(line) > 2 * WIDEST or _width(line) > WIDEST:
        if len(meant) > WIDEST or _width(meant) > WIDEST // 2:
            meant, after = meant[: WIDEST // 2], "…"
        before = before if len(before) <= WIDEST // 4 else "…" + before[-WIDEST // 4 :]
        after = after if len(after) <= WIDEST // 4 else after[: WIDEST // 4] + "…"
    text = "".join(_visible(part) for part in (before, meant, after))
    return text, " " * _width(before) + "^" * max(1, _width(meant))


def _visible(text: str) -> str:
    return printable(text.replace("\t", _TAB), len(text) * len(_TAB) + 1)


def _width(text: str) -> int:
    """Columns a text takes on a terminal."""
    width = 0
    for character in _visible(text):
        if not unicodedata.combining(character):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
