"""Reading the tables of a document by the tables of the format, collecting every fault."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from player.errors import Fault
from player.routine import fields
from player.routine.fields import Field, Fields
from player.routine.mends import list_mend
from player.routine.model import Phase, Place, Remark
from player.routine.place import place_of, printable
from player.routine.slip import LONGEST_MEND
from player.routine.toml_text import quoted
from player.units import Unreadable

MOST_ENTRIES = 50
"""Phases or coaching sentences a step may have."""


MOST_FAULTS = 100
"""Faults that are told of one file; more of them nobody reads at once."""


LONGEST_TOLD = 500
"""Characters of a message or a mend: what they quote may be of any length."""


class TooManyFaultsError(Exception):
    """Reading ends, as there are as many faults as are told."""


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
                self.unknown(key, raw, known, place)
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
            self.fault(error.code, (*place, *error.within), error.reason, error.mend)
            return None

    def unknown(self, key: str, raw: Mapping[str, Any], known: Fields, place: Place) -> None:
        """Fault a key that a table does not know, with the one that was likely meant."""
        likely = meant(key, known)
        if likely and likely in raw and known[likely].read is not None:
            mend = f"leave it out, as `{likely}` is there already"
        elif likely:
            mend = f"did you mean `{likely}`?"
        else:
            mend = elsewhere(key, known) or "allowed here: " + ", ".join(known)
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
            mend = "write [{ name = …, time = … }, …]" if key == "phases" else 'write ["…", "…"]'
            mend = mend if key == "phases" else list_mend(listed, mend)
            self.fault("wrong-type", (*place, key), "a list was expected", mend)
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
            first = quoted(raw) if isinstance(raw, str) and len(raw) <= LONGEST_MEND else ""
            examples = [f"{key} = {known[key].example}" for key in needed]
            examples[0] = f"{needed[0]} = {first}" if first else examples[0]
            mend = f"write {{ {', '.join(examples)} }}"
            self.fault("wrong-type", place, "a table was expected", mend)
            return None
        found = self.table(raw, known, place)
        for key in needed:
            if key not in raw and not slipped(key, raw, known):
                mend = f"add {key} = {known[key].example}"
                self.fault("missing-key", place, f"`{key}` is missing", mend)
        return found if all(key in found for key in needed) else None

    def fault(self, code: str, path: Place, message: str, mend: str = "") -> None:
        """Note a fault.

        Raises:
            TooManyFaultsError: If there are more than are told.
        """
        if len(self.faults) == MOST_FAULTS:
            self.faults.append(
                Fault("too-many", (), "the routine", f"there are more than {MOST_FAULTS} faults",
                      f"mend the {MOST_FAULTS} that are told here, then check again")
            )  # fmt: skip
            raise TooManyFaultsError
        place = place_of(path, self.document)
        message, mend = (printable(one, LONGEST_TOLD) for one in (message, mend))
        self.faults.append(Fault(code, path, place, message, mend))


def meant(key: str, known: Fields) -> str:
    """The key of a table that was likely meant by one it does not have; empty if none was."""
    slip = fields.SLIPS.get(key, "")
    if slip in known:
        return slip
    if key in known or elsewhere(key, known):
        return ""
    near = difflib.get_close_matches(key, known, 1, 0.7)
    return near[0] if near else ""


def slipped(key: str, raw: Iterable[str], known: Fields) -> bool:
    """Whether a key that is missing was likely meant by another one."""
    return any(one not in known and meant(one, known) == key for one in raw)


def elsewhere(key: str, known: Fields) -> str:
    """Where a key of the format goes that a table does not have; empty if that cannot be told."""
    within_step = known is fields.LEAF or known is fields.GROUP
    to_the_top = f"`{key}` goes to the top of the file, above the first [header]"
    if within_step and key in fields.CUES:
        return f"`{key}` goes under [cues], or for this step alone into cues = {{ {key} = … }}"
    if known is fields.LEAF and key in fields.GROUP:
        group = f"`{key}` goes to a group, which has steps within it"
        return f"{group}, or to the top of the file" if key in fields.ROUTINE else group
    if known is fields.GROUP and key in fields.LEAF:
        return f"`{key}` goes to a single step; this one has steps within it"
    return to_the_top if known is not fields.ROUTINE and key in fields.ROUTINE else ""
