"""Tables as text of CSV files: commas, and line feeds on every system."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a header and rows as the text of a CSV file."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return a text that a spreadsheet takes for one: what looks like a formula after an apostrophe."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
