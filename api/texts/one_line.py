"""Names as one plain line, for formats in which a control character or a line break does harm."""

from __future__ import annotations

import unicodedata

_BREAKS = {"Zl", "Zp"}  # line and paragraph separators
_NEVER = {"Cc", "Cs"}  # control characters, lone surrogates
_MARK = "\ufeff"  # a byte order mark shows nothing, and parsers drop it where a value begins


def one_line(text: str) -> str:
    """Return a text without control characters; line breaks and tabs become single spaces."""
    spaced = "".join(_harmless(character) for character in text)
    return " ".join(spaced.split())


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category in _BREAKS:
        return " "
    return "" if category in _NEVER or character == _MARK else character
