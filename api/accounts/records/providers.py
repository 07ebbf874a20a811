"""Providers of sign-in that administrators set up from a page: rows, each of one hotline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from api.access.ids import AccountId, HotlineCode, HotlineId
from api.store import audit
from api.store.seals import PROVIDERS, SealWatch
from api.store.tables import HOTLINE, OIDC_PROVIDER
from wfm.ids import MunicipalityCode

_O = OIDC_PROVIDER.c


@dataclass(frozen=True)
class RoleClaims:
    """What a provider says of whom, as far as a role follows from it.

    Parameters
    ----------
    claim
        The one that tells roles; empty where none does.
    coordinator, leader, agent
        What it says of each; empty where nobody becomes one. Of an agent, empty also means everybody whose
        id is told.
    agent_id
        The claim that tells an agent's id in the plan; empty where nobody becomes an agent.
    """

    claim: str = ""
    coordinator: str = ""
    leader: str = ""
    agent: str = ""
    agent_id: str = ""


@dataclass(frozen=True)
class ProviderEntry:
    """A provider as an administrator writes it down, without its secret.

    Parameters
    ----------
    id
        Part of addresses.
    municipality
        Whose people it knows; none where it gives rights as a coordinator at most.
    name, issuer, client_id
        What people read, who it is, and who we are to it.
    scopes, acr
        Asked for besides ``openid``, and levels of assurance of which a sign-in must have one.
    claims
        Whom they make of somebody.
    """

    id: str
    municipality: MunicipalityCode | None
    name: str
    issuer: str
    client_id: str
    scopes: tuple[str, ...] = ("email",)
    acr: tuple[str, ...] = ()
    claims: RoleClaims = RoleClaims()


@dataclass(frozen=True)
class ProviderRecord:
    """A provider as it is kept.

    Parameters
    ----------
    entry
        As it was written down.
    hotline, code
        Random id and code of the hotline that it belongs to.
    sealed
        Its secret as it is kept; none where it has none.
    number
        Rises with each change.
    changed_at
        When it was changed last.
    """

    entry: ProviderEntry
    hotline: HotlineId
    code: HotlineCode
    sealed: str | None
    number: int
    changed_at: datetime


def all_providers(connection: Connection) -> tuple[ProviderRecord, ...]:
    """Return the providers of all hotlines, by name."""
    asked = select(OIDC_PROVIDER, HOTLINE.c.code).join(HOTLINE, HOTLINE.c.id == _O.hotline_id)
    return tuple(map(_record, connection.execute(asked.order_by(_O.name, _O.id))))


def find_provider(connection: Connection, provider: str) -> ProviderRecord | None:
    """Return a provider of any hotline."""
    asked = select(OIDC_PROVIDER, HOTLINE.c.code).join(HOTLINE, HOTLINE.c.id == _O.hotline_id)
    row = connection.execute(asked.where(_O.id == provider)).first()
    return None if row is None else _record(row)


def keep_provider(
    connection: Connection,
    hotline: HotlineId,
    entry: ProviderEntry,
    *,
    sealed: str | None,
    number: int,
    by: AccountId | None,
    at: datetime,
) -> None:
    """Keep a provider as it is now; the number is 1 for a new one.

    Parameters
    ----------
    sealed
        Its secret, as it is to be kept.
    """
    values = _values(entry) | {"client_secret": sealed, "number": number, "changed_at": at}
    same = _O.id == entry.id
    seal = SealWatch.of(connection, PROVIDERS, same)
    if number == 1:
        made = {"id": entry.id, "hotline_id": hotline, "created_at": at}
        connection.execute(insert(OIDC_PROVIDER).values(**made, **values))
    else:
        connection.execute(update(OIDC_PROVIDER).where(same).values(**values))
    told = _told(entry) | {"has_secret": sealed is not None, "number": number}
    audit.record(
        connection, actor=by, action="provider.set", about=hotline, at=at, payload=told, seals=(seal,)
    )


def remove_provider(
    connection: Connection, record: ProviderRecord, *, by: AccountId | None, at: datetime
) -> None:
    """Take a provider away; accounts that came by it stay, and nobody signs in by it any more."""
    same = _O.id == record.entry.id
    seal = SealWatch.of(connection, PROVIDERS, same)
    connection.execute(delete(OIDC_PROVIDER).where(same))
    told = _told(record.entry)
    audit.record(
        connection,
        actor=by,
        action="provider.remove",
        about=record.hotline,
        at=at,
        payload=told,
        seals=(seal,),
    )


def _values(entry: ProviderEntry) -> dict[str, Any]:
    return {
        "municipality": entry.municipality,
        "name": entry.name,
        "issuer": entry.issuer,
        "client_id": entry.client_id,
        "asked": {"scopes": list(entry.scopes), "acr": list(entry.acr)},
        "claims": vars(entry.claims),
    }


def _told(entry: ProviderEntry) -> dict[str, Any]:
    """Return what the audit tells: all but the secret."""
    return {"provider": entry.id, **_values(entry)}


def _record(row: Row[Any]) -> ProviderRecord:
    asked: Mapping[str, list[str]] = row.asked
    entry = ProviderEntry(
        id=row.id,
        municipality=row.municipality,
        name=row.name,
        issuer=row.issuer,
        client_id=row.client_id,
        scopes=tuple(asked["scopes"]),
        acr=tuple(asked["acr"]),
        claims=RoleClaims(**row.claims),
    )
    return ProviderRecord(
        entry=entry,
        hotline=row.hotline_id,
        code=row.code,
        sealed=row.client_secret,
        number=row.number,
        changed_at=row.changed_at,
    )
