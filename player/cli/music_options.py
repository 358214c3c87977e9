"""Music under a session: its options, and the music they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from player.cli.terminal import tell
from player.config import own_config
from player.routine.model import DoseKind

if TYPE_CHECKING:
    from player.audio.blend import Blend
    from player.audio.ducking import Envelope
    from player.timeline.model import Timeline

DUCK = -12.0
"""How much softer music is under speech, in dB."""

_OPTIONS = (
    click.option(
        "--music",
        "path",
        metavar="PATH",
        type=click.Path(path_type=Path),
        help="Music under the session, over and over: a file, a folder, or a playlist (.m3u).",
    ),
    click.option(
        "--music-volume",
        "volume",
        metavar="DB",
        type=click.FloatRange(-40, 12),
        help="Music louder or softer by so many dB. At 0 (the default) it is 5 dB softer than "
        "the voice between phrases.",
    ),
    click.option(
        "--duck",
        metavar="DB",
        type=click.FloatRange(-60, 0),
        help="How much softer music is while the voice speaks. "
        "Default: -12, and deeper by what --music-volume is above 0.",
    ),
    click.option("--quiet-rests/--loud-rests", default=None, help="Softer music in rests."),
    click.option("--no-music", is_flag=True, help="No music, whatever your settings say."),
)


class MusicWish(NamedTuple):
    """What music the person asked for.

    Attributes:
        path: A file, a folder or a playlist.
        volume: dB against its usual level.
        duck: dB under speech, or None for the usual.
        quiet_rests: Whether it is softer in rests.
    """

    path: Path
    volume: float = 0.0
    duck: float | None = None
    quiet_rests: bool = False

    @property
    def depth(self) -> float:
        """How much softer it is under speech, in dB: louder music goes down further."""
        return DUCK - max(0.0, self.volume) if self.duck is None else self.duck

    def arguments(self) -> list[str]:
        """The options that ask for it."""
        found = ["--music", str(self.path)]
        found += ["--music-volume", f"{self.volume:g}"] if self.volume else []
        found += [] if self.duck is None else ["--duck", f"{self.duck:g}"]
        return found + ["--quiet-rests"] * self.quiet_rests


def music_options(command: Callable[..., object]) -> Callable[..., object]:
    """The options of music; the command takes them as `music`, a `MusicWish` or None."""

    @wraps(command)
    def collected(**values: Any) -> object:
        none = values.pop("no_music")
        mine = {key: values.pop(key) for key in MusicWish._fields}
        return command(music=None if none else _wished(mine), **values)

    found: Callable[..., object] = collected
    for option in reversed(_OPTIONS):
        found = option(found)
    return found


def _wished(options: dict[str, Any]) -> MusicWish | None:
    """What was asked for, and for the rest what the listener has set."""
    config = own_config()
    settings = MusicWish(
        config.music or Path(), config.music_volume, config.duck, config.quiet_rests
    )
    if options["path"] is None and config.music is None:
        return None
    return settings._replace(**{key: one for key, one in options.items() if one is not None})


def wish_of(arguments: Sequence[str]) -> MusicWish | None:
    """The wish that gave these arguments; None if there was none."""
    words = iter(arguments)
    found = {word: "" if word == "--quiet-rests" else next(words) for word in words}
    if "--music" not in found:
        return None
    return MusicWish(
        Path(found["--music"]),
        float(found.get("--music-volume", 0)),
        float(found["--duck"]) if "--duck" in found else None,
        quiet_rests="--quiet-rests" in found,
    )


def music_found(wish: MusicWish | None) -> tuple[Path, ...]:
    """The files that were asked for, before anything else is done; none without a wish.

    Raises:
        PlayerError: If there is nothing to play.
    """
    if wish is None:
        return ()
    from player.audio.music import playable
    from player.audio.playlist import tracks

    return playable(tracks(wish.path, tell), tell)


@contextmanager
def music_under(
    wish: MusicWish | None,
    found: tuple[Path, ...],
    timeline: Timeline,
    *,
    ahead: bool,
    tell: Callable[[str], None] = tell,
) -> Iterator[Blend | None]:
    """What goes on under a session, for as long as it lasts; None without a wish.

    Args:
        wish: What was asked for.
        found: Its files, from `music_found`.
        timeline: What it is softer under.
        ahead: Whether a thread reads it ahead, as a device needs it; else it is read when it is
            asked for, so that a file comes out the same every time.
        tell: Told of files that cannot be read.
    """
    if wish is None:
        yield None
        return
    from player.audio.blend import Blend
    from player.audio.music import Music, endless
    from player.audio.reading_ahead import ReadingAhead

    blocks = endless(found, tell)
    source = ReadingAhead(blocks, tell) if ahead else Music(blocks)
    try:
        yield Blend(source, envelope_of(wish, timeline), wish.volume, wish.depth)
    finally:
        source.close()


def envelope_of(wish: MusicWish, timeline: Timeline) -> Envelope:
    """How loud music is, by position in a session."""
    from player.audio.ducking import Envelope, in_rests, under_chimes, under_speech

    cues = timeline.placements
    duckings = [
        under_speech([(cue.start, cue.stop) for cue in cues if cue.text is not None], wish.depth),
        under_chimes([(cue.start, cue.stop) for cue in cues if cue.text is None], wish.depth),
    ]
    if wish.quiet_rests:
        duckings.append(in_rests(_rests(timeline), wish.depth))
    return Envelope(timeline.length, duckings)


def _rests(timeline: Timeline) -> list[tuple[int, int]]:
    """Where the session rests: in leads, and in passes that are rests."""
    spans = timeline.spans
    leads = [(span.lead, span.ready) for span in spans if span.lead < span.ready]
    passes = [(span.start, span.stop) for span in spans if span.doing.kind == DoseKind.REST]
    return leads + passes
