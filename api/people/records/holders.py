"""Who of a hotline has a role in it, or is offered one, with whose address: asked once for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from api.access.ids import HotlineId, PersonId
from api.access.roles import Role
from api.store.tables import ACCOUNT, GRANT, OFFER, OFFERED_ROLE, PERSON
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class RoleHolder:
    """A role in just this hotline, and whose it is or may become.

    Parameters
    ----------
    email
        Of the account or the offer; empty where a provider vouches for the account.
    role, municipality, person
        The role; of an agent the municipality is where the person works now.
    is_taken_up
        Whether somebody has signed in with the account.
    is_closed
        Whether the account is deactivated.
    """

    email: str
    role: Role
    municipality: MunicipalityCode | None
    person: PersonId | None
    is_taken_up: bool
    is_closed: bool = False


def list_role_holders(connection: Connection, hotline: HotlineId, at: datetime) -> tuple[RoleHolder, ...]:
    """Return every role that is held or offered in a hotline (random id)."""
    return (*_held(connection, hotline), *_offered(connection, hotline, at))


def _held(connection: Connection, hotline: HotlineId) -> tuple[RoleHolder, ...]:
    a, g, p = ACCOUNT.c, GRANT.c, PERSON.c
    home = func.coalesce(p.municipality, g.municipality).label("home")
    has_password = a.password_hash.is_not(None).label("has_password")
    asked = select(a.email, a.deactivated_at, has_password, g.role, home, g.person_id)
    joined = GRANT.join(ACCOUNT, a.id == g.account_id).outerjoin(PERSON, p.id == g.person_id)
    rows = connection.execute(asked.select_from(joined).where(g.hotline_id == hotline))
    return tuple(
        RoleHolder(
            email=row.email or "",
            role=Role(row.role),
            municipality=row.home,
            person=row.person_id,
            is_taken_up=bool(row.has_password) or row.email is None,
            is_closed=row.deactivated_at is not None,
        )
        for row in rows
    )


def _offered(connection: Connection, hotline: HotlineId, at: datetime) -> tuple[RoleHolder, ...]:
    o, r = OFFER.c, OFFERED_ROLE.c
    asked = select(o.email, r.role, r.municipality, r.person_id).join(OFFERED_ROLE, r.offer_id == o.id)
    rows = connection.execute(asked.where((o.hotline_id == hotline) & (o.expires_at > at)))
    return tuple(
        RoleHolder(
            email=row.email,
            role=Role(row.role),
            municipality=row.municipality,
            person=row.person_id,
            is_taken_up=False,
        )
        for row in rows
    )
