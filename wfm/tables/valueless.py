"""Cells that hold something and yet no value: an error of a spreadsheet, a formula nobody has computed.

Errors also come as text: a spreadsheet that saves CSV writes what it shows, in its own language.
"""

from __future__ import annotations

import re

from wfm.message import Message, Text
from wfm.tables.cells import Cell, Valueless

ERROR_VALUE = Text("fault.error_value", "a value, or a blank cell; this is an error of the spreadsheet")
UNCOMPUTED = Text(
    "fault.uncomputed",
    "a value; this is a formula without one: open the file in a spreadsheet, save it and send it again",
)

_ERRORS = frozenset(
    {
        *("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#GETTING_DATA", "#EXTERNAL!"),
        *("#PYTHON!", "#TIMEOUT!", "#MACRO!", "#ERROR!"),
        # as a Danish spreadsheet shows them
        *("#I/T", "#DIVISION/0!", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "#NUL!", "#OVERLØB!", "#BEREGN!"),
        *("#FELT!", "#BLOKERET!", "#UKENDT!", "#FORBIND!", "#OPTAGET!", "#HENTER_DATA", "#FEJL!"),
    }
)
_NUMBERED_ERROR = re.compile(r"(?:Err|Fejl):[0-9]{3}|#ERR[0-9]{3}!")


def why_valueless(cell: Cell) -> Message | None:
    """Return what is expected in the place of a cell that holds no value; nothing where it holds one."""
    if isinstance(cell, Valueless):
        return UNCOMPUTED() if cell.text.startswith("=") else ERROR_VALUE()
    if isinstance(cell, str) and (cell.strip().upper() in _ERRORS or _NUMBERED_ERROR.fullmatch(cell.strip())):
        return ERROR_VALUE()
    return None
