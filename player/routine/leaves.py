"""Reading one step with a dose: what it says, over its exercise, over the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from player.routine import fields
from player.routine.exercises import Exercises, nearest
from player.routine.languages import DEFAULT_LANGUAGE
from player.routine.measures import measure_in
from player.routine.model import (
    COUNTED,
    RESTING,
    WAITING,
    Breath,
    CueChanges,
    Dose,
    DoseKind,
    Exercise,
    First,
    Leaf,
    Pace,
    Phase,
    Place,
)
from player.routine.sides import leaf_in, side_of
from player.routine.tables import TableReader, slipped
from player.units import Range, clock, samples

DEFAULT_TEMPO = samples(3)
DEFAULT_BREATH = (Phase("", samples(4), Breath.IN), Phase("", samples(6), Breath.OUT))
DEFAULT_PREPARE = samples(5)
DEFAULT_SWITCH = samples(4)

WAIT_LENGTH = samples(15)
"""What a wait takes where nobody can say go on, as in a sound file."""

MEASURE_LENGTH = samples(20)
"""What taking a figure takes where nobody can say go on."""

_WHAT = {
    DoseKind.REST: "a rest",
    DoseKind.SAY: "a sentence alone",
    DoseKind.WAIT: "a wait",
    DoseKind.MEASURE: "a measure",
}


class LeafReader(TableReader):
    """Reads steps of one document that have a dose.

    Args:
        document: The whole document.
        catalogue: Gives the exercises that are not the routine's own.

    Attributes:
        language: The language of the document.
        own: The routine's own exercises.
        defaults: What every step has that says nothing else.
        raw_defaults: The same as it is written.
    """

    def __init__(self, document: dict[str, Any], catalogue: Exercises) -> None:
        super().__init__(document)
        self._catalogue = catalogue
        self.language = DEFAULT_LANGUAGE
        self.own: dict[str, Exercise] = {}
        self.defaults: dict[str, Any] = {}
        self.raw_defaults: dict[str, Any] = {}

    def leaf(self, raw: Mapping[str, Any], place: Place, path: str) -> Leaf | None:
        """Read a step; None, and faults, if it cannot be done as it is written."""
        own = self.table(raw, fields.LEAF, place)
        changes = self.step_cues(raw, place, own)
        self.lists_of(_without_preferences(raw), place, own)
        exercise = self._exercise(own, place)
        dose = self._dose(raw, own, place, exercise)
        kind = dose.kind if dose else _written_kind(raw)
        if kind is not None:
            self._check_keys(raw, place, kind)
        if dose is None or ("exercise" in raw and exercise is None):
            return None
        found = self._layered(own, exercise, dose.kind)
        leaf = leaf_in(self.language, _leaf(path, found, dose), DEFAULT_LANGUAGE)
        leaf = leaf._replace(exercise=exercise, cues=changes, place=place)
        if "cues" in raw:
            self._moments_within(leaf, place)
        if "first" in raw and leaf.first is not None:
            self._first_is_a_side(leaf, place)
        return leaf

    def step_cues(
        self, raw: Mapping[str, Any], place: Place, own: dict[str, Any] | None = None
    ) -> CueChanges:
        """Read `cues` where it is a table of preferences; its `say` is coaching, put in `own`."""
        table = raw.get("cues")
        if not isinstance(table, dict):
            return ()
        here = (*place, "cues")
        known = fields.STEP_CUES
        if own is None:
            known = {key: field for key, field in known.items() if key != "say"}
        found = self.table(table, known, here)
        if "say" in table and own is not None:
            self.list_of("say", table, here, own, into="cues")
        return preferences(found)

    def _check_keys(self, raw: Mapping[str, Any], place: Place, kind: DoseKind) -> None:
        """Fault what does not go with a kind of dose."""
        named = any(key in raw or slipped(key, raw, fields.LEAF) for key in ("name", "exercise"))
        if kind not in RESTING and kind != DoseKind.MEASURE and not named:
            self.fault("missing-key", place, "the step has no name",
                       'add a line like name = "Plank"')  # fmt: skip
        if "tempo" in raw and "phases" in raw and kind == DoseKind.REPS:
            self.fault("two-tempos", (*place, "tempo"), "`tempo` and `phases` are both given",
                       "keep one: phases have times of their own")  # fmt: skip
        for key in fields.NOT_FOR[kind]:
            if key not in raw:
                continue
            reason, mend = (
                f"`{key}` paces reps",
                f"leave it out, or give `reps` instead of `{kind}`",
            )
            if kind in _WHAT:
                reason, mend = f"{_WHAT[kind]} has no `{key}`", "leave it out"
            self.fault("not-for-this-dose", (*place, key), reason, mend)

    def _moments_within(self, leaf: Leaf, place: Place) -> None:
        """Fault coaching whose time lies outside of the pass."""
        length = leaf.dose.amount.first
        if leaf.dose.kind in COUNTED:
            length *= leaf.rep_length
        for number, remark in enumerate(leaf.remarks):
            if remark.at is not None and not -length <= remark.at < length:
                self.fault(
                    "outside-the-pass",
                    (*place, "cues", number, "at"),
                    f"the step lasts {clock(length)} only",
                    'write an earlier time, or one from the end like "-5s"',
                )

    def _first_is_a_side(self, leaf: Leaf, place: Place) -> None:
        if leaf.first == First.ALTERNATE:
            missing = len(leaf.sides) < len(First) - 1
        else:
            missing = leaf.first not in map(side_of, leaf.sides)
        if missing:
            sides = ", ".join(leaf.sides) or "none"
            self.fault("no-such-side", (*place, "first"),
                       f"the step has no such side (its sides: {sides})",
                       "write sides = true beside it, or leave it out")  # fmt: skip

    def _exercise(self, own: Mapping[str, Any], place: Place) -> Exercise | None:
        """The exercise a step refers to; a fault if there is none of that id."""
        wanted = own.get("exercise")
        if wanted is None:
            return None
        if wanted in self.own:
            return self.own[wanted]
        catalogue = self._catalogue()
        written = self.document.get("exercise", {})
        if wanted not in catalogue and not (isinstance(written, dict) and wanted in written):
            self.fault("unknown-exercise", (*place, "exercise"),
                       f'there is no exercise "{wanted}"',
                       nearest(wanted, {**catalogue, **self.own}))  # fmt: skip
        return catalogue.get(wanted)

    def _dose(
        self,
        raw: Mapping[str, Any],
        own: Mapping[str, Any],
        place: Place,
        exercise: Exercise | None,
    ) -> Dose | None:
        written = [key for key in fields.DOSES if key in raw]
        if len(written) > 1:
            listed = " and ".join(f"`{key}`" for key in written)
            self.fault("two-doses", (*place, written[1]), f"two doses in one step: {listed}",
                       "keep one, or make two steps of it")  # fmt: skip
            return None
        if written:
            return _given_dose(DoseKind(written[0]), own)
        if exercise is not None or "exercise" in raw:
            return exercise.dose if exercise else None
        if "say" in raw and "name" not in raw:
            return Dose(DoseKind.SAY, Range(0, 0)) if "say" in own else None
        return self._default_dose(raw, place)

    def _default_dose(self, raw: Mapping[str, Any], place: Place) -> Dose | None:
        given = [key for key in fields.AMOUNTS if key in self.defaults]
        if len(given) > 1:
            self.fault("two-doses", ("defaults", given[1]), "two doses among the defaults",
                       "keep one")  # fmt: skip
            return None
        if given:
            return Dose(DoseKind(given[0]), self.defaults[given[0]])
        meant = any(slipped(dose, raw, fields.LEAF) for dose in fields.DOSES)
        if not meant and not _written_kind(self.raw_defaults):
            self.fault("no-dose", place, "the step does not say how much",
                       'add a line like hold = "30s" or reps = 10')  # fmt: skip
        return None

    def _layered(
        self, own: dict[str, Any], exercise: Exercise | None, kind: DoseKind
    ) -> dict[str, Any]:
        """What a step says, over what its exercise brings, over the defaults."""
        defaults = {key: value for key, value in self.defaults.items() if key not in fields.DOSES}
        if kind in RESTING:
            defaults.pop("say", None)
        brought: dict[str, Any] = {}
        if exercise is not None:
            brought = {
                **exercise.step,
                "name": exercise.spoken,
                "say": exercise.instructions,
                "cues": exercise.remarks,
            }
        if kind == DoseKind.MEASURE:
            measure = measure_in(self.language, own["measure"])
            brought = {"name": measure.name, "say": measure.how, "sides": measure.sides}
        found: dict[str, Any] = {}
        for layer in (defaults, brought, own):
            if "tempo" in layer or "phases" in layer:
                found.pop("tempo", None)
                found.pop("phases", None)
            found |= layer
        for key in fields.NOT_FOR[kind]:
            found.pop(key, None)
        return found


def _given_dose(kind: DoseKind, own: Mapping[str, Any]) -> Dose | None:
    if kind not in own:
        return None
    if kind in WAITING:
        length = WAIT_LENGTH if kind == DoseKind.WAIT else MEASURE_LENGTH
        return Dose(kind, Range(length, length))
    return Dose(kind, own[kind])


def _leaf(path: str, found: Mapping[str, Any], dose: Dose) -> Leaf:
    """The leaf that keys and values from all layers come to."""
    resting = dose.kind in RESTING
    phases: tuple[Phase, ...] = found.get("phases", ())
    say = found.get("wait", "") if dose.kind == DoseKind.WAIT else found.get("say", "")
    return Leaf(
        path=path,
        name=found.get("name", ""),
        dose=dose,
        say=say,
        remarks=() if resting else found.get("cues", ()),
        sides=() if resting else found.get("sides", ()),
        directions=() if resting else found.get("directions", ()),
        sets=1 if resting else found.get("sets", 1),
        tempo=0 if phases else found.get("tempo", DEFAULT_TEMPO),
        phases=phases,
        breath=found.get("breath", DEFAULT_BREATH if dose.kind == DoseKind.BREATHS else ()),
        labels=found.get("labels", ()),
        unit=found.get("unit", ""),
        prepare=found.get("prepare", DEFAULT_PREPARE),
        switch=found.get("switch", DEFAULT_SWITCH),
        measure=found.get("measure", ""),
        optional=found.get("optional", False),
        first=None if resting else found.get("first"),
        pace=found.get("pace", Pace.LED),
    )


def _without_preferences(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A step without the `cues` that are a table."""
    if not isinstance(raw.get("cues"), dict):
        return raw
    return {key: value for key, value in raw.items() if key != "cues"}


def preferences(found: Mapping[str, Any]) -> CueChanges:
    """The cue preferences that a table sets."""
    named = {"count": "counting"}
    return tuple((named.get(key, key), value) for key, value in found.items() if key != "say")


def _written_kind(raw: Mapping[str, Any]) -> DoseKind | None:
    return next((DoseKind(key) for key in fields.DOSES if key in raw), None)
