"""What erasing has to look up: whose accounts go along, and who is erased already."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from api.access.ids import AccountId, HotlineId, PersonId
from api.privacy.records.free_texts import ACTION
from api.privacy.records.subjects import accounts_of
from api.store.personal_data import DataSubject
from api.store.seals import ROLES, TELLINGS, SealWatch, calendars_of
from api.store.tables import ACCOUNT, AUDIT_EVENT, GRANT, PERSON

ACTIONS = ("person.erase", "account.erase")
"""What the audit chain calls it."""


def accounts_only_of(connection: Connection, persons: Collection[PersonId]) -> frozenset[AccountId]:
    """Return the accounts that are these persons' and have no other role."""
    theirs = accounts_of(connection, persons)
    asked = select(GRANT.c.account_id, GRANT.c.person_id).where(GRANT.c.account_id.in_(theirs))
    others = {account for account, person in connection.execute(asked) if person not in persons}
    return theirs - others


def ids_of_erased(connection: Connection) -> frozenset[str]:
    """Return who and which texts were erased, as the audit chain has them: random ids, and names of rows."""
    e = AUDIT_EVENT.c
    return frozenset(connection.execute(select(e.object).where(e.action.in_((*ACTIONS, ACTION)))).scalars())


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


def watch_subject(
    connection: Connection, subject: DataSubject, hotlines: Collection[HotlineId]
) -> tuple[SealWatch, ...]:
    """Watch what erasing somebody changes of rows that are sealed; their hotlines have to be locked."""
    theirs = GRANT.c.account_id.in_(subject.accounts) | GRANT.c.person_id.in_(subject.persons)
    calendars = (SealWatch.of(connection, calendars_of(hotline)) for hotline in hotlines)
    return (SealWatch.of(connection, ROLES, theirs), SealWatch.of(connection, TELLINGS), *calendars)
