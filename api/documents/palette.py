"""Each municipality's colour, pale to fill a cell under black text, and dark to write with."""

from __future__ import annotations

from colorsys import hls_to_rgb

from api.publication.colours import COLOURS

_SATURATION = 0.55
_LIGHTNESS = (0.84, 0.91)
_INK_LIGHTNESS = 0.27


def fill(number: int) -> str:
    """Return the fill of colour `number` (0 to 23): hues all around, neighbours told apart by lightness."""
    return _hex(number, _LIGHTNESS[number % 2])


def ink(number: int) -> str:
    """Return the same hue dark enough to write with, where several share a cell."""
    return _hex(number, _INK_LIGHTNESS)


def _hex(number: int, lightness: float) -> str:
    rgb = hls_to_rgb(number / COLOURS, lightness, _SATURATION)
    return "#" + "".join(f"{round(255 * part):02X}" for part in rgb)


HEADING = "#1F3A5F"
BAND = "#E3E9F1"
CLOSED = "#EDEDED"
ALARM = "#B00020"
LINE = "#B8C0CC"
