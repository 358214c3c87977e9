"""Changing a tree of steps: leaving some out, putting others in their place or beside them."""

from __future__ import annotations

from collections.abc import Callable

from player.routine.model import Group, Leaf, Place, Step

Steps = tuple[Step, ...]


def answers_to(step: Step, wanted: str) -> bool:
    """Whether a step is meant by the id of its exercise, its name or its title, in any case."""
    called = {step.title} if isinstance(step, Group) else {step.name}
    if isinstance(step, Leaf) and step.exercise is not None:
        called.add(step.exercise.id)
    return bool(wanted) and wanted.casefold() in {name.casefold() for name in called}


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
    return _rewritten(steps, wanted, lambda _: ())


def replaced(steps: Steps, wanted: str, new: Step) -> Steps:
    """The steps with another in place of each that is meant."""
    return _rewritten(steps, wanted, lambda _: (new,))


def put_beside(steps: Steps, wanted: str, new: Steps, *, before: bool) -> Steps:
    """The steps with others before or after each that is meant."""
    return _rewritten(steps, wanted, lambda one: (*new, one) if before else (one, *new))


def _rewritten(steps: Steps, wanted: str, change: Callable[[Step], Steps]) -> Steps:
    found: list[Step] = []
    for step in steps:
        if answers_to(step, wanted):
            found += change(step)
        elif isinstance(step, Leaf):
            found.append(step)
        elif within := _rewritten(step.steps, wanted, change):
            found.append(step._replace(steps=within))
    return tuple(found)


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


def group_called(steps: Steps, title: str) -> Group | None:
    """The first group of a tree with a title."""
    for step in steps:
        if isinstance(step, Group):
            found = step if answers_to(step, title) else group_called(step.steps, title)
            if found is not None:
                return found
    return None


def titles_of(steps: Steps) -> list[str]:
    """The titles of all groups of a tree."""
    found: list[str] = []
    for step in steps:
        if isinstance(step, Group):
            found += [step.title] if step.title else []
            found += titles_of(step.steps)
    return found


def leaves(steps: Steps) -> list[Leaf]:
    """The leaves of a tree in the order of the file."""
    found: list[Leaf] = []
    for step in steps:
        found += leaves(step.steps) if isinstance(step, Group) else [step]
    return found
