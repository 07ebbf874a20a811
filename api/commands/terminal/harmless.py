"""Text for a terminal: what would steer it is shown instead, and what it has no letter for is replaced."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from io import TextIOWrapper

NEAREST = "wfm_nearest"
"""How letters that an encoding lacks are written: as the nearest that it has, else as a question mark."""

_PICTURES = 0x2400
"""Where Unicode keeps signs that stand for the 32 control characters."""

_NEAR = {
    **dict.fromkeys("‘’‚‹›′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("–—‐‑‒−─━", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋┡┩╇╈└┴┘┠┨", "+"),
    **{"…": "...", "→": "->", "←": "<-", "•": "*", "·": "*", "≥": ">=", "≤": "<=", "×": "x", "Σ": "S"},
    **dict(zip("▁▂▃▄▅▆▇▲▼", "1234567^v", strict=True)),
    **dict.fromkeys("\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{FIGURE SPACE}", " "),
    **{"€": "EUR", "ø": "oe", "Ø": "Oe", "æ": "ae", "Æ": "Ae", "å": "aa", "Å": "Aa", "ß": "ss"},
}


def harmless(text: str) -> str:
    """Return a text that steers no terminal: control characters and marks of direction are shown as signs.

    Line breaks stay.
    """
    return "".join(map(_shown, text)) if not text.isprintable() else text


def harmless_line(text: str) -> str:
    """Return a text as one line that steers no terminal."""
    return harmless(text).replace("\n", chr(_PICTURES + ord("\n")))


def _shown(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cc" and ord(character) < ord(" "):
        return chr(_PICTURES + ord(character))
    return "\N{REPLACEMENT CHARACTER}" if category in ("Cc", "Cs") or _turns(character) else character


def _turns(character: str) -> bool:
    """Tell whether a mark turns the direction of what stands around it, so that another text is seen."""
    return unicodedata.bidirectional(character) in (
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    )


def escape_controls(document: str) -> str:
    """Return a JSON document in which no control character stands as it is."""
    return "".join(
        f"\\u{ord(c):04x}" if c != "\n" and (_shown(c) != c) and ord(c) < 0x10000 else c for c in document
    )


def replace_missing_letters() -> None:
    """Let the standard streams write what their encoding lacks by what comes nearest."""
    codecs.register_error(NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=NEAREST)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_near(character, error.encoding) for character in lacking), error.end


def _near(character: str, encoding: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[:1]
    for near in (_NEAR.get(character, ""), bare):
        if near and near.encode(encoding, "ignore").decode(encoding) == near:
            return near
    return "?"
