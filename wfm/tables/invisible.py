"""Characters that nobody sees: pasted along from elsewhere, they make two of what looks like one."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\u200d\ufe0f")
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Invisible, though Unicode counts them among letters and marks."""


def without_invisible(text: str) -> str:
    """Return a text without invisible characters; each space of another kind is a plain one.

    What joins the parts of a picture stays, and so do control characters: whoever reads names and ids
    judges them.
    """
    if text.isascii():
        return text
    seen: list[str] = []
    for char in text:
        kind = unicodedata.category(char)
        joins = char in _JOINERS and seen and unicodedata.category(seen[-1]) == "So"
        if joins or (kind != "Cf" and char not in _UNSEEN):
            seen.append(" " if kind == "Zs" else char)
    return "".join(seen)
