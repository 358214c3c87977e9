"""Stretches of a text, cut out or shown by marks."""

from __future__ import annotations

from player.errors import TextSpan

OPENING, CLOSING = "⟦", "⟧"


def cut(text: str, span: TextSpan) -> str:
    """What a stretch holds; lines end at a line feed."""
    start, end = _offsets(text, span)
    return text[start:end]


def marked(text: str, span: TextSpan) -> str:
    """The text with marks around a stretch."""
    start, end = _offsets(text, span)
    return f"{text[:start]}{OPENING}{text[start:end]}{CLOSING}{text[end:]}"


def unmarked(text: str) -> str:
    return text.replace(OPENING, "").replace(CLOSING, "")


def _offsets(text: str, span: TextSpan) -> tuple[int, int]:
    lines = text.split("\n")
    ends = ((span.line, span.column), (span.last_line, span.last_column))
    for line, column in ends:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    first, last = (sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
                   for line, column in ends)  # fmt: skip
    assert first <= last
    return first, last
