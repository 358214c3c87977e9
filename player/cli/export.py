"""`player export`: a session as a file to take elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from player.atomic import whole_file
from player.cli.options import Request, session_options
from player.cli.progress import SpeakingBar
from player.cli.session import compiled
from player.cli.terminal import say
from player.errors import OutputError, RequestError
from player.export.captions import sub_rip, web_vtt
from player.timeline.model import Timeline

_FORMATS: dict[str, Callable[[Timeline], str]] = {".vtt": web_vtt, ".srt": sub_rip}


@click.command("export")
@session_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(request: Request, file: Path) -> None:
    """Write the captions of ROUTINE to FILE, which ends in .vtt or .srt.

    They fit the sound that `player play ROUTINE --output FILE.wav` writes.
    """
    form = _FORMATS.get(file.suffix.lower())
    if form is None:
        listed = " or ".join(_FORMATS)
        raise RequestError("is no kind of captions", place=str(file), mend=f"end it in {listed}")
    with SpeakingBar() as bar:
        timeline = compiled(request, bar).timeline
    try:
        with whole_file(file) as captions:
            captions.write(form(timeline).encode())
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}",
            place=str(file),
            mend="choose another folder, or make room on the disk",
        ) from error
    say(f"Wrote {file}.")
