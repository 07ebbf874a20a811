"""Webhooks of a hotline: kept, found, switched off and on, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from api.access.ids import AccountId, HotlineId, WebhookId
from api.access.roles import Role
from api.store import audit
from api.store.errors import MissingError
from api.store.tables import ACCOUNT, GRANT, WEBHOOK, WEBHOOK_DELIVERY

_W = WEBHOOK.c


@dataclass(frozen=True)
class Webhook:
    """An address that is told.

    Parameters
    ----------
    id, hotline
        Random ids.
    address
        Where it is posted to.
    sealed
        Its secret, as it is kept.
    created_at
        Since when.
    failing_since
        Since when nothing has come through any more; ``None`` where the last thing did, or nothing was sent.
    off_at
        Since when it is switched off, if it is.
    """

    id: WebhookId
    hotline: HotlineId
    address: str
    sealed: str
    created_at: datetime
    failing_since: datetime | None = None
    off_at: datetime | None = None


def list_webhooks(connection: Connection, hotline: HotlineId) -> tuple[Webhook, ...]:
    """Return a hotline's webhooks, the oldest first."""
    asked = select(WEBHOOK).where(_W.hotline_id == hotline).order_by(_W.created_at, _W.id)
    return tuple(map(_read, connection.execute(asked)))


def find_webhook(connection: Connection, hotline: HotlineId, webhook: WebhookId) -> Webhook:
    """Return one.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    """
    row = connection.execute(select(WEBHOOK).where(_own(hotline, webhook))).first()
    if row is None:
        raise MissingError(webhook)
    return _read(row)


def find_by_id(connection: Connection, webhook: WebhookId) -> Webhook | None:
    """Return one of whichever hotline; nothing where it was taken away."""
    row = connection.execute(select(WEBHOOK).where(_W.id == webhook)).first()
    return None if row is None else _read(row)


def add_webhook(connection: Connection, made: Webhook, *, by: AccountId | None) -> None:
    """Keep a new one."""
    values = {"address": made.address, "secret": made.sealed, "created_at": made.created_at}
    connection.execute(insert(WEBHOOK).values(id=made.id, hotline_id=made.hotline, **values))
    _record(connection, made, "webhook.add", by=by, at=made.created_at)


def remove_webhook(connection: Connection, webhook: Webhook, *, by: AccountId | None, at: datetime) -> None:
    """Take one away, with all that was delivered to it or waits."""
    connection.execute(delete(WEBHOOK_DELIVERY).where(WEBHOOK_DELIVERY.c.webhook_id == webhook.id))
    connection.execute(delete(WEBHOOK).where(_own(webhook.hotline, webhook.id)))
    _record(connection, webhook, "webhook.remove", by=by, at=at)


def switch_on(connection: Connection, webhook: Webhook, *, by: AccountId | None, at: datetime) -> None:
    """Let one be told again, as if it had never failed."""
    fresh = {"off_at": None, "failing_since": None}
    connection.execute(update(WEBHOOK).where(_own(webhook.hotline, webhook.id)).values(**fresh))
    _record(connection, webhook, "webhook.on", by=by, at=at)


def switch_off(connection: Connection, webhook: Webhook, at: datetime) -> bool:
    """Let one be told no more, as the program does it; tell whether it was on."""
    on = (_W.id == webhook.id) & _W.off_at.is_(None)
    if not connection.execute(update(WEBHOOK).where(on).values(off_at=at)).rowcount:
        return False
    _record(connection, webhook, "webhook.off", by=None, at=at)
    return True


def note_health(connection: Connection, webhook: WebhookId, failing_at: datetime | None) -> datetime | None:
    """Note that something came through or, with a moment, that it did not; return since when nothing has."""
    here = _W.id == webhook
    if failing_at is None:
        connection.execute(
            update(WEBHOOK).where(here, _W.failing_since.is_not(None)).values(failing_since=None)
        )
        return None
    begins = here & _W.failing_since.is_(None)
    connection.execute(update(WEBHOOK).where(begins).values(failing_since=failing_at))
    since: datetime | None = connection.execute(select(_W.failing_since).where(here)).scalar()
    return since


def administrators_of(connection: Connection, hotline: HotlineId) -> frozenset[AccountId]:
    """Return the accounts of a hotline's administrators that can be signed in to; those of all as well."""
    g = GRANT.c
    asked = select(g.account_id).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    here = or_(g.hotline_id == hotline, g.hotline_id.is_(None))
    held = here & (g.role == Role.ADMINISTRATOR.value) & ACCOUNT.c.deactivated_at.is_(None)
    return frozenset(connection.execute(asked.where(held)).scalars())


def _own(hotline: HotlineId, webhook: WebhookId) -> ColumnElement[bool]:
    return (_W.hotline_id == hotline) & (_W.id == webhook)


def _record(
    connection: Connection, webhook: Webhook, action: str, *, by: AccountId | None, at: datetime
) -> None:
    told = {"webhook": webhook.id, "address": webhook.address}
    audit.record(connection, actor=by, action=action, about=webhook.hotline, at=at, payload=told)


def _read(row: Row[Any]) -> Webhook:
    return Webhook(
        id=WebhookId(row.id),
        hotline=HotlineId(row.hotline_id),
        address=row.address,
        sealed=row.secret,
        created_at=row.created_at,
        failing_since=row.failing_since,
        off_at=row.off_at,
    )
