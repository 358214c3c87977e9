"""Session to Script: every cue that the routine asks for, with its place and its wordings."""

from __future__ import annotations

from collections.abc import Iterator

from player.routine.model import RESTING, DoseKind, Style
from player.session.model import Entry, Session
from player.timeline import rules
from player.timeline.context import GO, STOP, TICK, Context
from player.timeline.cue import Cue, Line, PassCues, Script
from player.timeline.leads import lead, next_up, rest_lines
from player.timeline.model import CueKind
from player.timeline.phrases import Phrases, sentence
from player.timeline.reps import breaths, reps
from player.units import samples, seconds


def cues_for(session: Session, words: Phrases, lasts: int) -> Script:
    """Every cue of a session, in the order of its passes.

    Args:
        session: The passes.
        words: The words of their language.
        lasts: About how many samples the session takes; said in its opening and closing.
    """
    passes = session.passes
    around = zip((None, *passes[:-1]), passes, (*passes[1:], None), strict=True)
    contexts = [Context(one, before, after, session, lasts, words) for before, one, after in around]
    return Script(
        passes=tuple(_cues(about) for about in contexts), closing=tuple(_closing(contexts[0]))
    )


def _closing(about: Context) -> Iterator[Line]:
    """Words that the session is over and, where everything is said, what was done."""
    session, words = about.session, about.words
    if session.cues.style == Style.SILENT:
        return
    if session.cues.style == Style.BRIEF:
        yield Line(CueKind.FINISH, sentence(words.say("finish_brief")))
        return
    yield Line(CueKind.FINISH, sentence(words.say("finish")))
    if session.whole and about.lasts >= rules.LONG_SESSION:
        done = len({one.name for one in session.passes if one.kind not in RESTING})
        exercises = words.number("exercises", done)
        told = words.say("done", exercises=exercises, time=words.about(about.lasts))
        yield Line(CueKind.FINISH, sentence(told))


def _cues(about: Context) -> PassCues:
    match about.one.kind:
        case DoseKind.SAY:
            return PassCues(lead(about), (), "")
        case DoseKind.WAIT | DoseKind.MEASURE:
            return PassCues(lead(about), tuple(_coaching(about)), "")
        case DoseKind.REST:
            return PassCues(lead(about), tuple(_resting(about)), STOP)
        case _:
            within = (
                Cue.exact(CueKind.GO, 0, sound=GO),
                *reps(about),
                *breaths(about),
                *_halfway(about),
                *_remaining(about),
                *_coaching(about),
                *_reminder(about),
                *_preview(about),
            )
            return PassCues(lead(about), within, STOP)


def _resting(about: Context) -> Iterator[Cue]:
    """What is said in a rest that nothing follows."""
    one = about.one
    for line in rest_lines(about, one.length, one.name, one.say):
        yield Cue(
            line.kind,
            (line.text,),
            "",
            anchor=rules.REST_WORDS,
            earliest=rules.REST_WORDS,
            latest=one.length,
            until=one.length,
            anchored=False,
        )


def _halfway(about: Context) -> Iterator[Cue]:
    one = about.one
    if not 0 < about.preferences.halfway <= one.length:
        return
    if about.silent or one.phases or one.waits:  # prompts fill a rep with phases
        return
    middle = one.length // 2
    tolerance = rules.HALFWAY_TOLERANCE
    if any(abs(left - middle) <= 2 * tolerance for left in _times_left(about)):
        return
    if one.reps and one.length % (2 * one.rep_length) == 0:
        middle += min(tolerance, one.rep_length // 3)
    full = (sentence(about.words.say("halfway")),) if about.full else ()
    yield Cue(
        CueKind.HALFWAY,
        (*full, sentence(about.words.say("halfway_brief"))),
        "",
        anchor=middle,
        earliest=middle - tolerance,
        latest=one.length // 2 + tolerance,
        until=one.length,
    )


def _remaining(about: Context) -> Iterator[Cue]:
    one = about.one
    if about.silent:
        return
    for left in _times_left(about):
        at = one.length - left
        time = about.words.duration(left)
        brief = str(round(seconds(left)))
        full = (sentence(about.words.say("remaining", time=time)),) if about.full else ()
        yield Cue(
            CueKind.REMAINING,
            (*full, sentence(about.words.say("remaining_brief", time=time)), brief),
            TICK,
            anchor=at,
            earliest=at - rules.REMAINING_TOLERANCE,
            latest=at + rules.REMAINING_TOLERANCE,
            until=one.length,
        )


def _times_left(about: Context) -> tuple[int, ...]:
    """The times left that are told in this pass: those of its second half."""
    if about.one.reps:
        return ()
    return tuple(left for left in about.preferences.remaining if 2 * left <= about.one.length)


def _coaching(about: Context) -> Iterator[Cue]:
    """Coaching: anywhere free and spread out, or at its own time."""
    one = about.one
    if not about.full:
        return
    loose = [remark for remark in one.remarks if remark.at is None]
    # An even number of parts, so that no sentence belongs to the middle, which is told.
    parts = len(loose) + len(loose) % 2 + 1
    for position, remark in enumerate(loose, 1):
        yield Cue(
            CueKind.COACH,
            (sentence(remark.text),),
            "",
            anchor=one.length * position // parts,
            earliest=rules.REMARK_MARGIN,
            latest=one.length,
            until=one.length - rules.REMARK_MARGIN,
            anchored=False,
        )
    for remark in one.remarks:
        if remark.at is None:
            continue
        at = remark.at if remark.at >= 0 else one.length + remark.at
        if 0 <= at < one.length:
            yield Cue(
                CueKind.COACH,
                (sentence(remark.text),),
                "",
                anchor=at,
                earliest=max(0, at - rules.REMARK_TOLERANCE),
                latest=at + rules.REMARK_TOLERANCE,
                until=one.length,
            )


def _reminder(about: Context) -> Iterator[Cue]:
    """On another side, a short sentence of the coaching, where there is room."""
    one = about.one
    if not about.full or not one.reminder:
        return
    yield Cue(
        CueKind.COACH,
        (sentence(one.reminder),),
        "",
        anchor=one.length // 3,
        earliest=rules.REMARK_MARGIN,
        latest=one.length,
        until=one.length - rules.REMARK_MARGIN,
        anchored=False,
        spare=True,
    )


def _preview(about: Context) -> Iterator[Cue]:
    """What comes next, near the end of a long timed pass, unless a rest will tell it."""
    one, after = about.one, about.after
    wanted = about.preferences.preview and about.full and not (one.reps or one.waits)
    if not wanted or after is None or after.entry != Entry.STEP or not after.name:
        return
    if one.length < rules.LONG_PASS or (after.rest and after.rest.length >= rules.LONG_REST):
        return
    at = one.length - rules.PREVIEW_BEFORE_STOP
    yield Cue(
        CueKind.PREVIEW,
        tuple(
            dict.fromkeys(
                (
                    next_up(about, after, one),
                    sentence(about.words.say("next", name=after.name)),
                )
            )
        ),
        "",
        anchor=at + samples(1),
        earliest=at,
        latest=one.length,
        until=one.length - rules.PREVIEW_AFTERWARDS,
        anchored=False,
    )
