"""What must hold for any text: that it is read or refused, soon, and in little memory."""

from __future__ import annotations

import resource
import signal
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from time import process_time
from typing import NamedTuple

from player.cli.check_formats import FORMATS
from player.cli.excerpt import told
from player.cli.finding import findings_of
from player.errors import RequestError, RoutineError
from player.routine.bounds import LONGEST_HOURS, MOST_PASSES
from player.routine.codes import CODES
from player.routine.model import Exercise
from player.routine.reader import decoded, load_exercises, loads
from player.session.plan import plan
from player.units import samples
from support.broken_texts import ROOT, broken
from support.compiling import compiled
from support.hard_texts import HARD_TEXTS

LONGEST = 1.0
"""Seconds that any text may take, of a processor that reads the yardstick in `YARDSTICK_TIME`."""

MOST_MEMORY = 200 << 20
"""Bytes that reading may add to what a process takes."""

YARDSTICK_TIME = 0.03
"""Seconds that tomllib takes for the yardstick on the machine that `LONGEST` was set on."""

_YARDSTICK = "[[step]]\nname = 'a'\nhold = 1\n" * 2_000

_MOST_TRIES = 6
"""How often a text that took too long is tried again, in all."""

_MOST_WAITED = 10
"""Seconds of a processor after which reading a text is given up."""

_MOST_PASSES_COMPILED = 2_000
_MOST_PROMPTS_COMPILED = 5_000
_LONGEST_SHOWN = 1_000
_LONGEST_TOLD = 200_000


class Read(NamedTuple):
    """What came of many texts.

    Attributes:
        outcomes: How many were read, refused, or no text at all.
        failures: What must not happen, with the texts it happened to.
        slowest: Seconds that one text took at the most, and which one: seconds of a processor
            like the one that `LONGEST` was set on.
        grown: Bytes that the process grew by.
    """

    outcomes: Counter[str]
    failures: list[str]
    slowest: tuple[float, str]
    grown: int


def read_broken(first: int, count: int) -> Read:
    """Read the broken texts of a row of numbers."""
    return _read((str(one), partial(broken, one)) for one in range(first, first + count))


def read_hard(size: int) -> Read:
    """Read the hard texts, of a size in bytes."""
    return _read((name, partial(one.of_size, size)) for name, one in HARD_TEXTS.items())


def _read(texts: Iterable[tuple[str, Callable[[], bytes]]]) -> Read:
    """Read texts, each with a name, one after another."""
    outcome(b'title = "T"\n[[step]]\nname = "a"\nreps = 10\n')
    outcome(b"title = 30s")
    slowness = _slowness()
    begun = _peak()
    outcomes: Counter[str] = Counter()
    failures = []
    slowest = (0.0, "")
    tries = _MOST_TRIES
    signal.signal(signal.SIGVTALRM, _give_up)
    for name, made in texts:
        data = made()
        try:
            found, took = _timed(data)
            while took > LONGEST * slowness and tries:
                tries -= 1  # it may have been the machine
                took = min(took, _timed(data)[1])
        except Exception as error:  # noqa: BLE001 - any that comes is a failure
            failures.append(f"{name}: {type(error).__name__}: {str(error)[:500]}: {data[:2000]!r}")
            continue
        outcomes[found] += 1
        slowest = max(slowest, (took / slowness, name))
    return Read(outcomes, failures, slowest, _peak() - begun)


def _timed(data: bytes) -> tuple[str, float]:
    """What comes of a text, and how many seconds of the processor it took.

    Raises:
        TimeoutError: If it takes so long that nobody should wait for its end.
    """
    start = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST_WAITED)
    try:
        return outcome(data), process_time() - start
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(*_: object) -> None:
    raise TimeoutError(f"is not done after {_MOST_WAITED} seconds")


def outcome(data: bytes) -> str:
    """What comes of a text: `read`, `refused`, or `no text`.

    Raises:
        Exception: If it is neither read nor refused as it must be.
    """
    try:
        text = decoded(data, "the-file")
    except RequestError:
        return "no text"
    if b"instructions" in data:
        _check_exercises(data)
    try:
        routine = loads(text, name="the-file", exercises=catalogue)
    except RoutineError as error:
        _check_faults(error)
        return "refused"
    session = plan(routine)
    assert len(session.passes) <= MOST_PASSES
    assert sum(one.length for one in session.passes) <= samples(LONGEST_HOURS * 3600)
    prompts = sum(one.reps * max(1, len(one.phases)) for one in session.passes)
    if len(session.passes) <= _MOST_PASSES_COMPILED and prompts <= _MOST_PROMPTS_COMPILED:
        compiled(routine)
    return "read"


@cache
def catalogue() -> dict[str, Exercise]:
    """The shipped exercises."""
    found: dict[str, Exercise] = {}
    for path in sorted((ROOT / "routines" / "exercises").glob("*.toml")):
        found |= load_exercises(path)
    return found


def _check_exercises(data: bytes) -> None:
    """Read a text as a file of the catalogue."""
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        try:
            load_exercises(Path(file.name))
        except RoutineError as error:
            _check_faults(error)


def _check_faults(error: RoutineError) -> None:
    """Every fault is of a known kind, stands within the text, and can be shown to a person."""
    assert error.faults
    lines = error.text.split("\n")
    for fault in error.faults:
        assert fault.code in CODES
        shown = (fault.place, fault.message, fault.mend)
        assert all(part.isprintable() and len(part) < _LONGEST_SHOWN for part in shown), shown
        assert fault.place, fault
        assert fault.message, fault
        span = fault.span
        if span is None:
            assert not error.text, fault
            continue
        for line, column in (span[:2], span[2:]):
            assert 1 <= line <= len(lines), fault
            assert 1 <= column <= len(lines[line - 1]) + 1, fault
        assert span[:2] <= span[2:], fault
    assert len(told(error)) < _LONGEST_TOLD
    findings = findings_of(error, error.name)
    for form in FORMATS.values():
        form(findings)
    assert all(line.isprintable() for line in FORMATS["github"](findings).split("\n"))


def _slowness() -> float:
    """How many times longer than on the machine that `LONGEST` was set on things take here."""
    times = []
    for _ in range(3):
        start = process_time()
        tomllib.loads(_YARDSTICK)
        times.append(process_time() - start)
    return max(1.0, min(times) / YARDSTICK_TIME)


def _peak() -> int:
    """The most memory this process has had, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # On Linux, getrusage counts what the parent had before this process began.
    lines = status.read_text(encoding="utf-8").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) << 10
