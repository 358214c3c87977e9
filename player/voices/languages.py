"""Which voice speaks which language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from player.voices.engine import Voice

_REGION_LENGTH = 2


def tidy(language: str) -> str:
    """A language as it is mostly written: `de_de` and `DE-de` are `de-DE`."""
    written, private, more = language.strip().replace("_", "-").lower().partition("-x-")
    first, *rest = written.split("-")
    regions = (part.upper() if len(part) == _REGION_LENGTH else part for part in rest)
    return "-".join((first, *regions)) + private + more


def speaking(voices: Iterable[Voice], language: str) -> tuple[Voice, ...]:
    """The voices that speak a language; all of them if it is empty.

    `de` takes a voice of `de-AT`, and `de-AT` one of `de`, but not one of `de-CH`.
    """
    wanted = tidy(language)
    return tuple(voice for voice in voices if not language or _speaks(voice, wanted))


def voice_for(voices: Iterable[Voice], language: str) -> Voice | None:
    """The voice that speaks a language best, or None.

    The first of exactly that language, else the first of it at all, else the first of the
    language without its region: for `de-AT` one of `de`, be it of Germany.
    """
    listed = tuple(voices)
    for wanted in _wider(tidy(language)):
        exact = (voice for voice in listed if wanted in (*map(tidy, voice.languages), _last(voice)))
        near = (voice for voice in listed if _speaks(voice, wanted))
        for voice in (*exact, *near):
            return voice
    return None


def _wider(language: str) -> Iterator[str]:
    """A language, then the same with ever less of its region: `de-AT`, `de`."""
    parts = language.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()


def _speaks(voice: Voice, wanted: str) -> bool:
    spoken = [tidy(language) for language in voice.languages]
    return not spoken or any(
        one == wanted or one.startswith(f"{wanted}-") or wanted.startswith(f"{one}-")
        for one in spoken
    )


def _last(voice: Voice) -> str:
    """The end of an id: espeak-ng calls its plain French `roa/fr`, and its language `fr-fr`."""
    return tidy(voice.id.rpartition("/")[2])
