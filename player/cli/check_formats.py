"""Findings for programs: JSON, GitHub's workflow commands, and SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from player import __version__
from player.cli.finding import NOT_A_FILE, Finding, Level
from player.routine.advice import PRINCIPLES
from player.routine.codes import CODES

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects; lines and columns from 1, the last column one past."""
    return json.dumps([_data(one) for one in findings], indent=1, ensure_ascii=False)


def _data(one: Finding) -> dict[str, Any]:
    data = one._asdict()
    del data["line"]
    data["span"] = one.span._asdict() if one.span else None
    return data


def as_github(findings: Sequence[Finding]) -> str:
    """A workflow command a finding, which GitHub shows beside the line."""
    return "\n".join(_command(one) for one in findings)


def _command(one: Finding) -> str:
    level = "error" if one.level == Level.FAULT else "warning"
    about = {"file": one.file, "title": one.code}
    if one.span:
        about |= {
            "line": str(one.span.line),
            "endLine": str(one.span.last_line),
            "col": str(one.span.column),
            "endColumn": str(one.span.last_column),
        }
    listed = ",".join(f"{key}={_property(value)}" for key, value in about.items())
    return f"::{level} {listed}::{_escaped(_sentence(one))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF log with one run; columns are counted in Unicode code points."""
    meanings = {code: one.about for code, one in CODES.items()}
    meanings |= PRINCIPLES | {NOT_A_FILE: "a file that cannot be read"}
    run = {
        "tool": {
            "driver": {
                "name": "player check",
                "version": __version__,
                "rules": [
                    {"id": code, "shortDescription": {"text": meanings[code]}}
                    for code in sorted({one.code for one in findings})
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one) for one in findings],
    }
    return json.dumps(
        {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False
    )


def _result(one: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": one.file.replace("\\", "/")}}
    if one.span:
        location["region"] = {
            "startLine": one.span.line,
            "startColumn": one.span.column,
            "endLine": one.span.last_line,
            "endColumn": one.span.last_column,
        }
    return {
        "ruleId": one.code,
        "level": "error" if one.level == Level.FAULT else "note",
        "message": {"text": _sentence(one)},
        "locations": [{"physicalLocation": location}],
    }


def _sentence(one: Finding) -> str:
    told = f"{one.place}: {one.message}" if one.place else one.message
    return f"{told}; {one.mend}" if one.mend else told


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
