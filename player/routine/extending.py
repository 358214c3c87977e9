"""A first text for a routine that is made from another: how that one can be changed.

What can be changed stands there as examples, left out as in `player.routine.drafting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from player.routine.choosing_exercises import suits
from player.routine.doings import Sections
from player.routine.drafting import Heading, opening, preferences, step_blocks, text_of_blocks
from player.routine.merging import known_as, leaves, without
from player.routine.model import RESTING, DoseKind, Exercise, Leaf, Routine
from player.routine.place import printable
from player.routine.toml_lines import (
    comment_lines,
    key_lines,
    left_out,
    written_amount,
    written_key,
)

LONGEST_LISTING = 100
"""Steps of the other routine that are listed."""

_PLANK = {"name": "Plank", "hold": "30s", "say": "Elbows under the shoulders."}
"""What is done as an example where the catalogue has nothing new."""

_UNMEASURED = frozenset({DoseKind.SAY, DoseKind.WAIT, DoseKind.MEASURE})


def extending_text(
    heading: Heading,
    extends: str,
    base: Routine,
    sections: Sections,
    catalogue: Mapping[str, Exercise],
) -> str:
    """The text of a routine made from another: how to change it, and exercises that are added.

    Args:
        heading: What stands at the top; what it leaves open is the other routine's.
        extends: What the other routine is called in the text.
        base: The other routine.
        sections: Exercises that are done after it.
        catalogue: Where examples come from.
    """
    top = {"extends": extends, "title": heading.title, "summary": f"Made from “{base.title}”."}
    if heading.when:
        top["when"] = heading.when
    if heading.minutes is not None:
        top["target"] = f"{heading.minutes}min"
    told = (
        f"All of “{base.title}” is done; what is written here changes it. Its steps, by the names "
        "that `leave_out`, `replace`, `after` and `before` take:"
    )
    leave_out, replace, add = _examples(base, heading.when or base.when, catalogue)
    return text_of_blocks(
        [
            [*opening(heading), *key_lines(top)],
            [*comment_lines(told), *_listing(base)],
            leave_out,
            preferences(base.cues),
            replace,
            add,
            *step_blocks(sections),
        ]
    )


def _listing(base: Routine) -> Iterator[str]:
    steps = leaves(base.steps)
    edge = max(len(one.path) for one in steps)
    for one in steps[:LONGEST_LISTING]:
        kind = one.dose.kind
        dose = "" if kind in _UNMEASURED else f"({written_amount(kind, one.dose.amount)} {kind})"
        shown = _called(one) or (f"“{one.say}”" if one.say else kind.value)
        yield f"#   {one.path:<{edge}}  {printable(shown)}  {dose}".rstrip()
    if len(steps) > LONGEST_LISTING:
        yield f"#   … and {len(steps) - LONGEST_LISTING} more"


def _called(leaf: Leaf) -> str:
    return leaf.exercise.id if leaf.exercise else leaf.name


def _examples(
    base: Routine, when: str, catalogue: Mapping[str, Exercise]
) -> tuple[list[str], list[str], list[str]]:
    """How to leave out, replace and add, left out themselves; each empty where it cannot be."""
    doing = [_called(one) for one in leaves(base.steps) if one.dose.kind not in RESTING]
    names = list(dict.fromkeys(filter(None, doing)))
    spare = next((name for name in names if without(base.steps, name)), "")
    kept = without(base.steps, spare) if spare else base.steps
    others = [name for name in names if name in known_as(kept)] or names
    beyond = [name for name in others if name in known_as(without(kept, others[0]))]
    new = (one.id for one in catalogue.values() if suits(one, when) and one.id not in names)
    instead, more = ({"exercise": one} if one else _PLANK for one in (next(new, ""), next(new, "")))
    beside = {"after": beyond[-1]} if beyond else {}
    leave_out = _example("Leave steps out:", key_lines({"leave_out": [spare]}))
    replace = _example(
        "Do another step in the place of one:",
        [f"[replace.{written_key(name)}]" for name in others[:1]] + key_lines(instead),
    )
    add = _example(
        "Add steps, at the end or where `after` or `before` says:",
        ["[[step]]", *key_lines(more | beside)],
    )
    return leave_out if spare else [], replace if others else [], add


def _example(told: str, lines: list[str]) -> list[str]:
    return [*comment_lines(told), *left_out(lines)]
