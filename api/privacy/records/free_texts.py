"""What people wrote that may name somebody: found wherever they write, and told with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from api.store import audit
from api.store.name_forms import Certainty
from api.store.personal_data import DataSubject, FreeText
from api.store.seals import TELLINGS, SealWatch
from api.store.tables import ACCOUNT, AUDIT_EVENT, HOTLINE, PLAN, PLAN_REVISION, ROSTER_VERSION
from api.store.types import canonical

ACTION = "text.erase"
"""What the audit chain calls it when somebody decided that a text goes."""

_KEY_LENGTH = 12
_NOTHING = Certainty.NONE, ""
_BY = ":"


@dataclass(frozen=True)
class TextMatch:
    """A text that speaks of somebody, or may.

    Parameters
    ----------
    row
        By which it is named: the table, and a hash of its key, so that it can stand in a list for ever.
    table, place
        Where it lies: of a plan's the hotline, first day and number, of an account's its e-mail.
    excerpt
        The words around what was found.
    certain
        Whether they speak of them for sure.
    stays
        Whether nothing can be taken out of it.
    """

    row: str
    table: str
    place: str
    excerpt: str
    certain: bool
    stays: bool

    @property
    def goes(self) -> bool:
        """Whether erasing them takes it away without being asked."""
        return self.certain and not self.stays


def find_texts(
    connection: Connection, subject: DataSubject, texts: Collection[FreeText]
) -> tuple[TextMatch, ...]:
    """Return every text that speaks of a subject, or may; what is theirs wholly goes anyway."""
    found: dict[str, TextMatch] = {}
    for text in texts:
        for row in connection.execute(select(text.table)).mappings():
            certainty, excerpt = _NOTHING if _is_own(row, subject) else subject.find(row[text.column])
            if certainty is Certainty.SURE or (certainty is Certainty.DOUBTFUL and text.doubts):
                one = TextMatch(
                    row=name_row(text.table, row),
                    table=text.table.name,
                    place=_place(connection, row),
                    excerpt=excerpt,
                    certain=certainty is Certainty.SURE,
                    stays=text.stays,
                )
                if one.row not in found or one.certain:
                    found[one.row] = one
    return tuple(found.values())


def erase_rows(
    connection: Connection, rows: Collection[str], texts: Collection[FreeText], at: datetime
) -> tuple[str, ...]:
    """Erase rows that somebody decided on; return those that there were, each written down."""
    erased = []
    seals: tuple[SealWatch, ...] = (SealWatch.of(connection, TELLINGS),)
    for text, row in tuple(_rows(connection, rows, texts)):
        text.step.erase_row(connection, row, at)
        erased.append(name_row(text.table, row))
    for each in sorted(set(erased)):
        audit.record(connection, actor=None, action=ACTION, about=each, at=at, payload={}, seals=seals)
        seals = ()
    return tuple(sorted(set(erased)))


def select_rows(connection: Connection, rows: Collection[str], texts: Collection[FreeText]) -> frozenset[str]:
    """Return those of some rows that there are, and that something can be taken out of."""
    return frozenset(name_row(text.table, row) for text, row in _rows(connection, rows, texts))


def name_row(table: Table, row: RowMapping) -> str:
    """Return by what a row is named: nothing that its key says of anybody."""
    key = canonical([str(row[column.name]) for column in table.primary_key])
    return f"{table.name}{_BY}{sha256(key.encode()).hexdigest()[:_KEY_LENGTH]}"


def is_row(name: str) -> bool:
    """Tell whether what stands in a list names a row, and no person or account."""
    return _BY in name


def _rows(
    connection: Connection, rows: Collection[str], texts: Collection[FreeText]
) -> Iterator[tuple[FreeText, RowMapping]]:
    tables = {row.partition(_BY)[0] for row in rows}
    wanted = {text.table.name: text for text in texts if not text.stays and text.table.name in tables}
    for text in wanted.values():
        for row in connection.execute(select(text.table)).mappings().all():
            if name_row(text.table, row) in rows:
                yield text, row


def _is_own(row: RowMapping, subject: DataSubject) -> bool:
    """Tell whether a row is theirs, and so goes with them."""
    return any(row.get(column) in subject.ids for column in ("id", "account_id", "person_id", "subject"))


def _place(connection: Connection, row: RowMapping) -> str:
    """Return where a row lies, in words that somebody who looks after the service knows."""
    for column, table in (("version_id", ROSTER_VERSION), ("revision_id", PLAN_REVISION)):
        if column in row:
            asked = select(HOTLINE.c.code, PLAN.c.first_day, table.c.number).select_from(table)
            joined = asked.join(PLAN, PLAN.c.id == table.c.plan_id).join(HOTLINE)
            return _words(connection.execute(joined.where(table.c.id == row[column])).one())
    if "seq" in row:
        event = select(AUDIT_EVENT.c.seq, AUDIT_EVENT.c.action).where(AUDIT_EVENT.c.seq == row["seq"])
        return _words(connection.execute(event).one())
    named = []
    for column, said in (
        ("hotline_id", select(HOTLINE.c.code).where(HOTLINE.c.id == row.get("hotline_id"))),
        ("account_id", select(ACCOUNT.c.email).where(ACCOUNT.c.id == row.get("account_id"))),
    ):
        if row.get(column) is not None:
            named.append(connection.execute(said).scalar())
    named += [row[column] for column in ("code", "first_day", "number", "created_at") if column in row]
    return _words(named)


def _words(values: Any) -> str:
    return " ".join(str(value) for value in values if value is not None)
