"""A routine expanded for today: passes in the order they are done. Times are in samples."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from player.routine.model import CuePreferences, DoseKind, Phase, Remark, Variant
from player.units import samples

LETTER = samples(0.07)
"""About what a letter takes to be spoken."""

FRAME = samples(8)
"""About what the opening and the closing of a session take."""

ANNOUNCING = samples(4.2)
"""About what the dose, a breath and the countdown take."""


class Entry(StrEnum):
    """Why a pass begins: what changed against the pass before it."""

    STEP = "step"
    SET = "set"
    SIDE = "side"
    DIRECTION = "direction"


class Rest(NamedTuple):
    """A rest that runs into a lead: its length in samples, its name and its sentence."""

    length: int
    name: str = ""
    say: str = ""


class Pass(NamedTuple):
    """One uninterrupted stretch of doing: one exercise, one set, one side, one direction.

    Attributes:
        order: Its place in the session, from 0.
        step: Path of the step it comes from, such as `2.1`.
        groups: Titles of the groups it stands in, outermost first.
        opens: Titles of groups that begin with it.
        ahead: About how many samples the outermost of these takes; 0 if none begins.
        entry: What changed against the pass before.
        kind: The kind of dose.
        name: What is done.
        side: The side, or empty.
        direction: The direction, or empty.
        sides: How many sides the step has.
        directions: How many directions the step has.
        set: Which set this is, from 1.
        sets: Of how many.
        round: Which round of the innermost group this is, from 1.
        rounds: Of how many.
        opens_round: Whether a round after the first begins with it.
        reps: Reps to do, 0 for a timed pass.
        phases: Parts of a rep; empty if it has none.
        breath: Parts of the breath during a hold; empty for none.
        labels: What is said instead of the numbers counted; empty for none.
        length: Samples of doing; 0 for a sentence, whose length is that of its clip.
        rest: The rest before it, or None.
        ready: Least samples of its lead.
        say: Instruction said before it, or the sentence itself.
        remarks: Coaching said during it.
        reminder: A sentence of that coaching, for a side that is not the first; or empty.
        equipment: What is needed for it.
        unit: What its reps are, as it is spoken; empty for reps.
        cues: How it is spoken.
        waits: Whether it lasts until the listener says go on; `length` is then what it takes
            where nobody can.
        measure: Id of the figure that is asked for at its end, or empty.
        instruction: The whole instruction, also where it is not said before the pass.
        easier: How to do it in an easier way, or None.
    """

    order: int
    step: str
    groups: tuple[str, ...]
    opens: tuple[str, ...]
    ahead: int
    entry: Entry
    kind: DoseKind
    name: str
    side: str
    direction: str
    sides: int
    directions: int
    set: int
    sets: int
    round: int
    rounds: int
    opens_round: bool
    reps: int
    phases: tuple[Phase, ...]
    breath: tuple[Phase, ...]
    labels: tuple[str, ...]
    length: int
    rest: Rest | None
    ready: int
    say: str
    remarks: tuple[Remark, ...]
    reminder: str
    equipment: tuple[str, ...]
    unit: str
    cues: CuePreferences
    waits: bool = False
    measure: str = ""
    instruction: str = ""
    easier: Variant | None = None

    @property
    def nominal(self) -> int:
        """About how many samples it takes with its lead."""
        rest = self.rest.length if self.rest else 0
        words = "".join((*self.opens, self.name, self.side, self.direction, self.say))
        said = LETTER * len(words) + (ANNOUNCING if self.name else 0)
        return self.length + max(self.ready, said, rest)

    @property
    def rep_length(self) -> int:
        """Samples a rep lasts; 0 for a timed pass."""
        return self.length // self.reps if self.reps else 0


class Session(NamedTuple):
    """What is done today.

    Attributes:
        routine: Id or path of the routine.
        title: Its title.
        target: Samples it should come to, or None.
        language: Language of its text.
        cues: How it is spoken, where a pass does not differ.
        passes: At least one.
        whole: Whether it is all of the routine.
    """

    routine: str
    title: str
    target: int | None
    language: str
    cues: CuePreferences
    passes: tuple[Pass, ...]
    whole: bool = True

    @property
    def nominal(self) -> int:
        """About how many samples it takes; its words decide how many it does."""
        return sum(one.nominal for one in self.passes) + FRAME
