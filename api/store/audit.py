"""The record of who did what: a chain in which nothing can be changed, taken out or put between unseen.

A link holds the hash of the one before and an HMAC of what was told, not that itself: so the telling can
be erased with its salt while the chain still holds. A chain whose end was cut off looks whole; its
`Head` therefore leaves the database with every publication.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from api.access.ids import AccountId
from api.store.engine import EVENTS
from api.store.seals import SealWatch, carry_on
from api.store.tables import AUDIT_EVENT, AUDIT_HEAD, AUDIT_PAYLOAD
from api.store.types import canonical

START = "0" * 64
"""What stands before the first link."""

_HEAD_ROW = 1

# Every change is told by these: they are built once.
_HEAD = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.sha256)
_OF_HEAD = update(AUDIT_HEAD).where(AUDIT_HEAD.c.id == _HEAD_ROW)
_HEAD_MOVED = _OF_HEAD.values(seq=AUDIT_HEAD.c.seq + bindparam("more"))
_HEAD_SEALED = _OF_HEAD.values(sha256=bindparam("digest"))
_EVENTS_ADDED = insert(AUDIT_EVENT)
_PAYLOADS_ADDED = insert(AUDIT_PAYLOAD)


@dataclass(frozen=True)
class Head:
    """The end of the chain: number and hash of its last link; number 0 where there is none."""

    seq: int
    sha256: str


@dataclass(frozen=True)
class Chain:
    """What was found of the chain.

    Parameters
    ----------
    head
        Its end.
    broken
        Numbers of the links that are not as they were written, or of which one is missing.
    erased
        Numbers of the links whose telling was erased.
    """

    head: Head
    broken: tuple[int, ...]
    erased: tuple[int, ...]


def record(
    connection: Connection,
    *,
    actor: AccountId | None,
    action: str,
    about: str,
    at: datetime,
    payload: Mapping[str, Any],
    seals: Iterable[SealWatch] = (),
) -> Head:
    """Append a link; whoever else appends waits until this transaction is over.

    Parameters
    ----------
    actor
        Account; nobody's where the program itself did it.
    action, about
        What was done, such as ``publish``, and to what: a random id.
    payload
        What is told of it; may name people.
    seals
        What this transaction changed of rows that are sealed; it changes nothing of them afterwards.
    """
    return _append(connection, (payload,), tuple(seals), actor=actor, action=action, about=about, at=at)


def record_each(
    connection: Connection,
    *,
    actor: AccountId | None,
    action: str,
    about: str,
    at: datetime,
    payloads: Sequence[Mapping[str, Any]],
) -> None:
    """Append a link for each of several payloads, in order; the other parameters are those of `record`."""
    if payloads:
        _append(connection, payloads, (), actor=actor, action=action, about=about, at=at)


def _append(
    connection: Connection,
    payloads: Sequence[Mapping[str, Any]],
    seals: Sequence[SealWatch],
    *,
    actor: AccountId | None,
    action: str,
    about: str,
    at: datetime,
) -> Head:
    """Append links and return the end; the database is asked as often for many as for one."""
    connection.execute(_HEAD_MOVED, {"more": len(payloads)})
    end = head_of(connection)
    digest, events, told = end.sha256, [], []
    for seq, payload in enumerate(payloads, start=end.seq - len(payloads) + 1):
        salt = token_hex(32)
        link = {
            "seq": seq,
            "previous": digest,
            "at": at,
            "actor": actor,
            "action": action,
            "object": about,
            "mac": _mac(salt, payload),
            "seals": carry_on(connection, seals, first=seq == 1),
        }
        digest = _link_sha256(link)
        events.append({**link, "sha256": digest})
        told.append({"seq": seq, "salt": salt, "payload": payload})
        known = {"seq": seq, "actor": actor, "about": about, "sha256": digest}
        connection.info.setdefault(EVENTS, []).append((action, known))
    connection.execute(_EVENTS_ADDED, events)
    connection.execute(_PAYLOADS_ADDED, told)
    connection.execute(_HEAD_SEALED, {"digest": digest})
    return Head(end.seq, digest)


def head_of(connection: Connection) -> Head:
    """Return the end of the chain."""
    end = connection.execute(_HEAD).one()
    return Head(end.seq, end.sha256)


def was_recorded(connection: Connection, action: str, about: str, since: datetime) -> bool:
    """Tell whether something was done to something since a moment."""
    e = AUDIT_EVENT.c
    done = (e.object == about) & (e.action == action) & (e.at >= since)
    return connection.execute(select(e.seq).where(done).limit(1)).first() is not None


def check_chain(connection: Connection) -> Chain:
    """Go through the whole chain."""
    payloads = {row.seq: row for row in connection.execute(select(AUDIT_PAYLOAD))}
    broken, erased, end = [], [], Head(0, START)
    for link in connection.execute(select(AUDIT_EVENT).order_by(AUDIT_EVENT.c.seq)).mappings():
        seq, payload = link["seq"], payloads.get(link["seq"])
        if payload is None:
            erased.append(seq)
        kept = payload is None or _mac(payload.salt, payload.payload) == link["mac"]
        follows = seq == end.seq + 1 and link["previous"] == end.sha256
        if not (follows and kept and _link_sha256(link) == link["sha256"]):
            broken.append(seq)
        end = Head(seq, link["sha256"])
    if end != head_of(connection):
        broken.append(end.seq + 1)
    return Chain(end, tuple(broken), tuple(erased))


def _mac(salt: str, payload: Mapping[str, Any]) -> str:
    return hmac.new(bytes.fromhex(salt), canonical(payload).encode(), sha256).hexdigest()


def _link_sha256(link: Mapping[str, Any] | RowMapping) -> str:
    names = ("seq", "previous", "actor", "action", "object", "mac")
    hashed = {name: link[name] for name in names} | {"at": link["at"].isoformat()}
    if link["seals"] is not None:
        hashed["seals"] = link["seals"]
    return sha256(canonical(hashed).encode()).hexdigest()
