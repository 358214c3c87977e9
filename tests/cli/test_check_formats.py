"""Findings as people and programs are shown them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.program import Run

from player.cli.check_formats import as_github
from player.cli.excerpt import underlined
from player.cli.finding import Finding, Level
from player.errors import TextSpan

FAULTY = 'title = "Größe"\n\n[[step]]\nname = "深い squat"\nrep = 10\n'
ADVISED = 'title = "A"\n[[step]]\nname = "Plank"\nhold = 20\n'


def span(column: int, last: int, lines: int = 1) -> TextSpan:
    return TextSpan(1, column, lines, last)


@pytest.mark.parametrize(
    ("line", "where", "text", "carets"),
    [
        ('hold = "30"', span(8, 12), 'hold = "30"', "       ^^^^"),
        ("hold =", span(7, 7), "hold =", "      ^"),
        ('\thold = "30"', span(9, 13), '    hold = "30"', "           ^^^^"),
        ('name = "深い", hld = 3', span(14, 17), 'name = "深い", hld = 3',
         "               ^^^"),
        ("e\u0301 = 1", span(4, 5), "e\u0301 = 1", "  ^"),
        ("a = [1,", span(5, 2, 3), "a = [1,", "    ^^^"),
        ("\x1b[31m = 1", span(1, 6), "\ufffd[31m = 1", "^^^^^"),
        ("x" * 300, span(151, 154), f"…{'x' * 25}xxx{'x' * 25}…", " " * 26 + "^^^"),
        ("y" * 300, span(1, 301), "y" * 50 + "…", "^" * 50),
    ],
)  # fmt: skip
def test_carets_stand_under_what_is_meant(
    line: str, where: TextSpan, text: str, carets: str
) -> None:
    assert underlined(line, where) == (text, carets)


def test_json_has_everything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(FAULTY, encoding="utf-8")
    checked = run("check", "./bad.toml", "none", "--format", "json")
    assert checked.returncode == 1
    fault, missing = json.loads(checked.stdout)
    assert fault == {
        "level": "fault",
        "code": "unknown-key",
        "file": "bad.toml",
        "place": 'step 1 "深い squat", rep',
        "message": "`rep` is not a key here",
        "mend": "did you mean `reps`?",
        "principle": "",
        "span": {"line": 5, "column": 1, "last_line": 5, "last_column": 4},
    }
    assert (missing["code"], missing["span"]) == ("cannot-be-read", None)


def test_github_shows_findings_beside_the_lines(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "dull.toml").write_text(ADVISED)
    lines = run("check", ".", "--format", "github").stdout.splitlines()
    assert lines[0] == (
        "::error file=bad.toml,title=unknown-key,line=5,endLine=5,col=1,endColumn=4::"
        'step 1 "深い squat", rep: `rep` is not a key here; did you mean `reps`?'
    )
    assert lines[1].startswith("::warning file=dull.toml,title=no-instructions,line=3")


def test_github_commands_cannot_be_broken_out_of() -> None:
    finding = Finding(Level.FAULT, "x", "a,b:c\n.toml", "", "100%\n::error::", "", "", None, "")
    assert as_github([finding]) == ("::error file=a%2Cb%3Ac%0A.toml,title=x::100%25%0A::error::")


def test_sarif_names_rules_and_regions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "dull.toml").write_text(ADVISED)
    log = json.loads(run("check", ".", "--format", "sarif").stdout)
    (one,) = log["runs"]
    assert (log["version"], one["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert {rule["id"] for rule in one["tool"]["driver"]["rules"]} == {
        "unknown-key", "no-instructions",
    }  # fmt: skip
    fault, advice = one["results"]
    assert (fault["level"], advice["level"]) == ("error", "note")
    assert fault["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "bad.toml"},
        "region": {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 4},
    }


def test_advice_counts_only_when_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dull.toml").write_text(ADVISED)
    checked = run("check", "dull.toml")
    assert (checked.returncode, "1 to advise" in checked.stdout) == (0, True)
    assert run("check", "--strict", "dull.toml").returncode == 1
    assert run("check", "--strict", "demo").returncode == 0


def test_watching_checks_again_when_a_file_is_saved(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FAULTY, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "player.cli.main", "check", "--watch", "mine.toml"],
        env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as watching:  # fmt: skip
        assert watching.stdout is not None
        lines: list[str] = []
        told = {text: threading.Event() for text in ("did you mean", "mine.toml: ok")}

        def listen() -> None:
            for line in watching.stdout or ():
                lines.append(line)
                for text, event in told.items():
                    if text in line:
                        event.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert told["did you mean"].wait(60)
        for attempt in range(100):  # the first may come before the folder is being watched
            beside = tmp_path / "new"
            beside.write_text(f"# {attempt}\n{ADVISED}")
            beside.replace(path)
            if told["mine.toml: ok"].wait(1):
                break
        watching.kill()
        listener.join()
    assert told["mine.toml: ok"].is_set(), "".join(lines)
