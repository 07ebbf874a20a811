"""Tables as text of CSV files: commas, and line feeds on every system."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a header and rows as the text of a CSV file."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
