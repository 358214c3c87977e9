"""A session steered by keys, as a person would hear it: the real player at a pseudo terminal.

It plays to a real sound server, which is recorded. The recording carries the noise of the last bit
that the player adds, so that it is known at every sample what was to be heard, and the first
sample at which a key was answered is seen even where nothing sounds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from support.listening import find
from support.sound_server import SoundServer
from support.steering import Edited, Typist, ears, where_it_changed

from player.audio.chimes import load_chimes
from player.cli.options import Request, library
from player.cli.session import Compiled, compiled
from player.cli.studio import SessionStudio
from player.config import own_config
from player.live.arranging import Arranging
from player.live.controls import Command
from player.live.studio import Score
from player.outputs.remembered import buffers_file
from player.shipped import shipped_folder
from player.timeline import interjections
from player.timeline.model import Placement, Timeline
from player.units import SAMPLE_RATE, samples

pytestmark = [pytest.mark.heard, pytest.mark.quiet]

ROUTINE = """
title = "Steered"
[cues]
countdown = 3
halfway = 8
[[step]]
name = "Plank"
hold = 10
say = "Keep your back long and your hips level."
[[step]]
rest = 10
[[step]]
name = "Squats"
reps = 4
tempo = "2s"
[[step]]
name = "Hip stretch"
hold = 8
sides = true
"""
MILLISECOND = 48
TAKES = 3
"""Recordings made until one is whole: a virtual machine may stand still for longer than the
device buffers, which no player can make up for. Each begins with the smallest buffer, as a new
listener does: after sound ran dry a larger one would be taken, which answers later."""

ANSWERED_WITHIN = samples(0.12)
LATEST = samples(0.6)
LAG = samples(0.085)
"""About how long a key takes to be heard, by which the next key finds its moment."""

NOTHING = 10 ** (-50 / 20)
"""What a jump may add to the sounds themselves, of full scale."""

AROUND = 15 * MILLISECOND

Place = Callable[[Edited], int]
"""The sample of the output at which a key is typed."""


class Press(NamedTuple):
    """A key, when it is typed and what it does.

    Attributes:
        name: What it is for.
        key: What is typed.
        place: When.
        edit: Makes of the session what it is with the key answered at a sample of the output.
        told: Whether the sample is to be found in the recording; what only places anew what
            follows is not heard at once.
    """

    name: str
    key: str
    place: Place
    edit: Callable[[Edited, int], None]
    told: bool = True


class Part(NamedTuple):
    """A session, and what answers for it as the player would have it."""

    session: Compiled
    studio: SessionStudio
    arranging: Arranging

    def insertion(
        self, lines: tuple[str, ...], countdown: int = 0
    ) -> Callable[[Edited, int], None]:
        """The edit that lets something be said."""
        laid = interjections.laid(lines, self.studio.shapes(), countdown)
        assert not laid.lacks
        mix = self.studio.inserted(laid)
        said = tuple((one.start, one.text or one.sound or "") for one in laid.sounds)
        return lambda edited, output: edited.insert(output, mix, laid.length, said)

    def stretch(self, command: Command) -> Callable[[Edited, int], None]:
        """The edit that makes what is heard longer or shorter; made once."""
        made: list[Score] = []

        def edit(edited: Edited, output: int) -> None:
            if not made:
                position = edited.position(output)
                span = self.arranging.span_at(position)
                assert span is not None
                assert self.arranging.stretched(span, command, position, position - LAG)
                while self.arranging.lacks:
                    self.session.recorder.record(self.arranging.lacks)
                    assert self.arranging.completed(position)
                made.append(self.arranging.score)
            edited.exchange(output, made[0].mix, made[0].timeline)

        return edit


def amid(text: str) -> Place:
    """In the middle of a phrase that the session brings next."""

    def place(edited: Edited) -> int:
        flow = edited.flows[-1]
        assert flow.timeline is not None
        one = next(
            one
            for one in flow.timeline.placements
            if one.text is not None and one.text.startswith(text) and one.start >= flow.begin
        )
        return flow.output + (one.start + one.stop) // 2 - flow.begin

    return place


def later(seconds: float) -> Place:
    """Some time after what was asked last."""
    return lambda edited: edited.flows[-1].output + samples(seconds)


def jump(target: Callable[[Timeline], int]) -> Callable[[Edited, int], None]:
    return lambda edited, output: edited.play(output, target(edited.timeline))


def presses(part: Part) -> list[Press]:
    """What is typed, from the first word to the last."""
    session = part.session.session
    resuming = part.insertion(interjections.resuming(session), interjections.RESUMING_FROM)
    again = part.insertion(interjections.again(session, session.passes[0]))
    return [
        Press("pause in a word", " ", amid("Plank."), Edited.pause),
        Press("resume in a word", " ", later(0.5), Edited.play),
        Press("voice off in a word", "v", amid("Keep"), partial(Edited.speak, words=False)),
        Press("voice on in a word", "v", later(0.35), partial(Edited.speak, words=True)),
        Press("again", "a", amid("2"), again),
        Press("pause after it", " ", later(0.4), Edited.pause),
        Press("resume", " ", later(0.4), Edited.play),
        Press("more", "+", amid("Halfway"), part.stretch(Command.MORE), told=False),
        Press("pause in a pass", " ", later(1.2), Edited.pause),
        Press("resume in a pass", " ", later(0.4), resuming),
        Press("back", "b", later(1.5), jump(lambda one: one.spans[0].lead)),
        Press("skip in a word", "n", amid("Plank."), jump(lambda one: one.spans[1].lead)),
        Press("more rest", "+", later(1.5), part.stretch(Command.MORE), told=False),
        Press("less rest", "-", later(0.4), part.stretch(Command.LESS), told=False),
        Press("skip a rest", "n", later(0.7), jump(lambda one: one.spans[1].ready)),
        Press("pause in a count", " ", amid("1"), Edited.pause),
        Press("resume in a count", " ", later(0.3), Edited.play),
        Press("skip reps", "n", amid("2"), jump(lambda one: one.spans[2].lead)),
        Press("back to what was before", "b", later(0.8), jump(lambda one: one.spans[1].ready)),
        Press("skip once more", "n", later(1), jump(lambda one: one.spans[2].lead)),
        Press("skip a side", "n", amid("Hip stretch"), jump(lambda one: one.spans[3].lead)),
        Press("skip to the closing", "n", later(1), jump(lambda one: one.spans[3].stop)),
    ]


class Take(NamedTuple):
    """What was heard of a session from its first sample on, and when each key was typed."""

    sound: NDArray[np.int16]
    typed: list[int]


class TornError(Exception):
    """A recording has a gap that the machine made."""


def test_a_session_steered_by_keys_is_heard_as_it_was_edited(
    server: SoundServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at_home(server, monkeypatch)
    routine = tmp_path / "steered.toml"
    routine.write_text(ROUTINE)
    for number in range(TAKES):
        part = prepared(routine)
        try:
            take = played(server, routine, part)
            break
        except TornError:
            if number == TAKES - 1:
                raise
    edited, answers = answered(take, prepared(routine))
    table = [f"{press.name:<26} {1000 * seconds:6.1f} ms" for press, seconds in answers]
    median = float(np.median([seconds for _, seconds in answers]))
    table.append(f"{'median':<26} {1000 * median:6.1f} ms")
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["\nfrom key to ear:", *table]) + "\n")
    assert len(answers) >= 12
    assert_heard_to_the_sample(take.sound, edited)
    assert_every_sound_is_where_it_belongs(take.sound, edited, part)
    assert_nothing_clicks(take.sound, edited)
    assert median <= ANSWERED_WITHIN / SAMPLE_RATE


def at_home(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process read the settings and the cache that the player under test reads."""
    for key in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(key, server.environment[key])
    for key in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LC_ALL", "LANG"):
        monkeypatch.delenv(key, raising=False)
    for read in (library, own_config):
        read.cache_clear()


