"""A sheet's XML as its reader should see it: no cell that holds something is taken for a blank one.

The reader of workbooks gives nothing for an error (``#N/A``), nor for a formula that nobody has computed
yet. Here both become text behind a mark, so that each can be told at its cell (`wfm.tables.valueless`).
"""

from __future__ import annotations

import re
from html import escape

from wfm.tables.cells import Cell, Valueless

MARK = "\ue0f1\ue0f2"
"""Before the text of a cell without a value; of no meaning to anybody else."""

_CELL = re.compile(
    rb"<((?:\w+:)?)c((?:\s[^<>]*[^<>/])?)\s*>"  # no cell that closes itself
    rb"([^<]*(?:<(?!/?(?:\w+:)?c[\s>])[^<]*)*)"  # up to the next tag of a cell
    rb"</\1c\s*>"
)
_TYPE = re.compile(rb"""\st\s*=\s*(["'])(\w+)\1""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*[^<>/])?\s*>([^<]*)<|<(?:\w+:)?v\s*/>")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*[^<>/])?\s*>([^<]*)<|<(?:\w+:)?f(?:\s[^<>]*)?/>")
_INLINE = re.compile(rb"<(?:\w+:)?is[\s>]")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TO_BE_COMPUTED = re.compile(rb"""<(?:\w+:)?calcPr\s(?:[^<>]*\s)?fullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_HIDDEN_FORMULA = "=…".encode()


def is_to_be_computed(workbook: bytes) -> bool:
    """Tell whether a program that opens the workbook is to compute every formula first.

    Then whoever wrote the file had no values, and the zeros beside its formulas are none.
    """
    return _TO_BE_COMPUTED.search(workbook) is not None


def without_cdata(part: bytes) -> bytes:
    """Return XML in which text is written as everybody writes it; the reader sees no other."""
    if b"<![CDATA[" not in part:
        return part
    return _CDATA.sub(lambda found: escape(found[1].decode("utf-8", "replace")).encode(), part)


def with_valueless(part: bytes, *, to_be_computed: bool) -> bytes:
    """Return a sheet in which errors, and formulas that have no value, are text behind the mark.

    Parameters
    ----------
    part
        The sheet's XML.
    to_be_computed
        See `is_to_be_computed`.
    """
    if b"<f" not in part and b":f" not in part and not re.search(rb"""\st\s*=\s*["']e["']""", part):
        return part

    def changed(cell: re.Match[bytes]) -> bytes:
        text = _valueless_text(cell[2], cell[3], to_be_computed=to_be_computed)
        if text is None:
            return cell[0]
        start = b"<" + cell[1] + b"c" + _TYPE.sub(b"", cell[2]) + b' t="str">'
        return start + b"<%bv>%b%b</%bv></%bc>" % (cell[1], MARK.encode(), text, cell[1], cell[1])

    return _CELL.sub(changed, part)


def _valueless_text(attributes: bytes, inner: bytes, *, to_be_computed: bool) -> bytes | None:
    """Return the text that stands for a cell's missing value; nothing where it has one."""
    kind = _TYPE.search(attributes)
    value = _VALUE.search(inner)
    written = (value[1] or b"").strip() if value else b""
    if kind and kind[2] == b"e":
        return written.removeprefix(b"=") or b"#N/A"
    formula = _FORMULA.search(inner)
    if formula is None or _INLINE.search(inner):
        return None
    is_empty_text = value is not None and kind is not None and kind[2] == b"str"
    if (not written and not is_empty_text) or (to_be_computed and written == b"0"):
        return b"=" + formula[1] if formula[1] else _HIDDEN_FORMULA
    return None


def without_mark(cell: Cell) -> Cell:
    """Return a cell as it was meant: one behind the mark has no value."""
    return Valueless(cell.removeprefix(MARK)) if isinstance(cell, str) and cell.startswith(MARK) else cell
