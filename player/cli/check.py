"""`player check`: what is wrong with routines, and what would be better."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from player.cli.finding import Finding, Level, advised, findings_of
from player.cli.options import Request, RoutineName, library, voice_options
from player.cli.session import measured_or_estimated
from player.cli.terminal import say
from player.config import own_config
from player.errors import PlayerError, RequestError
from player.routine.advice import advice_on
from player.routine.library import EXERCISES, SUFFIX
from player.routine.reader import document_of, load_exercises, text_of
from player.timeline.advice import advice_on_timeline
from player.units import clock

if TYPE_CHECKING:
    from player.timeline.model import Timeline

_FORMATS = ("text", "json", "github", "sarif")


class Checked(NamedTuple):
    """A routine that was checked.

    Attributes:
        name: As it was asked for.
        findings: Faults, or advice.
        timeline: What it comes to; None if it is at fault, or a file of exercises.
        exercises: How many exercises it holds, if it is a file of those.
        measured: Whether that rests on measured lengths.
        exit_code: What the faults end in.
    """

    name: str
    findings: list[Finding]
    timeline: Timeline | None = None
    exercises: int = 0
    measured: bool = True
    exit_code: int = 0


@click.command("check")
@click.argument("routines", nargs=-1, required=True, type=RoutineName(), metavar="ROUTINE...")
@click.option("--strict", is_flag=True, help="Let advice count as faults do.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="text for people; json, github (workflow commands) or sarif for programs.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved; Ctrl-C ends it.")
@voice_options
def command(
    routines: tuple[str, ...],
    strict: bool,  # noqa: FBT001 - a click flag
    form: str,
    watch: bool,  # noqa: FBT001 - a click flag
    voice: str,
    rate: int | None,
) -> int:
    """Check each ROUTINE: a name, a file, or a folder of files and of exercises within.

    Faults keep a routine from being played; advice does not. Nothing is spoken: lengths of
    phrases that were never spoken before are estimated.
    """
    own_config()  # told once here if it is at fault, not with every routine
    if watch:
        from player.cli.watching import saved

        for _ in saved([library().path_of(name) or Path(name) for name in routines]):
            library.cache_clear()
            click.clear()
            _check_all(routines, form, voice, rate)
    checked = _check_all(routines, form, voice, rate)
    worst = max((one.exit_code for one in checked), default=0)
    advice = any(one.level == Level.ADVICE for each in checked for one in each.findings)
    return max(worst, int(strict and advice))


def _check_all(routines: tuple[str, ...], form: str, voice: str, rate: int | None) -> list[Checked]:
    checked = []
    for name in _files(routines):
        one = check(Request(name, voice=voice, rate=rate))
        checked.append(one)
        if form == "text":
            if len(checked) > 1 and checked[-2].findings:
                say()
            say(_text(one))
    if form != "text":
        from player.cli.check_formats import FORMATS

        click.echo(FORMATS[form]([finding for one in checked for finding in one.findings]))
    return checked


def _files(named: tuple[str, ...]) -> list[str]:
    files: list[str] = []
    known = set(library().ids())
    for name in named:
        if name in known or not os.path.isdir(name):  # noqa: PTH112 - no error for odd names
            files.append(name)
            continue
        folder = Path(name)
        found = [*folder.glob(f"*{SUFFIX}"), *(folder / EXERCISES).glob(f"*{SUFFIX}")]
        within = [str(path) for path in sorted(found)]
        if not within:
            raise RequestError("there are no routines in this folder", place=name)
        files += within
    return files


def check(request: Request) -> Checked:
    """Check one routine."""
    name = request.routine
    try:
        if _holds_exercises(Path(name)):
            return Checked(name, [], exercises=len(load_exercises(Path(name))))
        routine = library().read(name)
        timeline, measured = measured_or_estimated(request, routine)
    except PlayerError as error:
        return Checked(name, findings_of(error, name), exit_code=error.exit_code)
    advice = [
        *advice_on(routine, library().exercises()),
        *advice_on_timeline(routine, timeline, measured=measured),
    ]
    findings: list[Finding] = []
    if advice:
        file, text = library().source(name)
        findings = advised(advice, file, text)
    return Checked(name, findings, timeline, measured=measured)


def _holds_exercises(path: Path) -> bool:
    """Whether a file is one of exercises: by its folder, and as it has nothing of a routine."""
    if path.parent.name != EXERCISES or path.suffix != SUFFIX:
        return False
    return not {"title", "step", "extends"} & set(document_of(text_of(path, str(path)), str(path)))


def _text(checked: Checked) -> str:
    from player.cli.excerpt import shown

    lines = []
    timeline = checked.timeline
    if checked.exercises:
        lines.append(f"{checked.name}: ok, {checked.exercises} exercises")
    elif timeline is None:
        number = len(checked.findings)
        lines.append(f"{checked.name}: {'one fault' if number == 1 else f'{number} faults'}")
    else:
        about = "" if checked.measured else "about "
        passes = "1 pass" if len(timeline.spans) == 1 else f"{len(timeline.spans)} passes"
        told = f"{checked.name}: ok, {about}{clock(timeline.length)}, {passes}"
        number = len(checked.findings)
        lines.append(f"{told}, {number} to advise" if number else told)
    lines += [f"\n{shown(one)}" for one in checked.findings]
    if not checked.measured and any(one.code == "does-not-fit" for one in checked.findings):
        lines.append("\nLengths of phrases are estimated here; `player show` measures them.")
    return "\n".join(lines)
