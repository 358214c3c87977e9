"""`player doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from player import __version__
from player.cli.devices import device_option
from player.cli.options import device_settings, output_option, own_folder, voice_options
from player.cli.terminal import say, tell
from player.config import Config, config_file, own_config, read_text, table_of
from player.doctor.cache import cache
from player.doctor.checked import Checked, Standing, examined, exit_code
from player.doctor.device import heard, opens
from player.doctor.folders import disk
from player.doctor.journal import journal
from player.doctor.machine import optional
from player.doctor.routines import routines
from player.doctor.settings import config as settings
from player.doctor.terminal import Terminal, terminal
from player.doctor.voice import spoken
from player.errors import PlayerError
from player.outputs.choose import check_name, open_output
from player.outputs.output import DeviceSettings
from player.pronounce import pronounced
from player.routine.library import SUFFIX, Library
from player.shipped import shipped_folder

if TYPE_CHECKING:
    from player.audio.clip import Clip
    from player.outputs.output import Output

PHRASE = "This is your player speaking. If you hear this, all is well."
"""What is spoken and played."""

_INDENT = " " * 17
_OPENED = {Standing.OK, Standing.NOTE}


@click.command("doctor")
@click.option("--quiet", is_flag=True, help="Play nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--latency",
    "tap",
    is_flag=True,
    help="Find how late you hear, as with Bluetooth, by tapping along with clicks.",
)
@voice_options
@output_option
@device_option
def command(
    quiet: bool,  # noqa: FBT001 - a click flag
    as_json: bool,  # noqa: FBT001 - a click flag
    tap: bool,  # noqa: FBT001 - a click flag
    voice: str,
    rate: int | None,
    output: str,
    device: str,
) -> int:
    """See what works here, and hear it."""
    check_name(output)
    if tap:
        if quiet or as_json or voice or rate:
            raise click.UsageError("--latency goes with --output and --device only.")
        return _latency(_Output(output, device))
    found = []
    for one in _Doctor(voice, rate, _Output(output, device), quiet=quiet).checks():
        found.append(one)
        if not as_json:
            _show(one)
    if as_json:
        code = exit_code(found)
        told = {"ok": code == 0, "checks": [one._asdict() for one in found]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    return exit_code(found)


class _Output(NamedTuple):
    """Where sound goes, as `--output` and `--device` take it."""

    name: str
    device: str

    @property
    def is_device(self) -> bool:
        """Whether it is a sound device."""
        return self.name in {"", "device"}

    def opened(self, chosen: DeviceSettings, tell: Callable[[str], None]) -> Output:
        """The output, opened with what is set.

        Args:
            chosen: What is set for the device.
            tell: Told in a line why another plays instead, where one does.

        Raises:
            PlayerError: If it does not open.
        """
        from player.outputs.remembered import buffers_file

        told: list[str] = []
        output = open_output(self.name or "device", told.append, chosen, buffers_file())
        for line in told[:-1]:  # the last names the output itself
            tell(line)
        return output


class _Doctor:
    """Everything that is looked at, in order.

    Args:
        voice: The voice to hear, as `--voice` takes it.
        rate: Words a minute, or None.
        output: Where sound goes.
        quiet: Whether nothing is played.
    """

    def __init__(self, voice: str, rate: int | None, output: _Output, *, quiet: bool) -> None:
        self._voice = voice
        self._rate = rate
        self._output = output
        self._quiet = quiet
        self._config = Config()
        self._device = DeviceSettings(output.device)
        self._clip: Clip | None = None
        self._opens = False
        with suppress(PlayerError):  # told by the check of the settings
            self._config = own_config()
            self._device = device_settings(output.device)

    def checks(self) -> Iterator[Checked]:
        """Look at one part after another."""
        yield Checked("player", Standing.OK, _versions())
        for part, check in self._parts().items():
            found = examined(part, check)
            self._opens = self._opens or (part == "device" and found.standing in _OPENED)
            yield found
        clip = self._clip
        if clip is not None and self._opens and not self._quiet:
            yield examined("sound", lambda: self._heard(clip))

    def _parts(self) -> dict[str, Callable[[], Checked]]:
        return {
            "config": lambda: settings(config_file(), _settings_written),
            "voice": self._speaks,
            "device": lambda: opens(self._opened, self._devices),
            "cache": _cache,
            "journal": _journal,
            "routines": _routines,
            "terminal": lambda: terminal(_terminal()),
            "remote": _remote,
            "awake": _awake,
            "disk": _disk,
        }

    def _speaks(self) -> Checked:
        from player.voices.engine import DEFAULT_LANGUAGE
        from player.voices.registry import engine_and_voice, voice_choice

        config = self._config
        wanted = self._voice or config.voice_for(DEFAULT_LANGUAGE)
        engine, name = engine_and_voice(wanted, config.voices)
        choice = voice_choice(name, self._rate or config.rate)
        found = spoken(engine, choice, pronounced(config.pronounce, PHRASE), time.monotonic)
        self._clip = found.clip
        return found.checked

    def _opened(self, tell: Callable[[str], None]) -> Output:
        return self._output.opened(self._device, tell)

    def _devices(self) -> int | None:
        from player.outputs.devices import devices

        return len(devices()) if self._output.is_device else None

    def _heard(self, clip: Clip) -> Checked:
        from player.audio.mix import Mix, Part

        mix = Mix(clip.shape.length, [Part(0, clip)])
        return heard(self._opened(lambda _: None), mix, time.monotonic)


def _latency(wanted: _Output) -> int:
    from player.cli.configure import save
    from player.cli.tapping import find_latency, taps_on_keyboard

    chosen = device_settings(wanted.device)
    return find_latency(
        lambda: wanted.opened(chosen._replace(latency=0), tell),
        chosen.latency,
        time.monotonic,
        taps_on_keyboard,
        partial(save, "latency"),
    )


def _settings_written() -> int:
    own_config()
    file = config_file()
    return len(table_of(read_text(file), file))


def _cache() -> Checked:
    from player.cli.session import clip_cache

    return cache(clip_cache())


def _journal() -> Checked:
    from player.cli.log import journal_path
    from player.journal.schema import MIGRATIONS

    return journal(journal_path(), len(MIGRATIONS))


def _routines() -> Checked:
    told: list[str] = []
    own = own_folder()
    library = Library(shipped_folder("routines"), own, tell=told.append)

    def left_out() -> list[str]:
        library.exercises()
        return told

    names = sorted(path.stem for path in own.glob(f"*{SUFFIX}"))
    return routines(names, library.read, left_out)


def _terminal() -> Terminal:
    columns, lines = shutil.get_terminal_size()
    encoding = sys.stdout.encoding or "ascii"
    return Terminal(sys.stdout.isatty(), columns, lines, encoding, os.environ)


def _remote() -> Checked:
    from player.remote.remote import availability

    return optional("remote", "media keys and headset buttons work", availability)


def _awake() -> Checked:
    from player.live.awake import availability

    return optional("awake", "the screen stays awake in a session", availability)


def _disk() -> Checked:
    from player.cli.log import journal_path
    from player.cli.session import clip_cache

    def free(folder: Path) -> int:
        return shutil.disk_usage(folder).free

    return disk((config_file().parent, journal_path().parent, clip_cache().folder), free)


def _versions() -> str:
    return f"{__version__}, Python {platform.python_version()}, {platform.system()}"


def _show(one: Checked) -> None:
    say(f"{one.standing:<5}  {one.part:<8}  {one.found}")
    if one.mend:
        say(f"{_INDENT}{one.mend}")
