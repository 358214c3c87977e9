"""Asking a process in lines: what comes, what comes too late, and what ends meanwhile."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import pytest

from player.voices.line_process import LineProcess, ProcessLostError
from player.voices.line_reading import Lines, PolledLines, ThreadedLines

READERS = [
    pytest.param(PolledLines, marks=pytest.mark.skipif(os.name == "nt", reason="has no poll")),
    ThreadedLines,
]


class Pipe(NamedTuple):
    lines: Lines
    far_end: BinaryIO


@pytest.fixture(params=READERS)
def pipe(request: pytest.FixtureRequest) -> Iterator[Pipe]:
    reader: Callable[[BinaryIO], Lines] = request.param
    near, far = os.pipe()
    with os.fdopen(far, "wb", buffering=0) as far_end:
        lines = reader(os.fdopen(near, "rb"))
        yield Pipe(lines, far_end)
    lines.close()


def test_lines_come_one_by_one_however_they_are_written(pipe: Pipe) -> None:
    pipe.far_end.write(b"one\ntwo\nthr")
    assert pipe.lines.next(10) == b"one"
    assert pipe.lines.next(10) == b"two"
    pipe.far_end.write(b"ee\n\n")
    assert pipe.lines.next(10) == b"three"
    assert pipe.lines.next(10) == b""


def test_a_long_line_is_whole(pipe: Pipe) -> None:
    long = b"x" * 300_000
    writing = threading.Thread(target=pipe.far_end.write, args=(long + b"\n",))
    writing.start()
    assert pipe.lines.next(10) == long
    writing.join()


def test_what_does_not_come_in_time_is_told_and_may_come_later(pipe: Pipe) -> None:
    pipe.far_end.write(b"half")
    with pytest.raises(TimeoutError):
        pipe.lines.next(0.01)
    pipe.far_end.write(b" and half\n")
    assert pipe.lines.next(10) == b"half and half"


def test_the_end_is_told_again_and_again_and_half_a_line_is_none(pipe: Pipe) -> None:
    pipe.far_end.write(b"last\nhalf")
    pipe.far_end.close()
    assert [pipe.lines.next(10) for _ in range(3)] == [b"last", None, None]


def test_a_line_may_be_waited_for_while_another_thread_closes(pipe: Pipe) -> None:
    found: list[bytes | None] = []
    waiting = threading.Thread(target=lambda: found.append(pipe.lines.next(10)))
    waiting.start()
    pipe.lines.close()
    pipe.far_end.close()
    waiting.join()
    assert found == [None]
    assert pipe.lines.next(10) is None


ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


def test_a_process_answers_what_it_is_asked() -> None:
    process = LineProcess((sys.executable, "-c", ECHO))
    try:
        for text in ("", "Größe", "a\nb", "x" * 200_000):
            assert process.ask({"text": text}, 10) == {"text": text}
    finally:
        process.kill()


def test_a_process_that_is_killed_while_it_is_asked_is_lost() -> None:
    process = LineProcess((sys.executable, "-c", "input(); import time; time.sleep(60)"))
    threading.Timer(0.05, process.kill).start()
    with pytest.raises(ProcessLostError, match="has ended"):
        process.ask({}, 30)
    with pytest.raises(ProcessLostError, match="has ended"):
        process.ask({}, 30)
