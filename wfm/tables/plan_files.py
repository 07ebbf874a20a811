"""A file of a plan folder by the end of its name: settings in TOML, or a table in CSV."""

from __future__ import annotations

from pathlib import PurePath

from wfm.tables.csv_files import csv_table, decode
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import HotlineSettings, toml_settings

TOML_SUFFIX, CSV_SUFFIX = ".toml", ".csv"


def parse_file(name: str, content: bytes) -> RawTable | HotlineSettings:
    """Read the content of a file.

    Raises
    ------
    UnusableTableError
        Where it is not what its name says.
    """
    if PurePath(name).suffix.casefold() == TOML_SUFFIX:
        decoded = decode(name, content)
        return toml_settings(name, decoded.text, decoded.notices)
    return csv_table(name, content)
