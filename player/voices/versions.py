"""Which version of a package is installed, told quickly."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def installed_version(distribution: str, module: str) -> str:
    """The version of an installed distribution, or `none`.

    Looks for the `.dist-info` folder beside the module first: importing `importlib.metadata`
    alone takes 20 ms, a fifth of the time to the first sound.

    Args:
        distribution: Name on the package index.
        module: Name it is imported by.
    """
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return "none"
    packages = Path(spec.origin).parent.parent
    prefix = distribution.replace("-", "_").lower() + "-"
    for entry in packages.iterdir():
        if entry.name.lower().startswith(prefix) and entry.suffix == ".dist-info":
            return entry.stem[len(prefix) :]
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"
