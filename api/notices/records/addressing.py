"""From notices to mails: one becomes its mails in one transaction and only once, however many look at it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from api.store import outbox
from api.store.engine import Database, reading, writing
from api.store.mail_kinds import MailDraft, MailKind, Outcome
from api.store.outbox import Notice
from api.store.tables import MAIL
from api.store.types import new_id


def notices_to_sort(
    database: Database, kinds: Collection[str], due: datetime | None = None
) -> tuple[Notice, ...]:
    """Return the oldest notices that mails are to be made of; those only that are due by then."""
    with reading(database) as connection:
        return outbox.unsent_notices(connection, kinds=kinds, due=due)


def make_mails(database: Database, kind: MailKind, notice: Notice, at: datetime) -> int:
    """Make the mails of a notice; return how many, none where somebody else has made them.

    Raises
    ------
    StoreError, InputError
        Where what the notice tells of cannot be read.
    """
    drafts: tuple[MailDraft, ...] = ()
    if not kind.makes_accounts:
        with reading(database) as connection:
            drafts = tuple(kind.address(connection, notice))
    with writing(database) as connection:
        if not outbox.mark_sent(connection, notice.id, at):
            return 0
        if kind.makes_accounts:
            drafts = tuple(kind.address(connection, notice))
        for draft in drafts:
            connection.execute(insert(MAIL).values(**_row(notice, draft, at)))
    return len(drafts)


def set_aside(database: Database, notice: Notice, at: datetime) -> None:
    """Note that no mails are made of a notice: it is older than a mail may become."""
    with writing(database) as connection:
        outbox.mark_sent(connection, notice.id, at)


def _row(notice: Notice, draft: MailDraft, at: datetime) -> dict[str, Any]:
    what = {"kind": notice.kind, "payload": draft.payload}
    whom = {"notice_id": notice.id, "account_id": draft.account, "person_id": draft.person}
    done = {"done_at": at, "outcome": Outcome.NOT_NEEDED.value} if draft.nowhere else {}
    row = {"id": new_id(), **whom, **what, "created_at": notice.created_at, "due_at": at, "attempts": 0}
    return {**row, **done}
