"""A TOML document to a Routine, collecting every fault on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from player.routine import fields
from player.routine.bounds import size_faults
from player.routine.exercises import STEP_KEYS, Exercises, nearest, read_exercises
from player.routine.model import (
    Breath,
    CuePreferences,
    Dose,
    DoseKind,
    Exercise,
    Group,
    Leaf,
    Phase,
    Routine,
    Step,
)
from player.routine.place import Place
from player.routine.tables import TableReader
from player.units import Range, clock, samples

DEEPEST = 8
"""Groups that may stand within each other."""

_RESTING = {DoseKind.REST, DoseKind.SAY}
_COUNTED = {DoseKind.REPS, DoseKind.BREATHS}

DEFAULT_TEMPO = samples(3)
DEFAULT_BREATH = (Phase("", samples(4), Breath.IN), Phase("", samples(6), Breath.OUT))
DEFAULT_PREPARE = samples(5)
DEFAULT_SWITCH = samples(4)


class DocumentReader(TableReader):
    """Walks one document.

    Args:
        document: The whole document.
        catalogue: Gives the exercises that are not the routine's own.
    """

    def __init__(self, document: dict[str, Any], catalogue: Exercises) -> None:
        super().__init__(document)
        self._catalogue = catalogue
        self._own: dict[str, Exercise] = {}
        self._defaults: dict[str, Any] = {}
        self._raw_defaults: dict[str, Any] = {}

    def routine(self, name: str) -> Routine | None:
        """The routine, or None when there are faults."""
        top = self.table(self.document, fields.ROUTINE, ())
        if "title" not in self.document:
            self.fault("missing-key", (), "`title` is missing", 'write title = "…" at the top')
        voice = self.subtable("voice", fields.VOICE)
        cues = self.subtable("cues", fields.CUES)
        self._defaults = self.subtable("defaults", fields.DEFAULTS)
        raw_defaults = self.document.get("defaults")
        if isinstance(raw_defaults, dict):
            self._raw_defaults = raw_defaults
            self.lists_of(raw_defaults, ("defaults",), self._defaults)
        own = self.document.get("exercise", {})
        if isinstance(own, dict):
            self._own = read_exercises(self, own, ("exercise",), whole=False)
        else:
            self.fault("wrong-type", ("exercise",), "tables were expected",
                       "write [exercise.its-id]")  # fmt: skip
        steps = self._steps(self.document, (), "")
        if not self.faults:
            self.faults += size_faults(steps)
        if self.faults:
            return None
        return Routine(
            name=name,
            title=top["title"],
            steps=steps,
            summary=top.get("summary", ""),
            when=top.get("when", "any"),
            target=top.get("target"),
            language=top.get("language", "en"),
            rate=voice.get("rate"),
            voice=voice.get("name", ""),
            cues=_preferences(cues),
        )

    def _steps(self, raw: Mapping[str, Any], place: Place, path: str) -> tuple[Step, ...]:
        listed = raw.get("step")
        if isinstance(listed, dict):
            self.fault("wrong-type", (*place, "step"), "one table where a list was expected",
                       "write [[step]] with two brackets")  # fmt: skip
            return ()
        if listed is not None and not isinstance(listed, list):
            self.fault("wrong-type", (*place, "step"), "steps were expected", "write [[step]]")
            return ()
        if not listed:
            what = "group" if path else "routine"
            self.fault("no-steps", place, f"the {what} has no steps", "add one with [[step]]")
            return ()
        if len(place) >= 2 * DEEPEST:
            self.fault("too-deep", place, f"groups within groups: {DEEPEST} levels are allowed")
            return ()
        steps = []
        for index, entry in enumerate(listed):
            here = (*place, "step", index)
            number = f"{path}.{index + 1}" if path else str(index + 1)
            if not isinstance(entry, dict):
                self.fault("wrong-type", here, "a table was expected", "write [[step]]")
                continue
            step = self._group(entry, here, number) if _is_group(entry) else self._leaf(
                entry, here, number
            )  # fmt: skip
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def _group(self, raw: Mapping[str, Any], place: Place, path: str) -> Group:
        found = self.table(raw, fields.GROUP, place)
        steps = self._steps(raw, place, path)
        return Group(path, found.get("title", ""), found.get("rounds", 1), steps)

    def _leaf(self, raw: Mapping[str, Any], place: Place, path: str) -> Leaf | None:
        own = self.table(raw, fields.LEAF, place)
        self.lists_of(raw, place, own)
        exercise = self._exercise(own, place)
        dose = self._dose(raw, own, place, exercise)
        kind = dose.kind if dose else _written_kind(raw)
        if kind is not None:
            self._check_keys(raw, place, kind)
        if dose is None or ("exercise" in raw and exercise is None):
            return None
        found = self._layered(own, exercise, dose.kind)
        resting = dose.kind in _RESTING
        phases: tuple[Phase, ...] = found.get("phases", ())
        leaf = Leaf(
            path=path,
            name=found.get("name", ""),
            dose=dose,
            say=found.get("say", ""),
            remarks=() if resting else found.get("cues", ()),
            sides=() if resting else found.get("sides", ()),
            directions=() if resting else found.get("directions", ()),
            sets=1 if resting else found.get("sets", 1),
            tempo=0 if phases else found.get("tempo", DEFAULT_TEMPO),
            phases=phases,
            breath=found.get("breath", DEFAULT_BREATH if dose.kind == DoseKind.BREATHS else ()),
            labels=found.get("labels", ()),
            prepare=found.get("prepare", DEFAULT_PREPARE),
            switch=found.get("switch", DEFAULT_SWITCH),
        )
        if "cues" in raw:
            self._moments_within(leaf, place)
        return leaf

    def _check_keys(self, raw: Mapping[str, Any], place: Place, kind: DoseKind) -> None:
        """Fault what does not go with a kind of dose."""
        resting = kind in _RESTING
        if not resting and "name" not in raw and "exercise" not in raw:
            self.fault("missing-key", place, "the step has no name", 'write name = "…"')
        if resting:
            self._only_for_doing(raw, place, kind)
        if "tempo" in raw and "phases" in raw:
            self.fault("two-tempos", (*place, "tempo"), "`tempo` and `phases` are both given",
                       "keep one: phases have times of their own")  # fmt: skip
        if kind != DoseKind.REPS and not resting:
            for key in ("tempo", "phases"):
                if key in raw:
                    mend = f"leave it out, or give `reps` instead of `{kind}`"
                    self.fault("not-for-this-dose", (*place, key), f"`{key}` paces reps", mend)

    def _moments_within(self, leaf: Leaf, place: Place) -> None:
        """Fault coaching whose time lies outside of the pass."""
        length = leaf.dose.amount.first
        if leaf.dose.kind in _COUNTED:
            length *= leaf.rep_length
        for number, remark in enumerate(leaf.remarks):
            if remark.at is not None and not -length <= remark.at < length:
                self.fault(
                    "outside-the-pass",
                    (*place, "cues", number, "at"),
                    f"the step lasts {clock(length)} only",
                    'write an earlier time, or one from the end like "-5s"',
                )

    def _exercise(self, own: Mapping[str, Any], place: Place) -> Exercise | None:
        """The exercise a step refers to; a fault if there is none of that id."""
        wanted = own.get("exercise")
        if wanted is None:
            return None
        if wanted in self._own:
            return self._own[wanted]
        catalogue = self._catalogue()
        if wanted not in catalogue and wanted not in self.document.get("exercise", {}):
            self.fault("unknown-exercise", (*place, "exercise"),
                       f'there is no exercise "{wanted}"',
                       nearest(wanted, {**catalogue, **self._own}))  # fmt: skip
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
            kind = written[0]
            return Dose(DoseKind(kind), own[kind]) if kind in own else None
        if exercise is not None or "exercise" in raw:
            return exercise.dose if exercise else None
        if "say" in raw and "name" not in raw:
            return Dose(DoseKind.SAY, Range(0, 0)) if "say" in own else None
        return self._default_dose(raw, place)

    def _default_dose(self, raw: Mapping[str, Any], place: Place) -> Dose | None:
        given = [key for key in fields.DOSES if key in self._defaults]
        if len(given) > 1:
            self.fault("two-doses", ("defaults", given[1]), "two doses among the defaults",
                       "keep one")  # fmt: skip
            return None
        if given:
            return Dose(DoseKind(given[0]), self._defaults[given[0]])
        slipped = any(fields.SLIPS.get(key) in fields.DOSES for key in raw)
        if not slipped and not _written_kind(self._raw_defaults):
            self.fault("no-dose", place, "the step does not say how much",
                       "give it one of hold, work, reps, breaths, rest")  # fmt: skip
        return None

    def _layered(
        self, own: dict[str, Any], exercise: Exercise | None, kind: DoseKind
    ) -> dict[str, Any]:
        """What a step says, over what its exercise brings, over the defaults."""
        defaults = {key: value for key, value in self._defaults.items() if key not in fields.DOSES}
        if kind == DoseKind.SAY:
            defaults.pop("say", None)
        brought: dict[str, Any] = {}
        if exercise is not None:
            brought = {
                **exercise.step,
                "name": exercise.spoken,
                "say": exercise.instructions,
                "cues": exercise.remarks,
            }
        found: dict[str, Any] = {}
        for layer in (defaults, brought, own):
            if "tempo" in layer or "phases" in layer:
                found.pop("tempo", None)
                found.pop("phases", None)
            found |= layer
        if kind != DoseKind.REPS:
            found.pop("tempo", None)
            found.pop("phases", None)
        return found

    def _only_for_doing(self, raw: Mapping[str, Any], place: Place, kind: DoseKind) -> None:
        what = "a rest" if kind == DoseKind.REST else "a sentence alone"
        for key in ("exercise", *STEP_KEYS, "cues"):
            if key in raw:
                self.fault("not-for-this-dose", (*place, key), f"{what} has no `{key}`",
                           "leave it out")  # fmt: skip


def _written_kind(raw: Mapping[str, Any]) -> DoseKind | None:
    return next((DoseKind(key) for key in fields.DOSES if key in raw), None)


def _is_group(raw: Mapping[str, Any]) -> bool:
    has_dose = any(key in raw for key in (*fields.DOSES, "name", "say", "exercise"))
    return "step" in raw or (not has_dose and ("rounds" in raw or "title" in raw))


def _preferences(found: dict[str, Any]) -> CuePreferences:
    counting = found.pop("count", None)
    given = CuePreferences(**found)
    return given if counting is None else given._replace(counting=counting)
