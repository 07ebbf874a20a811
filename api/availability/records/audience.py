"""Accounts that are told of a collection: agents' own, and those of leaders."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId
from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT
from wfm.ids import MunicipalityCode


def leaders_of(
    connection: Connection, hotline: HotlineId, municipalities: Collection[MunicipalityCode]
) -> Mapping[AccountId, frozenset[MunicipalityCode]]:
    """Return leaders' accounts that can be signed in to, and of which of some municipalities each is."""
    g = GRANT.c
    asked = select(g.account_id, g.municipality).join(ACCOUNT, ACCOUNT.c.id == g.account_id)
    held = asked.where(
        g.hotline_id == hotline, g.role == Role.LEADER.value, ACCOUNT.c.deactivated_at.is_(None)
    )
    found: dict[AccountId, set[MunicipalityCode]] = {}
    for account, municipality in connection.execute(held.order_by(g.account_id)):
        if municipality in municipalities:
            found.setdefault(account, set()).add(municipality)
    return {account: frozenset(codes) for account, codes in found.items()}
