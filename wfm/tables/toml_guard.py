"""What a TOML text may be before a parser sees it: modest, and no key of hundreds of parts.

The parser of the standard library keeps a table for each part of a dotted key and compares whole keys, so
a line of a few kilobytes that packs well would take gigabytes and a minute. A key is found wherever one may
stand: at the start of a line, in brackets, in a table within a line; however its parts are written.
"""

from __future__ import annotations

import re

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.raw_table import UnusableTableError

MODEST_SETTINGS = Text("fault.modest_settings", "settings of at most {limit:number} kilobytes")
SHORT_KEY = Text("fault.short_key", "a key of at most {limit:number} parts")
SHORT_WORD = Text("fault.short_word", "a key or number of at most {limit:number} characters")

MOST_LETTERS = 512 * 1024
MOST_PARTS = 20
MOST_IN_WORD = 1000
"""Letters of a word or number outside quotation marks: one in another base may have any number of digits,
which nobody could write down again.
"""
# Every alternative takes what it can and gives nothing back, also where a quotation mark is never closed, so
# that a text is gone through once.
_PART = r"""(?:"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?|[^\s"'#.=,\[\]{}]++)"""
_TOKEN = re.compile(
    rf'''
    (?:"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"""|\Z)?)
    |(?:\'\'\'(?:[^']|'(?!\'\'))*+(?:\'\'\'|\Z)?)
    |(?:\#[^\n]*+)
    |(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)
    '''.replace("    ", "").replace("\n", ""),
)
_WORD = re.compile(_PART)


def refuse_unmodest(file: str, text: str) -> None:
    """Refuse a text for which a parser would take too long, or too much memory.

    Parameters
    ----------
    file, text
        What faults call it, and its content.

    Raises
    ------
    UnusableTableError
        With the row, where one of its keys has more parts than any key of a plan, or a number or word
        outside quotation marks is longer than any.
    """
    if len(text) > MOST_LETTERS:
        raise UnusableTableError(Fault(file, None, "", "", MODEST_SETTINGS(limit=MOST_LETTERS >> 10)))
    for token in _TOKEN.finditer(text):
        key = token["key"]
        if key is None or len(key) <= MOST_PARTS:
            continue
        row = text.count("\n", 0, token.start()) + 1
        words = _WORD.findall(key)
        if len(words) > MOST_PARTS:
            raise UnusableTableError(Fault(file, row, key[:40] + "…", "", SHORT_KEY(limit=MOST_PARTS)))
        if any(len(word) > MOST_IN_WORD and word[0] not in "\"'" for word in words):
            raise UnusableTableError(Fault(file, row, "", key[:40] + "…", SHORT_WORD(limit=MOST_IN_WORD)))
