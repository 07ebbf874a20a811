"""Settings that differ by municipality: ``CODE:VALUE`` separated by commas, each code once."""

from __future__ import annotations

import re


def split_by_municipality(value: str, one: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    """Return code and value of each part, in the order in which they stand.

    Parameters
    ----------
    value
        As it was typed.
    one
        A part, with groups for the code and the value.

    Raises
    ------
    ValueError
        Where a part is something else, or a municipality stands there twice.
    """
    found = [one.fullmatch(part.strip()) for part in value.split(",")]
    pairs = tuple((part[1], part[2].strip()) for part in found if part is not None)
    if len(pairs) < len(found) or len(dict(pairs)) < len(pairs):
        raise ValueError("not one value for each municipality")
    return pairs
