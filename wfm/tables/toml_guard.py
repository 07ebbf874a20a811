"""What a TOML text may be before a parser sees it: modest, and no key of hundreds of parts.

The parser of the standard library keeps a table for each part of a dotted key and compares whole keys, so
a line of a few kilobytes that packs well would take gigabytes and a minute.
"""

from __future__ import annotations

import re

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.raw_table import UnusableTableError

MODEST_SETTINGS = Text("fault.modest_settings", "settings of at most {limit:number} kilobytes")
SHORT_KEY = Text("fault.short_key", "a key of at most {limit:number} parts")

MOST_LETTERS = 512 * 1024
MOST_PARTS = 50
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')


def refuse_unmodest(file: str, text: str) -> None:
    """Refuse a text for which a parser would take too long, or too much memory.

    Parameters
    ----------
    file, text
        What faults call it, and its content.

    Raises
    ------
    UnusableTableError
        With the row, where one of its keys has more parts than any key of a plan.
    """
    if len(text) > MOST_LETTERS:
        raise UnusableTableError(Fault(file, None, "", "", MODEST_SETTINGS(limit=MOST_LETTERS >> 10)))
    for row, line in enumerate(text.splitlines(), start=1):
        if line.count(".") < MOST_PARTS:
            continue
        key = _QUOTED.sub("x", line).partition("=")[0]
        if key.count(".") >= MOST_PARTS:
            raise UnusableTableError(Fault(file, row, key[:40] + "…", "", SHORT_KEY(limit=MOST_PARTS)))
