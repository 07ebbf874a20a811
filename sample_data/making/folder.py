"""A folder of samples that is no plan: its files as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Folder:
    """Files of one folder, by name."""

    folder: str
    texts: Mapping[str, str]

    def files(self) -> dict[str, str]:
        """Return the text of every file by its name."""
        return dict(self.texts)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as the program writes it: UTF-8, comma, line feeds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
