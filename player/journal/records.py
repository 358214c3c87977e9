"""What the journal keeps, as plain values. Times of sound are in samples, others in ISO 8601."""

from __future__ import annotations

from typing import NamedTuple


class About(NamedTuple):
    """What a session is, and all it takes to begin it again.

    Attributes:
        routine: Id or path of the routine.
        title: Its title.
        length: Samples of the whole.
        content_hash: SHA-256 of what was read of the routine, in hex; empty where nobody knows.
        level: From 0 to 100.
        fit: Samples it was to come to, or None.
        pace: How fast reps are led; empty for as they are written.
        start_at: The step it began with, or empty.
        voice: Engine and voice that were asked for, or empty.
        rate: Words a minute that were asked for, or None.
        arguments: What else was asked for on the command line, word by word.
        resumes: Key of the session that it goes on with, or empty.
    """

    routine: str
    title: str
    length: int
    content_hash: str = ""
    level: int = 0
    fit: int | None = None
    pace: str = ""
    start_at: str = ""
    voice: str = ""
    rate: int | None = None
    arguments: tuple[str, ...] = ()
    resumes: str = ""


class Standing(NamedTuple):
    """Where in a session its listener is.

    Attributes:
        number: The pass, counted from 0.
        step: Path of its step.
        name: What it is, with side, direction, set and round.
        of_step: Which pass of that step it is, from 0.
        position: Samples since it started; negative while it is announced.
        complete: Whether it is over, and none follows.
    """

    number: int
    step: str
    name: str
    of_step: int
    position: int
    complete: bool


class Begun(NamedTuple):
    """A session begins.

    Attributes:
        about: What it is.
        started: When.
        pid: The process that plays it.
        host: The machine that process runs on.
    """

    about: About
    started: str
    pid: int
    host: str


class Reached(NamedTuple):
    """How far a session has come.

    Attributes:
        position: The sample heard last.
        heard: Samples of it that were heard in all.
        length: Samples of the whole, as it is now.
        standing: Where that is.
    """

    position: int
    heard: int
    length: int
    standing: Standing


class Done(NamedTuple):
    """A pass, and how much of it was done.

    Attributes:
        number: Its place in the session, from 0.
        step: Path of its step.
        name: What it is, with side and direction.
        reps: Reps to do, 0 for a timed one.
        reps_done: Reps done, in the time that came furthest if it was done more than once.
        length: Samples to do.
        length_done: Samples done, in the same way.
        skipped: Whether it was left before its end.
        eased: What easier exercise took its place, or empty.
        pain: How often pain was marked in it.
        repeated: How often it was begun again.
    """

    number: int
    step: str
    name: str
    reps: int
    reps_done: int
    length: int
    length_done: int
    skipped: bool = False
    eased: str = ""
    pain: int = 0
    repeated: int = 0


class Measured(NamedTuple):
    """A figure that the listener typed: its number in the session, what it is of, and when."""

    number: int
    measure: str
    side: str
    figure: float
    taken: str


class Seen(NamedTuple):
    """The player that plays a session is at work, at this time."""

    when: str


class Ended(NamedTuple):
    """A session is over: when, and whether it was heard to its end."""

    when: str
    finished: bool


Note = Begun | Reached | Done | Measured | Seen | Ended
"""What is written of a session, in the order in which it happens."""


class Entry(NamedTuple):
    """A session that was done or begun.

    Attributes:
        id: Its number in the journal.
        routine: Id or path of the routine.
        title: Its title.
        started: When.
        ended: When it was over or left; None if nobody could tell.
        length: Samples of the whole.
        position: The sample heard last.
        heard: Samples that were heard in all.
        finished: Whether it was heard to its end.
        level: From 0 to 100.
        resumes: The number of the session that it goes on with, or None.
        skipped: How many passes were skipped.
        eased: How many passes gave way to easier ones.
        pain: How often pain was marked.
    """

    id: int
    routine: str
    title: str
    started: str
    ended: str | None
    length: int
    position: int
    heard: int
    finished: bool
    level: int
    resumes: int | None
    skipped: int
    eased: int
    pain: int


class Figure(NamedTuple):
    """A figure that was taken.

    Attributes:
        session: The number of the session it was taken in.
        measure: What was measured, by its id.
        side: The side, or empty.
        figure: The figure, in the measure's unit.
        taken: When.
    """

    session: int
    measure: str
    side: str
    figure: float
    taken: str


class Resume(NamedTuple):
    """A session that was left or broken off, and where to take it up.

    Attributes:
        id: Its number in the journal.
        key: Its key; belongs into `About.resumes` of the session that goes on with it.
        about: What it was.
        started: When.
        position: The sample heard last.
        standing: Where that was.
        turn: How often the routine had been done before it.
    """

    id: int
    key: str
    about: About
    started: str
    position: int
    standing: Standing
    turn: int
