"""Grants: what an account is to a hotline, given and withdrawn by an administrator, or by a provider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select

from api.access.callers import AccountHolder
from api.access.ids import AccountId, GrantId, HotlineCode, HotlineId, PersonId
from api.access.roles import Grant, Role
from api.accounts.records import logins
from api.store import audit
from api.store.errors import MissingError
from api.store.seals import ROLES, SealWatch
from api.store.tables import ACCOUNT, GRANT, HOTLINE, PERSON
from api.store.types import new_id
from wfm.ids import AgentId, MunicipalityCode

BY_HAND, BY_CLAIMS = "hand", "claims"
"""Where a grant comes from: an administrator, or what a provider claims at each sign-in."""


@dataclass(frozen=True)
class GrantRecord:
    """A grant as it stands in the store.

    Parameters
    ----------
    id, account
        Random ids.
    role
        What it makes of the account.
    hotline
        Random id; none for an administrator of every hotline there is and will be.
    municipality, person
        Of leaders and agents; of agents.
    created_at
        When it was given.
    source
        Who it comes from.
    """

    id: GrantId
    account: AccountId
    role: Role
    hotline: HotlineId | None
    municipality: MunicipalityCode | None
    person: PersonId | None
    created_at: datetime
    source: str = BY_HAND


def resolve_grants(connection: Connection, account: AccountId) -> tuple[Grant, ...]:
    """Return what an account may, as it is asked for: by codes, and by the agents that persons are today."""
    found = set()
    for row in connection.execute(_of_account(), {"account": account}):
        if row.hotline_id is None:
            found |= {Grant(Role.ADMINISTRATOR, code) for code in connection.scalars(select(HOTLINE.c.code))}
        elif not Role(row.role).has_agent:
            found.add(Grant(Role(row.role), row.code, row.municipality))
        elif row.agent is not None:  # else the person was erased, and there is nobody to be
            home = MunicipalityCode(row.home)
            found.add(Grant(Role(row.role), row.code, home, AgentId(row.agent), row.person_id))
    return tuple(sorted(found, key=_order))


def find_holder(connection: Connection, account: AccountId) -> AccountHolder:
    """Return an account as one who asks: what it may in each hotline, and whether in all to come."""
    return AccountHolder(account, resolve_grants(connection, account), administers_all(connection, account))


def _order(grant: Grant) -> tuple[str, ...]:
    return grant.hotline, grant.role, grant.municipality or "", grant.agent or "", grant.person or ""


def grants_of(connection: Connection, account: AccountId) -> tuple[GrantRecord, ...]:
    """Return an account's grants, in the order in which they were given."""
    return _given(connection, GRANT.c.account_id == account)


def grants_in(connection: Connection, hotline: HotlineId) -> tuple[GrantRecord, ...]:
    """Return the grants that count in a hotline: its own, and those of administrators of them all."""
    return _given(connection, (GRANT.c.hotline_id == hotline) | GRANT.c.hotline_id.is_(None))


def member_by_email(connection: Connection, hotline: HotlineId, email: str) -> AccountId | None:
    """Return the account of an address, if it has a grant in just that hotline; one question for all."""
    held = select(ACCOUNT.c.id).join(GRANT, GRANT.c.account_id == ACCOUNT.c.id)
    asked = held.where(ACCOUNT.c.email == email, GRANT.c.hotline_id == hotline)
    found: AccountId | None = connection.execute(asked).scalar()
    return found


def accounts_of_persons(
    connection: Connection, persons: Iterable[PersonId]
) -> dict[AccountId, list[PersonId]]:
    """Return the accounts that can be signed in to, and who of some persons each belongs to."""
    wanted = set(persons)
    joined = select(GRANT.c.account_id, GRANT.c.person_id).join(ACCOUNT, ACCOUNT.c.id == GRANT.c.account_id)
    asked = joined.where(GRANT.c.person_id.is_not(None), ACCOUNT.c.deactivated_at.is_(None)).distinct()
    found: dict[AccountId, list[PersonId]] = {}
    for account, person in connection.execute(asked.order_by(GRANT.c.account_id, GRANT.c.person_id)):
        if person in wanted:
            found.setdefault(account, []).append(person)
    return found


def hotline_names_of(connection: Connection, account: AccountId) -> tuple[str, ...]:
    """Return the names of the hotlines that an account is something to, where they are named one by one."""
    asked = select(HOTLINE.c.name).join(GRANT, GRANT.c.hotline_id == HOTLINE.c.id)
    found = connection.scalars(asked.where(GRANT.c.account_id == account).distinct())
    return tuple(sorted(found))


