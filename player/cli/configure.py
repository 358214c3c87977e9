"""`player config`: the listener's settings shown and changed, and where files are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import click

from player.cli.options import own_folder
from player.cli.terminal import say
from player.config import config_file, config_of, read_text, table_of
from player.config.keys import settings
from player.config.table import meant
from player.errors import RequestError
from player.routine.library import EXERCISES
from player.routine.toml_lines import written_key, written_value
from player.routine.toml_text import KEY, KEY_PART, key_name, key_names, value_of

SET, USUAL = "file", "default"
"""Where a value comes from."""

_TABLES = ("pronounce", "voices")
_PATHS = {("music",), ("voices", "piper", "model")}
_WIDEST = 24
_NOTHING = "-"


class Shown(NamedTuple):
    """A setting as it stands.

    Attributes:
        key: Its key by its parts.
        value: Its value as it is written; None where nothing stands for it.
        origin: Where that comes from.
        meaning: What it does; empty for what the listener has named.
    """

    key: tuple[str, ...]
    value: Any
    origin: str
    meaning: str = ""

    @property
    def name(self) -> str:
        """The key as it is written."""
        return ".".join(written_key(part) for part in self.key)


class _Settings(click.Group):
    """The subcommands, and what to write where a key stands in their place."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            first = args[0].partition(".")[0]
            if first not in _known():
                raise
            wanted = "set" if len(args) > 1 else "get"
            raise click.UsageError(
                f"Did you mean: player config {wanted} {' '.join(args)}", ctx
            ) from error


