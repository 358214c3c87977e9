"""Ids and titles proposed from what a person typed."""

from __future__ import annotations

import re
import unicodedata


def proposed_id(text: str) -> str:
    """An id near to a text: the text itself if it is an id, empty if nothing in it can be."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def proposed_title(name: str) -> str:
    """A title for an id: `my-evening` is called "My evening"."""
    words = " ".join(re.split(r"[-_\s]+", name)).strip()
    return words[:1].upper() + words[1:]
