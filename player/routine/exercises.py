"""Exercises: TOML tables by id to the entries of the catalogue, or all their faults."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from player.routine import fields
from player.routine.model import Dose, DoseKind, Exercise, Place, Remark
from player.routine.tables import TableReader, slipped

Exercises = Callable[[], Mapping[str, Exercise]]
"""Gives the catalogue; called only when a routine refers to it."""

STEP_KEYS = ("sides", "directions", "sets", "tempo", "phases", "breath", "labels", "unit")
"""What an exercise brings to a step, and a rest cannot have."""

MOST_EXERCISES = 500
"""Exercises one file may have."""

LEAST_CUES = 2
"""Coaching sentences an exercise must have."""


def no_exercises() -> Mapping[str, Exercise]:
    """A catalogue without entries."""
    return {}


def read_exercises(
    reader: TableReader, tables: Mapping[str, Any], place: Place, *, whole: bool
) -> dict[str, Exercise]:
    """Read tables of exercises; what is wrong is noted by the reader.

    Args:
        reader: Reads the document they stand in.
        tables: The tables by id.
        place: Where they stand.
        whole: Whether every entry must be complete, as in the catalogue; a routine's own
            exercises need a name and a dose only.
    """
    if len(tables) > MOST_EXERCISES:
        reader.fault("out-of-bounds", place,
                     f"{len(tables)} exercises where {MOST_EXERCISES} are allowed",
                     "spread them over several files")  # fmt: skip
        return {}
    found = {}
    for name, raw in tables.items():
        here = (*place, name)
        if not isinstance(raw, dict):
            reader.fault("wrong-type", here, "a table was expected", f"write [{name}]")
            continue
        exercise = _read(reader, name, raw, here, whole=whole)
        if exercise is not None:
            found[name] = exercise
    return found


def _read(
    reader: TableReader, name: str, raw: dict[str, Any], place: Place, *, whole: bool
) -> Exercise | None:
    faults = len(reader.faults)
    found = reader.table(raw, fields.EXERCISE, place)
    reader.lists_of(raw, place, found)
    for key in fields.NEEDED_IN_CATALOGUE if whole else ("name",):
        if key not in raw and not slipped(key, raw, fields.EXERCISE):
            mend = f"add a line like {key} = {fields.EXERCISE[key].example}"
            reader.fault("missing-key", place, f"`{key}` is missing", mend)
    doses = [key for key in fields.DOSES if key in raw and key in fields.EXERCISE]
    if not doses and not any(slipped(one, raw, fields.EXERCISE) for one in fields.DOSES):
        reader.fault("no-dose", place, "the exercise does not say how much",
                     'add a line like hold = "30s" or reps = 10')  # fmt: skip
    if len(doses) > 1:
        listed = " and ".join(f"`{key}`" for key in doses)
        reader.fault("two-doses", (*place, doses[1]), f"two doses in one exercise: {listed}",
                     "keep one")  # fmt: skip
    if "tempo" in raw and "phases" in raw:
        reader.fault("two-tempos", (*place, "tempo"), "`tempo` and `phases` are both given",
                     "keep one")  # fmt: skip
    remarks: tuple[Remark, ...] = found.get("cues", ())
    if whole and "cues" in raw and len(remarks) < LEAST_CUES:
        reader.fault("missing-key", place, f"at least {LEAST_CUES} `cues` are needed", "add some")
    if len(reader.faults) > faults:
        return None
    return Exercise(
        id=name,
        name=found["name"],
        spoken=found.get("spoken", found["name"]),
        joints=found.get("joint", ()),
        when=found.get("when", ("any",)),
        dose=Dose(DoseKind(doses[0]), found[doses[0]]),
        least=found.get("least", 0),
        step={key: found[key] for key in STEP_KEYS if key in found},
        equipment=found.get("equipment", ()),
        instructions=found.get("instructions", ""),
        remarks=remarks,
        caution=found.get("caution", ""),
        easier=found.get("easier"),
        harder=found.get("harder"),
        why=found.get("why", ""),
    )


def nearest(wanted: str, exercises: Mapping[str, Exercise]) -> str:
    """What to write for an id that is not in a catalogue."""
    near = difflib.get_close_matches(wanted, exercises, 1, 0.5)
    return f'did you mean "{near[0]}"?' if near else "`player exercises` lists them"
