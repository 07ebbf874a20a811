"""A pale fill for each municipality colour: black text reads well on all of them."""

from __future__ import annotations

from colorsys import hls_to_rgb

from api.pages.colours import COLOURS

_SATURATION = 0.55
_LIGHTNESS = (0.84, 0.91)


def fill(number: int) -> str:
    """Return the fill of colour `number` (0 to 23): hues all around, neighbours told apart by lightness."""
    rgb = hls_to_rgb(number / COLOURS, _LIGHTNESS[number % 2], _SATURATION)
    return "#" + "".join(f"{round(255 * part):02X}" for part in rgb)


HEADING = "#1F3A5F"
BAND = "#E3E9F1"
CLOSED = "#EDEDED"
ALARM = "#B00020"
LINE = "#B8C0CC"
