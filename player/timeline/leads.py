"""What is heard before a pass: rest, announcement, instruction and countdown."""

from __future__ import annotations

from collections.abc import Iterator

from player.routine.measures import measure_in
from player.routine.model import RESTING, WAITING, DoseKind
from player.session.model import Entry, Pass
from player.timeline import rules
from player.timeline.context import SWITCH, TICK, Context
from player.timeline.cue import Cue, Lead, Line
from player.timeline.model import CueKind
from player.timeline.phrases import sentence


def lead(about: Context) -> Lead:
    """The lead of a pass."""
    one = about.one
    changes_side = one.entry in {Entry.SIDE, Entry.DIRECTION}
    paced = one.kind not in RESTING | WAITING
    return Lead(
        resting=tuple(_resting(about)),
        resting_brief=tuple(_resting_brief(about)),
        sound=SWITCH if changes_side else "",
        lines=tuple(_lines(about)),
        countdown=tuple(_countdown(about)) if paced else (),
        rest=one.rest.length if one.rest else 0,
        ready=one.ready,
    )


def _resting_brief(about: Context) -> Iterator[Line]:
    rest = about.one.rest
    if rest is not None:
        yield from rest_lines(about, 0, rest.name, rest.say)


def rest_lines(about: Context, length: int, name: str, say: str) -> Iterator[Line]:
    """What is said when a rest begins: name, length in samples (0 is not said), sentence."""
    if about.silent:
        return
    time = about.words.duration(length) if about.full and length else ""
    yield Line(CueKind.ANNOUNCE, sentence(name or about.words.say("rest"), time))
    if say:
        yield Line(CueKind.ANNOUNCE, sentence(say))


def _resting(about: Context) -> Iterator[Line]:
    rest = about.one.rest
    if rest is None:
        return
    yield from rest_lines(about, rest.length, rest.name, rest.say)
    previewed = about.preferences.preview and not about.silent and about.one.name
    if previewed and rest.length >= rules.LONG_REST:
        yield Line(CueKind.PREVIEW, next_up(about, about.one, about.before))


def next_up(about: Context, following: Pass, before: Pass | None) -> str:
    """What comes next, with what is needed for it and was not needed before."""
    at_hand = before.equipment if before else ()
    needed = [thing for thing in following.equipment if thing not in at_hand]
    things = about.words.say("will_need", things=about.words.listed(needed)) if needed else ""
    return sentence(about.words.say("next", name=following.name), things)


def _lines(about: Context) -> Iterator[Line]:
    one = about.one
    if about.silent or one.kind == DoseKind.REST:
        return
    if one.order == 0:
        yield from _opening(about)
    for number, title in enumerate(one.opens):
        long = about.full and number == 0 and one.ahead >= rules.LONG_GROUP
        time = about.words.about(one.ahead) if long else ""
        yield Line(CueKind.ANNOUNCE, sentence(f"{title}, {time}" if time else title))
    if one.kind in RESTING:
        yield Line(CueKind.ANNOUNCE, sentence(one.say))
        if one.kind == DoseKind.WAIT and about.full:
            yield Line(CueKind.ANNOUNCE, sentence(about.words.say("go_on")))
        return
    if one.opens_round:
        yield Line(CueKind.ANNOUNCE, sentence(about.words.nth("round", one.round, one.rounds)))
    yield _announcement(about)
    if one.say and about.full:
        yield Line(CueKind.ANNOUNCE, sentence(one.say))
    if one.measure:
        unit = measure_in(about.words.language, one.measure).unit
        yield Line(CueKind.ANNOUNCE, sentence(about.words.say("measured_in", unit=unit)))


def _opening(about: Context) -> Iterator[Line]:
    """The title of the session and, where everything is said, its length and what is needed."""
    session = about.session
    yield Line(CueKind.ANNOUNCE, sentence(session.title))
    if not about.full or not session.whole:
        return
    if about.lasts >= rules.LONG_SESSION:
        time = about.words.say("opening", time=about.words.about(about.lasts))
        yield Line(CueKind.ANNOUNCE, sentence(time))
    things = tuple(dict.fromkeys(thing for one in session.passes for thing in one.equipment))
    if things:
        listed = about.words.say("have_ready", things=about.words.listed(things))
        yield Line(CueKind.ANNOUNCE, sentence(listed))


def _announcement(about: Context) -> Line:
    one, words = about.one, about.words
    side, direction = words.named(one.side), words.named(one.direction)
    match one.entry:
        case Entry.SIDE:
            text = sentence(words.say("switch_sides") if about.full else "", side, direction)
            return Line(CueKind.SWITCH, text)
        case Entry.DIRECTION:
            text = sentence(words.say("other_way") if about.full else "", direction)
            return Line(CueKind.SWITCH, text)
        case Entry.SET:
            number = words.nth("set", one.set, one.sets)
            return Line(CueKind.ANNOUNCE, sentence(number, side, direction))
        case Entry.STEP:
            first_time = about.full and one.round == 1
            dose = _dose(about) if first_time else ""
            sets = words.number("sets", one.sets) if first_time and one.sets > 1 else ""
            return Line(CueKind.ANNOUNCE, sentence(one.name, sets, dose, side, direction))


def _dose(about: Context) -> str:
    one, words = about.one, about.words
    if one.measure:
        return ""
    kind = "breaths" if one.kind == DoseKind.BREATHS else "reps"
    dose = words.number(kind, one.reps) if one.reps else words.duration(one.length)
    if one.unit and one.reps > 1:
        dose = words.say("units", count=one.reps, unit=one.unit)
    each = "each_way" if one.directions > 1 else "each_side" if one.sides > 1 else ""
    how = "_".join(part for part in ("own_pace" if one.waits else "", each) if part)
    return words.say(how, dose=dose) if how else dose


def _countdown(about: Context) -> Iterator[Cue]:
    for number in range(about.preferences.countdown, 0, -1):
        at = -number * rules.COUNTDOWN_STEP
        yield Cue.exact(
            CueKind.COUNTDOWN,
            at,
            () if about.silent else (str(number),),
            sound=TICK,
            until=at + rules.COUNTDOWN_STEP - rules.GAP,
        )
