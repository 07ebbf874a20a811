"""Requests that may come twice and must have one effect: their keys, kept with the effect itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from api.access.ids import AccountId, HotlineId
from api.store.engine import writing
from api.store.errors import KeyTakenError
from api.store.hotlines import lock_hotline
from api.store.tables import IDEMPOTENCY_KEY

LOCAL = "local"
"""Whose keys those of the local user are; accounts have ids of 32 characters."""


@dataclass(frozen=True)
class IdempotentRequest:
    """A request that carries a key.

    Parameters
    ----------
    caller
        Who sends it: another caller's key is another key.
    key
        As the caller made it up.
    method, path, body_sha256
        What is asked; a key belongs to one request.
    """

    caller: str
    key: str
    method: str
    path: str
    body_sha256: str


def owner_of_keys(account: AccountId | None) -> str:
    """Return whose keys a caller's are, at every door of the service."""
    return account or LOCAL


def find_answer(connection: Connection, request: IdempotentRequest) -> Mapping[str, Any] | None:
    """Return what was answered to this request before; nothing where it is new.

    Raises
    ------
    KeyTakenError
        Where the key came with another request.
    """
    k = IDEMPOTENCY_KEY.c
    asked = select(k.method, k.path, k.body_sha256, k.answer)
    row = connection.execute(asked.where((k.caller == request.caller) & (k.key == request.key))).first()
    if row is None:
        return None
    if (row.method, row.path, row.body_sha256) != (request.method, request.path, request.body_sha256):
        raise KeyTakenError(request.key)
    document: Mapping[str, Any] = row.answer
    return document


def keep_answer(
    connection: Connection, request: IdempotentRequest, document: Mapping[str, Any], at: datetime
) -> None:
    """Keep what is answered to a request, in the transaction of its effect."""
    values = {name: getattr(request, name) for name in ("caller", "key", "method", "path", "body_sha256")}
    connection.execute(insert(IDEMPOTENCY_KEY).values(**values, created_at=at, answer=document))


def once(
    database: Engine,
    request: IdempotentRequest,
    at: datetime,
    effect: Callable[[Connection], Mapping[str, Any]],
    hotline: HotlineId | None = None,
) -> Mapping[str, Any]:
    """Do what a request asks, once, and keep the answer with the effect; a second time only answer.

    Parameters
    ----------
    database
        The transaction is this function's own.
    request, at
        What is asked, and when.
    effect
        Does it, and returns what to answer: random ids and numbers, never names.
    hotline
        Random id of the hotline that it changes; nobody else does so meanwhile.

    Raises
    ------
    KeyTakenError
        Where the key came with another request.
    """
    with writing(database) as connection:
        if hotline is not None:
            lock_hotline(connection, hotline)
        before = find_answer(connection, request)
        if before is not None:
            return before
        document = effect(connection)
        keep_answer(connection, request, document, at)
        return document
