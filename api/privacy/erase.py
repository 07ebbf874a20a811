"""Erasing people: their names, addresses and notes go; rosters, quotas and the audit chain stay as they are.

A step for each table that holds something `personal`, as its room declares it. What stands under a random
id stays: without the row of `person` it speaks of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId, PersonId
from api.privacy.inventory import ERASURE
from api.privacy.records.erasure import ACTIONS, accounts_only_of, doubtful_notes, hotlines_of
from api.privacy.records.feeds import FEEDS, forget_in_feeds, names_to_forget
from api.privacy.records.subjects import subject_of
from api.store import audit
from api.store.engine import Connection
from api.store.hotlines import lock_hotline, touch_hotline


@dataclass(frozen=True)
class Erasure:
    """What was erased.

    Parameters
    ----------
    ids
        Random ids of persons and accounts.
    rows
        Of each table, by its name; calendars of others that named somebody as ``feed_body``, too.
    doubtful
        Notes that were left although they hold a word of a name that others bear too, as table and key:
        somebody has to read them.
    """

    ids: frozenset[str]
    rows: Mapping[str, int]
    doubtful: tuple[tuple[str, str], ...]


def erase_people(
    connection: Connection,
    persons: Collection[PersonId],
    accounts: Collection[AccountId] = (),
    *,
    by: AccountId | None,
    at: datetime,
) -> Erasure:
    """Erase people: nothing is left of them but what stands under their random ids.

    Parameters
    ----------
    persons
        Random ids; those who were erased before are erased again. An account of theirs that has no other
        role goes with them; one that has stays, without being theirs.
    accounts
        Random ids of accounts that go, whatever their roles are.
    by, at
        Account, if any, and moment; aware.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    subject = subject_of(connection, persons, frozenset(accounts) | accounts_only_of(connection, persons))
    hotlines = hotlines_of(connection, persons)
    for hotline in hotlines:
        lock_hotline(connection, hotline)
    names = names_to_forget(connection, persons)
    rows = Counter({step.table.name: step.carry_out(connection, subject, at) for step in ERASURE})
    for hotline in hotlines:
        rows[FEEDS] += forget_in_feeds(connection, hotline, names, at)
        touch_hotline(connection, hotline)
    for action, ids in zip(ACTIONS, (subject.persons, subject.accounts), strict=True):
        for one in sorted(ids):
            audit.record(connection, actor=by, action=action, about=one, at=at, payload={})
    return Erasure(ids=subject.ids, rows=dict(rows), doubtful=doubtful_notes(connection, subject))
