"""What the author wrote: a routine of steps, frozen and checked.

Times are in samples (see `player.units`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from player.pronounce import Pronunciations
from player.units import Range, samples

Place = tuple[str | int, ...]
"""Keys and indices from the top of a document."""

LONG_PASS = samples(20)
"""A pass this long is told its middle, unless the author sets another length."""


class DoseKind(StrEnum):
    """How a leaf is measured out."""

    HOLD = "hold"
    WORK = "work"
    REPS = "reps"
    BREATHS = "breaths"
    REST = "rest"
    WAIT = "wait"
    MEASURE = "measure"
    SAY = "say"


RESTING = frozenset({DoseKind.REST, DoseKind.SAY, DoseKind.WAIT})
"""Doses with nothing to do."""

COUNTED = frozenset({DoseKind.REPS, DoseKind.BREATHS})
"""Doses whose amount is a number."""

WAITING = frozenset({DoseKind.WAIT, DoseKind.MEASURE})
"""Doses that last until the listener says go on."""


class First(StrEnum):
    """Which side is done first: one of the two, or the other one every session."""

    LEFT = "left"
    RIGHT = "right"
    ALTERNATE = "alternate"


class Pace(StrEnum):
    """Who sets the pace of reps."""

    LED = "led"
    SELF = "self"


class Breath(StrEnum):
    """Which way the breath goes in a phase."""

    IN = "in"
    OUT = "out"


class Style(StrEnum):
    """How much is said."""

    FULL = "full"
    BRIEF = "brief"
    SILENT = "silent"


class Breathing(StrEnum):
    """How breath prompts are given."""

    VOICE = "voice"
    SOUND = "sound"
    OFF = "off"


class CountMode(StrEnum):
    """Which reps are counted aloud."""

    EVERY = "every"
    LAST = "last"
    OFF = "off"


class Count(NamedTuple):
    """Which reps are counted: every `number`-th, the last `number`, or none; up, or down."""

    mode: CountMode = CountMode.EVERY
    number: int = 1
    down: bool = False

    def speaks(self, rep: int, reps: int) -> bool:
        """Whether rep `rep` of `reps`, both from one, is counted aloud."""
        match self.mode:
            case CountMode.EVERY:
                return (reps - rep + 1 if self.down else rep) % self.number == 0
            case CountMode.LAST:
                return rep > reps - self.number
            case CountMode.OFF:
                return False


ALWAYS = 1_000_000
"""More reps than any pass has."""


class Naming(NamedTuple):
    """In how many reps the parts are called by name; after that they are sounded."""

    first: int = 2

    def speaks(self, rep: int) -> bool:
        """Whether the parts of rep `rep`, from one, are called by name."""
        return rep <= self.first


class CuePreferences(NamedTuple):
    """How a routine wants to be spoken: its `[cues]` table.

    Attributes:
        style: How much is said.
        countdown: Seconds counted down before a pass; 0 is off.
        halfway: Least length of a pass whose middle is told, in samples; 0 is off.
        remaining: Times left that are told, in samples.
        counting: Which reps are counted aloud.
        breathing: How breath prompts are given.
        preview: Whether what comes next is told ahead.
        sounds: The set of chimes.
        naming: In which reps the parts are called by name.
        ticks: Whether every second of a slow part of a rep is ticked.
    """

    style: Style = Style.FULL
    countdown: int = 3
    halfway: int = LONG_PASS
    remaining: tuple[int, ...] = ()
    counting: Count = Count()
    breathing: Breathing = Breathing.VOICE
    preview: bool = True
    sounds: str = "soft"
    naming: Naming = Naming()
    ticks: bool = False

    def changed(self, changes: CueChanges) -> CuePreferences:
        """The same with some fields set anew."""
        return self._replace(**dict(changes)) if changes else self


CueChanges = tuple[tuple[str, Any], ...]
"""Fields of the preferences that a step or group sets for itself, with their values."""


class Phase(NamedTuple):
    """A named part of a rep: its length in samples and the way of the breath."""

    name: str
    length: int
    breath: Breath | None = None


class Remark(NamedTuple):
    """A coaching sentence; `at` is samples from the start, from the end if negative, or None."""

    text: str
    at: int | None = None


class Dose(NamedTuple):
    """How much of it.

    Attributes:
        kind: How it is measured out.
        amount: Samples for hold, work and rest, a number for reps and breaths; for wait and
            measure the samples they take where nobody can say go on; nothing for say.
    """

    kind: DoseKind
    amount: Range


class Leaf(NamedTuple):
    """A step with one dose.

    Attributes:
        path: Numbers from the top, from one: `2.1`.
        name: What is done; empty for a rest or a sentence without a name.
        dose: How much of it.
        say: An instruction, said before the first pass; the sentence itself for a `say` step.
        remarks: Coaching said while doing.
        sides: Names of the sides in order, or empty.
        directions: Names of the directions in order, or empty.
        sets: How often the whole is repeated.
        tempo: Samples a rep, for reps without phases.
        phases: Named parts of a rep, or empty.
        breath: Parts of a breath: those counted, or those prompted during a hold; or empty.
        labels: What is said instead of the numbers counted, or empty.
        unit: What the reps are, as it is spoken: `circles`; empty for reps.
        prepare: Least samples before the first pass.
        switch: Least samples before another side, direction or set.
        exercise: The exercise it refers to, or None.
        measure: Id of the figure that is asked for, or empty.
        optional: Whether it may be left out to fit a shorter time.
        first: Which side is done first; None for the order of `sides`.
        pace: Who sets the pace of reps.
        cues: What it changes of the routine's cue preferences.
        place: Keys and indices from the top of the file to it, or to what brings it in.
    """

    path: str
    name: str
    dose: Dose
    say: str = ""
    remarks: tuple[Remark, ...] = ()
    sides: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    sets: int = 1
    tempo: int = 0
    phases: tuple[Phase, ...] = ()
    breath: tuple[Phase, ...] = ()
    labels: tuple[str, ...] = ()
    unit: str = ""
    prepare: int = 0
    switch: int = 0
    exercise: Exercise | None = None
    measure: str = ""
    optional: bool = False
    first: First | None = None
    pace: Pace = Pace.LED
    cues: CueChanges = ()
    place: Place = ()

    @property
    def times(self) -> int:
        """How many passes it comes to."""
        return self.sets * max(1, len(self.sides)) * max(1, len(self.directions))

    @property
    def waits(self) -> bool:
        """Whether its passes last until the listener says go on."""
        return self.dose.kind in WAITING or self.pace == Pace.SELF

    @property
    def rep_length(self) -> int:
        """Samples a rep, or a breath that is counted, takes."""
        return sum(phase.length for phase in self.paced_by) or self.tempo

    @property
    def paced_by(self) -> tuple[Phase, ...]:
        """The parts of a rep, or of a breath that is counted."""
        return self.breath if self.dose.kind == DoseKind.BREATHS else self.phases


class Exercise(NamedTuple):
    """An entry of the catalogue that a step can refer to.

    Attributes:
        id: What a step calls it by.
        name: Its name as it is shown.
        spoken: Its name as it is spoken.
        joints: The joints it is for, the foremost first.
        when: When it is worth doing: `pre-run`, `post-run`, `rest-day`, `any`.
        dose: How much of it.
        least: The shortest dose that does anything, in samples; 0 if there is none.
        step: What else it brings to a step: sides, directions, sets, pace, breath, labels.
        equipment: What is needed for it.
        instructions: How to do it.
        remarks: Coaching.
        caution: What to beware of, or empty.
        easier: How to make it easier, or None.
        harder: How to make it harder, or None.
        why: What it does for a runner.
        language: Language of its texts where that is known, or empty.
    """

    id: str
    name: str
    spoken: str
    joints: tuple[str, ...]
    when: tuple[str, ...]
    dose: Dose
    least: int
    step: dict[str, Any]
    equipment: tuple[str, ...]
    instructions: str
    remarks: tuple[Remark, ...]
    caution: str
    easier: Variant | None
    harder: Variant | None
    why: str
    language: str = ""


class Variant(NamedTuple):
    """An easier or harder way: a sentence, or another exercise by its id; the other is empty."""

    text: str = ""
    exercise: str = ""


class Group(NamedTuple):
    """Steps that belong together.

    Attributes:
        path: Numbers from the top, from one: `2`.
        title: What it is called; may be empty.
        rounds: How often it is done.
        steps: Its steps, at least one.
        target: Samples it should come to, or None.
        optional: Whether it may be left out to fit a shorter time.
        cues: What it changes of the cue preferences, for all its steps.
        place: Keys and indices from the top of the file to it, or to what brings it in.
    """

    path: str
    title: str
    rounds: int
    steps: tuple[Step, ...]
    target: int | None = None
    optional: bool = False
    cues: CueChanges = ()
    place: Place = ()


Step = Leaf | Group


class Routine(NamedTuple):
    """A whole routine.

    Attributes:
        name: Its id or path, as the person knows it.
        title: What it is called, aloud and on lists.
        summary: One line about it, or empty.
        when: `pre-run`, `post-run`, `rest-day` or `any`.
        target: Samples it should come to, or None.
        language: Language of its text, such as `en`.
        rate: Words a minute the author wants, or None.
        voice: The voice the author wants, or empty.
        cues: How it wants to be spoken.
        pronounce: How spellings are spoken, pairs of what is written and how it is said.
        steps: Its steps, at least one.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    summary: str = ""
    when: str = "any"
    target: int | None = None
    language: str = "en"
    rate: int | None = None
    voice: str = ""
    cues: CuePreferences = CuePreferences()
    pronounce: Pronunciations = ()
