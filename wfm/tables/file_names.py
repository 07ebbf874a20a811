"""What a plan's files and sheets are called, and which table another name is near."""

from __future__ import annotations

import re
import unicodedata

from wfm.tables.columns import PLAN_TABLES
from wfm.tables.words import fold

HOTLINE_FILE = "hotline.toml"
HOTLINE = "hotline"
TABLE_OF = {fold(name): table for table in PLAN_TABLES for name in (table.name, table.danish)}
"""Table of a plan by its folded name in either language."""

_WORD = re.compile(r"[^\W\d_]+")


def words_of(name: str) -> list[str]:
    """Return the words that a name is made of, folded."""
    return [fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", name))]


def near_table(name: str) -> str:
    """Return the table (or ``hotline``) whose name is a word of another name; empty where none is."""
    for word in words_of(name):
        if word in TABLE_OF:
            return TABLE_OF[word].name
        if word == HOTLINE:
            return HOTLINE
    return ""
