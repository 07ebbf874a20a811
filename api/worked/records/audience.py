"""Accounts of leaders, who are told when a bill or a balance changes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId
from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT
from wfm.ids import MunicipalityCode


def list_leaders(
    connection: Connection, hotline: HotlineId
) -> Mapping[AccountId, tuple[MunicipalityCode, ...]]:
    """Return leaders' accounts that can be signed in to, and which municipalities each answers for."""
    g = GRANT.c
    asked = select(g.account_id, g.municipality).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    held = (g.hotline_id == hotline) & (g.role == Role.LEADER.value) & ACCOUNT.c.deactivated_at.is_(None)
    found: dict[AccountId, tuple[MunicipalityCode, ...]] = {}
    for account, municipality in connection.execute(asked.where(held).order_by(g.account_id, g.municipality)):
        found[account] = (*found.get(account, ()), municipality)
    return found
