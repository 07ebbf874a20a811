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
from api.privacy.inventory import ERASURE, FREE_TEXTS
from api.privacy.records import free_texts
from api.privacy.records.erasure import ACTIONS, accounts_only_of, hotlines_of, watch_subject
from api.privacy.records.feeds import FEEDS, forget_in_feeds, names_to_forget
from api.privacy.records.free_texts import TextMatch
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
        Texts that were left although they may speak of them, or because nothing can be taken out of them:
        somebody has to read them.
    """

    ids: frozenset[str]
    rows: Mapping[str, int]
    doubtful: tuple[TextMatch, ...]


def erase_people(
    connection: Connection,
    persons: Collection[PersonId],
    accounts: Collection[AccountId] = (),
    *,
    words: Collection[str] = (),
    rows: Collection[str] = (),
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
    words, rows
        What else they are called; and texts that go with them, as `find_texts` names them.
    by, at
        Account, if any, and moment; aware.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    accounts = frozenset(accounts) | accounts_only_of(connection, persons)
    subject = subject_of(connection, persons, accounts, words)
    hotlines = hotlines_of(connection, persons)
    for hotline in hotlines:
        lock_hotline(connection, hotline)
    names = names_to_forget(connection, persons)
    gone = Counter(row.partition(":")[0] for row in erase_texts(connection, rows, at))
    seals = watch_subject(connection, subject, hotlines)
    for step in ERASURE:
        gone[step.table.name] += step.carry_out(connection, subject, at)
    for hotline in hotlines:
        gone[FEEDS] += forget_in_feeds(connection, hotline, names, at)
        touch_hotline(connection, hotline)
    for action, ids in zip(ACTIONS, (subject.persons, subject.accounts), strict=True):
        for one in sorted(ids):
            audit.record(connection, actor=by, action=action, about=one, at=at, payload={}, seals=seals)
            seals = ()
    left = free_texts.find_texts(connection, subject, FREE_TEXTS)
    return Erasure(ids=subject.ids, rows=dict(gone), doubtful=left)


def find_texts(
    connection: Connection,
    persons: Collection[PersonId],
    accounts: Collection[AccountId] = (),
    words: Collection[str] = (),
) -> tuple[TextMatch, ...]:
    """Return every text that speaks of people, or may: what erasing them would take away, ask or leave."""
    accounts = frozenset(accounts) | accounts_only_of(connection, persons)
    return free_texts.find_texts(connection, subject_of(connection, persons, accounts, words), FREE_TEXTS)


def find_rows(connection: Connection, rows: Collection[str]) -> frozenset[str]:
    """Return those of some texts, by name, that there are and that can be erased."""
    return free_texts.select_rows(connection, rows, FREE_TEXTS)


def erase_texts(connection: Connection, rows: Collection[str], at: datetime) -> tuple[str, ...]:
    """Erase texts that somebody decided on, by name; return those that there were."""
    named = frozenset(filter(free_texts.is_row, rows))
    return free_texts.erase_rows(connection, named, FREE_TEXTS, at) if named else ()
