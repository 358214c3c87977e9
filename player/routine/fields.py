"""The format in tables: which keys a table may have, what each means and how it is read.

One place says it all; reading, suggestions, the schema that editors take and the reference follow
from it. The tables are plain data rather than classes of a validation library, because every such
library that reports all faults at once costs more to import (22 ms and up) than all other work of
`player check`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from player.pronounce import read_pronunciations
from player.routine import values
from player.routine.languages import DEFAULT_LANGUAGE, LANGUAGES
from player.routine.measures import MEASURES
from player.routine.model import Breath, Breathing, DoseKind, First, Pace, Style

MOST_REPEATS = 100
"""How often a step or a group may be repeated."""

MOST_REPS = 1000
"""Reps one pass may have."""


class Field(NamedTuple):
    """One key of a table.

    Attributes:
        about: What it means, in whole sentences.
        read: Checks and converts the value; None for a key that holds tables, read by the reader.
        example: A value, as it is written in TOML.
        default: The value it has where it is not written, in TOML; empty if there is none.
        needed: Whether its table cannot do without it.
        holds: What tables it holds, by the name `player.routine.schema` has for them; empty for
            a key with a plain value.
    """

    about: str
    read: Callable[[object], object] | None = None
    example: str = ""
    default: str = ""
    needed: bool = False
    holds: str = ""


Fields = dict[str, Field]

PHASE: Fields = {
    "name": Field(
        "What this part of the rep is called, aloud.", values.name, '"down"', needed=True
    ),
    "time": Field("How long it lasts.", values.exact, '"3s"', needed=True),
    "breath": Field(
        "Which way the breath goes meanwhile: in or out.", values.member(Breath), '"in"'
    ),
}

REMARK: Fields = {
    "at": Field(
        "When it is said: a time from the start of the pass or, with a minus, from its end. "
        "Without it, wherever there is room.",
        values.moment,
        '"-10s"',
    ),
    "say": Field("What is said.", values.sentence, '"Last ones, slowly."', needed=True),
}

CUES: Fields = {
    "style": Field(
        "How much is said: full, brief for the short wordings, silent for sounds alone.",
        values.member(Style),
        '"brief"',
        '"full"',
    ),
    "countdown": Field(
        "Seconds that are counted down before a pass, up to 10; 0 is off.",
        values.whole(0, 10),
        "5",
        "3",
    ),
    "halfway": Field(
        "Whether the middle of a pass is told: true for passes of 20 s or more, a time for "
        "passes of that length or more, false for none.",
        values.halfway,
        '"30s"',
        "true",
    ),
    "remaining": Field(
        "Times left in a pass that are told, up to 10 of them.",
        values.moments_left,
        '["30s", "10s"]',
        "[]",
    ),
    "count": Field(
        "Which reps are counted aloud: every, every 5 for each fifth one, last 3 for the last "
        "three, off for none. With down in front, or alone, they are counted down.",
        values.count_mode,
        '"every 5"',
        '"every"',
    ),
    "breathing": Field(
        "How breath prompts are given: by voice, as a sound, or off.",
        values.member(Breathing),
        '"sound"',
        '"voice"',
    ),
    "naming": Field(
        "In which reps the parts are called by name: first 2, every or off. After that they are "
        "sounded.",
        values.naming,
        '"every"',
        '"first 2"',
    ),
    "ticks": Field(
        "Whether the seconds of a slow part of a rep, of 3 s and more, are ticked.",
        values.flag,
        "true",
        "false",
    ),
    "preview": Field(
        "Whether what comes next is told ahead: near the end of a timed pass, and in rests.",
        values.flag,
        "false",
        "true",
    ),
    "sounds": Field(
        "The set of chimes: soft, crisp, or the name of a folder of one's own.",
        values.name,
        '"crisp"',
        '"soft"',
    ),
}

STEP_CUES: Fields = {
    **{key: field._replace(default="") for key, field in CUES.items() if key != "sounds"},
    "say": Field(
        "Coaching, where the `cues` of a step are a table: the list they would be otherwise.",
        example='["Heel down."]',
        holds="coaching",
    ),
}
"""What `cues` of a step may have where they are a table; those of a group have no `say`."""

VOICE: Fields = {
    "rate": Field("How fast it speaks, in words a minute.", values.whole(80, 400), "165"),
    "name": Field(
        "The voice, as `player play --voice` takes it. Where there is none of that name, the "
        "usual one speaks.",
        values.name,
        '"en-us"',
    ),
}

AMOUNTS: Fields = {
    DoseKind.HOLD: Field("Hold still for a time, or a range of times.", values.lasting, '"30-45s"'),
    DoseKind.WORK: Field("Move for a time, or a range of times.", values.lasting, '"1m30s"'),
    DoseKind.REPS: Field(
        f"Do a number of reps, or a range: up to {MOST_REPS}.",
        values.repetitions(MOST_REPS),
        '"10-15"',
    ),
    DoseKind.BREATHS: Field(
        f"Breathe a number of times, or a range: up to {MOST_REPS}.",
        values.repetitions(MOST_REPS),
        "5",
    ),
    DoseKind.REST: Field(
        "Rest for a time, or a range of times. What comes next is told meanwhile.",
        values.lasting,
        '"20s"',
    ),
}

DOSES: Fields = {
    **AMOUNTS,
    DoseKind.WAIT: Field(
        "Say this, then wait until the listener says go on.",
        values.sentence,
        '"Lie down on your right side."',
    ),
    DoseKind.MEASURE: Field(
        "Ask for a figure and keep it, to compare it with earlier ones. It brings a name, "
        f"instructions and sides. There are {', '.join(MEASURES)}.",
        values.one_of(*MEASURES),
        '"knee-to-wall"',
    ),
}

_PACE: Fields = {
    "sides": Field(
        "A pass for each side: true for left and right, a list of 1 to 4 names, false for none.",
        values.pair_or_names("left", "right"),
        '["left leg", "right leg"]',
    ),
    "directions": Field(
        "A pass for each direction, all of them before the other side: true for clockwise and "
        "counterclockwise, a list of 1 to 4 names, false for none.",
        values.pair_or_names("clockwise", "counterclockwise"),
        "true",
    ),
    "sets": Field(
        f"How often all of it is done, sides and directions too: up to {MOST_REPEATS} times.",
        values.whole(1, MOST_REPEATS),
        "2",
        "1",
    ),
    "tempo": Field("How long a rep takes.", values.exact, '"2s"', '"3s"'),
    "phases": Field(
        "The named parts of a rep in their order, instead of a `tempo`.",
        example='[{ name = "up", time = "1s" }, { name = "down", time = "3s" }]',
        holds="phases",
    ),
    "breath": Field(
        "How a breath goes: how long `in`, `hold`, `out` and `pause` last, of which `in` and "
        '`out` are needed; or "4-6" for in and out, "4-7-8" for in, hold and out. `breaths` '
        "without it take 4 s in and 6 s out.",
        values.breath_pattern,
        "{ in = 4, out = 6 }",
    ),
    "labels": Field(
        'What is said instead of the numbers: a row of letters like "A-Z", or a list.',
        values.labels,
        '"A-Z"',
    ),
    "unit": Field("What the reps are, as it is spoken.", values.name, '"circles"'),
}

_DOING: Fields = {
    **_PACE,
    "say": Field(
        "How to do it, said once before the first pass. Alone in a step it is a sentence of its "
        "own.",
        values.sentence,
        '"Heel down, knee over the toes."',
    ),
    "prepare": Field(
        "The least time to get ready. Words that need longer get it.", values.pause, '"8s"', '"5s"'
    ),
    "switch": Field(
        "The least time to change side, direction or set. Words that need longer get it.",
        values.pause,
        '"6s"',
        '"4s"',
    ),
    "first": Field(
        "The side done first: left, right, or alternate for the other one in every session. "
        "Without it, sides come in their own order.",
        values.member(First),
        '"alternate"',
    ),
    "pace": Field(
        "Who sets the pace of reps: led by the voice, or self, which waits until the listener "
        "says go on.",
        values.member(Pace),
        '"self"',
        '"led"',
    ),
    "optional": Field(
        "Whether it may be left out to fit a shorter time.", values.flag, "true", "false"
    ),
    "cues": Field(
        "Coaching said meanwhile: sentences, and tables `{ at, say }` for those with a time of "
        "their own. Or a table with any key of `[cues]` but `sounds`, which holds for this step, "
        "with the coaching as its `say`.",
        example='["Heel down.", { at = "-5s", say = "Last ones." }]',
        holds="coaching or changes",
    ),
}

DEFAULTS: Fields = {
    **AMOUNTS,
    **_DOING,
    "cues": Field(
        "Coaching said in every step that has none of its own.",
        example='["Breathe."]',
        holds="coaching",
    ),
}

_ADDED: Fields = {
    "after": Field(
        "In a routine that extends another: the step of that one it comes after, by the id of "
        "its exercise, its name or its title. Without `after` and `before` it comes last.",
        values.name,
        '"hip-circles"',
    ),
    "before": Field(
        "In a routine that extends another: the step of that one it comes before.",
        values.name,
        '"Change over"',
    ),
}

LEAF: Fields = {
    "name": Field("What is done, aloud.", values.name, '"Couch stretch"'),
    "exercise": Field(
        "The id of an exercise, which brings all that is not written here: its name, dose, "
        "sides, pace, instructions and coaching. `player exercises` lists them.",
        values.identifier,
        '"hip-circles"',
    ),
    **DOSES,
    **_DOING,
    **_ADDED,
}

_GROUPED: Fields = {
    "title": Field("What the group is called, aloud.", values.name, '"Circuit"'),
    "target": Field("The time it should come to. It is checked.", values.exact, '"5min"'),
    "rounds": Field(
        f"How often the group is done: up to {MOST_REPEATS} times.",
        values.whole(1, MOST_REPEATS),
        "3",
        "1",
    ),
    "optional": Field(
        "Whether it may be left out to fit a shorter time.", values.flag, "true", "false"
    ),
    "cues": Field(
        "How its steps are spoken, where that differs: any key of `[cues]` but `sounds`.",
        example='{ style = "brief" }',
        holds="changes",
    ),
    **_ADDED,
}

GROUP: Fields = {
    **_GROUPED,
    "step": Field(
        "The steps of a group, each under `[[step.step]]`, or deeper with one more `.step`.",
        example='[{ name = "March", work = "30s" }]',
        needed=True,
        holds="steps within",
    ),
}

INCLUDE: Fields = {
    "include": Field(
        "The routine whose steps are done here, as a group: its id, or a file beside this one. "
        "Its title counts unless another is written.",
        values.name,
        '"daily-five"',
        needed=True,
    ),
    "group": Field(
        "The title of the one group of it that is meant. Without it, all of it is.",
        values.name,
        '"Ankles"',
    ),
    **{key: field._replace(default="") for key, field in _GROUPED.items()},
}

NOT_FOR: dict[DoseKind, tuple[str, ...]] = {
    DoseKind.HOLD: ("tempo", "phases", "pace", "unit"),
    DoseKind.WORK: ("tempo", "phases", "pace", "unit"),
    DoseKind.REPS: (),
    DoseKind.BREATHS: ("tempo", "phases", "pace", "unit"),
    DoseKind.REST: ("exercise", *_PACE, "first", "pace", "cues"),
    DoseKind.WAIT: ("exercise", *_PACE, "first", "pace", "cues", "say"),
    DoseKind.MEASURE: (
        "exercise", "directions", "tempo", "phases", "breath", "labels", "pace", "unit",
    ),
    DoseKind.SAY: (*_PACE, "first", "pace", "cues"),
}  # fmt: skip
"""Keys that do not go with a kind of dose in the same step."""

JOINTS = ("ankle", "hip", "thoracic", "trunk", "whole body")
OCCASIONS = ("pre-run", "post-run", "rest-day", "any")

_LISTED_LANGUAGES = ", ".join(f"{short} for {one.name}" for short, one in LANGUAGES.items())

EXERCISE: Fields = {
    "name": Field("Its name, as it is shown.", values.name, '"90/90 hip switch"', needed=True),
    "spoken": Field(
        "Its name, as it is spoken, if that differs.", values.name, '"Ninety ninety hip switch"'
    ),
    "joint": Field(
        "The joints it is for, the foremost first: ankle, hip, thoracic, trunk, whole body.",
        values.some_of(*JOINTS),
        '["hip", "thoracic"]',
    ),
    "when": Field(
        "When it is worth doing: pre-run, post-run, rest-day, any.",
        values.some_of(*OCCASIONS),
        '["post-run", "rest-day"]',
        '["any"]',
    ),
    **{kind: field for kind, field in AMOUNTS.items() if kind != DoseKind.REST},
    "least": Field(
        "The shortest time that does anything. A shorter dose gets advice.", values.exact, '"60s"'
    ),
    **_PACE,
    "equipment": Field("What is needed for it, up to 5 things.", values.names(1, 5), '["mat"]'),
    "instructions": Field(
        "How to do it, said once before the first pass.",
        values.sentence,
        '"Back foot up on the couch."',
    ),
    "cues": Field(
        "Coaching said meanwhile: sentences, and tables `{ at, say }` for those with a time of "
        "their own. In a file of the catalogue, at least two.",
        example='["Tall.", "Tuck your tailbone."]',
        holds="coaching",
    ),
    "caution": Field("What to beware of.", values.sentence, '"Put a cushion under the knee."'),
    "easier": Field(
        "An easier way: a sentence, or `{ exercise }` with the id of another one.",
        values.variant,
        '"Lower the back foot to the floor."',
    ),
    "harder": Field(
        "A harder way: a sentence, or `{ exercise }` with the id of another one.",
        values.variant,
        '{ exercise = "pigeon-pose" }',
    ),
    "why": Field(
        "What it does for a runner, in one line.",
        values.sentence,
        '"Opens the front of the hip for a longer stride."',
    ),
}

NEEDED_IN_CATALOGUE = ("name", "joint", "when", "instructions", "cues", "why")
"""Keys that every exercise of a catalogue file must have; a routine's own need only a name."""

