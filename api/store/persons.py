"""Persons: who stands behind a random id, and which id stands for an agent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.access.ids import HotlineId, PersonId
from api.store.hotlines import touch_hotline
from api.store.tables import PERSON
from api.store.types import new_id
from wfm.ids import AgentId, MunicipalityCode

SHORT = 12
"""How much of a random id stands for an erased person: enough that no two of a plan are alike."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is, in one municipality's employment.

    Parameters
    ----------
    agent, municipality
        Id as the municipality writes it, and the municipality's code.
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

    @property
    def key(self) -> tuple[AgentId, MunicipalityCode]:
        """What no two persons of a hotline share."""
        return self.agent, self.municipality


def keep_persons(
    connection: Connection, hotline: HotlineId, identities: Iterable[Identity], at: datetime
) -> Mapping[tuple[AgentId, MunicipalityCode], PersonId]:
    """Return the random id of each identity; new ones get one, changed ones are corrected everywhere."""
    known = {
        identity.key: (person, identity)
        for person, identity in identities_of(connection, hotline).items()
        if not identity.erased
    }
    found = {}
    for identity in identities:
        person, before = known.get(identity.key, (PersonId(new_id()), None))
        found[identity.key] = person
        values = {name: getattr(identity, name) for name in ("name", "email", "phone", "person")}
        if before is None:
            fixed = {"agent": identity.agent, "municipality": identity.municipality, "created_at": at}
            connection.execute(insert(PERSON).values(id=person, hotline_id=hotline, **fixed, **values))
        elif identity != before:
            connection.execute(update(PERSON).where(PERSON.c.id == person).values(**values))
            touch_hotline(connection, hotline)
    return found


def identities_of(connection: Connection, hotline: HotlineId) -> Mapping[PersonId, Identity]:
    """Return every person of a hotline by random id.

    Whoever was erased goes by the beginning of that id, as agent and as name, always the same.
    """
    columns = (
        PERSON.c.id,
        PERSON.c.agent,
        PERSON.c.municipality,
        PERSON.c.name,
        PERSON.c.email,
        PERSON.c.phone,
        PERSON.c.person,
    )
    rows = connection.execute(select(*columns).where(PERSON.c.hotline_id == hotline))
    return {row.id: _identity(row) for row in rows}


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
