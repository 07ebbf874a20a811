"""Who may have the next fourteen days by mail: coordinators and leaders of a hotline."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId
from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT


def list_recipients(connection: Connection, hotline: HotlineId) -> Mapping[AccountId, bool]:
    """Return the accounts that can be signed in to, and whether each only leads a municipality."""
    g, roles = GRANT.c, (Role.COORDINATOR.value, Role.LEADER.value)
    asked = select(g.account_id, g.role).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    held = asked.where(g.hotline_id == hotline, g.role.in_(roles), ACCOUNT.c.deactivated_at.is_(None))
    found: dict[AccountId, bool] = {}
    for account, role in connection.execute(held):
        found[account] = found.get(account, True) and role == Role.LEADER.value
    return found
