"""Accounts of coordinators, who are told of empty seats."""

from __future__ import annotations

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId
from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT


def coordinators_of(connection: Connection, hotline: HotlineId) -> frozenset[AccountId]:
    """Return coordinators' accounts that can be signed in to."""
    g = GRANT.c
    asked = select(g.account_id).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    held = (g.hotline_id == hotline) & (g.role == Role.COORDINATOR.value) & ACCOUNT.c.deactivated_at.is_(None)
    return frozenset(connection.execute(asked.where(held)).scalars())