@click.group("config", cls=_Settings, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """Show all settings and where files are; get, set or unset one."""
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("Write --json behind the subcommand.")
        return
    fault: RequestError | None = None
    shown: list[Shown] = []
    try:
        shown = _shown(_table())
    except RequestError as error:
        fault = error
    if as_json and fault is None:
        found = {"settings": [_data(one) for one in shown], "files": _files_as_text()}
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    elif not as_json:
        _show(shown)
    if fault is not None:
        raise fault


@command.command("get")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def _get(key: str, as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """Show the value of KEY, such as latency or voices.robot.command."""
    parts = _key(key)
    table = _table()
    found = [one for one in _shown(table) if one.key[: len(parts)] == parts]
    if not found and parts not in {(one,) for one in _TABLES}:
        raise RequestError(f"`{key}` is not set", mend="`player config` shows what is")
    if as_json:
        one = _at(table, parts)
        whole = found[0].value if one is None and found else one
        origin = USUAL if one is None else SET
        click.echo(json.dumps(_data(Shown(parts, whole, origin)), ensure_ascii=False))
    elif len(found) == 1 and found[0].key == parts:
        value = found[0].value
        say(value if isinstance(value, str) else "" if value is None else written_value(value))
    else:
        for one in found:
            say(f"{one.name} = {written_value(one.value)}")


@command.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def _set(key: str, value: str, as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """Set KEY to VALUE: a number, true or false, a list as in TOML, or text."""
    save(key, value, as_json=as_json)


@command.command("unset")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def _unset(key: str, as_json: bool) -> None:  # noqa: FBT001 - a click flag
    """Take KEY out, so that its default counts."""
    from player.config.changing import unset_value

    parts = _key(key)
    done = unset_value(config_file(), parts)
    now = next((one.value for one in _shown(_table()) if one.key == parts), None)
    if as_json:
        click.echo(json.dumps(_data(Shown(parts, now, USUAL)), ensure_ascii=False))
        return
    usual = f"; the default is {_text(now)}" if _text(now) else ""
    say(f"{Shown(parts, now, USUAL).name} {'is' if done.different else 'was'} not set{usual}.")


def save(key: str, value: str, *, as_json: bool = False) -> None:
    """Set a key to what is written, and say so.

    A path is from the folder where it is written, so that it is kept whole.

    Raises:
        RequestError: If the settings are at fault, or would be.
        OutsideError: If they cannot be written.
    """
    from player.config.changing import set_value

    parts = _key(key)
    read = value_of(value)
    meanings = [value] if read is None else [read] if isinstance(read, str) else [read, value]
    meanings = [_with_whole_paths(parts, meaning) for meaning in meanings]
    shown = Shown(parts, set_value(config_file(), parts, *meanings).value, SET)
    if as_json:
        click.echo(json.dumps(_data(shown), ensure_ascii=False, default=str))
    else:
        written = value if isinstance(shown.value, dict) else written_value(shown.value)
        say(f"{shown.name} = {written}")


def _with_whole_paths(key: tuple[str, ...], value: Any) -> Any:
    """A value, each path in it made whole; what can be no path is left for its fault."""
    if isinstance(value, dict):
        return {part: _with_whole_paths((*key, part), one) for part, one in value.items()}
    if key not in _PATHS or not isinstance(value, str) or not value.strip():
        return value
    try:
        return str(Path(value).expanduser().absolute())
    except RuntimeError:  # there is no such home
        return value


def _key(written: str) -> tuple[str, ...]:
    """The parts of a key; a spelling may stand behind `pronounce.` as it is."""
    first, _, rest = written.partition(".")
    if first == "pronounce" and rest:
        return first, key_name(rest) if KEY_PART.fullmatch(rest) else rest
    if not KEY.fullmatch(written):
        mend = 'write it like latency, voices.robot.command or pronounce."90/90"'
        raise RequestError(f'"{written}" cannot be a key', mend=mend)
    parts = key_names(written)
    if parts[0] not in _known():
        raise RequestError(f"`{parts[0]}` is not a setting", mend=meant(parts[0], _known()))
    return parts


def _known() -> tuple[str, ...]:
    return (*(one.key for one in settings(Path())), *_TABLES)


def _table() -> dict[str, Any]:
    """What is written in the file, if nothing in it is at fault."""
    file = config_file()
    table = table_of(read_text(file), file)
    config_of(table, file)
    return table


def _shown(table: dict[str, Any]) -> list[Shown]:
    """Every setting, in order: what is written, else what counts without."""
    found = []
    for one in settings(Path()):
        written = _leaves((one.key,), table[one.key]) if one.key in table else []
        found += [Shown(key, value, SET, one.meaning) for key, value in written] or [
            Shown((one.key,), one.usual, USUAL, one.meaning)
        ]
    for name in _TABLES:
        found += [Shown(key, value, SET) for key, value in _leaves((name,), table.get(name, {}))]
    return found


def _leaves(key: tuple[str, ...], value: Any) -> list[tuple[tuple[str, ...], Any]]:
    """The values under a key, each with its own."""
    if not isinstance(value, dict):
        return [(key, value)]
    return [leaf for part, one in value.items() for leaf in _leaves((*key, part), one)]


def _at(table: Any, key: tuple[str, ...]) -> Any:
    """What is written under a key; None if nothing is."""
    for part in key:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    return table


def _data(one: Shown) -> dict[str, object]:
    return {"key": one.name, "value": one.value, "from": one.origin}


def _show(shown: list[Shown]) -> None:
    if shown:
        names = max(len(one.name) for one in shown)
        texts = [_text(one.value) or _NOTHING for one in shown]
        width = max(len(text) for text in texts if len(text) <= _WIDEST)
        for one, text in zip(shown, texts, strict=True):
            line = f"{one.name:<{names}}  {text:<{width}}  {one.origin:<{len(USUAL)}}"
            say(f"{line}  {one.meaning}".rstrip())
        say()
    files = _files()
    names = max(len(name) for name in files)
    for name, path in files.items():
        say(f"{name:<{names}}  {path}{'' if path.exists() else '  (not there yet)'}")


def _text(value: Any) -> str:
    """A value as it is written; empty for nothing."""
    return "" if value is None else written_value(value)


def _files() -> dict[str, Path]:
    """Where everything of the listener is.

    Beside the journal, a session that it cannot take may be in one of the folders for side files.
    """
    from player.cli.log import places
    from player.cli.session import clip_cache
    from player.outputs.remembered import buffers_file

    own = own_folder()
    where = places()
    return {
        "config": config_file(),
        "routines": own,
        "exercises": own / EXERCISES,
        "sounds": own.parent / "sounds",
        "voices": own.parent / "voices",
        "journal": where.database,
        **{
            f"side-files-{number}": folder
            for number, folder in enumerate(dict.fromkeys(where.folders), 1)
        },
        "cache": clip_cache().folder,
        "buffers": buffers_file(),
    }


def _files_as_text() -> dict[str, str]:
    return {name: str(path) for name, path in _files().items()}