def prepared(routine: Path) -> Part:
    """The session as the player compiles it, with everything spoken that may be asked for."""
    session = compiled(Request(str(routine)), lambda _done, _total: None)
    studio = SessionStudio(session)
    session.recorder.record(interjections.all_of(session.session))
    score = Score(session.session, session.timeline, session.mix())
    return Part(session, studio, Arranging(score, studio))


def played(server: SoundServer, routine: Path, part: Part) -> Take:
    """Play the session and type what is to be typed, each key at its moment."""
    score = part.arranging.score
    first = score.timeline.placements[0]
    buffers_file().unlink(missing_ok=True)
    clip = part.session.recorder.clips[first.text or ""].samples
    plan = Edited(score.mix, score.timeline)
    pressed = presses(part)
    times: list[float] = []
    with ears(server) as heard:
        before = heard.count
        typist = Typist(server.environment, "play", str(routine), "--plain")
        heard.wait_for_sound(before)
        begun = heard.count
        heard.wait_until(begun + len(clip))
        whole = heard.all()
        begin = find(floats(whole), clip, begun - SAMPLE_RATE, begun).position - first.start
        for press in pressed:
            heard.wait_until(begin + press.place(plan))
            times.append(typist.type(press.key))
            press.edit(plan, heard.index_at(times[-1]) - begin + LAG)
        code, shown = typist.ended()
        assert (code, "Traceback" in shown) == (0, False), shown
        if "ran dry" in shown:
            raise TornError(shown)
        typed = [heard.index_at(moment) - begin for moment in times]
        return Take(heard.all()[begin:], typed)


