"""What a table holds, in one number: equal where the rows are equal, in whatever order they lie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

BATCH = 2000
"""Rows that are held in memory at a time."""


class Digest:
    """Adds up the hashes of rows; the order in which they come makes no difference."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, values: Iterable[Any]) -> None:
        """Add a row."""
        row = json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True)
        self._sum = (self._sum + int.from_bytes(sha256(row.encode()).digest())) % (1 << 256)
        self.rows += 1

    @property
    def sha256(self) -> str:
        """The sum so far, as text."""
        return f"{self._sum:064x}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and (self.rows, self._sum) == (other.rows, other._sum)

    def __hash__(self) -> int:
        return hash((self.rows, self._sum))


def digest_of(connection: Connection, table: Table) -> Digest:
    """Return the digest of a table; the same rows have the same one in either database."""
    digest = Digest()
    for row in connection.execute(select(table).execution_options(yield_per=BATCH)):
        digest.add(row)
    return digest


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
