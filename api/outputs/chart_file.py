"""Charts as files of their own."""

from __future__ import annotations

import os
from pathlib import Path

from api.outputs.failures import told


def write_chart(content: bytes, file: Path) -> None:
    """Write a chart into a file.

    Raises
    ------
    OutputError
        Where the file cannot be written; what stood there before still stands.
    """
    beside = file.with_name(f".{file.name}.new")
    with told(file):
        beside.write_bytes(content)
        os.replace(beside, file)
