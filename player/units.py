"""Samples, seconds and written times: the only conversions between them.

Time inside the player is a whole number of samples at one rate; seconds exist at the edges only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SAMPLE_RATE = 48_000
"""Samples per second of every clip, timeline and output."""


def samples(seconds: float) -> int:
    """The whole number of samples nearest to a number of seconds."""
    return round(seconds * SAMPLE_RATE)


def seconds(count: int) -> float:
    """The seconds a number of samples lasts."""
    return count / SAMPLE_RATE


def clock(count: int) -> str:
    """A position or length in samples as `m:ss` or `h:mm:ss`, rounded down to the second."""
    minutes, second = divmod(count // SAMPLE_RATE, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minutes}:{second:02}"


class Range(NamedTuple):
    """A dose that a level moves through, from `first` (level 0) to `last` (level 100).

    Either may be the greater: a rest may grow shorter as the level rises.
    """

    first: int
    last: int

    @property
    def low(self) -> int:
        """The smaller end."""
        return min(self.first, self.last)

    @property
    def high(self) -> int:
        """The greater end."""
        return max(self.first, self.last)


class Unreadable(ValueError):  # noqa: N818 - it names a state of the value, told to its author
    """A written value that does not say what it should.

    Args:
        code: Stable name of the kind of fault.
        reason: What is wrong with the value.
        mend: What to write instead.
        within: Keys and indices that lead from the value to what is at fault in it.
    """

    def __init__(
        self, code: str, reason: str, mend: str = "", *, within: tuple[int | str, ...] = ()
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.mend = mend
        self.within = within


_UNITS = {"h": 3600, "min": 60, "m": 60, "sec": 1, "s": 1}
_COLON = re.compile(r"(\d{1,3}):([0-5]\d)(?:\.(\d+))?", re.ASCII)
_PARTS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?) ?h)? ?"
    r"(?:(?P<min>\d+(?:\.\d+)?) ?(?:min|m))? ?"
    r"(?:(?P<s>\d+(?:\.\d+)?) ?(?:sec|s))?",
    re.ASCII,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_NUMBER_AND_UNIT = re.compile(r"\d+(?:\.\d+)? ?(h|min|m|sec|s)", re.ASCII)
_LONGEST_SECONDS = 24 * 3600
_LONGEST_MENDED = 40
_MOST_GUESSED = 1_000_000
_LONG_UNITS = {
    **{unit: unit for unit in _UNITS},
    **dict.fromkeys(("hours", "hour", "hrs", "hr"), "h"),
    **dict.fromkeys(("minutes", "minute", "mins"), "min"),
    **dict.fromkeys(("seconds", "second", "secs"), "s"),
}
"""Units as people write them, with what they are written as here."""

_DURATION_MEND = 'write it like 90, "90s", "1m30s", "1:30" or "1.5min"'


def read_duration(value: object) -> Range:
    """Read a written time or range of times, in samples.

    Takes a number of seconds, or text such as `"90s"`, `"1m30s"`, `"1:30"`, `"1.5min"`,
    `"60-90s"`, `"45-20s"`, `"1:00-1:30"`.

    Raises:
        Unreadable: If the value is no time, or longer than a day.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unreadable("wrong-type", "a time was expected", _DURATION_MEND)
    ends = _written_ends(value) if isinstance(value, str) else (value, value)
    if not all(-_LONGEST_SECONDS <= end <= _LONGEST_SECONDS for end in ends):
        raise Unreadable(
            "out-of-bounds", "a time may be 24 hours at the most", "write a shorter one"
        )
    return Range(samples(ends[0]), samples(ends[1]))


def _written_ends(text: str) -> tuple[float, float]:
    if text.lstrip().startswith("-"):
        raise Unreadable("not-positive", "a time cannot be negative", _time_mend(text))
    first, dash, last = text.strip().replace("\N{EN DASH}", "-").partition("-")
    try:
        if not dash:
            return (_written_seconds(first),) * 2
        unit = _NUMBER_AND_UNIT.fullmatch(last.strip())
        if unit and _NUMBER.fullmatch(first.strip()):
            first = f"{first.strip()}{unit[1]}"
        return _written_seconds(first), _written_seconds(last)
    except Unreadable as error:
        error.mend = _time_mend(text) if error.code == "not-a-time" else error.mend
        raise


def _time_mend(text: str) -> str:
    """What to write for a time that cannot be read: what was likely meant, if that can be."""
    likely = _plainly(text).lstrip("- ") if len(text) <= _LONGEST_MENDED else ""
    if likely in {text, ""}:
        return _DURATION_MEND
    try:
        _written_ends(likely)
    except Unreadable:
        return _DURATION_MEND
    return f'write "{likely}"'


def _plainly(text: str) -> str:
    """Text with plain hyphens for ranges, points for fractions, short units and no more blanks."""
    text = re.sub(r"\band\b|\s+", " ", text.casefold()).strip()
    text = re.sub(r"\s*(?:[\u2010-\u2015]|\bto\b|(?<=\d)-)\s*", "-", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return re.sub(r" ?([a-z]+)", lambda unit: _LONG_UNITS.get(unit[1], unit[0]), text)


def _written_seconds(text: str) -> float:
    text = text.strip()
    if colon := _COLON.fullmatch(text):
        minutes, second, fraction = colon.groups()
        return int(minutes) * 60 + float(f"{second}.{fraction or 0}")
    parts = _PARTS.fullmatch(text)
    if parts and any(parts.groupdict().values()):
        return sum(_UNITS[unit] * float(number or 0) for unit, number in parts.groupdict().items())
    if _NUMBER.fullmatch(text):
        raise Unreadable(
            "no-unit", f'the time "{text}" has no unit', f'write "{text}s" or "{text}min"'
        )
    raise Unreadable("not-a-time", f'"{text[:40]}" is not a time', _DURATION_MEND)


def read_count(value: object) -> Range:
    """Read a whole number or a range of whole numbers such as `10` or `"10-15"`.

    Raises:
        Unreadable: If the value is no count.
    """
    mend = _count_mend(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unreadable("wrong-type", "a whole number was expected", mend)
    if isinstance(value, int):
        return Range(value, value)
    match = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:[-\N{EN DASH}]\s*([0-9]{1,6})\s*)?", value)
    if not match:
        raise Unreadable("not-a-count", f'"{value[:40]}" is not a whole number', mend)
    first, last = match.groups()
    return Range(int(first), int(last or first))


def _count_mend(value: object) -> str:
    """What to write for a count that cannot be read: what was likely meant, if that can be told."""
    if isinstance(value, float) and 1 <= value < _MOST_GUESSED:
        return f"write {int(value)} or {int(value) + 1}"
    text = _plainly(value) if isinstance(value, str) and len(value) <= _LONGEST_MENDED else ""
    if re.fullmatch(r"\d{1,6}-\d{1,6}", text):
        return f'write "{text}"'
    if sets := re.fullmatch(r"(\d{1,3}) ?(?:x|\u00d7|\*) ?(\d{1,6})", text):
        return f"write {sets[2]}, and sets = {sets[1]} on a line of its own"
    if each := re.fullmatch(r"(\d{1,6}) ?(?:each|per|a|/) ?(?:side|leg|arm|foot)", text):
        return f"write {each[1]}, and sides = true on a line of its own"
    return 'write a whole number like 10, or a range like "10-15"'
