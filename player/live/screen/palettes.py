"""How each part of the screen is painted: in the terminal's own colours, on dark, or on light."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style

from player.live.screen.pieces import Role


class Palette(NamedTuple):
    """Styles by role.

    Attributes:
        name: `terminal`, `dark` or `light`.
        styles: The style of each role, whole with its background.
        native: Whether its colours are those the terminal has set.
    """

    name: str
    styles: dict[Role, Style]
    native: bool


def _palette(name: str, ground: str, **roles: str) -> Palette:
    base = Style.parse(ground)
    styles = {role: base + Style.parse(roles.get(role.value, "")) for role in Role}
    return Palette(name, styles, native=name == "terminal")


PALETTES = {
    palette.name: palette
    for palette in (
        _palette(
            "terminal",
            "default on default",
            strong="bold",
            faint="dim",
            figure="bold",
            alert="bold magenta",
            done="green",
            key="bold",
            typed="bold underline",
            **{"in": "cyan", "out": "magenta"},
        ),
        _palette(
            "dark",
            "#d8dee4 on #10151a",
            strong="bold #ffffff",
            faint="#93a1ad",
            figure="bold #ffffff",
            alert="bold #ffc861",
            held="#aab4bd",
            done="#62d394",
            key="bold #ffffff",
            typed="bold underline #ffffff",
            **{"in": "#5cc8ff", "out": "#ffab70"},
        ),
        _palette(
            "light",
            "#24303a on #fbfaf6",
            strong="bold #0b1117",
            faint="#5c6873",
            figure="bold #0b1117",
            alert="bold #9a4a00",
            held="#6f7b85",
            done="#157a48",
            key="bold #0b1117",
            typed="bold underline #0b1117",
            **{"in": "#00679e", "out": "#b4460a"},
        ),
    )
}
"""The palettes, in the order in which a key goes through them."""


def after(palette: Palette) -> Palette:
    """The palette after one, round and round."""
    names = list(PALETTES)
    return PALETTES[names[(names.index(palette.name) + 1) % len(names)]]