ROUTINE: Fields = {
    "extends": Field(
        "The routine this one is made from: its id, or a file beside this one. What is not "
        "written here is as it is there.",
        values.name,
        '"rest-day"',
    ),
    "title": Field(
        "What the routine is called. Needed, except in one that extends another.",
        values.name,
        '"Rest-day mobility"',
    ),
    "summary": Field(
        "One line about it, for the list.", values.sentence, '"Ankles and hips, unhurried."'
    ),
    "when": Field(
        "When it is meant to be done: pre-run, post-run, rest-day or any. Advice depends on it.",
        values.one_of(*OCCASIONS),
        '"rest-day"',
        '"any"',
    ),
    "target": Field("The time it should come to. It is checked.", values.exact, '"20min"'),
    "language": Field(
        f"The language of its text, which the player speaks as well: {_LISTED_LANGUAGES}.",
        values.one_of(*LANGUAGES),
        '"de"',
        f'"{DEFAULT_LANGUAGE}"',
    ),
    "voice": Field(
        "The voice it would like. What the listener asks for wins.",
        example="{ rate = 165 }",
        holds="voice",
    ),
    "cues": Field("How it is spoken.", example='{ style = "brief" }', holds="cues"),
    "pronounce": Field(
        "How spellings are spoken, where the voice gets them wrong. What is shown stays.",
        read_pronunciations,
        '{ "90/90" = "ninety ninety" }',
    ),
    "defaults": Field(
        "Values for every step that has none of its own and takes none from an exercise.",
        example='{ prepare = "8s" }',
        holds="defaults",
    ),
    "leave_out": Field(
        "In a routine that extends another: steps of that one to leave out, each by the id of "
        "its exercise, its name or its title.",
        values.names(1, 100),
        '["hip-circles"]',
    ),
    "replace": Field(
        "In a routine that extends another: steps to put in place of that one's, each under "
        "`[replace.which-step]`.",
        example='{ hip-circles = { exercise = "leg-swings-front" } }',
        holds="replacements",
    ),
    "exercise": Field(
        "Exercises of its own, each under `[exercise.its-id]`.",
        example='{ heel-drops = { name = "Heel drops", reps = 10 } }',
        holds="exercises",
    ),
    "step": Field(
        "Its steps in their order, each under `[[step]]`. Needed, except in a routine that "
        "extends another.",
        example='[{ name = "Plank", hold = "30s" }]',
        holds="steps",
    ),
}

SLIPS: dict[str, str] = {
    "rep": "reps",
    "repeat": "sets",
    "repetitions": "reps",
    "duration": "hold",
    "seconds": "hold",
    "time": "hold",
    "length": "hold",
    "side": "sides",
    "direction": "directions",
    "steps": "step",
    "text": "say",
    "instruction": "say",
    "instructions": "say",
    "cue": "cues",
    "round": "rounds",
    "set": "sets",
    "pause": "rest",
    "break": "rest",
    "exercise_name": "exercise",
    "without": "leave_out",
    "remove": "leave_out",
    "extend": "extends",
    "base": "extends",
    "start_side": "first",
    "title": "name",
    "name": "title",
    "rounds": "sets",
    "sets": "rounds",
}
"""Keys that people write for others that exist; near misses are found by likeness."""
