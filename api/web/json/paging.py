"""Long lists, a page at a time: a cursor that means something to the service only, and a Link to go on."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError

USUAL, MOST = 50, 200

LimitAsked = Annotated[int, Query(description="How many at most.", examples=[50], ge=1, le=MOST)]
CursorAsked = Annotated[
    str | None,
    Query(
        description="Where to go on: `next` of the page before, which means nothing else.",
        examples=["dmVyc2lvbjoxMg"],
        max_length=200,
    ),
]


def cursor(kind: str, last: object) -> str:
    """Return a cursor that goes on after something in a list of a kind."""
    return urlsafe_b64encode(f"{kind}:{last}".encode()).decode().rstrip("=")


def after(kind: str, given: str | None) -> str | None:
    """Return after what a cursor goes on; ``None`` at the beginning.

    Raises
    ------
    RequestValidationError
        Where it is none of this kind.
    """
    if given is None:
        return None
    try:
        whole = urlsafe_b64decode(given.encode() + b"=" * (-len(given) % 4)).decode()
    except (Error, ValueError):
        raise unknown_cursor() from None
    head, colon, last = whole.partition(":")
    if head != kind or not colon or cursor(kind, last) != given:
        raise unknown_cursor()
    return last


def number_after(kind: str, given: str | None) -> int | None:
    """Return the number after which a cursor goes on.

    Raises
    ------
    RequestValidationError
        Where it is none of this kind.
    """
    last = after(kind, given)
    if last is None:
        return None
    if not (last.isascii() and last.isdecimal() and len(last) <= 9):
        raise unknown_cursor()
    return int(last)


def unknown_cursor() -> RequestValidationError:
    """Return what is raised where a cursor is none of the service's."""
    return RequestValidationError(
        [{"loc": ("query", "cursor"), "msg": "A cursor of this list", "type": "cursor"}]
    )


def link(request: Request, following: str | None, limit: int) -> dict[str, str]:
    """Return the header that leads to the next page, if there is one."""
    if following is None:
        return {}
    query = urlencode({"limit": limit, "cursor": following})
    return {"Link": f'<{quote(request.url.path)}?{query}>; rel="next"'}
