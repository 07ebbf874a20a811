"""Whom a request is about: found by what they are called, with the words by which texts may speak of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from api.access.ids import AccountId, HotlineCode, PersonId
from api.store.errors import MissingError
from api.store.personal_data import DataSubject
from api.store.tables import ACCOUNT, GRANT, HOTLINE, OIDC_IDENTITY, PERSON
from wfm.ids import AgentId, MunicipalityCode

SHORTEST = 3
"""Letters of a part of a name that may stand for somebody; a shorter one is a particle or an initial."""


@dataclass(frozen=True)
class PersonMatch:
    """A person who was looked for: random id, hotline's and municipality's code, agent id and name."""

    person: PersonId
    hotline: HotlineCode
    municipality: MunicipalityCode
    agent: AgentId
    name: str


def find_persons(
    connection: Connection, agent: str, *, hotline: str = "", municipality: str = ""
) -> tuple[PersonMatch, ...]:
    """Return everybody of an agent id, in the hotline and municipality named, or in all of them."""
    meant = PERSON.c.agent == agent
    if hotline:
        meant &= HOTLINE.c.code == hotline
    if municipality:
        meant &= PERSON.c.municipality == municipality
    return _found(connection, meant)


def persons_by_id(connection: Connection, persons: Collection[PersonId]) -> tuple[PersonMatch, ...]:
    """Return persons by their random ids, but for those who were erased."""
    return _found(connection, PERSON.c.id.in_(persons) & PERSON.c.agent.is_not(None))


def _found(connection: Connection, meant: ColumnElement[bool]) -> tuple[PersonMatch, ...]:
    p = PERSON.c
    asked = select(p.id, HOTLINE.c.code, p.municipality, p.agent, p.name).join(HOTLINE).where(meant)
    rows = connection.execute(asked.order_by(HOTLINE.c.code, p.municipality, p.agent))
    return tuple(map(_match, rows))


def _match(row: Any) -> PersonMatch:
    return PersonMatch(
        person=row.id, hotline=row.code, municipality=row.municipality, agent=row.agent, name=row.name
    )


def namesakes(connection: Connection, subject: DataSubject) -> tuple[PersonMatch, ...]:
    """Return others with a name, e-mail, telephone or label of theirs: perhaps the same people elsewhere."""
    p = PERSON.c
    contact = p.name, p.email, p.phone, p.person
    asked = select(p.id, HOTLINE.c.code, p.municipality, p.agent, *contact).join(HOTLINE)
    rows = connection.execute(asked.where(p.agent.is_not(None))).all()
    own = [row for row in rows if row.id in subject.persons]
    told = {value for row in own for value in _shared(row) if value}
    others = (row for row in rows if row.id not in subject.persons)
    return tuple(_match(row) for row in others if told & _shared(row))


def _shared(row: Any) -> frozenset[str]:
    """Return what rows of one human being may have in common."""
    return frozenset({row.name, row.email, row.phone, row.person})


def accounts_of(connection: Connection, persons: Collection[PersonId]) -> frozenset[AccountId]:
    """Return the accounts that are these persons', as agents; they may have other roles as well."""
    asked = select(GRANT.c.account_id).where(GRANT.c.person_id.in_(persons))
    return frozenset(connection.execute(asked).scalars())


def account_called(connection: Connection, email: str) -> AccountId | None:
    """Return the account of an e-mail address, its own or one that a provider of sign-in knows."""
    own = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.email == email)).scalar()
    if own is not None:
        return AccountId(own)
    i = OIDC_IDENTITY.c
    found = set(connection.execute(select(i.account_id).where(func.lower(i.email) == email)).scalars())
    return found.pop() if len(found) == 1 else None


def persons_of(connection: Connection, accounts: Collection[AccountId]) -> frozenset[PersonId]:
    """Return the persons that accounts are, as agents."""
    asked = select(GRANT.c.person_id).where(GRANT.c.account_id.in_(accounts), GRANT.c.person_id.is_not(None))
    return frozenset(connection.execute(asked).scalars())


def subject_of(
    connection: Connection, persons: Collection[PersonId], accounts: Collection[AccountId] = ()
) -> DataSubject:
    """Return the subject that persons and accounts are.

    Raises
    ------
    MissingError
        Where there is no such person.
    """
    p = PERSON.c
    everybody = connection.execute(select(p.id, p.agent, p.name, p.email, p.phone, p.person)).mappings().all()
    own = [row for row in everybody if row["id"] in persons]
    if len(own) != len(set(persons)):
        raise MissingError("person")
    parts = Counter(part for row in everybody for part in set(_parts(row["name"])))
    mine = Counter(part for row in own for part in set(_parts(row["name"])))
    alone = {part for part, times in mine.items() if times == parts[part]}
    return DataSubject(
        persons=frozenset(persons),
        accounts=frozenset(accounts),
        words=frozenset(word for row in own for word in _words(row))
        | alone
        | _account_words(connection, accounts),
        shared=frozenset(mine.keys() - alone),
    )


def _account_words(connection: Connection, accounts: Collection[AccountId]) -> frozenset[str]:
    """Return what accounts are called, here and by providers of sign-in."""
    i = OIDC_IDENTITY.c
    own = connection.execute(select(ACCOUNT.c.email).where(ACCOUNT.c.id.in_(accounts))).scalars()
    theirs = connection.execute(select(i.email, i.subject).where(i.account_id.in_(accounts)))
    return frozenset(filter(None, (*own, *(word for row in theirs for word in row))))


def _words(row: RowMapping) -> Iterator[str]:
    yield from (row[name] for name in ("agent", "name", "email", "phone", "person") if row[name])


def _parts(name: str) -> Iterator[str]:
    yield from (part.casefold() for part in name.split() if sum(map(str.isalpha, part)) >= SHORTEST)
