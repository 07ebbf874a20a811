"""Seals: what the chain of the audit holds of rows that may change, so that nobody changes them beside it.

A seal is the sum of the hashes of some rows: who may what, whose word is taken for that, what is published,
the calendars, the ledger, and which tellings of the audit are gone. Whoever changes such rows writes, in the
same transaction, a link with the seal that was before, plus what the change makes of it. So what was changed
beside the chain is never taken over by a later change: rows and seal differ from then on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, true

from api.access.ids import HotlineId
from api.store.hotlines import lock_hotline
from api.store.tables import (
    AUDIT_EVENT,
    AUDIT_PAYLOAD,
    FEED_BODY,
    GRANT,
    HOTLINE,
    LEDGER_ENTRY,
    OIDC_PROVIDER,
    PLAN,
    PUBLICATION,
)
from api.store.types import canonical

ROLES, PROVIDERS, TELLINGS = "roles", "providers", "tellings"
"""Who may what, whose word is taken for it, and which tellings are gone."""

WHOLE = "whole"
"""Says of a store that it is sealed throughout: what has no seal of its own has no rows."""

_CALENDARS, _PUBLICATIONS, _LEDGER = "calendars", "publications", "ledger"
_SIZE = 1 << 256
_NOTHING = "0" * 64


def calendars_of(hotline: HotlineId) -> str:
    """Return the name of the seal of a hotline's calendars."""
    return f"{_CALENDARS} {hotline}"


def publications_of(hotline: HotlineId) -> str:
    """Return the name of the seal of what a hotline has published."""
    return f"{_PUBLICATIONS} {hotline}"


def ledger_of(hotline: HotlineId) -> str:
    """Return the name of the seal of a hotline's ledger."""
    return f"{_LEDGER} {hotline}"


def seals_of_hotline(connection: Connection, hotline: HotlineId) -> tuple[SealWatch, ...]:
    """Watch all of a hotline that is sealed; it has to be locked."""
    return tuple(SealWatch.of(connection, name) for name in (calendars_of(hotline), publications_of(hotline)))


def watch_all(connection: Connection) -> tuple[SealWatch, ...]:
    """Watch all that is sealed, of every hotline, each of which is locked."""
    for hotline in connection.execute(select(HOTLINE.c.id).order_by(HOTLINE.c.id)).scalars().all():
        lock_hotline(connection, HotlineId(hotline))
    return tuple(SealWatch.of(connection, name) for name in (WHOLE, *names(connection)))


@dataclass(frozen=True)
class SealWatch:
    """Some rows of a seal as they were before a change, to find out what it makes of them.

    Parameters
    ----------
    name
        Of the seal.
    where
        Which rows may change; nobody else may change these meanwhile.
    before
        The sum of those rows.
    """

    name: str
    where: ColumnElement[bool]
    before: int

    @classmethod
    def of(cls, connection: Connection, name: str, where: ColumnElement[bool] | None = None) -> SealWatch:
        """Look at rows before they are changed; all of the seal's where none are named."""
        meant = true() if where is None else where
        return cls(name, meant, _sum(connection, name, meant))

    def change(self, connection: Connection) -> int:
        """Return what the change made of the sum."""
        return _sum(connection, self.name, self.where) - self.before


@dataclass(frozen=True)
class SealReport:
    """What was found of the seals.

    Parameters
    ----------
    broken
        Names of those that are not what the rows are.
    missing
        Names of those that were never written although there are rows: of a store of before there were any.
    """

    broken: tuple[str, ...]
    missing: tuple[str, ...]


def carry_on(connection: Connection, watches: Iterable[SealWatch], *, first: bool) -> str | None:
    """Return the seals after a change, as they stand in a link; nothing where nothing was watched.

    The first link of all says that its store is sealed throughout.
    """
    seals = {}
    for watch in (*watches, *((SealWatch(WHOLE, true(), 0),) if first else ())):
        before = _last(connection, watch.name)
        whole = _sum(connection, watch.name, true()) if before is None else before + watch.change(connection)
        seals[watch.name] = f"{whole % _SIZE:064x}"
    return canonical(seals) if seals else None


def check_seals(connection: Connection) -> SealReport:
    """Hold what the chain has last of every seal against the rows."""
    sealed: dict[str, str] = {}
    e = AUDIT_EVENT.c
    for seals in connection.execute(select(e.seals).where(e.seals.is_not(None)).order_by(e.seq)).scalars():
        sealed |= _read(seals)
    broken, missing = [], []
    for name in dict.fromkeys((*names(connection), *sealed)):
        found = f"{_sum(connection, name, true()) % _SIZE:064x}"
        expected = sealed.get(name, _NOTHING if WHOLE in sealed else None)
        if expected is None and found != _NOTHING:
            missing.append(name)
        elif expected not in (None, found):
            broken.append(name)
    return SealReport(tuple(broken), tuple(missing))


def names(connection: Connection) -> Iterator[str]:
    """Yield the name of every seal that a store has or should have."""
    yield from (ROLES, PROVIDERS, TELLINGS)
    for hotline in connection.execute(select(HOTLINE.c.id).order_by(HOTLINE.c.id)).scalars():
        yield from (calendars_of(hotline), publications_of(hotline), ledger_of(hotline))


def _last(connection: Connection, name: str) -> int | None:
    e = AUDIT_EVENT.c
    asked = select(e.seals).where(e.seals.contains(f'"{name}"')).order_by(e.seq.desc()).limit(1)
    found = connection.execute(asked).scalar()
    if found is not None:
        return int(_read(found)[name], 16)
    return None if name == WHOLE or _last(connection, WHOLE) is None else 0


def _read(seals: str) -> Mapping[str, str]:
    try:
        found = json.loads(seals)
    except ValueError:  # then the link is broken, too, and is told
        return {}
    return found if isinstance(found, dict) else {}


def _sum(connection: Connection, name: str, where: ColumnElement[bool]) -> int:
    if name == WHOLE:
        return 0
    whole = 0
    for row in connection.execute(_rows(name, where)):
        hashed = canonical([name, *map(_plain, row)])
        whole += int.from_bytes(sha256(hashed.encode()).digest())
    return whole


def _rows(name: str, where: ColumnElement[bool]) -> Select[Any]:
    """Return the question for the rows of a seal."""
    kind, _, hotline = name.partition(" ")
    f, g, p, e = FEED_BODY.c, GRANT.c, PUBLICATION.c, AUDIT_EVENT.c
    if kind == ROLES:
        return select(g.id, g.account_id, g.role, g.hotline_id, g.municipality, g.person_id).where(where)
    if kind == PROVIDERS:
        o = OIDC_PROVIDER.c
        return select(o.id, o.hotline_id, o.municipality, o.issuer, o.client_id, o.claims).where(where)
    if kind == TELLINGS:
        return select(e.seq).where(e.seq.not_in(select(AUDIT_PAYLOAD.c.seq)) & where)
    if kind == _CALENDARS:
        columns = (f.kind, f.subject, f.language, f.etag, f.changed_at, f.source_sha256)
        return select(*columns).where((f.hotline_id == hotline) & where)
    if kind == _LEDGER:
        return select(LEDGER_ENTRY).where((LEDGER_ENTRY.c.hotline_id == hotline) & where)
    joined = select(p.plan_id, p.number, p.published_at, p.published_by).join(PLAN, PLAN.c.id == p.plan_id)
    return joined.where((PLAN.c.hotline_id == hotline) & (p.number > 0) & where)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
