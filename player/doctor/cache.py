"""Whether phrases can be kept, and whether those that are can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.doctor.checked import Checked, Standing
from player.doctor.folders import size, trial

if TYPE_CHECKING:
    from player.voices.cache import ClipCache

_ENTRIES = "*.clip"


def cache(clips: ClipCache) -> Checked:
    """Read every phrase that is kept, and write into the folder.

    Args:
        clips: The cache.
    """
    files = sorted(clips.folder.glob(_ENTRIES))
    refused = trial(clips.folder)
    if refused is not None:
        found = f"cannot be written ({refused.strerror or refused}): {clips.folder}"
        return Checked(
            "cache", Standing.FAILS, found,
            "give yourself the right to write there; until then every phrase is spoken anew",
        )  # fmt: skip
    if not files:
        return Checked("cache", Standing.OK, "no phrases yet")
    damaged = sum(clips.load(file.stem) is None for file in files)
    count = "one phrase" if len(files) == 1 else f"{len(files)} phrases"
    found = f"{count}, {size(sum(file.stat().st_size for file in files))}"
    if damaged:
        mend = "nothing to do: what is damaged is spoken anew when it is needed"
        return Checked("cache", Standing.NOTE, f"{found}, {damaged} damaged", mend)
    return Checked("cache", Standing.OK, found)
