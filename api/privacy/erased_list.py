"""Who was erased, by random id, in a file beside the database: so that no older backup brings them back.

Texts that somebody decided on stand there too, by the name of their row, which tells nothing of anybody.

It is written, and on disk, before anything is erased: a crash in between leaves somebody on the list who
is still in the store, and erasing them again does no harm.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

FILE = "erased.txt"
"""Its name in the data folder."""


def note_erased(file: Path, ids: Collection[str], at: datetime) -> None:
    """Put random ids, and names of rows, on the list."""
    if not ids:
        return
    lines = "".join(f"{at.isoformat(timespec='seconds')} {one}\n" for one in sorted(ids))
    opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(opened, lines.encode("ascii"))
        os.fsync(opened)
    finally:
        os.close(opened)


def read_erased(*files: Path) -> frozenset[str]:
    """Return everybody on lists; one that is not there is empty, and a torn last line counts for nothing."""
    found = set()
    for file in files:
        lines = file.read_text(encoding="ascii").splitlines(keepends=True) if file.exists() else []
        found |= {line.split()[1] for line in lines if line.endswith("\n") and len(line.split()) == 2}
    return frozenset(found)
