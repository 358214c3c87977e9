"""A first text for a new routine, written as a person would.

Lines that begin with `#` and no space are TOML left out: they work once the `#` is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from player.routine import fields
from player.routine.doings import Doing, Sections, all_in, usual_sets
from player.routine.model import ALWAYS, LONG_PASS, Count, CountMode, CuePreferences, Naming
from player.routine.place import printable
from player.routine.toml_lines import (
    LONGEST_COMMENT,
    comment_lines,
    key_lines,
    left_out,
    written_amount,
    written_time,
    written_value,
)

SCHEMA_FILE = "routine.schema.json"
"""The name of the file beside a routine that tells editors what may stand in it."""

_NAMED_IN_SUMMARY = 3


class Heading(NamedTuple):
    """What stands at the top of a routine.

    Attributes:
        name: What commands call it by: an id or a path.
        title: Its title.
        when: When it is for; empty for no word about it.
        minutes: The time it should come to, or None.
    """

    name: str
    title: str
    when: str = ""
    minutes: int | None = None


Block = Sequence[str]
"""Lines that stand together."""


def new_text(heading: Heading, sections: Sections) -> str:
    """The text of a routine of exercises."""
    doings = all_in(sections)
    top = {
        "title": heading.title,
        "summary": _summary(doings),
        "when": heading.when or "any",
    }
    return text_of_blocks(
        [
            [*opening(heading), *key_lines(top), *_target(heading)],
            preferences(CuePreferences()),
            _defaults(),
            *_needed(doings),
            *step_blocks(sections),
        ]
    )


def text_of_blocks(blocks: Sequence[Block]) -> str:
    """The text of blocks, those without lines passed over."""
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def opening(heading: Heading) -> list[str]:
    """The lines above the keys: its schema, and commands that help."""
    name = printable(heading.name, LONGEST_COMMENT)
    return [
        f"#:schema ./{SCHEMA_FILE}",
        f"# `player exercises` lists exercises; `player check {name}` finds mistakes.",
    ]


def preferences(cues: CuePreferences) -> list[str]:
    """The table of cue preferences, left out, with the values it has anyway."""
    values = {
        "style": cues.style.value,
        "countdown": cues.countdown,
        "halfway": _halfway(cues.halfway),
        "remaining": [written_time(one) for one in cues.remaining],
        "count": _count(cues.counting),
        "breathing": cues.breathing.value,
        "naming": _naming(cues.naming),
        "ticks": cues.ticks,
        "preview": cues.preview,
    }
    told = "How it is spoken. To change something, take the # from [cues] and from its line."
    written = {key: written_value(value) for key, value in values.items()}
    return [*comment_lines(told), "#[cues]", *_explained(written, fields.CUES)]


def step_blocks(sections: Sections) -> Iterator[Block]:
    """The steps, in groups where sections have titles."""
    for section in sections:
        if section.title:
            yield ["[[step]]", *key_lines({"title": section.title})]
        header, indent = ("[[step.step]]", "  ") if section.title else ("[[step]]", "")
        for one in section.doings:
            kind = one.exercise.dose.kind
            values = {"exercise": one.exercise.id, kind: written_amount(kind, one.amount)}
            if one.sets != 1 or usual_sets(one.exercise) != 1:
                values["sets"] = one.sets
            about = comment_lines(f"{one.exercise.name}: {one.exercise.instructions}", indent)
            yield [*about, *(indent + line for line in (header, *key_lines(values)))]


def _target(heading: Heading) -> list[str]:
    if heading.minutes is None:
        return [f'#target = "10min"  # {fields.ROUTINE["target"].about}']
    return key_lines({"target": f"{heading.minutes}min"})


def _summary(doings: Sequence[Doing]) -> str:
    names = list(dict.fromkeys(one.exercise.name for one in doings))
    if len(names) > _NAMED_IN_SUMMARY + 1:
        names[_NAMED_IN_SUMMARY:] = [f"{len(names) - _NAMED_IN_SUMMARY} more"]
    return f"{_in_words(names)}."


def _defaults() -> list[str]:
    written = {key: fields.DEFAULTS[key].default for key in ("prepare", "switch")}
    told = "Values for all steps that do not have their own."
    return [*comment_lines(told), "#[defaults]", *_explained(written, fields.DEFAULTS)]


def _explained(written: Mapping[str, str], known: fields.Fields) -> list[str]:
    """Keys with written values, left out, and beside each what it means."""
    lines = left_out(f"{key} = {value}" for key, value in written.items())
    edge = max(len(line) for line in lines)
    return [
        f"{line:<{edge}}  # {known[key].about}" for line, key in zip(lines, written, strict=True)
    ]


def _halfway(least: int) -> bool | str:
    return least == LONG_PASS if least in {0, LONG_PASS} else written_time(least)


def _count(counting: Count) -> str:
    if counting.mode == CountMode.OFF:
        return counting.mode.value
    plain = (counting.mode, counting.number) == (CountMode.EVERY, 1)
    words = counting.mode.value if plain else f"{counting.mode} {counting.number}"
    return f"down {words}" if counting.down else words


def _naming(naming: Naming) -> str:
    if naming.first >= ALWAYS:
        return "every"
    return f"first {naming.first}" if naming.first else "off"


def _needed(doings: Sequence[Doing]) -> Iterator[Block]:
    """A sentence about what is needed, where something is."""
    things = dict.fromkeys(thing for one in doings for thing in one.exercise.equipment)
    if things:
        listed = _in_words([_with_article(thing) for thing in things])
        yield ["[[step]]", *key_lines({"say": f"You need {listed}."})]


def _with_article(thing: str) -> str:
    if thing.endswith("s"):
        return thing
    return f"an {thing}" if thing[:1] in "aeiou" else f"a {thing}"


def _in_words(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
