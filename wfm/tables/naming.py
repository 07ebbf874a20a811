"""Ids, codes, names and choices: text that must be safe in file names, calendars and pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from wfm.message import Text
from wfm.tables.cells import SHORT, TEXT, Cell, Reader, RepairedValue, UnreadableCellError, as_text
from wfm.tables.words import both_languages, fold, word_labels

SAFE_ID = Text(
    "fault.safe_id",
    'at most {limit} characters that may stand in a file name: none of / \\ : * ? " < > |, no control '
    "character, no full stop at the start or the end, none of = + - @ at the start",
)
COMPETENCE_CODE = Text(
    "fault.competence_code",
    "a code without spaces, commas, semicolons and bars, none of = + - @ at the start",
)
ONE_OF = Text("fault.one_of", "one of: {words:list}")
STRIPPED = Text("notice.stripped", "no control characters or line breaks; they were taken out")

ID_LIMIT = 64
ID_BYTES = 180
NAME_LIMIT = 200
NOTE_LIMIT = 5000
_UNSAFE = re.compile(r'[/\\:*?"<>|]|\.\.|^[.=+@-]|\.$')
"""What begins with = + - @ is taken for a formula by whoever opens a CSV file in a spreadsheet."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_BETWEEN_CODES = re.compile(r"[;|,\n]")
_BREAKS = frozenset("\t\n\r\v\f\x85")
_MARKS_OF_DIRECTION = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def plain(text: str) -> str:
    """Return a text in NFC on one line, without control characters and marks of direction."""
    spaced = (
        " " if char in _BREAKS or unicodedata.category(char) in ("Zl", "Zp") else char
        for char in unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    )
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs") and c not in _MARKS_OF_DIRECTION)
    return "".join(kept).strip()


def read_name(cell: Cell) -> str | RepairedValue:
    """Read a person's or a municipality's name; stray control characters are taken out and told of."""
    found = unicodedata.normalize("NFC", as_text(cell))
    name = plain(found)
    if not name:
        raise UnreadableCellError(TEXT())
    if len(name) > NAME_LIMIT:
        raise UnreadableCellError(SHORT(limit=NAME_LIMIT))
    return name if name == found else RepairedValue(name, STRIPPED())


def read_note(cell: Cell) -> str:
    """Read free text."""
    note = plain(as_text(cell))
    if len(note) > NOTE_LIMIT:
        raise UnreadableCellError(SHORT(limit=NOTE_LIMIT))
    return note


def read_id(cell: Cell) -> str:
    """Read an agent's id, which becomes a file name."""
    found = unicodedata.normalize("NFC", as_text(cell))
    unsafe = found != plain(found) or _UNSAFE.search(found) or _RESERVED.fullmatch(found)
    if unsafe or not 0 < len(found) <= ID_LIMIT or len(found.encode()) > ID_BYTES:
        raise UnreadableCellError(SAFE_ID(limit=ID_LIMIT))
    return found


def read_label(cell: Cell) -> str:
    """Read a label that several rows share; it names nobody and no file."""
    label = plain(unicodedata.normalize("NFC", as_text(cell)))
    if len(label) > ID_LIMIT:
        raise UnreadableCellError(SHORT(limit=ID_LIMIT))
    return label


def reference(cell: Cell) -> str:
    """Read the id of an agent that another table defines; whether it exists is asked there."""
    return unicodedata.normalize("NFC", as_text(cell))


def code_reference(cell: Cell) -> str:
    """Read a municipality's code: text without leading zeros."""
    code = reference(cell)
    return code.lstrip("0") or "0" if code.isascii() and code.isdecimal() else code


def read_code(cell: Cell) -> str:
    """Read the code that defines a municipality; it becomes part of a file name."""
    read_id(cell)
    return code_reference(cell)


def read_competence_code(cell: Cell) -> str:
    """Read the code that defines a competence; codes are written side by side."""
    code = reference(cell)
    if not code or re.search(r"[\s;,|]|^[=+@-]", code) or code != plain(code) or len(code) > ID_LIMIT:
        raise UnreadableCellError(COMPETENCE_CODE())
    return code


def read_competences(cell: Cell) -> frozenset[str]:
    """Read codes side by side, between ``;`` or ``|``."""
    return frozenset(filter(None, map(str.strip, _BETWEEN_CODES.split(reference(cell)))))


def choice(words: Mapping[str, str]) -> Reader:
    """Return a reader of one of some fixed words (Danish by English), as the English word."""
    known = both_languages(words)

    def read(cell: Cell) -> str:
        found = known.get(fold(as_text(cell)))
        if found is None:
            raise UnreadableCellError(ONE_OF(words=word_labels(words)))
        return found

    return read
