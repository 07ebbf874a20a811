"""The first administrator: a link that the service prints when it starts and nobody is one."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.accounts.records import grants, links
from api.accounts.records.links import LinkKind
from api.store.engine import Database, writing

LASTS = timedelta(hours=24)


def first_link(database: Database, now: datetime) -> str | None:
    """Return the secret of a new link that makes an administrator; none where there is one already.

    Each call makes the links before it useless, so only the last start's counts.
    """
    with writing(database) as connection:
        if grants.has_administrator(connection):
            return None
        return links.renew(
            connection, links.make(connection, LinkKind.FIRST, None, by=None, at=now, lasts=LASTS), now
        )
