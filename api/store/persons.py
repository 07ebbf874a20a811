"""Persons: who stands behind a random id."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from api.access.ids import HotlineId, PersonId
from api.store.hotlines import touch_hotline
from api.store.tables import PERSON
from wfm.ids import AgentId, MunicipalityCode

PARTICULARS = ("agent", "municipality", "name", "email", "phone", "person")
"""What is kept of somebody, as `Identity` calls it."""

SHORT = 12
"""How much of a random id stands for an erased person: enough that no two of a plan are alike."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is.

    Parameters
    ----------
    agent, municipality
        Id as the municipality writes it, and the municipality's code: those of the last plan, where no plan
        is meant.
    name, email, phone, person
        As the last plan had them.
    erased
        Whether this is only what is left of somebody who was erased.
    """

    agent: AgentId
    municipality: MunicipalityCode
    name: str = ""
    email: str = ""
    phone: str = ""
    person: str = ""
    erased: bool = False


def keep_persons(
    connection: Connection,
    hotline: HotlineId,
    identities: Mapping[PersonId, Identity],
    at: datetime,
    *,
    elsewhere: Collection[PersonId] = (),
) -> None:
    """Take down who people are: new ones are added, changed ones are corrected everywhere.

    Parameters
    ----------
    identities
        By random id.
    elsewhere
        Of whom a later plan says by which id and for whom they work: that stays.
    """
    known = identities_of(connection, hotline)
    changed = False
    for person, identity in identities.items():
        before = known.get(person)
        values = {name: getattr(identity, name) for name in PARTICULARS}
        if before is None:
            connection.execute(insert(PERSON).values(id=person, hotline_id=hotline, created_at=at, **values))
            continue
        if person in elsewhere:
            values |= {"agent": before.agent, "municipality": before.municipality}
        if any(getattr(before, name) != value for name, value in values.items()):
            connection.execute(update(PERSON).where(PERSON.c.id == person).values(**values))
            changed = True
    if changed:
        touch_hotline(connection, hotline)


def identities_of(connection: Connection, hotline: HotlineId) -> Mapping[PersonId, Identity]:
    """Return every person of a hotline by random id.

    Whoever was erased goes by the beginning of that id, as agent and as name, always the same.
    """
    rows = connection.execute(_persons_of_hotline(), {"hotline": hotline})
    return {row.id: _identity(row) for row in rows}


@cache
def _persons_of_hotline() -> Select[Any]:
    """Return the question for everybody of a hotline, built once."""
    p = PERSON.c
    columns = (p.id, p.agent, p.municipality, p.name, p.email, p.phone, p.person)
    return select(*columns).where(p.hotline_id == bindparam("hotline"))


def count_persons(connection: Connection, hotline: HotlineId) -> int:
    """Return how many people a hotline knows or has known."""
    asked = select(func.count()).select_from(PERSON).where(PERSON.c.hotline_id == hotline)
    return int(connection.execute(asked).scalar_one())


def find_addressed(connection: Connection, persons: Collection[PersonId]) -> frozenset[PersonId]:
    """Return who of some people can be written to at the address in their last plan."""
    known = PERSON.c.id.in_(persons) & PERSON.c.erased_at.is_(None) & (PERSON.c.email != "")
    return frozenset(connection.scalars(select(PERSON.c.id).where(known)))


def _identity(row: Any) -> Identity:
    if row.agent is None:
        return identity_of_erased(row.id, row.municipality)
    return Identity(
        agent=AgentId(row.agent),
        municipality=MunicipalityCode(row.municipality),
        name=row.name,
        email=row.email,
        phone=row.phone,
        person=row.person,
    )


def identity_of_erased(person: PersonId, municipality: str) -> Identity:
    """Return what is left of a person who was erased."""
    short = person[:SHORT]
    return Identity(AgentId(short), MunicipalityCode(municipality), short, erased=True)
