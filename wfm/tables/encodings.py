"""Which letters some bytes are: UTF-8 and UTF-16 say so themselves; of older encodings the likeliest counts.

Excel saves "CSV (MS-DOS)" in code page 850 and "CSV (Macintosh)" in Mac Roman. Read as Windows-1252 their
Danish letters are quotation marks and signs in the middle of words. So each is tried, and that one is taken
under which the letters stand where letters do.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from wfm.errors import Fault
from wfm.message import Text

READ_AS = Text(
    "notice.read_as",
    "text in UTF-8; it was read as {encoding}, as in “{read}” (as {usual} it would be “{otherwise}”)",
)

USUAL = "cp1252"
OLDER = {USUAL: "Windows-1252", "cp850": "MS-DOS 850", "mac_roman": "Macintosh"}
"""What people call the older encodings; the usual one first, which is taken in case of doubt."""

MOST_JUDGED = 5000
"""Words that are looked at; more tell nothing further."""

_LETTER = b"A-Za-z\x80-\xff"
_WORD = re.compile(rb"[" + _LETTER + rb"]*[\x80-\xff][" + _LETTER + rb"]*")
_DANISH = frozenset("æøåÆØÅ")
_FOREIGN = frozenset("éèêëáàâäãíìîïóòôöõúùûüñçýÿšžßœÉÈÊËÁÀÂÄÃÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇÝŠŽŒðÐþÞ")
_PUNCTUATION = frozenset("’–—“”…€§°½«»´\u00a0")
_INSIDE = frozenset("’´–—")
"""Signs that may stand in the middle of a word."""


@dataclass(frozen=True)
class DecodedText:
    """A file's text, and what its reader should know of how it was read."""

    text: str
    notices: tuple[Fault, ...] = ()


def decode_text(file: str, content: bytes) -> DecodedText | None:
    """Return text: UTF-16 where a mark says so, else UTF-8, else the likeliest older one, if any."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16")
    return _strictly(content, "utf-8-sig") or _older(file, content)


def _strictly(content: bytes, encoding: str) -> DecodedText | None:
    try:
        return DecodedText(content.decode(encoding))
    except UnicodeDecodeError:
        return None


def _older(file: str, content: bytes) -> DecodedText | None:
    words = [match[0] for match in islice(_WORD.finditer(content), MOST_JUDGED)]
    texts = {encoding: _strictly(content, encoding) for encoding in OLDER}
    worth = {
        encoding: sum(_worth(word.decode(encoding)) for word in words)
        for encoding, found in texts.items()
        if found is not None
    }
    best = max(worth, key=worth.__getitem__)  # of equals the first, which is the usual one
    found = texts[best]
    if best == USUAL or found is None:
        return found
    if worth[best] < 0:
        return texts[USUAL]
    return DecodedText(found.text, (_told(file, words, best),))


def _told(file: str, words: list[bytes], encoding: str) -> Fault:
    """Return the notice that says how a file was read, with a word for example."""
    example = max(words[:200], key=lambda word: _worth(word.decode(encoding)))
    expected = READ_AS(
        encoding=OLDER[encoding],
        read=example.decode(encoding),
        usual=OLDER[USUAL],
        otherwise=example.decode(USUAL, "replace"),
    )
    return Fault(file, None, "", "", expected)


def _worth(word: str) -> int:
    """Tell how well the letters of a word that are not English ones stand there."""
    english = [letter for letter in word if letter.isascii()]
    loud = bool(english) and all(map(str.isupper, english))
    return sum(
        _letter_worth(word, place, loud=loud, alone=not english and len(word) > 1)
        for place, letter in enumerate(word)
        if not letter.isascii()
    )


def _letter_worth(word: str, place: int, *, loud: bool, alone: bool) -> int:
    letter = word[place]
    if letter in _PUNCTUATION:
        inside = 0 < place < len(word) - 1
        return -1 if inside and letter not in _INSIDE else 0
    if alone or letter not in _DANISH | _FOREIGN:
        return -1
    fits = (place == 0 or loud) if letter.isupper() else (place > 0 or not loud)
    return int(letter in _DANISH) if fits else -1
