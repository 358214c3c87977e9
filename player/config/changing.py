"""Changing `config.toml`: one key at a time, all else as it was written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from player.atomic import whole_file
from player.config import config_of, read_text, table_of
from player.errors import OutsideError, RequestError

Key = tuple[str, ...]
"""A key by its parts, from the top."""


class Changed(NamedTuple):
    """A change that has been made.

    Attributes:
        value: What is written now; None if the key was taken out.
        different: Whether the file says something else than before.
    """

    value: Any
    different: bool


def set_value(file: Path, key: Key, *values: Any) -> Changed:
    """Write the value of a key; the file appears whole or not at all.

    Args:
        file: The settings; made if it is not there.
        key: The key.
        values: What may be meant; the first that can be read counts.

    Raises:
        RequestError: If the file is at fault, or would be with each of the values.
        OutsideError: If it cannot be written.
    """
    text = _sound_text(file)
    faults = []
    for value in values:
        try:
            changed = with_value(text, key, value, file)
            config_of(table_of(changed, file), file)
        except RequestError as error:
            faults.append(error)
        else:
            return Changed(value, _written(file, text, changed))
    raise faults[0]


def unset_value(file: Path, key: Key) -> Changed:
    """Take a key out; as it was if there is none. Raises as `set_value` does."""
    text = _sound_text(file)
    changed = without(text, key, file)
    config_of(table_of(changed, file), file)
    return Changed(None, _written(file, text, changed))


def with_value(text: str, key: Key, value: Any, file: Path) -> str:
    """The text with a value under a key.

    Raises:
        RequestError: If something that is no table stands in the way, or the change cannot be
            made without another.
    """

    def put(table: Any, last: str, inside: Callable[[], Any]) -> None:
        table[last] = inside()

    return _changed(text, key, file, put, value)


def without(text: str, key: Key, file: Path) -> str:
    """The text without a key; the same if there is none.

    Raises:
        RequestError: If the change cannot be made without another.
    """
    if _found(table_of(text, file), key) is None:
        return text
    return _changed(text, key, file, lambda table, last, _: table.pop(last))


def _changed(
    text: str,
    key: Key,
    file: Path,
    change: Callable[[Any, str, Callable[[], Any]], None],
    value: Any = None,
) -> str:
    """Make a change in the text, and the same in what it says; they must agree."""
    import tomlkit

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    meant = deepcopy(table_of(text, file))
    change(_holding(meant, key, file, dict), key[-1], lambda: value)
    try:
        document = tomlkit.parse(text.removeprefix(mark).replace("\r\n", "\n"))
        change(_holding(document, key, file, tomlkit.table), key[-1], lambda: _written_value(value))
        changed = tomlkit.dumps(document)
        agrees = _filled(tomllib.loads(changed)) == _filled(meant)
    except (tomlkit.exceptions.TOMLKitError, ValueError, RecursionError):
        agrees = False
    if not agrees:
        raise RequestError(
            "cannot be changed without touching other settings",
            place=f"{file}: `{key[0]}`",
            mend="change it there by hand",
        )
    whole = changed if changed.endswith("\n") else f"{changed}\n"
    return mark + whole.replace("\n", ends)


def _holding(top: Any, key: Key, file: Path, new: Callable[[], Any]) -> Any:
    """The table that a key stands in, made where there is none."""
    table = top
    for depth, part in enumerate(key[:-1], 1):
        if part not in table:
            table[part] = new()
        table = table[part]
        if not isinstance(table, dict):
            place = ".".join(key[:depth])
            raise RequestError(
                "holds a value, so nothing can stand under it",
                place=f"{file}: `{place}`",
                mend=f"take it out first: player config unset {place}",
            )
    return table


def _filled(table: dict[str, Any]) -> dict[str, Any]:
    """A table without tables that hold nothing, which say nothing either."""
    inner = {key: _filled(one) if isinstance(one, dict) else one for key, one in table.items()}
    return {key: one for key, one in inner.items() if one != {}}


def _written_value(value: Any) -> Any:
    """A value as tomlkit writes it: a table within its line."""
    import tomlkit

    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, one in value.items():
            table[key] = _written_value(one)
        return table
    return tomlkit.item(value)


def _found(table: Any, key: Key) -> Any:
    """What stands under a key; None if nothing does."""
    for part in key:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    return table


def _sound_text(file: Path) -> str:
    """The text of the file, if nothing in it is at fault."""
    text = read_text(file)
    config_of(table_of(text, file), file)
    return text


def _written(file: Path, before: str, after: str) -> bool:
    """Write the file where it says something else than before; whether it does."""
    if before == after:
        return False
    # Where the name is a link, what it leads to is written, not the link.
    place = file.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(place) as stream:
            if place.exists():
                Path(stream.name).chmod(place.stat().st_mode & 0o777)
            stream.write(after.encode())
    except OSError as error:
        raise OutsideError(
            f"cannot be written: {error.strerror or error}",
            place=str(file),
            mend="see that the folder can be written and has room",
        ) from error
    return True
