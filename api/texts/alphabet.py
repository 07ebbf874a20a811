"""The order in which people look for names: the Danish alphabet, where æ, ø and å (also aa) come last."""

from __future__ import annotations

import re

_LAST = str.maketrans({"æ": "z\x01", "ä": "z\x01", "ø": "z\x02", "ö": "z\x02", "å": "z\x03"})
_NUMBER = re.compile(r"(\d+)")


def danish_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key; numbers within a name count as numbers, so that 2 comes before 10."""
    folded = name.casefold().replace("aa", "å").translate(_LAST)
    parts = (part for part in _NUMBER.split(folded) if part)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
