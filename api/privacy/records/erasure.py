"""What erasing has to look up: whose accounts go along, who is erased already, which notes are doubtful."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId, PersonId
from api.privacy.records.subjects import accounts_of
from api.store.personal_data import DataSubject
from api.store.tables import (
    ACCOUNT,
    AUDIT_EVENT,
    AVAILABILITY_NOTE,
    GRANT,
    PERSON,
    REVISION_NOTE,
    VERSION_NOTE,
)

ACTIONS = ("person.erase", "account.erase")
"""What the audit chain calls it."""


def accounts_only_of(connection: Connection, persons: Collection[PersonId]) -> frozenset[AccountId]:
    """Return the accounts that are these persons' and have no other role."""
    theirs = accounts_of(connection, persons)
    asked = select(GRANT.c.account_id, GRANT.c.person_id).where(GRANT.c.account_id.in_(theirs))
    others = {account for account, person in connection.execute(asked) if person not in persons}
    return theirs - others


def ids_of_erased(connection: Connection) -> frozenset[str]:
    """Return the random ids of everybody who was erased, as the audit chain has them."""
    e = AUDIT_EVENT.c
    return frozenset(connection.execute(select(e.object).where(e.action.in_(ACTIONS))).scalars())


def still_there(
    connection: Connection, ids: Collection[str]
) -> tuple[frozenset[PersonId], frozenset[AccountId]]:
    """Return the persons and the accounts among random ids that are not erased."""
    persons = connection.execute(select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))).scalars()
    accounts = connection.execute(select(ACCOUNT.c.id)).scalars()
    return frozenset(persons) & frozenset(ids), frozenset(accounts) & frozenset(ids)


def hotlines_of(connection: Connection, persons: Collection[PersonId]) -> tuple[HotlineId, ...]:
    """Return the hotlines of persons, in the order in which they are locked."""
    asked = select(PERSON.c.hotline_id).where(PERSON.c.id.in_(persons)).distinct()
    return tuple(sorted(connection.execute(asked).scalars()))


def doubtful_notes(connection: Connection, subject: DataSubject) -> tuple[tuple[str, str], ...]:
    """Return table and key of each note that may tell of somebody, by a word that others bear too."""
    found = []
    for table in (AVAILABILITY_NOTE, REVISION_NOTE, VERSION_NOTE):
        for row in connection.execute(select(table)).mappings():
            if subject.may_be_told_of(row["note"]):
                found.append((table.name, " ".join(str(row[c.name]) for c in table.primary_key)))
    return tuple(found)
