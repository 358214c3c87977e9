"""From a request to a compiled session: routine, plan, voice and timeline put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from player.audio.chimes import chime_lengths, load_chimes
from player.audio.shape import Shape
from player.cli.options import AS_WRITTEN, Request, library, own_folder
from player.cli.terminal import tell
from player.config import own_config
from player.errors import OutsideError, RequestError
from player.pronounce import combined, pronounced
from player.routine.merging import leaves
from player.routine.model import First
from player.session.plan import plan
from player.shipped import shipped_folder
from player.timeline.compile import compile_session
from player.voices.cache import ClipCache
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.estimate import estimated_shapes
from player.voices.recorder import Progress, Recorder
from player.voices.registry import engine_and_voice, voice_choice
from player.voices.tone_engine import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

    from player.audio.mix import Mix
    from player.routine.model import Routine
    from player.session.lengths import Lengths
    from player.session.model import Session
    from player.timeline.model import Timeline


class Compiled(NamedTuple):
    """A session ready to be heard.

    Attributes:
        routine: What it was compiled from, its doses as they are done today.
        session: Its passes.
        timeline: What is heard.
        recorder: Holds its phrases.
    """

    routine: Routine
    session: Session
    timeline: Timeline
    recorder: Recorder

    def mix(self) -> Mix:
        """Its sound."""
        return mix_of(self.timeline, self.recorder)


def mix_of(timeline: Timeline, recorder: Recorder) -> Mix:
    """The sound of a timeline whose phrases are recorded."""
    from player.audio.mix import Mix, parts_of

    chimes = load_chimes(chime_folder(timeline.sounds))
    placed = [(one.start, one.text, one.sound, one.under_speech) for one in timeline.placements]
    return Mix(timeline.length, parts_of(placed, recorder.clips, chimes))


def compiled(request: Request, progress: Progress, routine: Routine | None = None) -> Compiled:
    """Read, plan, speak and fit; `routine` is given by who has read it already.

    A voice that the listener asked for must work. A voice that the routine would like gives way
    to the default one, and that to humming; each is said once.

    Raises:
        PlayerError: If the routine, the request or the voice is at fault.
    """
    routine = routine or library().read(request.routine)
    wanted = _voices_to_try(request, routine)
    for voice, instead in zip(wanted, [*wanted[1:], None], strict=True):
        try:
            return _compiled(routine, request, _recorder(voice, routine, request, progress))
        except VoiceUnavailableError as error:
            if instead is None:
                raise
            tell(f"No voice: {error.reason} ({error.mend}). {_INSTEAD[bool(instead)]}")
    raise AssertionError("there is always a voice to try")


_INSTEAD = {
    True: "The session hums instead of speaking.",
    False: "The usual voice speaks instead.",
}


def measured_or_estimated(
    request: Request, routine: Routine | None = None
) -> tuple[Timeline, bool]:
    """The timeline without speaking or loading sound, and whether it rests on measured lengths.

    Phrases that were spoken before have their length in the cache; others are estimated.
    `routine` is given by who has read it already.
    """
    routine = routine or library().read(request.routine)
    recorder, choice = _unstarted(_voices_to_try(request, routine)[0], routine, request)
    spoken = _spoken(routine)
    measured = True

    def measure(texts: Iterable[str]) -> Mapping[str, Shape]:
        nonlocal measured
        asked = list(texts)
        known = recorder.known_shapes(asked)
        measured = measured and len(known) == len(set(asked))
        return {**estimated_shapes(asked, choice, spoken), **known}

    _, _, timeline = _timeline(routine, request, measure)
    return timeline, measured


def clip_cache() -> ClipCache:
    """The cache of this user."""
    from pathlib import Path

    from platformdirs import user_cache_dir

    return ClipCache(Path(user_cache_dir("routine-player", appauthor=False)) / "clips")


def chime_folder(name: str) -> Path:
    """Where a set of chimes lies: the listener's own go before the shipped ones.

    Raises:
        RequestError: If there is none of that name.
    """
    own = own_folder().parent / "sounds"
    found = {
        folder.name: folder
        for place in (shipped_folder("sounds"), own)
        for folder in sorted(place.glob("*"))
        if folder.is_dir()
    }
    if name in found:
        return found[name]
    import difflib

    near = difflib.get_close_matches(name, found, 1)
    mend = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(found)}."
    raise RequestError(
        f'there is no set of chimes "{name}"', mend=f"{mend} A set of your own is a folder in {own}"
    )


def _voices_to_try(request: Request, routine: Routine) -> list[str]:
    """The voice that was asked for; else the listener's, the routine's, the usual one, humming."""
    if request.voice:
        return [request.voice]
    own = own_config().voice_for(routine.language)
    return list(dict.fromkeys([*([own] if own else []), routine.voice, "", ToneEngine.name]))


def _recorder(wanted: str, routine: Routine, request: Request, progress: Progress) -> Recorder:
    recorder, _ = _unstarted(wanted, routine, request, progress)
    available = recorder.engine.availability()
    if not available.works:
        raise VoiceUnavailableError(
            available.reason, place=recorder.engine.name, mend=available.mend
        )
    return recorder


def _unstarted(
    wanted: str,
    routine: Routine,
    request: Request,
    progress: Progress = lambda _done, _total: None,
) -> tuple[Recorder, VoiceChoice]:
    """What speaks with a voice, whether it works or not."""
    config = own_config()
    asked = wanted in {request.voice, config.voice_for(routine.language)}
    engine, voice = engine_and_voice(wanted, config.voices, asked=asked)
    choice = voice_choice(voice, request.rate or config.rate or routine.rate, routine.language)
    recorder = Recorder(
        engine, choice, clip_cache(), tell=tell, progress=progress, spoken=_spoken(routine)
    )
    return recorder, choice


def _spoken(routine: Routine) -> Callable[[str], str]:
    """How texts of a routine are spoken: the listener's spellings go before the routine's."""
    return partial(pronounced, combined(own_config().pronounce, routine.pronounce))


def _compiled(routine: Routine, request: Request, recorder: Recorder) -> Compiled:
    routine, session, timeline = _timeline(routine, request, recorder.record)
    return Compiled(routine, session, timeline, recorder)


def _timeline(
    routine: Routine, request: Request, measure: Callable[[Iterable[str]], Mapping[str, Shape]]
) -> tuple[Routine, Session, Timeline]:
    """The routine as it is done today, its passes and its timeline."""
    turn = _turn(routine) if request.turn is None else request.turn

    def session_of(exact: Routine, start_at: str, *, alone: bool) -> tuple[Session, Timeline]:
        session = plan(exact, start_at=start_at, turn=turn, alone=alone)
        sounds = chime_lengths(chime_folder(session.cues.sounds))
        return session, compile_session(session, measure, sounds)

    # Where one step is heard alone, its dose is that of the whole session.
    begins = "" if request.alone else request.start_at
    today = _for_today(
        routine, request, begins, lambda exact: session_of(exact, begins, alone=False)[1]
    )
    return today, *session_of(today, request.start_at, alone=request.alone)


def _for_today(
    routine: Routine,
    request: Request,
    begins: str,
    timeline_of: Callable[[Routine], Timeline],
) -> Routine:
    """The routine at the level and pace, and in the time, that were asked for."""
    if (request.level, request.fit, request.pace) == AS_WRITTEN:
        return routine
    from player.session.level import Tempo, at_level, at_pace

    routine = at_pace(routine, Tempo(request.pace))
    if request.fit is None:
        return at_level(routine, request.level)
    from player.session.fit_time import fit_to

    fitted = fit_to(
        routine, request.fit, lambda exact: lengths_of(timeline_of(exact)), start_at=begins
    )
    for text in (fitted.note, _left_out(fitted.left_out)):
        if text:
            tell(text)
    return fitted.routine


def _left_out(names: tuple[str, ...]) -> str:
    return f"Left out to come to that time: {', '.join(names)}." if names else ""


def lengths_of(timeline: Timeline) -> Lengths:
    """What a session and its passes take."""
    from player.session.lengths import Lengths, PassLength

    return Lengths(
        timeline.length,
        tuple(
            PassLength(
                step=span.doing.step,
                rest=span.doing.rest.length if span.doing.rest else 0,
                lead=span.start - span.lead,
                alone=span.start - span.ready,
                doing=span.stop - span.start,
            )
            for span in timeline.spans
        ),
    )


def _turn(routine: Routine) -> int:
    """How often a routine was done before, if that makes a difference to it."""
    if not any(leaf.first == First.ALTERNATE for leaf in leaves(routine.steps)):
        return 0
    from player.cli.journaling import kept_as
    from player.cli.log import journal_path
    from player.journal.store import Journal

    if not journal_path().exists():
        return 0
    try:
        journal = Journal(journal_path())
    except OutsideError as error:
        tell(f"{error}\n  Sides that alternate begin as they are written.")
        return 0
    try:
        return journal.times_done(kept_as(routine.name))
    finally:
        journal.close()
