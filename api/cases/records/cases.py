"""Business cases in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccountId, CaseId, HotlineId
from api.store.errors import MissingError
from api.store.tables import BUSINESS_CASE
from wfm.tables.case_document import CaseDocument, document_from


@dataclass(frozen=True)
class KeptCase:
    """A business case as it is kept.

    Parameters
    ----------
    id, hotline
        Random ids.
    number
        Rises each time that it is changed.
    name, document
        What it is called, and its tables as texts.
    shared
        Whether others who see the hotline's figures see it.
    author, at
        Who made it, if an account did, and when it was changed last.
    """

    id: CaseId
    hotline: HotlineId
    number: int
    name: str
    document: CaseDocument
    shared: bool
    author: AccountId | None
    at: datetime


def list_kept(connection: Connection, hotline: HotlineId) -> tuple[KeptCase, ...]:
    """Return the business cases of a hotline, those that were changed last first."""
    c = BUSINESS_CASE.c
    asked = select(BUSINESS_CASE).where(c.hotline_id == hotline).order_by(c.at.desc(), c.id)
    return tuple(map(_kept, connection.execute(asked)))


def find_kept(connection: Connection, hotline: HotlineId, case: CaseId) -> KeptCase:
    """Return a business case of a hotline.

    Raises
    ------
    MissingError
        Where there is none.
    """
    c = BUSINESS_CASE.c
    row = connection.execute(select(BUSINESS_CASE).where(c.hotline_id == hotline, c.id == case)).first()
    if row is None:
        raise MissingError("case")
    return _kept(row)


def add_kept(connection: Connection, made: KeptCase) -> None:
    """Write a business case down."""
    connection.execute(insert(BUSINESS_CASE).values(id=made.id, hotline_id=made.hotline, **_values(made)))


def change_kept(connection: Connection, changed: KeptCase) -> None:
    """Write it down as it is now."""
    here = BUSINESS_CASE.c.id == changed.id
    connection.execute(update(BUSINESS_CASE).where(here).values(**_values(changed)))


def delete_kept(connection: Connection, case: CaseId) -> None:
    """Let it be gone."""
    connection.execute(delete(BUSINESS_CASE).where(BUSINESS_CASE.c.id == case))


def _values(one: KeptCase) -> Mapping[str, Any]:
    tables = ("settings", "items", "keys", "printed")
    return {
        "number": one.number,
        "name": one.name,
        "content": {name: list(map(list, getattr(one.document, name))) for name in tables},
        "shared": one.shared,
        "author": one.author,
        "at": one.at,
    }


def _kept(row: Any) -> KeptCase:
    return KeptCase(
        id=CaseId(row.id),
        hotline=row.hotline_id,
        number=row.number,
        name=row.name,
        document=document_from(**row.content),
        shared=row.shared,
        author=row.author,
        at=row.at,
    )
