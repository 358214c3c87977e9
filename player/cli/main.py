"""The command `player`: its subcommands, loaded on use, and how every run ends."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import ClassVar

import click

from player import __version__
from player.errors import PlayerError

INTERRUPTED = 130
OUTSIDE = 3
DEBUG = "PLAYER_DEBUG"
"""Environment variable: set to 1, an unexpected error shows where it happened."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that each starts quickly."""

    modules: ClassVar[dict[str, str]] = {
        "check": "player.cli.check",
        "config": "player.cli.configure",
        "devices": "player.cli.devices",
        "doctor": "player.cli.doctor",
        "exercises": "player.cli.exercises",
        "export": "player.cli.export",
        "fmt": "player.cli.format_files",
        "list": "player.cli.list_routines",
        "log": "player.cli.log",
        "new": "player.cli.new",
        "play": "player.cli.play",
        "schema": "player.cli.schema",
        "show": "player.cli.show",
        "voices": "player.cli.voices",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion where the name is not known."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.modules, 1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="player")
def player() -> None:
    """Guide a workout by voice: routines in TOML, every second exact."""


def main() -> None:
    """Run a command; every error ends in one message and an exit code."""
    # Sessions are plain data without circles; looking for some takes longer than making them.
    gc.set_threshold(1_000_000, 50, 100)
    # One thread is enough for mixing, and saves the start of the others.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run())


def _run() -> int:
    try:
        result = player(prog_name="player", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _told("interrupted", INTERRUPTED)
    except PlayerError as error:
        from player.cli.excerpt import told

        return _told(told(error), error.exit_code)
    except Exception as error:
        if os.environ.get(DEBUG) == "1":
            raise
        return _told(
            f"an unexpected error: {type(error).__name__}: {error}\n"
            f"  Please report it; {DEBUG}=1 shows where it happened.",
            OUTSIDE,
        )
    return result if isinstance(result, int) else 0


def _told(message: str, exit_code: int) -> int:
    from player.cli.terminal import say

    say(f"player: {message}", err=True)
    return exit_code


if __name__ == "__main__":
    main()
