"""`player exercises`: the catalogue, searched and explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from player.cli.hearing import hear
from player.cli.options import Request, library, output_option, voice_options
from player.cli.terminal import say
from player.errors import RequestError
from player.routine.exercises import nearest
from player.routine.fields import JOINTS, OCCASIONS
from player.routine.model import DoseKind, Exercise, Routine, Variant
from player.routine.reader import loads
from player.units import Range, seconds

NO_EQUIPMENT = "none"


@click.command("exercises")
@click.argument("words", nargs=-1)
@click.option("--joint", type=click.Choice(JOINTS), help="Only those for a joint.")
@click.option("--when", type=click.Choice(OCCASIONS), help="Only those worth doing then.")
@click.option("--equipment", help="Only those that need this, or `none`.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--speak", is_flag=True, help="With show: hear it as a step says it.")
@output_option
@voice_options
def command(
    words: tuple[str, ...],
    joint: str | None,
    when: str | None,
    equipment: str | None,
    as_json: bool,  # noqa: FBT001 - a click flag
    speak: bool,  # noqa: FBT001 - a click flag
    output: str,
    voice: str,
    rate: int | None,
) -> int:
    """List the exercises that have all WORDS in them, or explain one: exercises show ID."""
    catalogue = library().exercises()
    if len(words) == len(("show", "id")) and words[0] == "show":
        wanted = words[1]
        if wanted not in catalogue:
            raise RequestError(f'there is no exercise "{wanted}"', mend=nearest(wanted, catalogue))
        found = [catalogue[wanted]]
    else:
        found = [
            one
            for one in catalogue.values()
            if _matches(one, words)
            and (joint is None or joint in one.joints)
            and (when is None or {when, "any"} & set(one.when))
            and _needs(one, equipment)
        ]
    if speak:
        if words[:1] != ("show",) or len(found) != 1:
            raise click.UsageError("--speak needs one exercise: player exercises show ID --speak")
        return hear(Request(found[0].id, voice=voice, rate=rate), output, _step_of(found[0]))
    if as_json:
        click.echo(json.dumps([_data(one) for one in found], indent=1, ensure_ascii=False))
    elif words[:1] == ("show",) and len(found) == 1:
        say("\n".join(_explained(found[0])))
    elif found:
        width = max(len(one.id) for one in found)
        say("\n".join(f"{one.id:<{width}}  {dose_text(one):<13} {one.name}" for one in found))
    else:
        say("No exercise is like that.")
    return 0


def _step_of(one: Exercise) -> Routine:
    """A routine that is this exercise."""
    text = f'title = {json.dumps(one.name, ensure_ascii=False)}\n[[step]]\nexercise = "{one.id}"\n'
    return loads(text, name=one.id, exercises=library().exercises)


def dose_text(exercise: Exercise) -> str:
    """The dose of an exercise in a few characters: `10-15 reps`, `30-45 s`."""
    amount = exercise.dose.amount
    if exercise.dose.kind in {DoseKind.REPS, DoseKind.BREATHS}:
        return f"{_range(amount)} {exercise.dose.kind}"
    whole = Range(*(round(seconds(end)) for end in amount))
    return f"{_range(whole)} s"


def _range(amount: Range) -> str:
    return str(amount.first) if amount.first == amount.last else f"{amount.first}-{amount.last}"


def _matches(exercise: Exercise, words: tuple[str, ...]) -> bool:
    text = " ".join(
        (exercise.id, exercise.name, exercise.instructions, exercise.why, *exercise.equipment)
    ).casefold()
    return all(word.casefold() in text for word in words)


def _needs(exercise: Exercise, equipment: str | None) -> bool:
    if equipment == NO_EQUIPMENT:
        return not exercise.equipment
    return equipment is None or equipment in exercise.equipment


def _explained(one: Exercise) -> Iterator[str]:
    yield f"{one.name} ({one.id})"
    yield f"  {one.why}" if one.why else ""
    sides = ", ".join(one.step.get("sides", ()))
    directions = ", ".join(one.step.get("directions", ()))
    facts = {
        "for": ", ".join(one.joints),
        "when": ", ".join(one.when),
        "dose": dose_text(one),
        "sides": sides,
        "directions": directions,
        "equipment": ", ".join(one.equipment),
        "how": one.instructions,
        "coaching": " ".join(remark.text for remark in one.remarks),
        "caution": one.caution,
        "easier": _variant(one.easier),
        "harder": _variant(one.harder),
    }
    for key, value in facts.items():
        if value:
            yield f"  {key + ':':<11} {value}"


def _variant(variant: Variant | None) -> str:
    if variant is None:
        return ""
    return variant.text or f"do {variant.exercise} instead"


def _data(one: Exercise) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "joint": list(one.joints),
        "when": list(one.when),
        "dose": dose_text(one),
        "equipment": list(one.equipment),
        "instructions": one.instructions,
        "cues": [remark.text for remark in one.remarks],
        "caution": one.caution or None,
        "easier": _variant(one.easier) or None,
        "harder": _variant(one.harder) or None,
        "why": one.why,
    }
