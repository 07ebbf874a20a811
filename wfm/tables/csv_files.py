"""CSV files as people save them: any usual separator, encoding and line end."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import islice
from pathlib import Path

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.columns import KNOWN_HEADERS
from wfm.tables.encodings import DecodedText, decode_text
from wfm.tables.raw_table import FEWER_CELLS, MOST_CELLS, MOST_ROWS, RawTable, UnusableTableError, raw_table
from wfm.tables.words import fold

SEPARATORS = (",", ";", "\t")
MOST_BYTES = 64 * 1024 * 1024
ENCODING = Text("fault.encoding", "text in UTF-8 or Windows-1252")
NO_NUL = Text("fault.no_nul", "text without NUL characters; this may be no CSV file")
WELL_QUOTED = Text("fault.well_quoted", "cells whose quotation marks open and close: {reason}")
THERE = Text("fault.there", "a file that exists")
READABLE = Text("fault.readable", "a file that can be read: {reason}")
NO_CSV = Text("fault.no_csv", "a CSV file; this is another kind of file, whatever its name")
SHORTER_CELL = Text("fault.shorter_cell", "cells of at most {limit:number} characters")
SMALLER = Text("fault.smaller", "a file of at most {limit:number} megabytes")


_BLANK = b"\xef\xbb\xbf \t\r\n"
_OTHER_FILES = (
    *(b"pk\x03\x04", b"pk\x05\x06", b"\xd0\xcf\x11\xe0", b"%pdf-", b"\x89png", b"{\\rtf", b"begin:vcal"),
    *(b"<!doctype", b"<html", b"<?xml"),
)
"""How files begin that people send in the place of a CSV file, in small letters."""


def read_bytes(path: Path, name: str = "") -> bytes:
    """Return a file's content; faults call it `name`, or as the path does.

    Raises
    ------
    UnusableTableError
        Where the file is missing, not a file, not ours to read or too big.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnusableTableError(Fault(name, None, "", "", SMALLER(limit=MOST_BYTES >> 20)))
        with path.open("rb") as file:
            content = file.read(size + 1 if size else MOST_BYTES + 1)  # a device tells none and may not end
    except FileNotFoundError as error:
        raise UnusableTableError(Fault(name, None, "", "", THERE())) from error
    except OSError as error:
        raise UnusableTableError(Fault(name, None, "", "", READABLE(reason=error.strerror or ""))) from error
    except ValueError as error:  # a NUL in the path
        raise UnusableTableError(Fault(name, None, "", "", READABLE(reason=str(error)))) from error
    if len(content) > MOST_BYTES:
        raise UnusableTableError(Fault(name, None, "", "", SMALLER(limit=MOST_BYTES >> 20)))
    return content


def is_csv(content: bytes) -> bool:
    """Tell whether content may be a CSV file: no workbook, archive, picture, page or document."""
    return not content.lstrip(_BLANK)[:16].lower().startswith(_OTHER_FILES)


def decode(file: str, content: bytes) -> DecodedText:
    """Return a file's text, whatever its encoding.

    Raises
    ------
    UnusableTableError
        Where it is no text.
    """
    decoded = decode_text(file, content)
    if decoded is None:
        raise UnusableTableError(Fault(file, None, "", "", ENCODING()))
    if "\0" in decoded.text:
        row = decoded.text[: decoded.text.index("\0")].count("\n") + 1
        raise UnusableTableError(Fault(file, row, "", "", NO_NUL()))
    return decoded


def csv_table(file: str, content: bytes) -> RawTable:
    """Read the content of a CSV file; `file` is its name in faults."""
    if not is_csv(content):
        raise UnusableTableError(Fault(file, None, "", "", NO_CSV()))
    decoded = decode(file, content)
    text, declared = decoded.text, None
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS:  # Excel's own line; it shows no such row
        declared, text = text[4], text.partition("\n")[2]
    table = raw_table(file, _lines(file, text, declared or _separator(text)))
    return replace(table, notices=decoded.notices)


def _separator(text: str) -> str:
    """Return the separator under which most headers are known, in case of doubt the most frequent."""
    lines = islice(io.StringIO(text, newline=None), MOST_ROWS)
    header = next((line for line in lines if line.strip(" ,;\t\n")), "")

    def known(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header], delimiter=separator), [])
        except csv.Error:  # a cell longer than the reader takes; whoever reads the lines tells its row
            cells = []
        return sum(fold(cell) in KNOWN_HEADERS for cell in cells), header.count(separator)

    return max(SEPARATORS, key=known)


def _lines(file: str, text: str, separator: str) -> list[list[str]]:
    """Return the cells of each line, and of too many lines no more than tells that they are."""
    if text.count(separator) > MOST_CELLS:  # counted first: a reader keeps a line whole
        raise UnusableTableError(Fault(file, None, "", "", FEWER_CELLS(limit=MOST_CELLS)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(islice(reader, MOST_ROWS + 1))
    except csv.Error as error:
        limit = csv.field_size_limit()
        too_long = f"({limit})" in str(error)  # "field larger than field limit (131072)"
        expected = SHORTER_CELL(limit=limit) if too_long else WELL_QUOTED(reason=str(error))
        raise UnusableTableError(Fault(file, len(lines) + 1, "", "", expected)) from error
    return lines
