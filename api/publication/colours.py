"""A colour for each municipality: the same on every page and print, and next to its name always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

from wfm.ids import MunicipalityCode, code_order

COLOURS = 24
"""Classes ``m0`` to ``m23`` of the style sheets."""


def colour_numbers(codes: Iterable[MunicipalityCode]) -> Mapping[MunicipalityCode, int]:
    """Return a colour by code: it follows from the code, and two share one only where all are taken.

    Codes are seated in their order, each in the first free place from its own on, so that a
    municipality that joins later moves few others.
    """
    found: dict[MunicipalityCode, int] = {}
    for number, code in enumerate(sorted(codes, key=code_order)):
        taken = set(list(found.values())[number - number % COLOURS :])
        own = crc32(code.encode())
        places = ((own + step) % COLOURS for step in range(COLOURS))
        found[code] = next(place for place in places if place not in taken)
    return found
