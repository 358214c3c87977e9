"""A TOML document to a Routine, collecting every fault on the way."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from player.errors import Fault
from player.routine import fields
from player.routine.bounds import size_faults
from player.routine.fields import Field, Fields
from player.routine.model import (
    CuePreferences,
    Dose,
    DoseKind,
    Group,
    Leaf,
    Phase,
    Remark,
    Routine,
    Step,
)
from player.routine.place import Place, place_of, printable
from player.units import Range, Unreadable, clock, samples

DEEPEST = 8
"""Groups that may stand within each other."""

MOST_ENTRIES = 50
"""Phases or coaching sentences a step may have."""

_RESTING = {DoseKind.REST, DoseKind.SAY}

DEFAULT_TEMPO = samples(3)
DEFAULT_PREPARE = samples(5)
DEFAULT_SWITCH = samples(4)


class DocumentReader:
    """Walks one document.

    Attributes:
        faults: What is wrong with it, in the order it was found.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.faults: list[Fault] = []
        self._defaults: dict[str, Any] = {}
        self._raw_defaults: dict[str, Any] = {}

    def routine(self, name: str) -> Routine | None:
        """The routine, or None when there are faults."""
        top = self._table(self._document, fields.ROUTINE, ())
        if "title" not in self._document:
            self._fault("missing-key", (), "`title` is missing", 'write title = "…" at the top')
        voice = self._subtable("voice", fields.VOICE)
        cues = self._subtable("cues", fields.CUES)
        self._defaults = self._subtable("defaults", fields.DEFAULTS)
        raw_defaults = self._document.get("defaults")
        if isinstance(raw_defaults, dict):
            self._raw_defaults = raw_defaults
            self._lists_of(raw_defaults, ("defaults",), self._defaults)
        steps = self._steps(self._document, (), "")
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

    def _subtable(self, key: str, known: Fields) -> dict[str, Any]:
        raw = self._document.get(key, {})
        if not isinstance(raw, dict):
            self._fault(
                "wrong-type", (key,), "a table was expected", f"write [{key}] above its keys"
            )
            return {}
        return self._table(raw, known, (key,))

    def _table(self, raw: Mapping[str, Any], known: Fields, place: Place) -> dict[str, Any]:
        """Read the keys of one table that hold plain values; fault those it does not know."""
        found: dict[str, Any] = {}
        for key, value in raw.items():
            field = known.get(key)
            if field is None:
                self._unknown(key, known, place)
            elif field.read is not None:
                read = self._value(field, value, (*place, key))
                if read is not None:
                    found[key] = read
        return found

    def _value(self, field: Field, value: object, place: Place) -> object | None:
        if field.read is None:
            return None
        try:
            return field.read(value)
        except Unreadable as error:
            self._fault(error.code, place, error.reason, error.mend)
            return None

    def _unknown(self, key: str, known: Fields, place: Place) -> None:
        near = [] if key == "name" else difflib.get_close_matches(key, known, 1, 0.7)
        slip = fields.SLIPS.get(key)
        if slip in known:
            mend = f"did you mean `{slip}`?"
        elif near:
            mend = f"did you mean `{near[0]}`?"
        elif key == "name" and known is fields.GROUP:
            mend = "a group has a `title`"
        elif key in fields.GROUP and known is fields.LEAF:
            mend = f"`{key}` belongs to a group, which has steps within it"
        elif key in fields.LEAF and known is fields.GROUP:
            mend = f"`{key}` belongs to a single step; this one has steps within it"
        else:
            mend = "allowed here: " + ", ".join(known)
        self._fault("unknown-key", (*place, key), f"`{printable(key)}` is not a key here", mend)

    def _steps(self, raw: Mapping[str, Any], place: Place, path: str) -> tuple[Step, ...]:
        listed = raw.get("step")
        if isinstance(listed, dict):
            self._fault("wrong-type", (*place, "step"), "one table where a list was expected",
                       "write [[step]] with two brackets")  # fmt: skip
            return ()
        if listed is not None and not isinstance(listed, list):
            self._fault("wrong-type", (*place, "step"), "steps were expected", "write [[step]]")
            return ()
        if not listed:
            what = "group" if path else "routine"
            self._fault("no-steps", place, f"the {what} has no steps", "add one with [[step]]")
            return ()
        if len(place) >= 2 * DEEPEST:
            self._fault("too-deep", place, f"groups within groups: {DEEPEST} levels are allowed")
            return ()
        steps = []
        for index, entry in enumerate(listed):
            here = (*place, "step", index)
            number = f"{path}.{index + 1}" if path else str(index + 1)
            if not isinstance(entry, dict):
                self._fault("wrong-type", here, "a table was expected", "write [[step]]")
                continue
            step = self._group(entry, here, number) if _is_group(entry) else self._leaf(
                entry, here, number
            )  # fmt: skip
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def _group(self, raw: Mapping[str, Any], place: Place, path: str) -> Group:
        found = self._table(raw, fields.GROUP, place)
        steps = self._steps(raw, place, path)
        return Group(path, found.get("title", ""), found.get("rounds", 1), steps)

    def _leaf(self, raw: Mapping[str, Any], place: Place, path: str) -> Leaf | None:
        own = self._table(raw, fields.LEAF, place)
        self._lists_of(raw, place, own)
        dose = self._dose(raw, own, place)
        kind = dose.kind if dose else _written_kind(raw)
        found = self._with_defaults(raw, own, kind)
        if kind is not None:
            self._check_keys(raw, place, kind)
        if dose is None:
            return None
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
            prepare=found.get("prepare", DEFAULT_PREPARE),
            switch=found.get("switch", DEFAULT_SWITCH),
        )
        if "cues" in raw:
            self._moments_within(leaf, place)
        return leaf

    def _check_keys(self, raw: Mapping[str, Any], place: Place, kind: DoseKind) -> None:
        """Fault what does not go with a kind of dose."""
        resting = kind in _RESTING
        if not resting and "name" not in raw:
            self._fault("missing-key", place, "the step has no name", 'write name = "…"')
        if resting:
            self._only_for_doing(raw, place, kind)
        if "tempo" in raw and "phases" in raw:
            self._fault("two-tempos", (*place, "tempo"), "`tempo` and `phases` are both given",
                       "keep one: phases have times of their own")  # fmt: skip
        if kind != DoseKind.REPS and not resting:
            for key in ("tempo", "phases"):
                if key in raw:
                    mend = f"leave it out, or give `reps` instead of `{kind}`"
                    self._fault("not-for-this-dose", (*place, key), f"`{key}` paces reps", mend)

    def _moments_within(self, leaf: Leaf, place: Place) -> None:
        """Fault coaching whose time lies outside of the pass."""
        length = leaf.dose.amount.first
        if leaf.dose.kind == DoseKind.REPS:
            length *= leaf.rep_length
        for number, remark in enumerate(leaf.remarks):
            if remark.at is not None and not -length <= remark.at < length:
                self._fault(
                    "outside-the-pass",
                    (*place, "cues", number, "at"),
                    f"the step lasts {clock(length)} only",
                    'write an earlier time, or one from the end like "-5s"',
                )

    def _dose(self, raw: Mapping[str, Any], own: Mapping[str, Any], place: Place) -> Dose | None:
        written = [key for key in fields.DOSES if key in raw]
        if len(written) > 1:
            listed = " and ".join(f"`{key}`" for key in written)
            self._fault("two-doses", (*place, written[1]), f"two doses in one step: {listed}",
                       "keep one, or make two steps of it")  # fmt: skip
            return None
        if not written and "say" in raw and "name" not in raw:
            return Dose(DoseKind.SAY, Range(0, 0)) if "say" in own else None
        source = own if written else self._defaults
        given = [key for key in fields.DOSES if key in source]
        if len(given) > 1:
            self._fault("two-doses", ("defaults", given[1]), "two doses among the defaults",
                       "keep one")  # fmt: skip
            return None
        if not given:
            slipped = any(fields.SLIPS.get(key) in fields.DOSES for key in raw)
            if not written and not slipped and not _written_kind(self._raw_defaults):
                self._fault("no-dose", place, "the step does not say how much",
                           "give it one of hold, work, reps, rest")  # fmt: skip
            return None
        return Dose(DoseKind(given[0]), source[given[0]])

    def _with_defaults(
        self, raw: Mapping[str, Any], own: dict[str, Any], kind: DoseKind | None
    ) -> dict[str, Any]:
        paced = kind == DoseKind.REPS
        spoken = kind == DoseKind.SAY
        unwanted = set(fields.DOSES)
        if not paced or "tempo" in raw or "phases" in raw:
            unwanted |= {"tempo", "phases"}
        if spoken:
            unwanted.add("say")
        defaults = {key: value for key, value in self._defaults.items() if key not in unwanted}
        return {**defaults, **own}

    def _only_for_doing(self, raw: Mapping[str, Any], place: Place, kind: DoseKind) -> None:
        what = "a rest" if kind == DoseKind.REST else "a sentence alone"
        for key in ("sides", "directions", "sets", "tempo", "phases", "cues"):
            if key in raw:
                self._fault("not-for-this-dose", (*place, key), f"{what} has no `{key}`",
                           "leave it out")  # fmt: skip

    def _lists_of(self, raw: Mapping[str, Any], place: Place, found: dict[str, Any]) -> None:
        """Read the keys that hold lists of tables: phases and coaching."""
        for key in ("phases", "cues"):
            if key not in raw:
                continue
            listed = raw[key]
            if not isinstance(listed, list) or not listed:
                self._fault("wrong-type", (*place, key), "a list was expected",
                           f"write {key} = [ … ]")  # fmt: skip
            elif len(listed) > MOST_ENTRIES:
                self._fault("out-of-bounds", (*place, key),
                           f"{len(listed)} entries where {MOST_ENTRIES} are allowed")  # fmt: skip
            else:
                read = self._phase if key == "phases" else self._remark
                entries = [read(entry, (*place, key, at)) for at, entry in enumerate(listed)]
                found[key] = tuple(entry for entry in entries if entry is not None)

    def _phase(self, raw: object, place: Place) -> Phase | None:
        found = self._entry(raw, fields.PHASE, place, needed=("name", "time"))
        if found is None:
            return None
        return Phase(found["name"], found["time"], found.get("breath"))

    def _remark(self, raw: object, place: Place) -> Remark | None:
        if isinstance(raw, str):
            text = self._value(fields.REMARK["say"], raw, place)
            return None if text is None else Remark(str(text))
        found = self._entry(raw, fields.REMARK, place, needed=("say",))
        return None if found is None else Remark(found["say"], found.get("at"))

    def _entry(
        self, raw: object, known: Fields, place: Place, needed: tuple[str, ...]
    ) -> dict[str, Any] | None:
        """Read one inline table; None if a needed key is missing or at fault."""
        if not isinstance(raw, dict):
            listed = ", ".join(known)
            self._fault("wrong-type", place, "a table was expected", f"write {{ … }} with {listed}")
            return None
        found = self._table(raw, known, place)
        for key in needed:
            if key not in raw:
                self._fault("missing-key", place, f"`{key}` is missing", f"add {key} = …")
        return found if all(key in found for key in needed) else None

    def _fault(self, code: str, path: Place, message: str, mend: str = "") -> None:
        self.faults.append(Fault(code, path, place_of(path, self._document), message, mend))


def _written_kind(raw: Mapping[str, Any]) -> DoseKind | None:
    return next((DoseKind(key) for key in fields.DOSES if key in raw), None)


def _is_group(raw: Mapping[str, Any]) -> bool:
    has_dose = any(key in raw for key in (*fields.DOSES, "name", "say"))
    return "step" in raw or (not has_dose and ("rounds" in raw or "title" in raw))


def _preferences(found: dict[str, Any]) -> CuePreferences:
    counting = found.pop("count", None)
    given = CuePreferences(**found)
    return given if counting is None else given._replace(counting=counting)
