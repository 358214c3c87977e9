"""`player schema`: the format, for editors."""

from __future__ import annotations

import json

import click

from player.routine.schema import schema, schema_of_exercises


@click.command("schema")
@click.option("--exercises", is_flag=True, help="That of files of exercises.")
def command(exercises: bool) -> None:  # noqa: FBT001 - a click flag
    """Print the JSON Schema of routines, with which editors explain and check them.

    \b
    player schema > routine.schema.json

    An editor that knows taplo takes it from there where a routine beside it begins with this line:

    \b
    #:schema ./routine.schema.json
    """  # noqa: D301 - click's sign for lines that stay as they are
    click.echo(json.dumps(schema_of_exercises() if exercises else schema(), indent=2))
