"""What a workbook may be before a reader sees it: a sound zip archive, modest, its cells close together.

The reader of workbooks keeps a sheet as one block, so two cells in opposite corners of a small file
would take the whole memory. Every part that it reads is therefore unpacked here, measured and packed
again, and the reader sees nothing else. What else lies in a workbook (queries, pictures, the XML of other
programs) is neither read nor judged.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.raw_table import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, UnusableTableError
from wfm.tables.sheet_xml import is_to_be_computed, with_valueless, without_cdata

WORKBOOK = Text("fault.workbook", "an .xlsx workbook that can be opened, without a password")
MODEST = Text("fault.modest", "a workbook of at most {limit:number} megabytes unpacked")
CLOSE = Text(
    "fault.close",
    "sheets of at most {rows:number} rows and {columns:number} columns: nothing far beside the tables",
)

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 2000
_XML = (".xml", ".rels")
_BOOK, _BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_READ = frozenset(
    {"[content_types].xml", "_rels/.rels", _BOOK, _BOOK_LINKS, "xl/sharedstrings.xml", "xl/styles.xml"}
)
"""Parts that the reader looks for under a fixed name, in small letters."""
_SHEETS = "xl/worksheets/"
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_OF_SHEET = re.compile(rb"""\sType\s*=\s*["'][^"']*/(?:worksheet|sharedStrings|styles)["']""")
_TARGET = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PLACED = re.compile(rb"""\sr\s*=\s*(["'])\$?([A-Za-z]{0,7})\$?([0-9]{1,20})\1""")
_BLANK_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*(?:/>|>\s*</(?:\w+:)?c\s*>)")
_BLANK_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*(?:/>|>\s*</(?:\w+:)?row\s*>)")


def repack(file: str, content: bytes) -> io.BytesIO:
    """Return the workbook again, with only the sound and modest parts that its reader reads.

    Cells that hold something and yet no value are text in it (`wfm.tables.sheet_xml`).

    Raises
    ------
    UnusableTableError
        Where it is no zip archive, unpacks to too much, or its cells lie too far apart.
    """
    safe = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(safe, "w") as copy:
            parts = _parts(file, archive)
            computed = [archive.read(part) for part in parts if part.filename.lower() == _BOOK]
            to_be_computed = any(map(is_to_be_computed, computed))
            for part in parts:
                sound = _compact(file, archive.read(part))
                copy.writestr(part.filename, with_valueless(sound, to_be_computed=to_be_computed))
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        NotImplementedError,
    ) as e:
        raise UnusableTableError(Fault(file, None, "", "", WORKBOOK())) from e
    safe.seek(0)
    return safe


def _parts(file: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the parts that the reader reads; all that are XML must be modest and sound together."""
    parts = [part for part in archive.infolist() if part.filename.lower().endswith(_XML)]
    if any(part.compress_type not in _PACKED for part in parts):  # others may ask for gigabytes to unpack
        raise zipfile.BadZipFile("a part that is packed in a way that workbooks are not")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnusableTableError(Fault(file, None, "", "", MODEST(limit=MOST_UNPACKED >> 20)))
    by_name = {part.filename.lower(): part for part in parts}
    if len(by_name) < len(parts):
        raise zipfile.BadZipFile("two parts of one name")
    links = by_name.get(_BOOK_LINKS)
    read = _READ | set(() if links is None else map(str.lower, _targets(archive.read(links))))
    return [part for name, part in by_name.items() if name in read or name.startswith(_SHEETS)]


def _targets(links: bytes) -> Iterator[str]:
    """Yield the parts that a workbook names as its sheets, strings and formats, wherever they lie."""
    for link in _LINK.findall(links):
        target = _TARGET.search(link) if _OF_SHEET.search(link) else None
        if target:
            path = target[1].decode("utf-8", "replace")
            yield path[1:] if path.startswith("/") else posixpath.normpath(f"xl/{path}")


def _compact(file: str, part: bytes) -> bytes:
    """Return a part whose cells span no more rows, columns or cells than a plan's; blank ones go first."""
    if b"\0" in part or b"<!DOCTYPE" in part:
        raise zipfile.BadZipFile("a part that is not plain XML in UTF-8")
    part = without_cdata(part)
    if _is_wide(part):  # spreadsheets also write blank cells and rows, where somebody coloured a whole column
        part = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", part))
        if _is_wide(part):
            raise UnusableTableError(Fault(file, None, "", "", CLOSE(rows=MOST_ROWS, columns=MOST_COLUMNS)))
    return part


def _is_wide(part: bytes) -> bool:
    places = _PLACED.findall(part)
    rows = max((int(digits) for _, _, digits in places), default=1)
    columns = max(map(_column_number, {letters for _, letters, _ in places}), default=1)
    return rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
