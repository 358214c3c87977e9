"""Reading the tables of a document by the tables of the format, collecting every fault."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from player.errors import Fault
from player.routine import fields
from player.routine.fields import Field, Fields
from player.routine.model import Phase, Place, Remark
from player.routine.place import place_of, printable
from player.units import Unreadable

MOST_ENTRIES = 50
"""Phases or coaching sentences a step may have."""


class TableReader:
    """Reads tables of one document.

    Attributes:
        document: The whole document.
        faults: What is wrong with it, in the order it was found.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def subtable(self, key: str, known: Fields) -> dict[str, Any]:
        """Read a table of the document's top; empty if it is missing or no table."""
        raw = self.document.get(key, {})
        if not isinstance(raw, dict):
            self.fault(
                "wrong-type", (key,), "a table was expected", f"write [{key}] above its keys"
            )
            return {}
        return self.table(raw, known, (key,))

    def table(self, raw: Mapping[str, Any], known: Fields, place: Place) -> dict[str, Any]:
        """Read the keys of one table that hold plain values; fault those it does not know."""
        found: dict[str, Any] = {}
        for key, value in raw.items():
            field = known.get(key)
            if field is None:
                self.unknown(key, known, place)
            elif field.read is not None:
                read = self.value(field, value, (*place, key))
                if read is not None:
                    found[key] = read
        return found

    def value(self, field: Field, value: object, place: Place) -> object | None:
        """Read one value; None, and a fault, if it does not say what it should."""
        if field.read is None:
            return None
        try:
            return field.read(value)
        except Unreadable as error:
            self.fault(error.code, place, error.reason, error.mend)
            return None

    def unknown(self, key: str, known: Fields, place: Place) -> None:
        """Fault a key that a table does not know, with the one that was likely meant."""
        likely = meant(key, known)
        if likely:
            mend = f"did you mean `{likely}`?"
        elif key in fields.GROUP and known is fields.LEAF:
            mend = f"`{key}` belongs to a group, which has steps within it"
        elif key in fields.LEAF and known is fields.GROUP:
            mend = f"`{key}` belongs to a single step; this one has steps within it"
        else:
            mend = "allowed here: " + ", ".join(known)
        self.fault("unknown-key", (*place, key), f"`{printable(key)}` is not a key here", mend)

    def lists_of(self, raw: Mapping[str, Any], place: Place, found: dict[str, Any]) -> None:
        """Read the keys that hold lists of tables: phases and coaching."""
        for key in ("phases", "cues"):
            if key in raw:
                self.list_of(key, raw, place, found)

    def list_of(
        self, key: str, raw: Mapping[str, Any], place: Place, found: dict[str, Any], into: str = ""
    ) -> None:
        """Read a list of tables into `found`, under its key or another."""
        listed = raw[key]
        if not isinstance(listed, list) or not listed:
            self.fault("wrong-type", (*place, key), "a list was expected",
                       f"write {key} = [ … ]")  # fmt: skip
        elif len(listed) > MOST_ENTRIES:
            self.fault("out-of-bounds", (*place, key),
                       f"{len(listed)} entries where {MOST_ENTRIES} are allowed")  # fmt: skip
        else:
            read = self.phase if key == "phases" else self.remark
            entries = [read(entry, (*place, key, at)) for at, entry in enumerate(listed)]
            found[into or key] = tuple(entry for entry in entries if entry is not None)

    def phase(self, raw: object, place: Place) -> Phase | None:
        """Read one phase."""
        found = self.entry(raw, fields.PHASE, place, needed=("name", "time"))
        if found is None:
            return None
        return Phase(found["name"], found["time"], found.get("breath"))

    def remark(self, raw: object, place: Place) -> Remark | None:
        """Read one coaching sentence: text, or a table with a time."""
        if isinstance(raw, str):
            text = self.value(fields.REMARK["say"], raw, place)
            return None if text is None else Remark(str(text))
        found = self.entry(raw, fields.REMARK, place, needed=("say",))
        return None if found is None else Remark(found["say"], found.get("at"))

    def entry(
        self, raw: object, known: Fields, place: Place, needed: tuple[str, ...]
    ) -> dict[str, Any] | None:
        """Read one inline table; None if a needed key is missing or at fault."""
        if not isinstance(raw, dict):
            listed = ", ".join(known)
            self.fault("wrong-type", place, "a table was expected", f"write {{ … }} with {listed}")
            return None
        found = self.table(raw, known, place)
        for key in needed:
            if key not in raw:
                self.fault("missing-key", place, f"`{key}` is missing", f"add {key} = …")
        return found if all(key in found for key in needed) else None

    def fault(self, code: str, path: Place, message: str, mend: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(code, path, place_of(path, self.document), message, mend))


def meant(key: str, known: Fields) -> str:
    """The key of a table that was likely meant by one it does not have; empty if none was."""
    slip = fields.SLIPS.get(key, "")
    if slip in known:
        return slip
    if key == "name" and "title" in known:
        return "title"
    near = [] if key in known or key == "name" else difflib.get_close_matches(key, known, 1, 0.7)
    return near[0] if near else ""
