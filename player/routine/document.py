"""A TOML document to a Routine, collecting every fault on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from player.errors import RequestError, RoutineError
from player.pronounce import combined
from player.routine import fields
from player.routine.bounds import MOST_STEPS, size_faults
from player.routine.exercises import Exercises, read_exercises
from player.routine.leaves import LeafReader, preferences
from player.routine.merging import (
    Changes,
    Steps,
    by_title,
    changed,
    folded,
    known_as,
    leaves,
    placed_at,
    reached,
    renumbered,
)
from player.routine.model import Group, Place, Routine, Step
from player.routine.others import Others
from player.routine.sides import put_into
from player.routine.tables import slipped
from player.units import Unreadable

DEEPEST = 8
"""Groups that may stand within each other."""

MOST_LIKENED = 500
"""Names of another routine among which a likely one is looked for."""


class _Addition(NamedTuple):
    """A step, and where it goes in the extended routine: at the end if nothing is named."""

    step: Step
    place: Place
    after: str
    before: str


class DocumentReader(LeafReader):
    """Walks one document.

    Args:
        document: The whole document.
        catalogue: Gives the exercises that are not the routine's own.
        others: Gives the routines it may be made from.
    """

    def __init__(self, document: dict[str, Any], catalogue: Exercises, others: Others) -> None:
        super().__init__(document, catalogue)
        self._others = cache(others)
        self._extends = "extends" in document
        self._groups: dict[str, dict[str, Group]] = {}
        self._steps_read = 0

    def routine(self, name: str) -> Routine | None:
        """The routine, or None when there are faults."""
        top = self.table(self.document, fields.ROUTINE, ())
        titled = "title" in self.document or slipped("title", self.document, fields.ROUTINE)
        if not titled and not self._extends:
            self.fault("missing-key", (), "`title` is missing", 'write title = "…" at the top')
        voice = self.subtable("voice", fields.VOICE)
        cues = preferences(self.subtable("cues", fields.CUES))
        self.defaults = self.subtable("defaults", fields.DEFAULTS)
        raw_defaults = self.document.get("defaults")
        if isinstance(raw_defaults, dict):
            self.raw_defaults = raw_defaults
            self.lists_of(raw_defaults, ("defaults",), self.defaults)
        own = self.document.get("exercise", {})
        if isinstance(own, dict):
            self.own = read_exercises(self, own, ("exercise",), whole=False)
        else:
            self.fault("wrong-type", ("exercise",), "tables were expected",
                       "write [exercise.its-id]")  # fmt: skip
        base = self._other(top["extends"], ("extends",)) if "extends" in top else None
        self.language = top.get("language", base.language if base else self.language)
        steps = self._extended(base, top)
        if not self.faults:
            self.faults += size_faults(steps)
        if self.faults:
            return None
        base = base or Routine(name=name, title="", steps=())
        return base._replace(
            name=name,
            steps=steps,
            rate=voice.get("rate", base.rate),
            voice=voice.get("name", base.voice),
            cues=base.cues.changed(cues),
            pronounce=combined(top.get("pronounce", ()), base.pronounce),
            **{key: top[key] for key in _PLAIN if key in top},
        )

    def _extended(self, base: Routine | None, top: Mapping[str, Any]) -> Steps:
        """The steps of the document; where it extends a routine, that one's, changed."""
        if not self._extends:
            for key in ("leave_out", "replace"):
                if key in self.document:
                    self.fault("only-when-extending", (key,),
                               f"`{key}` changes a routine that is extended",
                               'write extends = "…" at the top, or leave it out')  # fmt: skip
            return tuple(one.step for one in self._steps(self.document, (), ""))
        replacements = self._replacements()
        added = self._steps(self.document, (), "") if "step" in self.document else []
        if base is None:
            return ()
        changes = Changes(
            out=frozenset(folded(one) for one in top.get("leave_out", ())),
            instead={folded(wanted): step for wanted, step in replacements.items()},
            before=_by_place((one.before, one.step) for one in added),
            after=_by_place((one.after, one.step) for one in added if not one.before),
        )
        beside = [
            (one.before or one.after, (*one.place, "before" if one.before else "after"))
            for one in added
            if one.before or one.after
        ]
        named: list[tuple[str, Place]] = [
            *((one, ("leave_out", at)) for at, one in enumerate(top.get("leave_out", ()))),
            *((one, ("replace", one)) for one in replacements),
            *beside,
        ]
        everything = reached(base.steps, Changes())
        self._all_named([one for one in named if folded(one[0]) not in everything], base)
        there = reached(base.steps, changes) if changes.out or changes.instead else everything
        gone = everything - there
        for wanted, place in beside:
            if folded(wanted) in gone:
                self.fault("unknown-step", place,
                           f'"{wanted}" stands in a group that is left out or replaced',
                           "name that group, or leave it out")  # fmt: skip
        last = tuple(one.step for one in added if not one.before and not one.after)
        steps = changed(placed_at(self._called_here(base), ("extends",)), changes) + last
        if not steps:
            self.fault("no-steps", ("leave_out",), "no step is left", "leave out fewer")
        self._grown(len(leaves(steps)) - self._steps_read, ("extends",))
        return renumbered(steps)

    def _replacements(self) -> dict[str, Step]:
        tables = self.document.get("replace", {})
        if not isinstance(tables, dict):
            self.fault("wrong-type", ("replace",), "tables were expected",
                       "write [replace.the-exercise]")  # fmt: skip
            return {}
        found = {}
        for wanted, raw in tables.items():
            read = self._step(raw, ("replace", wanted), "")
            if read is not None:
                found[wanted] = read.step
        return found

    def _all_named(self, unknown: list[tuple[str, Place]], base: Routine) -> None:
        """Fault what names a step that the extended routine does not have."""
        known = known_as(base.steps) if unknown else []
        for wanted, place in unknown:
            import difflib

            near = difflib.get_close_matches(wanted, known[:MOST_LIKENED], 1, 0.5)
            mend = f'did you mean "{near[0]}"?' if near else "it has: " + ", ".join(known[:12])
            self.fault("unknown-step", place, f'"{base.title}" has no step "{wanted}"', mend)

    def _other(self, wanted: str, place: Place) -> Routine | None:
        """Another routine that this one is made from; a fault if it cannot be had."""
        try:
            return self._others(wanted)
        except Unreadable as error:
            self.fault(error.code, place, error.reason, error.mend)
        except RequestError as error:
            self.fault("no-such-routine", place, f'"{wanted}": {error.reason}', error.mend)
        except RoutineError as error:
            first = error.faults[0]
            self.fault("faulty-routine", place,
                       f'"{wanted}" is at fault itself: {first.place}: {first.message}',
                       f"mend it first; `player check {error.name}` tells all")  # fmt: skip
        return None

    def _called_here(self, other: Routine) -> Steps:
        """The steps of another routine, with the usual sides called as this one has them."""
        return put_into(self.language, other.steps, other.language)

    def _steps(self, raw: Mapping[str, Any], place: Place, path: str) -> list[_Addition]:
        listed = raw.get("step")
        if isinstance(listed, dict):
            self.fault("wrong-type", (*place, "step"), "one table where a list was expected",
                       "write [[step]] with two brackets")  # fmt: skip
            return []
        if listed is not None and not isinstance(listed, list):
            self.fault("wrong-type", (*place, "step"), "steps were expected", "write [[step]]")
            return []
        if not listed:
            what, known = ("group", fields.GROUP) if path else ("routine", fields.ROUTINE)
            if not slipped("step", raw, known):
                header = ".".join(key for key in (*place, "step") if isinstance(key, str))
                mend = f"add one with [[{header}]]"
                self.fault("no-steps", place, f"the {what} has no steps", mend)
            return []
        if place.count("step") >= DEEPEST:
            self.fault("too-deep", place, f"groups within groups: {DEEPEST} levels are allowed")
            return []
        steps = []
        for index, entry in enumerate(listed):
            number = f"{path}.{index + 1}" if path else str(index + 1)
            read = self._step(entry, (*place, "step", index), number)
            if read is not None:
                steps.append(read)
        return steps

    def _step(self, raw: object, place: Place, path: str) -> _Addition | None:
        if not isinstance(raw, dict):
            self.fault("wrong-type", place, "a table was expected", "write [[step]]")
            return None
        step: Step | None
        if "include" in raw:
            step = self._included(raw, place, path)
        elif _is_group(raw):
            step = self._group(raw, place, path)
        else:
            self._grown(1, place)
            step = self.leaf(raw, place, path)
        after, before = (raw.get(key) for key in ("after", "before"))
        top_level = self._extends and place[0] == "step" and len(place) == len(("step", 0))
        for key in ("after", "before"):
            if key in raw and not top_level:
                self.fault("only-when-extending", (*place, key),
                           f"`{key}` places a step in a routine that is extended",
                           "leave it out: steps are done in the order they stand")  # fmt: skip
        if after and before:
            self.fault("two-places", (*place, "before"), "`after` and `before` are both given",
                       "keep one")  # fmt: skip
        if step is None:
            return None
        named = (one if isinstance(one, str) else "" for one in (after, before))
        return _Addition(step, place, *named)

    def _group(self, raw: Mapping[str, Any], place: Place, path: str) -> Group:
        found = self.table(raw, fields.GROUP, place)
        steps = tuple(one.step for one in self._steps(raw, place, path))
        return self._grouped(raw, found, place, Group(path, "", 1, steps))

    def _included(self, raw: Mapping[str, Any], place: Place, path: str) -> Group | None:
        """The steps of another routine, or of one group of it, as a group."""
        found = self.table(raw, fields.INCLUDE, place)
        if "include" not in found:
            return None
        other = self._other(found["include"], (*place, "include"))
        if other is None:
            return None
        steps = self._called_here(other)
        group: Group | None = Group(path, other.title, 1, steps)
        if "group" in found:
            group = self._titled(found["include"], other).get(folded(found["group"]))
        if group is None:
            titles = [one.title for one in self._titled(found["include"], other).values()]
            import difflib

            near = difflib.get_close_matches(found["group"], titles[:MOST_LIKENED], 1, 0.5)
            listed = "its groups: " + ", ".join(titles[:12]) if titles else "it has no groups"
            self.fault("unknown-group", (*place, "group"),
                       f'"{other.title}" has no group "{found["group"]}"',
                       f'did you mean "{near[0]}"?' if near else listed)  # fmt: skip
            return None
        if not self._grown(len(leaves(group.steps)), (*place, "include")):
            return None
        steps = placed_at(renumbered(group.steps, path), place)
        group = group._replace(path=path, steps=steps)
        return self._grouped(raw, found, place, group)

    def _titled(self, name: str, routine: Routine) -> dict[str, Group]:
        """The groups of a routine that is included by some name, by their titles."""
        if name not in self._groups:
            self._groups[name] = by_title(self._called_here(routine))
        return self._groups[name]

    def _grouped(
        self, raw: Mapping[str, Any], found: Mapping[str, Any], place: Place, group: Group
    ) -> Group:
        """A group with what its own table sets."""
        if "cues" in raw and not isinstance(raw["cues"], dict):
            self.fault("wrong-type", (*place, "cues"), "a table was expected",
                       "write cues = { … } with preferences; coaching goes to a step")  # fmt: skip
        changes = self.step_cues(raw, place)
        keys = ("title", "rounds", "target", "optional")
        return group._replace(
            place=place,
            cues=group.cues + changes,
            **{key: found[key] for key in keys if key in found},
        )

    def _grown(self, count: int, place: Place) -> bool:
        """Count steps; whether there are still no more than a routine may have."""
        within = self._steps_read <= MOST_STEPS
        self._steps_read += count
        if self._steps_read <= MOST_STEPS:
            return True
        if within:
            self.fault("too-large", place, f"more than {MOST_STEPS} steps come together here",
                       "write fewer")  # fmt: skip
        return False


def _by_place(added: Iterable[tuple[str, Step]]) -> dict[str, Steps]:
    """Steps by the step they want to be beside of, folded, in their order."""
    found: dict[str, list[Step]] = {}
    for wanted, step in added:
        if wanted:
            found.setdefault(folded(wanted), []).append(step)
    return {wanted: tuple(steps) for wanted, steps in found.items()}


_PLAIN = ("title", "summary", "when", "target", "language")


def _is_group(raw: Mapping[str, Any]) -> bool:
    has_dose = any(key in raw for key in (*fields.DOSES, "name", "say", "exercise"))
    return "step" in raw or (not has_dose and ("rounds" in raw or "title" in raw))
