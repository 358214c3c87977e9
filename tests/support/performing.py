"""Sessions to perform in tests: every phrase is a tone of its own, and speaking is handed in."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from player.audio.chimes import load_chimes
from player.audio.clip import Clip
from player.audio.mix import Mix, parts_of
from player.audio.shape import Shape
from player.live.studio import Score
from player.routine.model import Leaf
from player.routine.reader import loads
from player.session.model import Pass
from player.session.plan import plan
from player.shipped import shipped_folder
from player.timeline import interjections
from player.timeline.compile import compile_session
from player.timeline.interjections import Interjection
from player.timeline.model import Timeline
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shapes
from support.compiling import SOUNDS

CHIMES = load_chimes(shipped_folder("sounds") / "soft")

EASIER = loads(
    'title = "E"\n[[step]]\nname = "Wall push-ups"\nhold = 20\nsay = "Lean on a wall."\n',
    name="easier",
).steps[0]


def tone(text: str, shape: Shape) -> Clip:
    """A tone whose pitch is that of its text."""
    pitch = 300 + zlib.crc32(text.encode()) % 900
    samples = 0.2 * np.sin(2 * np.pi * pitch * np.arange(shape.length) / 48_000)
    return Clip(samples.astype(np.float32), shape.onset)


class TestStudio:
    """Speaks when it is told to, in the thread of the test."""

    __test__ = False
    sounds: Mapping[str, int] = SOUNDS

    def __init__(self) -> None:
        self.clips: dict[str, Clip] = {}
        self.orders: list[tuple[tuple[str, ...], Callable[[], None]]] = []
        self.dumb = False
        self.why = ""
        self.easier_step: Leaf | None = EASIER if isinstance(EASIER, Leaf) else None

    def record(self, texts: Iterable[str]) -> Mapping[str, Shape]:
        shapes = estimated_shapes(texts, VoiceChoice(rate=165))
        self.clips |= {text: tone(text, shape) for text, shape in shapes.items()}
        return shapes

    def shapes(self) -> Mapping[str, Shape]:
        return {text: clip.shape for text, clip in self.clips.items()}

    def mixed(self, timeline: Timeline) -> Mix:
        placed = [(one.start, one.text, one.sound, one.under_speech) for one in timeline.placements]
        return Mix(timeline.length, parts_of(placed, self.clips, CHIMES))

    def inserted(self, interjection: Interjection) -> Mix:
        placed = [(one.start, one.text, one.sound, False) for one in interjection.sounds]
        parts = parts_of(placed, self.clips, CHIMES)
        return Mix(max([interjection.length, *(part.stop for part in parts)]), parts)

    def speak(self, texts: Iterable[str], then: Callable[[], None]) -> None:
        self.orders.append((tuple(texts), then))

    def spoken(self) -> None:
        """Speak all that was ordered, unless there is no voice."""
        orders, self.orders = self.orders, []
        for texts, then in orders:
            if not self.dumb:
                self.record(texts)
            then()

    def easier(self, one: Pass) -> Leaf | None:
        return self.easier_step if one.name else None

    def failure(self) -> str:
        why, self.why = self.why, ""
        return why


def score_of(text: str, studio: TestStudio, *, prepared: bool = True) -> Score:
    """A session of TOML text, its phrases tones; a title is put in front of it.

    Args:
        text: The routine.
        studio: Has its phrases afterwards.
        prepared: Whether what may be said between is there as well.
    """
    session = plan(loads(f'title = "Title"\n{text}', name="test"))
    timeline = compile_session(session, studio.record, SOUNDS)
    if prepared:
        studio.record(interjections.all_of(session))
    return Score(session, timeline, studio.mixed(timeline))
