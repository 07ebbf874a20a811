"""Numbers of mobile telephones, as people write them and as they are kept."""

from __future__ import annotations

import re

_KEPT = re.compile(r"\+[1-9][0-9]{7,14}")
_DANISH = re.compile(r"[2-9][0-9]{7}")
_BETWEEN = re.compile(r"[ \u00a0().\-]+")
LONGEST_TYPED = 40


def read_mobile(typed: str) -> str | None:
    """Return a number in international form (E.164); eight digits are Danish.

    Raises
    ------
    ValueError
        Where it is none.
    """
    if len(typed) > LONGEST_TYPED:
        raise ValueError("too long")
    digits = _BETWEEN.sub("", typed)
    if not digits:
        return None
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if _DANISH.fullmatch(digits):
        digits = f"+45{digits}"
    if not _KEPT.fullmatch(digits):
        raise ValueError("no number")
    return digits
