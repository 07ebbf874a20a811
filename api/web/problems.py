"""Kinds of problems that programs are told of: each has an address that says what it is and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException

from api.texts.translator import Translator
from wfm.message import Message

PLACE = "/api/v1/docs#problem-"
"""Where a kind is explained, to people who read its address."""


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem.

    Parameters
    ----------
    slug
        Stable end of its address.
    status
        With which it is told.
    title
        In a few English words.
    meaning
        What it means and what to do, in English, for developers.
    """

    slug: str
    status: HTTPStatus
    title: str
    meaning: str

    @property
    def address(self) -> str:
        """The ``type`` of problem details (RFC 9457)."""
        return PLACE + self.slug


def _usual(slug: str, status: HTTPStatus, meaning: str) -> ProblemKind:
    return ProblemKind(slug, status, status.phrase, meaning)


SIGNED_OUT = _usual(
    "signed-out", HTTPStatus.UNAUTHORIZED, "Nobody known asks: send a personal access token, or sign in."
)
NOT_ALLOWED = _usual(
    "not-allowed", HTTPStatus.FORBIDDEN, "The caller's role in the hotline does not include this operation."
)
NOT_THERE = _usual(
    "missing",
    HTTPStatus.NOT_FOUND,
    "What is named is not there, or is nothing that the caller may know of; the two look alike.",
)
NOT_DONE = _usual("not-done", HTTPStatus.METHOD_NOT_ALLOWED, "The address has no such method.")
TOO_SLOW = _usual("too-slow", HTTPStatus.REQUEST_TIMEOUT, "The request did not arrive in time.")
CLASH = _usual("clash", HTTPStatus.CONFLICT, "What is asked does not go with what is there.")
TOO_LARGE = _usual(
    "too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request holds more than the service reads."
)
OTHER_MEDIA = _usual(
    "media-type",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "The body's Content-Type is none of those that the operation takes; Accept-Post or Allow names them.",
)
NOT_UNDERSTOOD = _usual(
    "not-understood",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "A parameter or a part of the body is not of the form it should be; `errors` tells each.",
)
BROKEN = _usual("fault", HTTPStatus.INTERNAL_SERVER_ERROR, "A fault of the service; it has been noted.")
BUSY = _usual(
    "busy",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "There is no answer at present. Ask again after `Retry-After` seconds, an unsafe request with the same "
    "Idempotency-Key: it may have held all the same.",
)
KEY_NEEDED = ProblemKind(
    "idempotency-key",
    HTTPStatus.BAD_REQUEST,
    "Idempotency-Key missing or malformed",
    "Whatever changes something carries an Idempotency-Key of the caller's own making: 1 to 200 visible "
    "ASCII characters, another one for each thing to be done. A request that is repeated under its key "
    "gets the first one's answer and changes nothing.",
)
KEY_TAKEN = ProblemKind(
    "key-taken",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "Idempotency-Key used before",
    "The same caller sent another method, path or body under this key before. Take a new key.",
)
TAG_NEEDED = ProblemKind(
    "if-match-missing",
    HTTPStatus.PRECONDITION_REQUIRED,
    "If-Match missing",
    'Say in If-Match what you began with: the ETag of what you read, or its number such as "7"; "0" where '
    "there was none.",
)
TAG_MALFORMED = ProblemKind(
    "if-match",
    HTTPStatus.BAD_REQUEST,
    "If-Match malformed",
    "If-Match holds one strong entity tag as the service writes them; neither * nor a list, nor a weak one.",
)
STALE = ProblemKind(
    "stale",
    HTTPStatus.PRECONDITION_FAILED,
    "Changed meanwhile",
    "Something else holds than what If-Match names; `current` says what, since when and by which account. "
    "Read it, and decide anew.",
)
FAULTY = ProblemKind(
    "faulty",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "Faulty tables",
    "What was sent holds faults; `faults` tells every one (the first 1,000) with its place and what was "
    "expected. Nothing of it was kept.",
)
DOUBTFUL_PERSONS = ProblemKind(
    "doubtful-persons",
    HTTPStatus.CONFLICT,
    "Not clear who somebody is",
    "An id of the plan was somebody's of another name, e-mail or municipality until now, or somebody has "
    "another id; `faults` tells each with what may be answered. Send the request again with `same_person`, "
    "`new_person` and `renumbered` (and the same or a new Idempotency-Key). Nothing of it was kept.",
)
UNREADABLE = ProblemKind(
    "unreadable",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "Not readable as sent",
    "The plan would not read back just as it was sent, so it was not kept. Please report it.",
)
NOT_LATER = ProblemKind(
    "not-later",
    HTTPStatus.CONFLICT,
    "Not later than the published version",
    "What is published is superseded by a later version and never taken up anew: make a new version of it.",
)
RULES_BROKEN = ProblemKind(
    "broken-rules",
    HTTPStatus.CONFLICT,
    "Hard rules broken",
    "The roster would break, or breaks, rules that no roster may; `breaches` tells each where it is known.",
)
SHORT_NOTICE = ProblemKind(
    "short-notice",
    HTTPStatus.CONFLICT,
    "Shifts change at short notice",
    "Shifts nearer than the agreed days of notice change; `short_notice` tells them. Send the request with "
    "`accept_short_notice` (and a new Idempotency-Key) where that is meant.",
)
TOO_MANY = ProblemKind(
    "too-many",
    HTTPStatus.CONFLICT,
    "As many as there may be",
    "There is no room for another. Revoke or remove one that is out of use, and ask again.",
)
CLOSED = ProblemKind(
    "closed",
    HTTPStatus.CONFLICT,
    "Closed",
    "The time for it is over or has not come yet, or what is named has ended already; `detail` says which, "
    "and what is possible instead.",
)

KINDS = tuple(found for found in globals().values() if isinstance(found, ProblemKind))
OF_STATUS: Mapping[int, ProblemKind] = {
    kind.status: kind for kind in reversed(KINDS) if kind.title == kind.status.phrase
}
"""The kind of a status where nothing more is known."""

More = Callable[[Translator], Mapping[str, Any]]


class ProblemError(HTTPException):
    """A request that is not done; nothing was changed.

    Parameters
    ----------
    kind
        Why.
    message
        The same in a sentence to this caller.
    headers
        To be sent along.
    more
        Returns further members of the problem details, in a language.
    """

    def __init__(
        self,
        kind: ProblemKind,
        message: Message,
        *,
        headers: Mapping[str, str] | None = None,
        more: More | None = None,
    ) -> None:
        super().__init__(kind.status, headers=dict(headers or {}))
        self.kind, self.message, self.more = kind, message, more
