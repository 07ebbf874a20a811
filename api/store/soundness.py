"""Whether a database is sound, as far as it can be asked in a moment."""

from __future__ import annotations

from enum import StrEnum

from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from api.store.engine import reading
from api.store.errors import UnavailableError
from api.store.migrate import current, newest, script
from api.store.tables import AUDIT_HEAD


class Soundness(StrEnum):
    """How a database is."""

    SOUND = "sound"
    SILENT = "silent"
    EMPTY = "empty"
    OLDER = "older"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"


def soundness_of(engine: Engine) -> tuple[Soundness, str]:
    """Return how a database is, and of which revision or with which complaint of its own."""
    try:
        with reading(engine) as connection:
            revision = current(connection)
            if revision is None:
                return Soundness.EMPTY, ""
            if revision != newest():
                return (Soundness.OLDER if _is_known(revision) else Soundness.UNKNOWN), revision
            complaint = _complaint(connection)
            return (Soundness.DAMAGED, complaint) if complaint else (Soundness.SOUND, revision)
    except UnavailableError as error:
        return Soundness.SILENT, str(error)
    except (OperationalError, InterfaceError) as error:
        return Soundness.SILENT, type(error).__name__
    except DatabaseError as error:
        return Soundness.DAMAGED, str(error.orig)


def _is_known(revision: str) -> bool:
    try:
        return script().get_revision(revision) is not None
    except CommandError:
        return False


def _complaint(connection: Connection) -> str:
    """Return the first thing that is wrong with the files; of PostgreSQL, whether the chain has its end."""
    if connection.dialect.name == "sqlite":
        found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
        if found != "ok":
            return found
    ends = connection.execute(select(AUDIT_HEAD.c.seq)).all()
    return "" if len(ends) == 1 else "audit_head"
