"""What is said between: words that answer the listener while the session stands still. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from player.audio.shape import Shape
from player.session.model import Pass, Session
from player.timeline import rules
from player.timeline.context import TICK
from player.timeline.phrases import phrases, sentence

RESUMING_FROM = 3
"""Seconds counted down before a pass goes on that was paused."""


class Said(NamedTuple):
    """One sound of an interjection.

    Attributes:
        start: Its first sample, from the beginning of the interjection.
        text: The words, or None for a mere sound.
        sound: The chime, or None for speech.
    """

    start: int
    text: str | None
    sound: str | None


class Interjection(NamedTuple):
    """Words and sounds while a session stands still.

    Attributes:
        length: Samples until the session goes on.
        sounds: What is heard, in order.
        words: All of it as text.
        lacks: Texts that are left out, as there is no clip of them.
    """

    length: int
    sounds: tuple[Said, ...]
    words: str
    lacks: tuple[str, ...]


def laid(lines: Sequence[str], shapes: Mapping[str, Shape], countdown: int = 0) -> Interjection:
    """Sentences one after another, then a countdown; what follows it goes on to the second.

    Args:
        lines: What is said.
        shapes: Outlines of the phrases that are there.
        countdown: Seconds counted down: spoken where there are clips of the numbers, else ticked.
    """
    sounds: list[Said] = []
    position = 0
    for text in lines:
        shape = shapes.get(text)
        if shape is not None:
            position += rules.BETWEEN_SENTENCES if sounds else rules.AFTER_CHIME
            sounds.append(Said(position, text, None))
            position += shape.length
    if countdown:
        position += rules.BREATH
        for number in range(countdown, 0, -1):
            shape = shapes.get(str(number))
            if shape is None:
                sounds.append(Said(position, None, TICK))
            else:
                start = max(0, position - shape.onset)
                sounds.append(Said(start, str(number), None))
            position += rules.COUNTDOWN_STEP
    elif sounds:
        position += rules.BETWEEN_SENTENCES
    said = [text for text in lines if text in shapes]
    lacks = tuple(text for text in lines if text not in shapes)
    return Interjection(position, tuple(sounds), " ".join(said), lacks)


def resuming(session: Session) -> tuple[str, ...]:
    """What is said where a pass goes on that was paused."""
    return (sentence(phrases(session.language).say("resuming")),)


def marked(session: Session, *, easier: bool) -> tuple[str, ...]:
    """What is said to a pain mark, and what there is to choose from."""
    words = phrases(session.language)
    offer = words.say("offer_easier" if easier else "offer_skip")
    return (sentence(words.say("marked")), sentence(offer))


def reminding(session: Session) -> tuple[str, ...]:
    """What is said where the listener has been waited for."""
    return (sentence(phrases(session.language).say("go_on")),)


def again(session: Session, one: Pass) -> tuple[str, ...]:
    """A pass told again: what it is, on which side, and its whole instruction."""
    words = phrases(session.language)
    name = sentence(one.name, words.named(one.side), words.named(one.direction))
    return tuple(text for text in (name, sentence(one.instruction or one.say)) if text)


def easier(session: Session, one: Pass) -> tuple[str, ...]:
    """How a pass is done in an easier way, where that is a sentence."""
    if one.easier is None or not one.easier.text:
        return ()
    return (sentence(phrases(session.language).say("easier", text=one.easier.text)),)


def all_of(session: Session) -> tuple[str, ...]:
    """Every sentence that may be said between, each once, those wanted first in front."""
    found: dict[str, None] = {}
    for lines in (
        resuming(session),
        marked(session, easier=True),
        marked(session, easier=False),
        tuple(map(str, range(RESUMING_FROM, 0, -1))),
        reminding(session) if any(one.waits for one in session.passes) else (),
        *(again(session, one) + easier(session, one) for one in session.passes),
    ):
        found |= dict.fromkeys(lines)
    return tuple(found)
