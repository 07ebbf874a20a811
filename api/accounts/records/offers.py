"""Offers: roles in a hotline for whoever has an e-mail address, until they are accepted, declined, or over.

Nothing here asks whether there is an account of that address, so nothing here can tell. An offer has an id
of its own, by which the hotline's administrators know it, and a secret that comes to be when its mail is
written or its link is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.access.ids import AccountId, GrantId, HotlineId, OfferId, PersonId
from api.access.roles import Role
from api.access.tokens import hash_of, is_token, new_token
from api.store import audit, overdue
from api.store.errors import MissingError
from api.store.tables import HOTLINE, OFFER, OFFERED_ROLE
from api.store.types import new_id
from wfm.ids import MunicipalityCode

NOTICE = "offer"
"""Kind of the notices of what was offered."""
_O, _R = OFFER.c, OFFERED_ROLE.c


@dataclass(frozen=True)
class OfferedRole:
    """One role of an offer, as `GrantRecord` has it; `by` is who gives it."""

    id: GrantId
    role: Role
    municipality: MunicipalityCode | None
    person: PersonId | None
    by: AccountId | None


@dataclass(frozen=True)
class Offer:
    """Roles in a hotline that wait to be accepted.

    Parameters
    ----------
    id
        Random, and no account's.
    hotline
        Random id.
    email
        Written as by `normalize_email`.
    language
        In which whoever has no account yet is spoken to.
    roles
        In the order in which they were offered; at least one.
    created_at, expires_at
        When it was made, and until when it can be accepted.
    handed
        Whether an administrator had the newest link in hand.
    """

    id: OfferId
    hotline: HotlineId
    email: str
    language: str
    roles: tuple[OfferedRole, ...]
    created_at: datetime
    expires_at: datetime
    handed: bool


def make(
    connection: Connection,
    hotline: HotlineId,
    email: str,
    language: str,
    *,
    by: AccountId,
    at: datetime,
    lasts: timedelta,
) -> OfferId:
    """Return the id of a new offer that holds no role yet; one that is there already lasts anew."""
    same = (_O.hotline_id == hotline) & (_O.email == email)
    bury(connection, same & (_O.expires_at <= at))
    there: OfferId | None = connection.execute(select(_O.id).where(same)).scalar()
    made = there or OfferId(new_id())
    values = {"language": language, "expires_at": at + lasts, "token_sha256": None, "handed": False}
    if there is None:
        named = {"id": made, "hotline_id": hotline, "email": email, "made_by": by, "created_at": at}
        connection.execute(insert(OFFER).values(**named, **values))
    else:
        connection.execute(update(OFFER).where(_O.id == made).values(**values))
    audit.record(connection, actor=by, action="offer.make", about=made, at=at, payload={"hotline": hotline})
    return made


def add_role(
    connection: Connection,
    offer: OfferId,
    role: Role,
    *,
    municipality: MunicipalityCode | None,
    person: PersonId | None,
    by: AccountId,
    at: datetime,
) -> OfferedRole:
    """Offer one role more; the same again is the one that is there."""
    wanted = (role, municipality, person)
    for there in _roles(connection, [offer])[offer]:
        if (there.role, there.municipality, there.person) == wanted:
            return there
    made = OfferedRole(GrantId(new_id()), role, municipality, person, by)
    whose = {"municipality": municipality, "person_id": person, "given_by": by, "created_at": at}
    connection.execute(insert(OFFERED_ROLE).values(id=made.id, offer_id=offer, role=role.value, **whose))
    told = {"offer": offer, "role": role.value, "municipality": municipality, "person": person}
    audit.record(connection, actor=by, action="offer.add_role", about=made.id, at=at, payload=told)
    return made


def withdraw_role(
    connection: Connection, offer: Offer, role: GrantId, *, by: AccountId, at: datetime
) -> bool:
    """Offer one role less, and nothing any more without any; tell whether there was such a one."""
    of_it = (_R.id == role) & (_R.offer_id == offer.id)
    if not connection.execute(delete(OFFERED_ROLE).where(of_it)).rowcount:
        return False
    audit.record(connection, actor=by, action="offer.withdraw_role", about=role, at=at, payload={})
    if not _roles(connection, [offer.id])[offer.id]:
        end(connection, offer, "withdraw", by=by, at=at)
    return True


def renew(connection: Connection, offer: OfferId, at: datetime, *, handed: bool) -> str:
    """Return a new secret of an offer, to be sent or shown now; the one before it opens nothing any more.

    Parameters
    ----------
    handed
        Whether somebody else than the address's owner gets it into their hands.

    Raises
    ------
    MissingError
        Where there is no such offer any more.
    """
    token = new_token()
    usable = (_O.id == offer) & (_O.expires_at > at)
    values = {"token_sha256": hash_of(token), "handed": handed}
    if connection.execute(update(OFFER).where(usable).values(**values)).rowcount != 1:
        raise MissingError(offer)
    return token


def find(connection: Connection, token: str, at: datetime) -> Offer | None:
    """Return the offer that a secret opens."""
    return _first(connection, _O.token_sha256 == hash_of(token), at) if is_token(token) else None


def is_over(connection: Connection, token: str, at: datetime) -> bool:
    """Tell whether a secret opened an offer that is out of date."""
    over = (_O.token_sha256 == hash_of(token)) & (_O.expires_at <= at)
    return connection.execute(select(_O.id).where(over)).first() is not None


def bury_over(connection: Connection, token: str, at: datetime) -> None:
    """Forget the offer that a secret opened, where it is out of date."""
    bury(connection, (_O.token_sha256 == hash_of(token)) & (_O.expires_at <= at))


def find_by_id(connection: Connection, offer: str, at: datetime) -> Offer | None:
    """Return an offer."""
    return _first(connection, _O.id == offer, at)


def offers_in(connection: Connection, hotline: HotlineId, at: datetime) -> tuple[Offer, ...]:
    """Return what waits in a hotline to be accepted."""
    return _found(connection, _O.hotline_id == hotline, at)


def offers_to(connection: Connection, email: str, at: datetime) -> tuple[Offer, ...]:
    """Return what is offered to an address."""
    return _found(connection, _O.email == email, at) if email else ()


def hotline_name(connection: Connection, offer: Offer) -> str:
    """Return the name of the hotline in which something is offered."""
    found: str = connection.execute(select(HOTLINE.c.name).where(HOTLINE.c.id == offer.hotline)).scalar_one()
    return found


def end(connection: Connection, offer: Offer, how: str, *, by: AccountId | None, at: datetime) -> bool:
    """Let an offer be none any more: accepted, declined or withdrawn; tell whether it still was one."""
    ended = bury(connection, _O.id == offer.id)
    if ended:
        told = {"hotline": offer.hotline}
        audit.record(connection, actor=by, action=f"offer.{how}", about=offer.id, at=at, payload=told)
    return bool(ended)


def bury(connection: Connection, condition: Any) -> int:
    """Forget offers with their roles; return how many."""
    gone = select(_O.id).where(condition)
    connection.execute(delete(OFFERED_ROLE).where(_R.offer_id.in_(gone)))
    return connection.execute(delete(OFFER).where(condition)).rowcount


def _first(connection: Connection, condition: Any, at: datetime) -> Offer | None:
    return next(iter(_found(connection, condition, at)), None)


def _found(connection: Connection, condition: Any, at: datetime) -> tuple[Offer, ...]:
    asked = select(OFFER).where(condition, _O.expires_at > at).order_by(_O.created_at, _O.id)
    rows = connection.execute(asked).all()
    roles = _roles(connection, [row.id for row in rows])
    over = overdue.all_seen(connection, "offer.make", {row.id: row.expires_at for row in rows})
    return tuple(
        Offer(
            id=row.id,
            hotline=row.hotline_id,
            email=row.email,
            language=row.language,
            roles=roles[row.id],
            created_at=row.created_at,
            expires_at=row.expires_at,
            handed=row.handed,
        )
        for row in rows
        if roles[row.id] and row.id not in over
    )


def _roles(
    connection: Connection, offers: Iterable[OfferId]
) -> defaultdict[OfferId, tuple[OfferedRole, ...]]:
    found: defaultdict[OfferId, tuple[OfferedRole, ...]] = defaultdict(tuple)
    asked = select(OFFERED_ROLE).where(_R.offer_id.in_(tuple(offers))).order_by(_R.created_at, _R.id)
    for row in connection.execute(asked):
        role = OfferedRole(row.id, Role(row.role), row.municipality, row.person_id, row.given_by)
        found[row.offer_id] += (role,)
    return found
