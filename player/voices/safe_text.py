"""What a stranger's program or plug-in says, made fit to be told in a message."""

from __future__ import annotations

LONGEST = 200
"""Characters of it that are told."""


def safe_line(text: str) -> str:
    """The last line that says anything, without control characters, cut if it is long."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in (lines[-1] if lines else "")
    )
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def described(error: BaseException) -> str:
    """An exception in one line: its kind, and what it says if it says anything."""
    kind = type(error).__name__
    try:
        told = safe_line(str(error))
    except Exception:  # noqa: BLE001 - a stranger's exception may not even tell itself
        told = ""
    return f"{kind}: {told}" if told else kind
