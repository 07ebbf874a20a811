"""What replacing a whole store has to do beside copying rows: hold it, number it on, sign everybody out."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from api.store.digests import Digest, digest_of
from api.store.tables import AUDIT_HEAD, HALF_LOGIN, HOTLINE, LINK, LOGIN, METADATA, OFFER, OFFERED_ROLE


def hold_chain(connection: Connection) -> None:
    """Let nobody write any more until the end of the transaction: whoever does writes to the audit chain."""
    connection.execute(update(AUDIT_HEAD).values(seq=AUDIT_HEAD.c.seq))


def is_copied(connection: Connection, copied: dict[str, Digest]) -> bool:
    """Tell whether every table reads back as what was copied into it."""
    return all(digest_of(connection, table) == copied[table.name] for table in METADATA.sorted_tables)


def highest_state(connection: Connection) -> int:
    """Return the highest number by which anybody knows what a hotline shows."""
    return connection.execute(select(func.max(HOTLINE.c.state))).scalar() or 0


def raise_states(connection: Connection, above: int) -> None:
    """Let whoever still shows what was there before notice that it is another store."""
    connection.execute(update(HOTLINE).values(state=HOTLINE.c.state + above + 1))


def sign_everybody_out(connection: Connection) -> None:
    """End every login, links and offers that were used or replaced since: what was closed must stay so."""
    for table in (LOGIN, HALF_LOGIN, LINK, OFFERED_ROLE, OFFER):
        connection.execute(delete(table))
