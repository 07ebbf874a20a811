"""Statements compiled once for all engines of a kind: the service has one engine, the tests a thousand.

An engine keeps what it compiled for itself, so that each test would compile every statement anew: a fourth of
all that tests on a store cost. What is compiled is the same for all databases of one kind.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_OF_KIND: dict[type, tuple[Any, Any]] = {}
"""The dialect and the compiled statements of the first engine of each kind, which all others use as well."""


def share_statements() -> None:
    """Let all engines that are made from now on share what they compiled with those of their kind."""
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.engine_created = classmethod(_share)  # type: ignore[method-assign, assignment]


def _share(kind: type, engine: Engine) -> None:
    own = engine.dialect
    dialect, compiled = _OF_KIND.setdefault(kind, (own, engine._compiled_cache))
    engine.dialect, engine._compiled_cache = dialect, compiled

    def learn(_connection: object, _record: object) -> None:
        """Let the shared dialect know of the server what the one that asked it was told."""
        if dialect.server_version_info is None:
            vars(dialect).update(vars(own))

    if own is not dialect and dialect.server_version_info is None:
        event.listen(engine, "connect", learn)
