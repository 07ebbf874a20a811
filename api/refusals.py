"""What the store refuses, as the caller reads it: a status, a sentence, and headers that tell more."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from api.store.errors import (
    BrokenRules,
    Conflict,
    KeyTaken,
    Missing,
    NotForward,
    StoreError,
    TooMany,
    Unavailable,
    Unreadable,
)
from wfm.message import Message, Text

GONE = Text("refused.missing", "what was named is not there")
CHANGED = Text(
    "refused.changed",
    "somebody else was faster: you began with number {expected:number}, now it is number {number:number}. "
    "Nothing of yours was changed; look at what is new and try again.",
)
NEW = Text("refused.new", "there is none of this yet, though you began with number {expected:number}")
BACKWARD = Text(
    "refused.backward",
    "version {number:number} is not later than the published one; what is published is superseded by "
    "something later, never taken up anew",
)
BREAKS = Text("refused.breaks", "the roster breaks what the rules never allow: {rules}")
UNREADABLE = Text("refused.unreadable", "the plan could not be read back just as it is, so nothing was kept")
KEY = Text("refused.key", "this idempotency key was used before, for another request")
AWAY = Text("refused.away", "the database does not answer just now; try again in a moment, with the same key")
TOO_MANY = Text(
    "refused.too_many",
    "there are {most:number} already, as many as there may be; revoke one that is out of use",
)
RETRY_SECONDS = 2


class Refusal(NamedTuple):
    """An answer to what is refused."""

    status: HTTPStatus
    message: Message
    headers: dict[str, str]


def refusal(error: StoreError) -> Refusal:
    """Return the answer to an error of the store."""
    match error:
        case Conflict(number=0):
            return Refusal(HTTPStatus.PRECONDITION_FAILED, NEW(expected=error.expected), {})
        case Conflict():
            told = CHANGED(expected=error.expected, number=error.number)
            return Refusal(HTTPStatus.PRECONDITION_FAILED, told, {"ETag": f'"{error.number}"'})
        case NotForward():
            return Refusal(HTTPStatus.CONFLICT, BACKWARD(number=error.number), {})
        case BrokenRules():
            return Refusal(HTTPStatus.CONFLICT, BREAKS(rules=", ".join(error.rules)), {})
        case TooMany():
            return Refusal(HTTPStatus.CONFLICT, TOO_MANY(most=error.most), {})
        case _:
            status, text = _PLAIN[type(error)]
            again = {"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
            return Refusal(status, text(), again)


_PLAIN: Mapping[type[StoreError], tuple[HTTPStatus, Text]] = {
    Missing: (HTTPStatus.NOT_FOUND, GONE),
    KeyTaken: (HTTPStatus.UNPROCESSABLE_ENTITY, KEY),
    Unavailable: (HTTPStatus.SERVICE_UNAVAILABLE, AWAY),
    Unreadable: (HTTPStatus.UNPROCESSABLE_ENTITY, UNREADABLE),
}
