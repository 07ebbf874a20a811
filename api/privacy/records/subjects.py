"""Whom a request is about: found by what they are called, with the words by which texts may speak of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select

from api.access.ids import AccountId, HotlineCode, PersonId
from api.privacy.ordinary_words import ORDINARY
from api.store.errors import MissingError
from api.store.name_forms import NameForms, numbers_in, parts_of, word_key
from api.store.personal_data import DataSubject
from api.store.tables import (
    ACCOUNT,
    AUDIT_EVENT,
    GRANT,
    HOTLINE,
    LINK,
    OIDC_IDENTITY,
    PERSON,
    PLAN_REVISION,
    REVISION_AGENT,
    ROSTER_VERSION,
)
from wfm.ids import AgentId, MunicipalityCode


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
    """Return everybody of an agent id, in the hotline and municipality named, or in all of them.

    Whoever had it in some plan is meant as well as who has it now; so is who has it for a random id.
    """
    once = select(REVISION_AGENT.c.person_id).where(REVISION_AGENT.c.agent == agent)
    meant = or_(PERSON.c.agent == agent, PERSON.c.id == agent, PERSON.c.id.in_(once))
    meant &= PERSON.c.agent.is_not(None)
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


def ids_of_others(connection: Connection, subject: DataSubject) -> frozenset[str]:
    """Return the random ids of everybody else, also of those who are gone but did something."""
    asked = (
        *(select(PERSON.c.id), select(ACCOUNT.c.id), select(GRANT.c.given_by), select(LINK.c.made_by)),
        *(select(AUDIT_EVENT.c.actor), select(PLAN_REVISION.c.author), select(ROSTER_VERSION.c.author)),
        select(AUDIT_EVENT.c.object).where(AUDIT_EVENT.c.action.in_(("person.erase", "account.erase"))),
    )
    found = {one for each in asked for one in connection.execute(each.distinct()).scalars()}
    return frozenset(found - {None} - subject.ids)


def subject_of(
    connection: Connection,
    persons: Collection[PersonId],
    accounts: Collection[AccountId] = (),
    words: Collection[str] = (),
) -> DataSubject:
    """Return the subject that persons and accounts are.

    Parameters
    ----------
    persons, accounts
        Random ids.
    words
        What else they are called: a nickname, initials, a name of before.

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
    theirs = frozenset(accounts) | accounts_of(connection, persons)
    ids = connection.execute(select(REVISION_AGENT.c.person_id, REVISION_AGENT.c.agent).distinct()).all()
    mine = _forms(own, _addresses(connection, theirs, theirs=True), words)
    mine = replace(mine, ids=mine.ids | {agent for person, agent in ids if person in persons})
    rest = _forms(
        [row for row in everybody if row["id"] not in persons], _addresses(connection, theirs, theirs=False)
    )
    rest = replace(rest, ids=rest.ids | {agent for person, agent in ids if person not in persons})
    return DataSubject(
        persons=frozenset(persons),
        accounts=frozenset(accounts),
        forms=replace(mine, ordinary=_words_of(rest) | _named_places(connection) | ORDINARY),
    )


def _forms(rows: Collection[RowMapping], addresses: frozenset[str], words: Collection[str] = ()) -> NameForms:
    """Return all by which texts may speak of people, as if nothing of it was anybody else's."""
    labels = frozenset(row["person"] for row in rows if row["person"])
    named = labels | frozenset(words)
    return NameForms(
        names=frozenset(row["name"] for row in rows if row["name"]),
        parts=frozenset(part for row in rows for part in parts_of(row["name"]))
        | frozenset(part for word in named for part in parts_of(word)),
        ids=frozenset(row["agent"] for row in rows if row["agent"]) | named,
        emails=frozenset(row["email"] for row in rows if row["email"]) | addresses,
        phones=frozenset(row["phone"] for row in rows if row["phone"]),
    )


def _words_of(forms: NameForms) -> frozenset[str]:
    """Return the words of others: what is theirs, too, is nobody's for sure."""
    locals_ = (email.partition("@")[0] for email in forms.emails)
    pieces = (*forms.parts, *(word for local in locals_ for word in re.split(r"[._+-]", local)))
    split = (piece for word in pieces for piece in (word, *word.split("-")))
    numbers = frozenset(number for phone in forms.phones for number in numbers_in(phone))
    return numbers | frozenset(word_key(word) for word in (*split, *forms.names, *forms.ids, *forms.emails))


def _named_places(connection: Connection) -> frozenset[str]:
    """Return the words of hotlines' and municipalities' names: Holm may be a place as well."""
    names = list(connection.execute(select(HOTLINE.c.name)).scalars())
    for content in connection.execute(select(PLAN_REVISION.c.content)).scalars():
        rows = csv.DictReader(StringIO(content.get("municipalities.csv", "")))
        names += [row.get("name") or "" for row in rows]
    return frozenset(word_key(word) for name in set(names) for word in re.split(r"[^\w]+", name) if word)


def _addresses(connection: Connection, accounts: Collection[AccountId], *, theirs: bool) -> frozenset[str]:
    """Return by what accounts sign in, here and with providers: theirs, or everybody else's."""
    i = OIDC_IDENTITY.c
    own = connection.execute(select(ACCOUNT.c.id, ACCOUNT.c.email)).all()
    known = connection.execute(select(i.account_id, i.email)).all()
    subjects = connection.execute(select(i.account_id, i.subject)).all()
    found = (word for account, word in (*own, *known, *subjects) if (account in accounts) == theirs)
    return frozenset(filter(None, found))
