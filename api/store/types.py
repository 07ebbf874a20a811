"""Column types that mean the same in SQLite and PostgreSQL, and the ids of the store's own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text, TypeDecorator

ID_LENGTH = 32


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets zones, so a naive time is refused rather than guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC.

        Raises
        ------
        ValueError
            Where it has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A document as canonical JSON text: the same bytes in both databases, so that a hash holds in both."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write the document."""
        return canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the document."""
        return None if value is None else json.loads(value)


class Id(TypeDecorator[str]):
    """A random id of the store's own, of 128 bits: it says nothing of whom or what it stands for."""

    impl = String(ID_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Take an id as it is; what PostgreSQL can't even be asked for is nobody's id there, too."""
        return value if value is None else value.replace("\0", "?")


def new_id() -> str:
    """Return an id that nobody has had before."""
    return token_hex(ID_LENGTH // 2)


def canonical(document: Any) -> str:
    """Return a document as the one JSON text of all that mean the same."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
