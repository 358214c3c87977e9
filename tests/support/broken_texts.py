"""Routines with changes that no author would make.

Each is made from its number alone, so that one that fails can be looked at again:
`PYTHONPATH=.:tests python -c "from support.broken_texts import broken; print(broken(42))"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]

_TOKEN = re.compile(rb"\"[^\"\n]*\"|[\w.-]+|[ \t]+|[^\w \t]")
_EXERCISE = re.compile(r"^\[([a-z0-9-]+)\]$", re.MULTILINE)

_PIECES = [
    *(one.encode() for one in "\"'[]{}=.,#:;-+_\\\n\r\t /@"),
    *(one.encode() for one in "\x00\x1b\x7f\x85\xa0\u200b\u2013\u201c\u2028\u202e\ufeff\u0301é💪"),
    *b"\"\"\" ''' [[ ]] [[[ \r\n {} [] \\u0000 \\u001B[2J \\ud800 \\U00110000 \\x41".split(b" "),
    *b"True nan -inf 1e999 0x7f 1_000 00 -0 .5 -1 2024-02-30 07:32:00 1979-05-27 30s 1:30".split(),
    *(
        f'"{one}"'.encode()
        for one in ["0s", "-5s", "1-2-3", "every", "99999h", "4-0-6", "left", "A-Z", "Z-A"]
    ),
    *(b"\xff", b"\xed\xa0\x80", b"9" * 5000, b"0x" + b"f" * 5000, b"1" + b"_1" * 3000),
    *(b"[" * 400, b"{a=" * 300, b"a." * 40, b'"".' * 40, b"k" * 3000, b" " * 3000, b"\n" * 300),
    *(f'"{one}"'.encode() for one in ("", "x y" * 700, "1" * 3000 + "s", "9-" * 300)),
    b"," * 300,
]

_LINES = b"""\
[[step]]
[step]
[[step.step]]
[[step.step.step]]
[[steps]]
[step.cues]
[cues]
[[cues]]
[defaults]
[voice]
[exercise]
[exercise.x]
[replace.x]
[step.step.step.step.step.step.step.step.step.step.step.step.step.step.step.step.step.step]
step = 1
step = []
step = [1]
title = 1
exercise = 1
exercise = "hip-circle"
exercise = "hip-circles"
extends = "rest-day"
include = "x.toml"
after = "x"
leave_out = ["x"]
hold = 1
hold = "12h"
reps = 1000
sets = 100
rounds = 100
wait = "Go."
measure = "knee-to-wall"
say = ["a"]
cues = "a"
cues = { say = 1 }
breath = "0-0"
breath = { in = 0, out = nan }
phases = [{}]
phases = [1, [2]]
first = "left"
sides = true
pace = "self"
x = 1""".split(b"\n")


def broken(number: int) -> bytes:
    """A routine with up to nine changes; the same for the same number."""
    random = Random(number)  # noqa: S311 - to be repeated, not to be secret
    data = random.choice(_sources())
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3, 5, 9])):
        data = random.choice(_CHANGES)(data, random)
    return data


@cache
def _sources() -> list[bytes]:
    """The routines and exercises of the project, sound ones and others."""
    paths = [*(ROOT / "routines").glob("*.toml"), *(ROOT / "tests" / "data").rglob("*.toml")]
    found = [path.read_bytes() for path in sorted(paths)]
    for path in sorted((ROOT / "routines" / "exercises").glob("*.toml")):
        _, *parts = _EXERCISE.split(path.read_text(encoding="utf-8"))
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            step = f'title = "T"\n[[step]]\nexercise = "{name}"\n'
            found.append(f"{step}[exercise.{name}]{body}".encode())
            found.append(f"[{name}]{body}".encode())
    return found


def _bit_flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data or b"\x00")
    changed[random.randrange(len(changed))] ^= 1 << random.choice([0, 1, 2, 3, 4, 5, 7])
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _repeated(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:end] + data[start:end] * random.choice([1, 1, 1, 2, 50]) + data[end:]


def _moved(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    return _put(data[start:end], data[:start] + data[end:], random)


def _spliced(data: bytes, random: Random) -> bytes:
    other = random.choice(_sources())
    start, end = _stretch(other, random)
    return _put(other[start:end], data, random)


def _inserted(data: bytes, random: Random) -> bytes:
    return _put(random.choice(_PIECES), data, random)


def _line_inserted(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(random.randint(0, len(lines)), random.choice(_LINES))
    return b"\n".join(lines)


def _lines_cut(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    start = random.randrange(len(lines))
    return b"\n".join(lines[:start] + lines[start + random.choice([1, 1, 2, 5]) :])


def _token_replaced(data: bytes, random: Random) -> bytes:
    """One word, number or mark replaced by one from anywhere, or by one that is odd."""
    tokens = [one.span() for one in _TOKEN.finditer(data)]
    others: list[bytes] = _TOKEN.findall(random.choice(_sources())) or [b"x"]
    start, end = random.choice(tokens or [(0, 0)])
    other = random.choice([random.choice(others), random.choice(_PIECES)])
    return data[:start] + other + data[end:]


def _tokens_swapped(data: bytes, random: Random) -> bytes:
    tokens: list[bytes] = _TOKEN.findall(data)
    if tokens:
        first, second = random.randrange(len(tokens)), random.randrange(len(tokens))
        tokens[first], tokens[second] = tokens[second], tokens[first]
    return b"".join(tokens)


def _put(piece: bytes, data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + piece + data[at:]


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice([1, 1, 2, 5, 20, 100]))


_CHANGES: list[Callable[[bytes, Random], bytes]] = [
    _bit_flipped, _cut, _repeated, _moved, _spliced, _inserted, _line_inserted, _lines_cut,
    _token_replaced, _token_replaced, _tokens_swapped,
]  # fmt: skip
