"""TOML in all its forms, and in all the ways of getting it wrong.

`tests/data/toml` has a file for each part of the language; in it, each sample stands under a line
`#### what it is`, which belongs to the sample. What an editor would not keep stands here.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.program import Run
from support.texts import cut

from player.cli.finding import findings_of
from player.errors import Fault, RequestError, RoutineError
from player.routine.codes import CODES, Part
from player.routine.model import Place
from player.routine.positions import Positions
from player.routine.reader import decoded, loads
from player.routine.syntax_scan import Scan

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "toml"

BOM = b"\xef\xbb\xbf"
_BEGIN = re.compile(rb"^(?=#### )", re.MULTILINE)

VALID = {
    "line ends of Windows": b'a = 1\r\n\r\n[b] # c\r\nd = [\r\n  1,\r\n]\r\n[[e]]\r\nf = "g"\r\n',
    "line ends of both kinds": b"a = 1\r\nb = 2\nc = 3\r\n",
    "line ends of Windows in text": b"a = \"\"\"\r\none\r\n\\\r\n  two\"\"\"\r\nb = '''\r\n'''\r\n",
    "a mark of the byte order": BOM + b"a = 1\n",
    "a mark of the byte order, and nothing else": BOM,
    "no line end at the end": b"a = 1",
    "no line end behind a comment": b"a = 1\n# end",
    "no line end behind a header": b"[[a]]",
    "blanks at the end": b"a = 1   ",
    "tabs in text": b'a = "\t"\nb = \'\t\'\nc = """\t"""\n',
    "a blank of another kind in text": "a = '\xa0'\n# \u3000\n".encode(),
    "line ends of other kinds in text": "a = '\x85\u2028\u2029'\n# \u2028\nb = 1\n".encode(),
    "marks that turn the writing": "a = '\u202e\u200f'\n".encode(),
    "characters beyond the first plane": "a = '\U0001f4aa\U0010ffff'\n".encode(),
}

INVALID = {
    "a mark of the byte order in the midst": b"a = 1\n" + BOM + b"b = 2\n",
    "two marks of the byte order": BOM + BOM + b"a = 1\n",
    "a carriage return alone": b"a = 1\rb = 2\n",
    "a carriage return in a comment": b"# a\rb = 2\n",
    "a carriage return in text": b'a = "x\ry"\n',
    "a carriage return at the end": b"a = 1\r",
    "a null": b"a = 1\x00\n",
    "a null in text": b'a = "\x00"\n',
    "a null in single quotes": b"a = '\x00'\n",
    "a null in a comment": b"# \x00\n",
    "a null between three quotes": b'a = """\n\x00"""\n',
    "an escape of the terminal": b'a = "\x1b[31m"\n',
    "a bell between three single quotes": b"a = '''\x07'''\n",
    "a delete": b'a = "\x7f"\n',
    "a vertical tab": b"a =\x0b1\n",
    "a form feed": b"\x0ca = 1\n",
    "a blank of another kind": "a =\xa01\n".encode(),
    "a blank of no width": "a\u200b = 1\n".encode(),
    "a line end of another kind": "a = 1\u2028b = 2\n".encode(),
    "a next line": "a = 1\x85b = 2\n".encode(),
    "a wide letter": "\uff41 = 1\n".encode(),
    "a wide equals sign": "a \uff1d 1\n".encode(),
    "a minus of another kind": "a = \u22121\n".encode(),
}

TOO_DEEP = {
    "lists": b"a = " + b"[" * 5_000,
    "closed lists": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "inline tables": b"a = " + b"{ a = " * 5_000,
    "dotted keys": b"a." * 5_000 + b"a = 1",
    "quoted keys": b'"!".' * 5_000 + b"a = 1",
    "headers": b"[" + b"'a b' . " * 5_000 + b"a]",
    "inline keys": b"a = [1, { " + b'"\\"".' * 5_000 + b"a = 1 }]",
}

NOT_UNICODE = {
    "an odd byte": b"a = '\xff'\n",
    "a letter of Latin 1": b"a = 'f\xfc\xdfe'\n",
    "half a character": b"a = '\xed\xa0\x80'\n",
    "a character cut short": b"a = '\xf0\x9f\x92",
    "a character written too long": b"a = '\xc0\xaf'\n",
    "UTF-16": 'a = "b"\n'.encode("utf-16"),
}


def samples(kind: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(SAMPLES.glob(f"{kind}/*.toml")):
        for sample in _BEGIN.split(path.read_bytes())[1:]:
            name = sample.partition(b"\n")[0].decode().removeprefix("#### ")
            assert f"{path.stem}: {name}" not in found
            found[f"{path.stem}: {name}"] = sample
    return found


VALID |= samples("valid")
INVALID |= samples("invalid")


def refused(data: bytes) -> RoutineError:
    with pytest.raises(RoutineError) as caught:
        loads(decoded(data, "sample"), name="sample")
    return caught.value


def faults_of(text: str) -> tuple[Fault, ...]:
    try:
        loads(text, name="sample")
    except RoutineError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("data", VALID.values(), ids=list(VALID))
def test_valid_toml_is_read_or_refused_for_what_it_says(data: bytes) -> None:
    text = decoded(data, "sample")
    for fault in faults_of(text):
        assert fault.code in CODES.keys() - {"toml-syntax", "too-deep"}
        assert fault.span is not None
        cut(text, fault.span)


@pytest.mark.parametrize("data", VALID.values(), ids=list(VALID))
def test_valid_toml_has_no_slip(data: bytes) -> None:
    text = decoded(data, "sample").replace("\r\n", "\n")
    scan = Scan(text, len(text))
    assert scan.slip is None
    assert scan.at == len(text)


def plain_values(value: object, path: Place = ()) -> Iterator[tuple[Place, object]]:
    """Every value that holds no others, with the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from plain_values(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from plain_values(inner, (*path, index))
    elif not isinstance(value, list):
        yield path, value


@pytest.mark.parametrize("data", VALID.values(), ids=list(VALID))
def test_every_value_of_valid_toml_is_found_where_it_stands(data: bytes) -> None:
    text = decoded(data, "sample")
    positions = Positions(text)
    for path, value in plain_values(tomllib.loads(text)):
        written: Any = tomllib.loads(f"x = {cut(text, positions.of(path, Part.VALUE))}")["x"]
        both_nan = isinstance(value, float) and math.isnan(value) and math.isnan(written)
        assert both_nan or written == value
        assert type(written) is type(value)


@pytest.mark.parametrize("data", INVALID.values(), ids=list(INVALID))
def test_invalid_toml_is_refused_with_one_slip_and_its_place(data: bytes) -> None:
    text = decoded(data, "sample")
    error = refused(data)
    (fault,) = error.faults
    assert fault.code == "toml-syntax"
    assert fault.span is not None
    cut(error.text, fault.span)
    assert error.text == text
    assert fault.message.isprintable()
    assert fault.mend
    assert fault.mend.isprintable()


@pytest.mark.parametrize("data", TOO_DEEP.values(), ids=list(TOO_DEEP))
def test_toml_that_is_too_deep_is_refused_as_such(data: bytes) -> None:
    assert [one.code for one in refused(data).faults] == ["too-deep"]


@pytest.mark.parametrize("data", NOT_UNICODE.values(), ids=list(NOT_UNICODE))
def test_what_is_no_text_is_refused_before_it_is_read(data: bytes) -> None:
    with pytest.raises(RequestError, match="is not UTF-8 text"):
        decoded(data, "sample")


def test_words_in_a_row_are_no_key_of_many_parts() -> None:
    words = "In. Out. " * 20
    for say in (f'"{words}"', f"'a, {words}'", f'"""\n{words}\n"""', f"'''\n{words}'''"):
        text = f"# {words}\ntitle = 'T'\n[[step]]\nsay = {say}\n"
        assert loads(text, name="sample").steps


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_fault_is_shown_on_the_line_that_was_counted(end: str) -> None:
    lines = ["# one\u2028two\x85three", "title = 'T'", "[[step]]", "name = 1", "hold = 3", ""]
    error = refused(end.join(lines).encode())
    assert [one.line for one in findings_of(error, "sample")] == ["name = 1"]


def test_all_samples_are_checked_without_an_unexpected_error(run: Run, tmp_path: Path) -> None:
    everything = VALID | INVALID | TOO_DEEP | NOT_UNICODE
    for number, data in enumerate(everything.values()):
        (tmp_path / f"{number}.toml").write_bytes(data)
    checked = run("check", ".")
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr
    assert "unexpected error" not in checked.stderr
    for number in range(len(everything)):
        assert f"{number}.toml:" in checked.stdout