def give(
    connection: Connection,
    account: AccountId,
    role: Role,
    *,
    hotline: HotlineId | None,
    municipality: MunicipalityCode | None = None,
    person: PersonId | None = None,
    by: AccountId | None,
    at: datetime,
    source: str = BY_HAND,
) -> GrantRecord:
    """Give a grant; who is signed in must sign in again to have it. One that is there already stays.

    Parameters
    ----------
    hotline
        Random id; none makes an administrator of every hotline.
    municipality
        Of leaders; an agent's is the person's.
    person
        Of agents: somebody of that hotline who was not erased.

    Raises
    ------
    MissingError
        Where the person is nobody of the hotline, or the account is not there or is deactivated.
    ValueError
        Where a part is missing or out of place.
    """
    if role.has_agent:
        municipality = home_of(connection, hotline, person)
    if hotline is None and role is not Role.ADMINISTRATOR:
        raise ValueError("only administrators may be so everywhere")
    # Refuses what is missing or out of place; who and where is not asked, so ids stand for codes.
    Grant(
        role=role,
        hotline=HotlineCode(hotline or "*"),
        municipality=municipality,
        agent=AgentId(person) if person else None,
    )
    logins.hold(connection, account)
    wanted = (role, hotline, municipality, person)
    for there in grants_of(connection, account):
        if (there.role, there.hotline, there.municipality, there.person) == wanted:
            return there
    made = GrantRecord(
        id=GrantId(new_id()),
        account=account,
        role=role,
        hotline=hotline,
        municipality=municipality,
        person=person,
        created_at=at,
        source=source,
    )
    values = {"hotline_id": hotline, "municipality": municipality, "person_id": person, "source": source}
    named = {"id": made.id, "account_id": account, "role": role.value, "given_by": by, "created_at": at}
    seal = SealWatch.of(connection, ROLES, GRANT.c.id == made.id)
    connection.execute(insert(GRANT).values(**named, **values))
    _changed(connection, made, "grant.give", seal, by=by, at=at)
    return made


def withdraw(connection: Connection, grant: GrantRecord, *, by: AccountId | None, at: datetime) -> None:
    """Withdraw a grant; who is signed in is so no longer."""
    seal = SealWatch.of(connection, ROLES, GRANT.c.id == grant.id)
    if connection.execute(delete(GRANT).where(GRANT.c.id == grant.id)).rowcount:
        _changed(connection, grant, "grant.withdraw", seal, by=by, at=at)


def administers_all(connection: Connection, account: AccountId) -> bool:
    """Tell whether an account is an administrator of every hotline."""
    return connection.execute(_everywhere_of_account(), {"account": account}).first() is not None


def has_administrator(connection: Connection) -> bool:
    """Tell whether anybody who could sign in is an administrator of anything."""
    held = (GRANT.c.role == Role.ADMINISTRATOR.value) & (GRANT.c.account_id == ACCOUNT.c.id)
    asked = select(exists().where(held, ACCOUNT.c.deactivated_at.is_(None)))
    return bool(connection.execute(asked).scalar())


def _changed(
    connection: Connection,
    grant: GrantRecord,
    action: str,
    seal: SealWatch,
    *,
    by: AccountId | None,
    at: datetime,
) -> None:
    logins.end_all(connection, grant.account)
    told = {
        "account": grant.account,
        "role": grant.role.value,
        "hotline": grant.hotline,
        "municipality": grant.municipality,
        "person": grant.person,
        "source": grant.source,
    }
    audit.record(connection, actor=by, action=action, about=grant.id, at=at, payload=told, seals=(seal,))


def is_person(connection: Connection, hotline: HotlineId, person: PersonId) -> bool:
    """Tell whether somebody is of a hotline, and was not erased."""
    known = (PERSON.c.id == person) & (PERSON.c.hotline_id == hotline) & PERSON.c.erased_at.is_(None)
    return connection.execute(select(PERSON.c.id).where(known)).first() is not None


def home_of(connection: Connection, hotline: HotlineId | None, person: PersonId | None) -> MunicipalityCode:
    """Return the municipality of somebody of a hotline.

    Raises
    ------
    MissingError
        Where it is nobody of the hotline, or was erased.
    """
    known = (PERSON.c.id == person) & (PERSON.c.hotline_id == hotline) & PERSON.c.erased_at.is_(None)
    found = connection.execute(select(PERSON.c.municipality).where(known)).scalar()
    if found is None:
        raise MissingError(person)
    return MunicipalityCode(found)


@cache
def _of_account() -> Any:
    """Return the question for what an account holds: every request asks it, so it is built once."""
    return _with_names(GRANT.c.account_id == bindparam("account"))


@cache
def _everywhere_of_account() -> Any:
    everywhere = (GRANT.c.account_id == bindparam("account")) & GRANT.c.hotline_id.is_(None)
    return select(GRANT.c.id).where(everywhere).limit(1)


def _with_names(condition: Any) -> Any:
    g = GRANT.c
    named = (HOTLINE.c.code, PERSON.c.agent, PERSON.c.municipality.label("home"))
    asked = select(g.role, g.hotline_id, g.municipality, g.person_id, *named).where(condition)
    joined = GRANT.outerjoin(HOTLINE, HOTLINE.c.id == g.hotline_id)
    return asked.select_from(joined.outerjoin(PERSON, PERSON.c.id == g.person_id))


def _given(connection: Connection, condition: Any) -> tuple[GrantRecord, ...]:
    g = GRANT.c
    home = func.coalesce(PERSON.c.municipality, g.municipality)  # an agent's is where the person works now
    asked = select(
        *(g.id, g.account_id, g.role, g.hotline_id, home.label("municipality")),
        *(g.person_id, g.created_at, g.source),
    ).select_from(GRANT.outerjoin(PERSON, PERSON.c.id == g.person_id))
    rows = connection.execute(asked.where(condition).order_by(g.created_at, g.id))
    return tuple(
        GrantRecord(
            id=row.id,
            account=row.account_id,
            role=Role(row.role),
            hotline=row.hotline_id,
            municipality=row.municipality,
            person=row.person_id,
            created_at=row.created_at,
            source=row.source,
        )
        for row in rows
    )