def answered(take: Take, part: Part) -> tuple[Edited, list[tuple[Press, float]]]:
    """The session as it was edited, and how long each key took to be heard, in seconds."""
    score = part.arranging.score
    edited = Edited(score.mix, score.timeline)
    answers = []
    for press, typed in zip(presses(part), take.typed, strict=True):
        before = edited

        def after(output: int, press: Press = press, before: Edited = before) -> Edited:
            other = before.copy()
            press.edit(other, output)
            return other

        at = typed + LAG
        if press.told:
            found = where_it_changed(take.sound, before, after, typed, LATEST)
            assert found is not None, f"{press.name} was not answered"
            at = found
            answers.append((press, (found - typed) / SAMPLE_RATE))
        edited = after(at)
    return edited, answers


def assert_heard_to_the_sample(sound: NDArray[np.int16], edited: Edited) -> None:
    """The recording is the edited session, but for the rounding of sounds that were mixed anew."""
    last = edited.flows[-1]
    length = last.output + edited.timeline.length - last.begin
    told = edited.sound(0, length).astype(int)
    away = np.abs(sound[:length] - told)
    assert away.max() <= 1
    assert np.count_nonzero(away) < 100


def assert_every_sound_is_where_it_belongs(
    sound: NDArray[np.int16], edited: Edited, part: Part
) -> None:
    """Every phrase and every chime that was not cut by a key is found by a matched filter."""
    heard = floats(sound)
    chimes = load_chimes(shipped_folder("sounds") / "soft")
    clips = part.session.recorder.clips
    last = -1
    found = 0
    for start, cue, _ in edited.cues():
        text = cue if isinstance(cue, str) else cue.text
        clip = clips[text] if text in clips else chimes[_chime(cue)]
        soft = not isinstance(cue, str) and cue.under_speech
        match = find(heard, clip.samples, start - 50 * MILLISECOND, start + 50 * MILLISECOND)
        assert abs(match.position - start) <= MILLISECOND, (cue, match, start)
        assert match.likeness > (0.1 if soft else 0.9), (cue, match)
        assert start >= last
        last, found = start, found + 1
    assert found >= 15


def _chime(cue: Placement | str) -> str:
    return cue if isinstance(cue, str) else cue.sound or ""


def assert_nothing_clicks(sound: NDArray[np.int16], edited: Edited) -> None:
    """Around every jump there is what two sounds make that fade over each other, and no more.

    How they fade is worked out here; and as a fade may itself be too sudden, the sound bends no
    more there than the sounds themselves do.
    """
    heard = floats(sound)
    for flow, before in zip(edited.flows[1:], edited.flows, strict=False):
        low, high = flow.output - AROUND, flow.output + AROUND
        smooth = floats(edited.sound(low, high))
        assert np.abs(heard[low:high] - smooth).max() <= NOTHING, flow.output
        bends = bent(before.floats(low, high)) + bent(flow.floats(low, high))
        assert bent(heard[low:high]) <= bends + NOTHING / 10, flow.output


def bent(sound: NDArray[np.float32]) -> float:
    """The most that a sound bends from one sample to the next."""
    return float(np.abs(np.diff(sound.astype(np.float64), 2)).max())


def floats(sound: NDArray[np.int16]) -> NDArray[np.float32]:
    return sound.astype(np.float32) / np.float32(32_767)
