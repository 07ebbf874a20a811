"""Conditional answers (RFC 9110): a strong ETag from the bytes, Last-Modified where it is known, 304.

A strong ETag stands for bytes, and pressed together they are others: so the two forms of a body have a tag
each, and whoever holds either holds the body.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request
from fastapi.responses import Response

from api.publication.body import Body

NOT_MODIFIED = 304
ZIPPED = "gzip"
_ZIPPED_END = f'-{ZIPPED}"'
MOST_TAGS = 8
"""Whoever sends more is answered from the whole body."""
_REFUSED = re.compile(r"q=0(\.0*)?")
REVALIDATE = "private, no-cache"
"""A copy may be kept but is asked about each time, so nobody reads yesterday's roster."""


def answer(
    request: Request,
    body: Body,
    media_type: str,
    *,
    changed_at: datetime | None = None,
    headers: dict[str, str] | None = None,
    zipped: bytes | None = None,
) -> Response:
    """Answer with the body, or with 304 where the caller holds it already.

    Parameters
    ----------
    request
        What was asked.
    body, media_type
        What is answered.
    changed_at
        Since when it is so, where that is known.
    headers
        Further ones.
    zipped
        The body pressed together, for those who say that they understand it.
    """
    fields = {"Cache-Control": REVALIDATE} | (headers or {})
    forms = [body]
    if zipped is not None:
        fields["Vary"] = "Accept-Encoding"
        forms.append(as_zipped(body, zipped))
    if changed_at is not None:
        fields["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    form = forms[-1] if _unzips(request) else body
    held = _held(request, form, forms, changed_at)
    fields["ETag"] = held or form.etag
    if held is not None:
        return Response(status_code=NOT_MODIFIED, headers=fields)
    if form is not body:
        fields["Content-Encoding"] = ZIPPED
    return Response(form.content, media_type=media_type, headers=fields)


def as_zipped(body: Body, zipped: bytes) -> Body:
    """Return a body pressed together, under a tag of its own."""
    return Body(zipped, f"{body.etag[:-1]}{_ZIPPED_END}")


def tags_held(request: Request) -> frozenset[str]:
    """Return the tags of the bodies that the caller says to hold, whichever of their forms; none where many.

    A tag of such a body is among them exactly where `answer` says 304 for a tag that was sent.
    """
    asked = _tags(request.headers.get("if-none-match", ""))
    if len(asked) > MOST_TAGS:
        return frozenset()
    return asked | {tag.removesuffix(_ZIPPED_END) + '"' for tag in asked if tag.endswith(_ZIPPED_END)}


def _tags(field: str) -> frozenset[str]:
    return frozenset(tag.strip().removeprefix("W/") for tag in field.split(","))


def _held(request: Request, sent: Body, forms: list[Body], changed_at: datetime | None) -> str | None:
    """Return the tag of the caller's copy if it is current; If-None-Match, where sent, is all that counts."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = _tags(asked)
        return sent.etag if "*" in tags else next((form.etag for form in forms if form.etag in tags), None)
    since = _moment(request.headers.get("if-modified-since"))
    is_current = since is not None and changed_at is not None and changed_at.replace(microsecond=0) <= since
    return sent.etag if is_current else None


def _unzips(request: Request) -> bool:
    """Tell whether the caller says that it understands gzip."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == ZIPPED:
            return _REFUSED.fullmatch(weight.replace(" ", "")) is None
    return False


def _moment(text: str | None) -> datetime | None:
    """Read an HTTP date; one that is none counts as not sent."""
    if text is None:
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
