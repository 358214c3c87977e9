"""A table of `config.toml`: its values read one by one, each fault told with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from player.errors import RequestError
from player.units import Unreadable


class Table:
    """A table of the file.

    Args:
        values: The table.
        file: Where it stands.
        name: What it is called there; empty for the top.
    """

    def __init__(self, values: dict[str, Any], file: Path, name: str) -> None:
        self.values = values
        self.file = file
        self._name = name

    def knows(self, *keys: str) -> None:
        """Fault a key that is none of these.

        Raises:
            RequestError: If there is one.
        """
        for key in self.values:
            if key not in keys:
                raise self.fault(key, "is not a key here", meant(key, keys))

    def read(self, key: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        """Read the value of a key, if there is one.

        Raises:
            RequestError: If it is at fault.
        """
        if key not in self.values:
            return otherwise
        try:
            return reader(self.values[key])
        except Unreadable as error:
            raise self.fault(key, error.reason, error.mend) from error

    def table(self, key: str) -> Table:
        """A table within this one; without values if there is none.

        Raises:
            RequestError: If something else stands there.
        """
        name = f"{self._name}.{key}" if self._name else key
        return Table(self.read(key, _table, {}), self.file, name)

    def fault(self, key: str, reason: str, mend: str) -> RequestError:
        """What is wrong with a key, and where it stands."""
        where = f"[{self._name}] " if self._name else ""
        return RequestError(reason, place=f"{self.file}: {where}`{key}`", mend=mend)


def meant(key: str, known: tuple[str, ...]) -> str:
    """What to do about a key that is not known: write the one that was likely meant."""
    import difflib

    near = difflib.get_close_matches(key, known, 1)
    return f"did you mean `{near[0]}`?" if near else f"allowed here: {', '.join(known)}"


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("wrong-type", "a table was expected", "write it as [voices.its-name]")
    return value
