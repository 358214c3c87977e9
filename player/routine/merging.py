"""Changing a tree of steps: leaving some out, putting others in their place or beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from player.routine.model import Group, Leaf, Place, Step

Steps = tuple[Step, ...]


class Changes(NamedTuple):
    """What is changed in a tree of steps, by what the steps that are meant answer to.

    Attributes:
        out: Steps that are left out.
        instead: What is done in place of others.
        before: What is done before others.
        after: What is done after others.
    """

    out: frozenset[str] = frozenset()
    instead: Mapping[str, Step] = {}
    before: Mapping[str, Steps] = {}
    after: Mapping[str, Steps] = {}


def folded(name: str) -> str:
    """A name as names are compared: in any case."""
    return name.casefold()


def answers_to(step: Step) -> set[str]:
    """What a step is meant by, folded: the id of its exercise, its name or its title."""
    called = {step.title} if isinstance(step, Group) else {step.name}
    if isinstance(step, Leaf) and step.exercise is not None:
        called.add(step.exercise.id)
    return {folded(name) for name in called if name}


def known_as(steps: Steps) -> list[str]:
    """What the steps of a tree answer to: ids of exercises, else names, and titles of groups."""
    found: dict[str, None] = {}
    for step in steps:
        if isinstance(step, Group):
            found |= dict.fromkeys([step.title, *known_as(step.steps)])
        else:
            found[step.exercise.id if step.exercise else step.name] = None
    return [name for name in found if name]


def without(steps: Steps, wanted: str) -> Steps:
    """The steps without those that are meant; groups left empty go as well."""
    return changed(steps, Changes(out=frozenset({folded(wanted)})))


def changed(steps: Steps, changes: Changes) -> Steps:
    """The steps with all changes made in one go; groups left empty go as well."""
    found: list[Step] = []
    for step in steps:
        names = answers_to(step)
        found += _beside(names, changes.before)
        if not names & changes.out:
            found += _kept(step, names, changes)
        found += _beside(names, changes.after)
    return tuple(found)


def _beside(names: set[str], added: Mapping[str, Steps]) -> Steps:
    return tuple(step for name in sorted(names) for step in added.get(name, ()))


def _kept(step: Step, names: set[str], changes: Changes) -> Steps:
    instead = next((changes.instead[name] for name in sorted(names) if name in changes.instead),
                   None)  # fmt: skip
    if instead is not None:
        return (instead,)
    if isinstance(step, Leaf):
        return (step,)
    within = changed(step.steps, changes)
    return (step._replace(steps=within),) if within else ()


def reached(steps: Steps, changes: Changes) -> set[str]:
    """What all steps answer to but those within groups that are left out or replaced."""
    found: set[str] = set()
    for step in steps:
        names = answers_to(step)
        found |= names
        if isinstance(step, Group) and not names & (changes.out | changes.instead.keys()):
            found |= reached(step.steps, changes)
    return found


def placed_at(steps: Steps, place: Place) -> Steps:
    """The steps, all of which one place brings in."""
    return tuple(
        step._replace(place=place, steps=placed_at(step.steps, place))
        if isinstance(step, Group)
        else step._replace(place=place)
        for step in steps
    )


def renumbered(steps: Steps, above: str = "") -> Steps:
    """The steps with the paths that belong to their places."""
    found: list[Step] = []
    for number, step in enumerate(steps, 1):
        path = f"{above}.{number}" if above else str(number)
        if isinstance(step, Group):
            found.append(step._replace(path=path, steps=renumbered(step.steps, path)))
        else:
            found.append(step._replace(path=path))
    return tuple(found)


def groups(steps: Steps) -> Iterator[Group]:
    """The groups of a tree in the order of the file."""
    for step in steps:
        if isinstance(step, Group):
            yield step
            yield from groups(step.steps)


def by_title(steps: Steps) -> dict[str, Group]:
    """The groups of a tree by their titles, folded; the first one of each title."""
    found: dict[str, Group] = {}
    for group in groups(steps):
        if group.title:
            found.setdefault(folded(group.title), group)
    return found


def leaves(steps: Steps) -> list[Leaf]:
    """The leaves of a tree in the order of the file."""
    found: list[Leaf] = []
    for step in steps:
        found += leaves(step.steps) if isinstance(step, Group) else [step]
    return found
