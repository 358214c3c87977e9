"""Where the shipped routines and sounds are.

They stand at top level of the repository and travel inside the package in a wheel; one look-up
serves a checkout, an editable install and an installed wheel.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """The folder of shipped files called `name`: `routines` or `sounds`."""
    installed = _PACKAGE / "shipped_files" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
