"""`player voices`: who can speak here, and how they sound."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from player.cli.main import INTERRUPTED
from player.cli.options import device_settings, output_option, voice_options
from player.cli.terminal import say, tell
from player.config import Config, own_config
from player.errors import VoiceError
from player.outputs.choose import check_name, open_output
from player.pronounce import pronounced
from player.routine.values import sentence
from player.units import Unreadable
from player.voices.engine import DEFAULT_LANGUAGE, Availability, Voice, VoiceUnavailableError
from player.voices.languages import tidy
from player.voices.recorder import Recorder
from player.voices.registry import all_engines, engine_and_voice, voice_choice

if TYPE_CHECKING:
    from player.audio.mix import Mix
    from player.voices.engine import Engine


class _Listed(NamedTuple):
    """An engine, whether it works, and its voices."""

    name: str
    availability: Availability
    voices: tuple[Voice, ...]

    def chosen_by(self, voice: Voice) -> str:
        """What `--voice` takes for a voice."""
        return f"{self.name}:{voice.id}" if voice.id else self.name


@click.command("voices")
@click.option(
    "--language",
    default="",
    metavar="LANGUAGE",
    help="Only voices of this language, such as de or en-GB; with --say, the text's language.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--say", "text", metavar="TEXT", help="Let one voice say this.")
@voice_options
@output_option
def command(
    language: str,
    as_json: bool,  # noqa: FBT001 - a click flag
    text: str | None,
    voice: str,
    rate: int | None,
    output: str,
) -> int:
    """List all voices, or try one with --say."""
    language = tidy(language)
    if text is not None:
        if as_json:
            raise click.UsageError("--json goes with the list, not with --say.")
        return _try(_checked(text), own_config(), language or DEFAULT_LANGUAGE, voice, rate, output)
    if voice or rate or output:
        raise click.UsageError("--voice, --rate and --output go with --say.")
    listed = [_asked(engine, language) for engine in all_engines(own_config().voices)]
    if as_json:
        click.echo(json.dumps([_plain(one) for one in listed], indent=1))
    else:
        _show(listed, language)
    return 0


def _asked(engine: Engine, language: str) -> _Listed:
    """What an engine says of itself."""
    available = engine.availability()
    if not available.works:
        return _Listed(engine.name, available, ())
    try:
        return _Listed(engine.name, available, engine.voices(language))
    except VoiceError as error:
        return _Listed(
            engine.name, Availability(works=False, reason=error.reason, mend=error.mend), ()
        )


def _plain(listed: _Listed) -> dict[str, object]:
    return {
        "engine": listed.name,
        **listed.availability._asdict(),
        "voices": [
            {
                "voice": listed.chosen_by(voice),
                "id": voice.id,
                "name": voice.name,
                "languages": list(voice.languages),
            }
            for voice in listed.voices
        ],
    }


def _show(listed: list[_Listed], language: str) -> None:
    """A line for each voice: what `--voice` takes, its languages, its name."""
    rows = [
        (one.chosen_by(voice), ", ".join(voice.languages) or "any", voice.name)
        for one in listed
        for voice in one.voices
    ]
    first, second = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for chosen, languages, name in rows:
        say(f"{chosen:<{first}}  {languages:<{second}}  {name}")
    for one in listed:
        works, reason, mend = one.availability
        if not works:
            say(f"{one.name}: not available: {reason} ({mend})")
        elif not one.voices:
            say(f"{one.name}: no voice{f' for {language}' if language else ''}")


def _checked(text: str) -> str:
    try:
        return sentence(text)
    except Unreadable as error:
        raise click.UsageError(f"--say: {error.reason}; {error.mend}.") from error


def _try(
    text: str, config: Config, language: str, voice: str, rate: int | None, output: str
) -> int:
    """Let a voice say a text; the exit code it ends with."""
    from player.live.hearing import hear  # loads numpy, which the list can do without

    check_name(output)
    mix = _spoken(text, config, language, voice, rate)
    sink = open_output(output, tell, device_settings())
    say(text)
    return 0 if hear(mix, sink) else INTERRUPTED


def _spoken(text: str, config: Config, language: str, voice: str, rate: int | None) -> Mix:
    from player.audio.mix import Mix, Part
    from player.cli.session import clip_cache

    engine, name = engine_and_voice(voice or config.voice_for(language), config.voices)
    available = engine.availability()
    if not available.works:
        raise VoiceUnavailableError(available.reason, place=engine.name, mend=available.mend)
    choice = voice_choice(name, rate or config.rate, language)
    spoken = partial(pronounced, config.pronounce)
    recorder = Recorder(engine, choice, clip_cache(), tell=tell, spoken=spoken)
    length = recorder.record([text])[text].length
    return Mix(length, [Part(0, recorder.clips[text])])
